import {describe, expect, it} from "vitest";
import {checkNotebook} from "../../src/notebook/check.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {
  changeKind,
  duplicateCell,
  mergeWithAbove,
  pasteCells,
  refusedMerge,
  setAttribute,
  splitCell
} from "../../src/notebook/reshape.ts";
import {applyPatch, inverse, patchBetween} from "../../src/notebook/text-patch.ts";
import * as fc from "../property.ts";

const TEXT = '# A\n\nfirst\n\n```sql id=a caption="x y"\nSELECT 1\nFROM b\n```\n\n```sql id=b\nSELECT 2\n```\n\nend\n';
const parsed = parseNotebook(TEXT);

describe("splitCell", () => {
  it("cuts a fence at the caret, and gives the second half a free id and the same words", () => {
    expect(splitCell(parsed, 1, "SELECT 1\n".length, parseNotebook)).toBe(
      TEXT.replace("SELECT 1\nFROM b\n```", 'SELECT 1\n```\n\n```sql id=a_2 caption="x y"\nFROM b\n```')
    );
  });

  it("cuts text with a split line", () => {
    expect(splitCell(parsed, 0, "# A\n".length, parseNotebook)).toBe(TEXT.replace("# A\n\n", "# A\n\n<!---->\n\n"));
  });

  it("does nothing to text at its edge, where no cell would be left", () => {
    expect(splitCell(parsed, 0, 0, parseNotebook)).toBe(TEXT);
  });
});

describe("mergeWithAbove", () => {
  it("joins bodies and keeps the words of the first", () => {
    expect(mergeWithAbove(parsed, 2, parseNotebook)).toBe(
      TEXT.replace("FROM b\n```\n\n```sql id=b\nSELECT 2", "FROM b\nSELECT 2")
    );
  });

  it("leaves no split line where a fence comes next, and keeps one between two texts", () => {
    const text = "# A\n\nB\n\n```sql\nSELECT 1\n```\n";
    const split = parseNotebook(splitCell(parseNotebook(text), 0, 4, parseNotebook));
    expect(split.text).toBe("# A\n\n<!---->\n\nB\n\n```sql\nSELECT 1\n```\n");
    expect(mergeWithAbove(split, 1, parseNotebook)).toBe(text);
    const three = parseNotebook("A\n\n<!---->\n\nB\n\n<!---->\n\nC\n");
    expect(mergeWithAbove(three, 1, parseNotebook)).toBe("A\n\nB\n\n<!---->\n\nC\n");
  });

  it("refuses two kinds with a sentence, and leaves the text", () => {
    expect(mergeWithAbove(parsed, 1, parseNotebook)).toBe(TEXT);
    expect(refusedMerge(parsed, 1)).toBe(
      "Only cells of one kind can be joined: this is SQL, the one above is Text. Change the kind of one first."
    );
    expect(refusedMerge(parsed, 0)).toBe("There is no cell above this one.");
  });

  it("takes a split back, whatever the text, its line ends and the place of the cut", () => {
    const word = fc.constantFrom("SELECT 1", "  -- x", "", "`", "```", "é🙂", "FROM a");
    fc.assert(
      fc.property(
        fc.array(word, {minLength: 1, maxLength: 6}),
        fc.nat(40),
        fc.constantFrom("\n", "\r\n"),
        (lines, at, eol) => {
          const body = lines.join("\n");
          const fence = "`````";
          const text = `a\n\n${fence}sql id=q\n${body}\n${fence}\n`.replaceAll("\n", eol);
          const notebook = parseNotebook(text);
          // a cut at a line's end takes the line break, which joining puts back
          const cut = Math.min(at, notebook.cells[1]!.body.length);
          const end = notebook.cells[1]!.body.indexOf("\n", cut);
          if (end < 0) return;
          const split = parseNotebook(splitCell(notebook, 1, end + 1, parseNotebook));
          expect(split.cells).toHaveLength(3);
          const [head, tail] = [split.cells[1]!.body, split.cells[2]!.body];
          expect(`${head}\n${tail}`).toBe(body);
          if (head && tail) expect(mergeWithAbove(split, 2, parseNotebook)).toBe(text);
        }
      )
    );
  });
});

describe("duplicateCell", () => {
  it("puts a copy below under a free id", () => {
    expect(duplicateCell(parsed, 2)).toBe(
      TEXT.replace("SELECT 2\n```\n", "SELECT 2\n```\n\n```sql id=b_2\nSELECT 2\n```\n")
    );
    const twice = parseNotebook(duplicateCell(parsed, 2));
    expect(parseNotebook(duplicateCell(twice, 3)).cells[4]!.id).toBe("b_3");
  });
});

describe("changeKind", () => {
  it("says the kind that only the fence of a metric said", () => {
    const metric = "```yaml metric id=a height=90\ntitle: A\nmetric: coverage\n```\n";
    const insight = changeKind(parseNotebook(metric), 0, "insight", parseNotebook);
    expect(insight).toBe("```yaml insight id=a height=90\nkind: metric\ntitle: A\nmetric: coverage\n```\n");
    expect(
      checkNotebook(parseNotebook(changeKind(parseNotebook(insight), 0, "metric", parseNotebook)))[0]!.messages
    ).toEqual([]);
  });

  it("changes the words of a fence and keeps the rest", () => {
    expect(changeKind(parsed, 1, "input", parseNotebook)).toBe(TEXT.replace("sql id=a", "yaml input id=a"));
    const back = parseNotebook(changeKind(parsed, 1, "input", parseNotebook));
    expect(changeKind(back, 1, "sql", parseNotebook)).toBe(TEXT);
  });

  it("makes text of a fence and a fence of text", () => {
    const text = changeKind(parsed, 2, "markdown", parseNotebook);
    expect(text).toBe(TEXT.replace("```sql id=b\nSELECT 2\n```\n\nend", "SELECT 2\n\n<!---->\n\nend"));
    expect(changeKind(parseNotebook("a b\n"), 0, "sql", parseNotebook)).toBe("```sql id=sql\na b\n```\n");
  });

  it("gives a kind that needs an id one", () => {
    expect(changeKind(parseNotebook("```sql\nx\n```\n"), 0, "insight", parseNotebook)).toBe(
      "```yaml insight id=insight\nx\n```\n"
    );
  });
});

describe("setAttribute", () => {
  const set = (info: string, name: string, value: string | null) => {
    const notebook = parseNotebook(`\`\`\`${info}\nx\n\`\`\`\n`);
    return setAttribute(notebook, notebook.cells[0]!, name, value).slice(3).split("\n")[0];
  };
  it("adds, replaces and takes out, and leaves the others as they are written", () => {
    expect(set("sql id=a", "run", "false")).toBe("sql id=a run=false");
    expect(set("sql id=a run=false  fold", "run", null)).toBe("sql id=a  fold");
    expect(set("sql id=a fold", "fold", null)).toBe("sql id=a");
    expect(set("sql id=a caption='x y' fold", "caption", 'say "no" & go')).toBe(
      'sql id=a caption="say &quot;no&quot; &amp; go" fold'
    );
    expect(set("sql unfold=1", "fold", "")).toBe("sql unfold=1 fold");
  });
});

describe("pasteCells", () => {
  it("puts cells in as they are, under free ids where theirs are taken", () => {
    const pasted = "Text\n\n```sql id=b fold\nSELECT 3\n```\n";
    const text = pasteCells(parsed, 3, pasted, parseNotebook);
    expect(parseNotebook(text).cells.map(({kind, id}) => [kind, id])).toEqual([
      ["markdown", null],
      ["sql", "a"],
      ["sql", "b"],
      ["markdown", null],
      ["sql", "b_2"],
      ["markdown", null]
    ]);
    expect(text).toContain("```sql id=b_2 fold\nSELECT 3\n```");
  });
});

describe("patchBetween", () => {
  it("goes there and back between any two texts", () => {
    fc.assert(
      fc.property(fc.string({unit: "grapheme"}), fc.string({unit: "grapheme"}), fc.string(), (a, b, c) => {
        const [before, after] = [a + c + b, a + b];
        const patch = patchBetween(before, after);
        expect(applyPatch(before, patch)).toBe(after);
        expect(applyPatch(after, inverse(patch))).toBe(before);
      })
    );
  });
});

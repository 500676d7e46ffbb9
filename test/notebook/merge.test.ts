import {describe, expect, it} from "vitest";
import {chooseSide, conflictSpans} from "../../src/notebook/conflicts.ts";
import {mergeNotebooks} from "../../src/notebook/merge.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import * as fc from "../property.ts";

const BASE = `---
tidemark: 1
title: T
---

# T

First.

\`\`\`yaml insight id=a
title: A
data: x
points: 12
\`\`\`

\`\`\`sql id=b
SELECT 1
FROM a
\`\`\`

Last.
`;
const merge = (ours: string, theirs: string, base = BASE) => mergeNotebooks(base, ours, theirs);

describe("mergeNotebooks", () => {
  it("takes edits of different cells, also where they stand side by side", () => {
    const ours = BASE.replace("FROM a", "FROM a, c");
    const theirs = BASE.replace("points: 12", "points: 24").replace("Last.", "The end.");
    const {text, conflicts} = merge(ours, theirs);
    expect(conflicts).toBe(0);
    expect(text).toBe(ours.replace("points: 12", "points: 24").replace("Last.", "The end."));
  });

  it("takes edits of neighbouring entries and of different words of a fence", () => {
    const ours = BASE.replace("title: A", "title: B").replace("sql id=b", "sql id=b fold");
    const theirs = BASE.replace("data: x", "data: y")
      .replace("sql id=b", 'sql id=b caption="C d"')
      .replace("title: T", "title: U");
    const {text, conflicts} = merge(ours, theirs);
    expect(conflicts).toBe(0);
    expect(text).toContain("title: B\ndata: y\npoints: 12");
    expect(text).toContain('```sql id=b caption="C d" fold\n');
    expect(text).toContain("title: U\n---");
  });

  it("follows a cell that one side moved and the other edited", () => {
    const cell = "```sql id=b\nSELECT 1\nFROM a\n```\n\n";
    const moved = BASE.replace(cell, "").replace("# T\n", `${cell}# T\n`);
    const edited = BASE.replace("SELECT 1", "SELECT 2");
    for (const [ours, theirs] of [
      [moved, edited],
      [edited, moved]
    ] as const)
      expect(merge(ours, theirs)).toEqual({text: moved.replace("SELECT 1", "SELECT 2"), conflicts: 0});
  });

  it("keeps both of two cells put in one place, ours first, and one of two that are equal", () => {
    const add = (cell: string) => BASE.replace("Last.", `${cell}\n\nLast.`);
    const {text, conflicts} = merge(add("```sql id=c\n1\n```"), add("```sql id=d\n2\n```"));
    expect([text, conflicts]).toEqual([add("```sql id=c\n1\n```\n\n```sql id=d\n2\n```"), 0]);
    const same = add("```sql id=c\n1\n```");
    expect(merge(`${same}\nMore.\n`, same.replace("First", "1st"))).toEqual({
      text: `${same.replace("First", "1st")}\nMore.\n`,
      conflicts: 0
    });
  });

  it("puts a cell that both changed apart between markers, whole, and nothing else", () => {
    const [ours, theirs] = [BASE.replace("SELECT 1", "SELECT 2"), BASE.replace("SELECT 1", "SELECT 3")];
    const {text, conflicts} = merge(ours, theirs);
    expect(conflicts).toBe(1);
    expect(parseNotebook(text).cells.map(({kind}) => kind)).toEqual(["markdown", "insight", "conflict", "markdown"]);
    expect(chooseSide(text, "ours")).toBe(ours);
    expect(chooseSide(text, "theirs")).toBe(theirs);
    expect(text).toContain("<<<<<<< ours\n```sql id=b\nSELECT 2\nFROM a\n```\n=======\n");
  });

  it("asks about a cell that one side deleted and the other edited", () => {
    const cell = "```sql id=b\nSELECT 1\nFROM a\n```\n\n";
    const {text, conflicts} = merge(BASE.replace(cell, ""), BASE.replace("SELECT 1", "SELECT 3"));
    expect(conflicts).toBe(1);
    expect(text).toContain("<<<<<<< ours\n=======\n```sql id=b\nSELECT 3\nFROM a\n```\n>>>>>>> theirs\n");
    expect(merge(BASE.replace(cell, ""), BASE.replace("First", "1st")).text).not.toContain("sql");
  });

  it("asks about an entry of the front matter that both changed", () => {
    const {text, conflicts} = merge(BASE.replace("title: T", "title: U"), BASE.replace("title: T", "title: V"));
    expect(conflicts).toBe(1);
    expect(text).toContain("tidemark: 1\n<<<<<<< ours\ntitle: U\n=======\ntitle: V\n>>>>>>> theirs\n---\n");
    expect(parseNotebook(text).cells.map(({kind}) => kind)).toEqual([
      "conflict",
      "markdown",
      "insight",
      "sql",
      "markdown"
    ]);
    expect(parseNotebook(chooseSide(text, "theirs")).frontMatter.title).toBe("V");
  });

  it("keeps our line ends, and our bytes where only we wrote", () => {
    const crlf = BASE.replaceAll("\n", "\r\n");
    const ours = crlf.replace("First.", "First,  \r\nor so.");
    const {text} = mergeNotebooks(crlf, ours, crlf.replace("Last.", "End."));
    expect(text).toBe(ours.replace("Last.", "End."));
  });

  const CELLS = [
    "# H",
    "Some text.",
    "```sql id=q1\nSELECT 1\n```",
    "```sql id=q2\nSELECT 2\n```",
    "```yaml input id=i\ntype: text\nlabel: L\n```",
    "```\nlisting\n```"
  ];
  const version = fc
    .tuple(fc.shuffledSubarray(CELLS), fc.array(fc.constantFrom("x", "SELECT 9", "label: M", "~~~"), {maxLength: 2}))
    .map(([cells, words]) =>
      cells.map((cell, i) => (words[i] ? cell.replace(/SELECT \d|text|label: L/, words[i]!) : cell))
    );
  const file = (cells: readonly string[]) => `---\ntidemark: 1\n---\n\n${cells.join("\n\n<!---->\n\n")}\n`;

  it("gives the other side where one did not change, and loses no side's cell, whatever they did", () => {
    fc.assert(
      fc.property(version, version, version, (b, o, t) => {
        const [base, ours, theirs] = [file(b), file(o), file(t)];
        expect(mergeNotebooks(base, base, theirs).text).toBe(theirs);
        expect(mergeNotebooks(base, ours, base).text).toBe(ours);
        expect(mergeNotebooks(base, ours, ours).text).toBe(ours);
        const {text, conflicts} = mergeNotebooks(base, ours, theirs);
        expect(conflictSpans(text).length > 0).toBe(conflicts > 0);
        // what a side has that the base has not is in the result; a renamed cell may have the other side's body
        for (const cell of [...o, ...t])
          if (!b.includes(cell) && !b.some((other) => sameCell(other, cell) || bodyOf(other) === bodyOf(cell)))
            expect(text).toContain(cell);
      }),
      {numRuns: 100}
    );
  });
});

/** A cell that the base has in another form may be merged into it. */
function sameCell(a: string, b: string): boolean {
  return a.split("\n")[0] === b.split("\n")[0] || (!a.startsWith("```") && !b.startsWith("```"));
}

const bodyOf = (cell: string) => cell.split("\n").slice(1, -1).join("\n");

describe("conflictSpans", () => {
  it("widens a conflict to the fence it stands in", () => {
    const text =
      "A\n\n```sql id=q\nSELECT\n<<<<<<< HEAD\n1\n||||||| base\n0\n=======\n2\n>>>>>>> topic\nFROM a\n```\n\nB\n";
    const notebook = parseNotebook(text);
    expect(notebook.cells.map(({kind}) => kind)).toEqual(["markdown", "conflict", "markdown"]);
    expect(chooseSide(notebook.cells[1]!.body, "ours")).toBe("```sql id=q\nSELECT\n1\nFROM a\n```");
    expect(chooseSide(text, "theirs")).toBe("A\n\n```sql id=q\nSELECT\n2\nFROM a\n```\n\nB\n");
    expect(chooseSide(notebook.cells[1]!.body, "both")).toBe("```sql id=q\nSELECT\n1\n2\nFROM a\n```");
  });

  it("takes in the rest of a fence whose first line is in conflict", () => {
    const text =
      "<<<<<<< HEAD\n```sql id=q\nSELECT 1\n=======\n```sql id=r\nSELECT 2\n>>>>>>> topic\nFROM a\n```\n\nB\n";
    const notebook = parseNotebook(text);
    expect(notebook.cells.map(({kind, line}) => [kind, line])).toEqual([
      ["conflict", 1],
      ["markdown", 11]
    ]);
    expect(chooseSide(notebook.cells[0]!.body, "theirs")).toBe("```sql id=r\nSELECT 2\nFROM a\n```");
  });

  it("finds none in markers that are not complete, nor in text about them", () => {
    for (const text of [
      "<<<<<<< HEAD\na\n",
      "=======\n>>>>>>> x\n",
      "<<<<<<< a\n>>>>>>> b\n=======\n",
      "    <<<<<<< a\n    =======\n    >>>>>>> b\n"
    ])
      expect(conflictSpans(text)).toEqual([]);
  });
});

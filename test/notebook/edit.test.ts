import {performance} from "node:perf_hooks";
import {describe, expect, it} from "vitest";
import {parse} from "yaml";
import {
  cellText,
  insertCell,
  moveCell,
  newNotebook,
  overlayFrontMatter,
  removeCell,
  replaceBody,
  replaceInfo,
  yamlText
} from "../../src/notebook/edit.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import * as fc from "../property.ts";

const TEXT = "---\ntidemark: 1\n---\n\n# A\n\n```sql id=a\nSELECT 1\n```\n\nB\n\n<!---->\n\nC\n";

/** The text after an editing of the cell at a place. */
function bodyOf(text: string, index: number, body: string): string {
  const notebook = parseNotebook(text);
  return replaceBody(notebook, notebook.cells[index]!, body);
}

describe("replaceBody", () => {
  it("replaces what is inside a fence", () => {
    expect(bodyOf(TEXT, 1, "SELECT 2\nFROM x")).toBe(TEXT.replace("SELECT 1", "SELECT 2\nFROM x"));
    expect(bodyOf(TEXT, 1, "")).toBe(TEXT.replace("SELECT 1\n", ""));
  });

  it("makes a fence as long as its body needs", () => {
    expect(bodyOf("```sql id=a\nx\n```\n", 0, "```\ny\n````")).toBe("`````sql id=a\n```\ny\n````\n`````\n");
    expect(bodyOf("~~~sql\nx\n~~~", 0, "```\n~~ ~\n")).toBe("~~~sql\n```\n~~ ~\n\n~~~");
    expect(bodyOf("````sql\nx\n````", 0, "```")).toBe("````sql\n```\n````");
  });

  it("writes the file's own line ends", () => {
    expect(bodyOf("a\r\n\r\n```sql\r\nx\r\n```\r\n", 1, "y\nz")).toBe("a\r\n\r\n```sql\r\ny\r\nz\r\n```\r\n");
    expect(bodyOf("a\r\n\r\nb\r\n", 0, "c\n\nd\n")).toBe("c\r\n\r\nd\r\n");
  });

  it("takes a text out when nothing is left of it", () => {
    expect(bodyOf(TEXT, 2, " \n")).toBe(TEXT.replace("B\n\n<!---->\n\n", ""));
  });

  it("leaves an open fence open, so that its author can close it in the body", () => {
    const open = "# A\n\n```sql id=a\nSELECT 1\n\n# B\n";
    expect(bodyOf(open, 1, "SELECT 2\n\n# B\n")).toBe(open.replace("1", "2"));
    const closed = parseNotebook(bodyOf(open, 1, "SELECT 1\n```\n\n# B\n"));
    expect(closed.cells.map(({kind, body}) => [kind, body])).toEqual([
      ["markdown", "# A"],
      ["sql", "SELECT 1"],
      ["markdown", "# B"]
    ]);
    expect(closed.messages).toEqual([]);
  });

  it("begins a new line for the body of a file that ends in its opening fence", () => {
    expect(bodyOf("```sql id=a", 0, "SELECT 1")).toBe("```sql id=a\nSELECT 1");
  });
});

describe("replaceInfo", () => {
  it("replaces the words behind the marker and nothing else", () => {
    for (const text of ["  ~~~~sql id=a\r\nx\r\n~~~~\r\n", "```sql id=a", "```sql id=a\n```"]) {
      const notebook = parseNotebook(text);
      expect(replaceInfo(notebook, notebook.cells[0]!, "sql id=b height=300")).toBe(
        text.replace("sql id=a", "sql id=b height=300")
      );
    }
  });
});

describe("insertCell", () => {
  const insert = (index: number, kind: string, id: string | null, body: string, text = TEXT) =>
    insertCell(parseNotebook(text), index, kind, id, body);

  it("puts a fence before the cell that is there", () => {
    expect(insert(1, "sql", "b", "SELECT 2")).toBe(
      TEXT.replace("```sql id=a", "```sql id=b\nSELECT 2\n```\n\n```sql id=a")
    );
    expect(insert(0, "input", "p", "type: text")).toBe(
      TEXT.replace("# A", "```yaml input id=p\ntype: text\n```\n\n# A")
    );
  });

  it("keeps texts apart that would be one", () => {
    expect(insert(0, "markdown", null, "New")).toBe(TEXT.replace("# A", "New\n\n<!---->\n\n# A"));
    expect(insert(1, "markdown", null, "New")).toBe(TEXT.replace("```sql", "<!---->\n\nNew\n\n```sql"));
    expect(insert(3, "markdown", null, "New")).toBe(TEXT.replace("C\n", "New\n\n<!---->\n\nC\n"));
    expect(insert(4, "markdown", null, "New")).toBe(`${TEXT}\n<!---->\n\nNew\n`);
  });

  it("appends for any place past the end", () => {
    expect(insert(99, "markdown", null, "New")).toBe(insert(4, "markdown", null, "New"));
  });

  it.each([
    ["", "New\n"],
    ["\ufeff", "\ufeffNew\n"],
    ["\n\n", "New\n"],
    ["---\ntitle: T\n---", "---\ntitle: T\n---\n\nNew\n"],
    ["---\ntitle: T\n---\n\n\n", "---\ntitle: T\n---\n\nNew\n"]
  ])("makes the first cell of %j", (text, result) => {
    expect(insert(0, "markdown", null, "New", text)).toBe(result);
  });

  it("leaves a blank line before a cell that had none", () => {
    expect(insert(1, "sql", null, "x", "a\n```js\ny\n```\n")).toBe("a\n\n```sql\nx\n```\n\n```js\ny\n```\n");
  });

  it("closes a fence that would take the new cell in", () => {
    expect(insert(1, "sql", "b", "y", "```sql id=a\nx")).toBe("```sql id=a\nx\n```\n\n```sql id=b\ny\n```\n");
    expect(insert(1, "sql", "b", "y", "a\n\n~~~~python\nx\n")).toBe(
      "a\n\n~~~~python\nx\n~~~~\n\n```sql id=b\ny\n```\n"
    );
  });

  it("says the attributes behind the id", () => {
    expect(cellText("vega-lite", "c", "{}", 'data=a caption="B"')).toBe(
      '```vega-lite id=c data=a caption="B"\n{}\n```'
    );
  });
});

describe("removeCell", () => {
  const remove = (text: string, index: number) => {
    const notebook = parseNotebook(text);
    return removeCell(notebook, notebook.cells[index]!);
  };

  it("takes the blank lines after the cell with it", () => {
    expect(remove("a\n\n```sql\nx\n```\n\n\n```js\ny\n```\n", 1)).toBe("a\n\n```js\ny\n```\n");
    expect(remove(TEXT, 0)).toBe(TEXT.replace("# A\n\n", ""));
  });

  it("keeps the texts apart that come together", () => {
    expect(remove(TEXT, 1)).toBe(TEXT.replace("```sql id=a\nSELECT 1\n```", "<!---->"));
    expect(remove("a\n\n<!---->\n\nb\n\n<!---->\n\nc\n", 1)).toBe("a\n\n<!---->\n\nc\n");
  });

  it("leaves no split line behind the last cell", () => {
    expect(remove(TEXT, 3)).toBe(TEXT.replace("\n<!---->\n\nC\n", ""));
  });

  it.each([
    ["a", ""],
    ["\ufeffa\n", "\ufeff"],
    ["---\ntitle: T\n---\n\na\n", "---\ntitle: T\n---\n"]
  ])("takes the only cell out of %j", (text, result) => {
    expect(remove(text, 0)).toBe(result);
  });
});

describe("moveCell", () => {
  const move = (text: string, from: number, to: number) => {
    const notebook = parseNotebook(text);
    return moveCell(notebook, notebook.cells[from]!, to, parseNotebook);
  };

  it("moves a cell up, down and nowhere", () => {
    const text = "# A\n\n```sql id=a\n1\n```\n\n```sql id=b\n2\n```\n";
    expect(move(text, 2, 1)).toBe("# A\n\n```sql id=b\n2\n```\n\n```sql id=a\n1\n```\n");
    expect(move(text, 1, 3)).toBe(move(text, 2, 1));
    expect(move(text, 1, 1)).toBe(text);
    expect(move(text, 0, 3)).toBe("```sql id=a\n1\n```\n\n```sql id=b\n2\n```\n\n# A\n");
  });

  it("moves the cell's own bytes, whatever their line ends", () => {
    const slice = "``` sql  id=a\r\n1\n\r\n``` ";
    expect(move(`a\n\n${slice}\nb\n`, 1, 0)).toBe(`${slice}\n\na\n\n<!---->\n\nb\n`);
  });

  it("closes an open fence that would take in what it is put before", () => {
    expect(move("a\n\n```sql\nx\n", 1, 0)).toBe("```sql\nx\n```\n\na\n");
  });
});

describe("newNotebook", () => {
  it("reads back", () => {
    const notebook = parseNotebook(newNotebook('A: "b" #1', [cellText("sql", "a", "SELECT 1")], {snapshots: "sample"}));
    expect(notebook.frontMatter).toMatchObject({version: 1, title: 'A: "b" #1', snapshots: "sample", messages: []});
    expect(notebook.cells.map(({kind}) => kind)).toEqual(["markdown", "sql"]);
  });
});

describe("yamlText", () => {
  it("is read back as the same text, whatever it is", () => {
    const tricky = fc.constantFrom(
      "1",
      "1e5",
      "0x1F",
      "0o17",
      ".inf",
      ".NaN",
      "null",
      "~",
      "yes",
      "Off",
      "true",
      "2026-08-15",
      "a: b",
      "a #b",
      "- a",
      "",
      " a",
      "a ",
      "...",
      "---",
      "1_000",
      "é",
      "a\nb",
      "12e03",
      "+1",
      "=",
      "<<"
    );
    fc.assert(
      fc.property(
        fc.oneof(tricky, fc.string(), fc.string({unit: fc.constantFrom(..."0123456789.eE+-_xonNaiftru ")})),
        (text) => {
          expect(parse(`title: ${yamlText(text)}\n`)).toEqual({title: text});
        }
      ),
      {numRuns: 3000}
    );
  });

  it("leaves plain words plain", () => {
    expect(yamlText("Go 1.22 migration")).toBe("Go 1.22 migration");
  });
});

describe("speed", () => {
  it("parses a notebook of 77 kB and one of 300 cells (the numbers are for the reader)", () => {
    const section = (i: number) =>
      `## Section ${i}\n\nProse with *emphasis*, a [link](https://example.org/${i}) and \${latest(a${i})}, as people write it.\n\n`;
    const cell = (i: number) =>
      `\`\`\`sql id=a${i}\nSELECT ${i} AS a, recorded_at\nFROM point WHERE matches > 1\n\`\`\`\n\n`;
    const many = Array.from({length: 150}, (_, i) => section(i) + cell(i)).join("");
    const prose = Array.from({length: 1000}, (_, i) => section(i))
      .join("")
      .slice(0, 77_000);
    for (const text of [many, prose]) {
      const start = performance.now();
      const {cells} = parseNotebook(text);
      console.info(
        `parsed ${cells.length} cells, ${text.length} characters in ${(performance.now() - start).toFixed(0)} ms`
      );
    }
    expect(parseNotebook(many).cells).toHaveLength(300);
  });
});

describe("filters in the front matter", () => {
  const withFilter = (text: string, overlay: Record<string, unknown>) =>
    overlayFrontMatter(parseNotebook(text), overlay);
  const filters = {filters: {repositories: {include: ["^a"]}}};
  const line = "filters: {repositories: {include: [^a]}}";

  it.each([
    ["---\ntidemark: 1\n---\n\n# T\n", `---\ntidemark: 1\n${line}\n---\n\n# T\n`],
    ["---\r\ntidemark: 1\r\n---\r\n# T\r\n", `---\r\ntidemark: 1\r\n${line}\r\n---\r\n# T\r\n`],
    ["---\n---\n# T\n", `---\n${line}\n---\n# T\n`],
    ["# T\n", `---\n${line}\n---\n\n# T\n`],
    ["\ufeff---\ntitle: T # t\n---\n", `\ufeff---\ntitle: T # t\n${line}\n---\n`]
  ])("of %j are written, and taken out again", (before, after) => {
    expect(withFilter(before, filters)).toBe(after);
    const out = withFilter(after, {filters: null});
    expect(parseNotebook(out).frontMatter.filter).toEqual({});
    if (before.includes("t: 1") || before.includes("t\n")) expect(out).toBe(before);
  });

  it("that change nothing leave every byte", () => {
    expect(withFilter("# T\n", {filters: null})).toBe("# T\n");
    expect(withFilter("---\ntitle: T\n---\n", {from: null})).toBe("---\ntitle: T\n---\n");
  });
});

import {describe, expect, it} from "vitest";
import {fenceKind, type Notebook, parseNotebook} from "../../src/notebook/notebook.ts";

/** Cells as `kind#id: body`. */
function cellsOf({cells}: Notebook): string[] {
  return cells.map(({kind, id, body}) => `${kind}${id ? `#${id}` : ""}: ${body}`);
}

function errorsOf({messages}: Notebook): string[] {
  return messages.map(({level, text, place}) => `${level} ${place?.line}: ${text}`);
}

const BOM = "\ufeff";

describe("cells of a notebook", () => {
  it("are fences that name a kind, and the Markdown between them", () => {
    const notebook = parseNotebook("# A\n\n```sql id=totals\nSELECT 1\n```\n\nMore.\n");
    expect(cellsOf(notebook)).toEqual(["markdown: # A", "sql#totals: SELECT 1", "markdown: More."]);
    expect(notebook.cells.map(({line, bodyLine}) => [line, bodyLine])).toEqual([
      [1, 1],
      [3, 4],
      [7, 7]
    ]);
  });

  it.each([
    ["sql", "sql"],
    ["SQL", "sql"],
    ["js", "js"],
    ["vega-lite", "vega-lite"],
    ["json vega-lite", "vega-lite"],
    ["yaml vega-lite", "vega-lite"],
    ["yml vega-lite", "vega-lite"],
    ["yaml insight", "insight"],
    ["yml insight", "insight"],
    ["insight", "insight"],
    ["yaml input", "input"],
    ["input", "input"],
    ["yaml metric", "metric"],
    ["metric", "metric"]
  ])("`%s` opens a cell of kind %s", (words, kind) => {
    expect(cellsOf(parseNotebook(`\`\`\`${words}\nx\n\`\`\`\n`))).toEqual([`${kind}: x`]);
    expect(cellsOf(parseNotebook(`\`\`\`${words} id=a\nx\n\`\`\`\n`))).toEqual([`${kind}#a: x`]);
  });

  it.each([
    "",
    "yaml",
    "json",
    "python",
    "yaml insights",
    "sql insight",
    "js vega-lite",
    "json insight",
    "{sql}",
    "markdown",
    "toString",
    "yaml constructor",
    "ts"
  ])("`%s` opens a listing, which stays in its Markdown", (words) => {
    const text = `a\n\n\`\`\`${words}\nx\n\`\`\`\n\nb`;
    expect(cellsOf(parseNotebook(text))).toEqual([`markdown: ${text}`]);
  });

  it("a second word makes a listing of a language that stands alone", () => {
    expect(fenceKind("sql", "draft")).toBeNull();
    expect(fenceKind("sql", "")).toBe("sql");
  });

  it("have attributes as HTML has", () => {
    const [cell] = parseNotebook('```vega-lite id=c data=totals caption="A &quot;b&quot; &amp; c" fold\n{}\n```').cells;
    expect([...cell!.attributes]).toEqual([
      ["id", "c"],
      ["data", "totals"],
      ["caption", 'A "b" & c'],
      ["fold", ""]
    ]);
  });

  it("split at a line that is exactly <!---->", () => {
    expect(cellsOf(parseNotebook("a\n\n<!---->\n\nb\n<!---->\nc"))).toEqual([
      "markdown: a",
      "markdown: b",
      "markdown: c"
    ]);
    expect(cellsOf(parseNotebook("<!---->\n\n<!---->\n"))).toEqual([]);
  });

  it.each([
    "a <!---->",
    "<!----> ",
    " <!---->",
    "<!-- -->",
    "> <!---->",
    "- a\n  <!---->",
    "```\n<!---->\n```",
    "    <!---->"
  ])("do not split at %j", (line) => {
    expect(parseNotebook(`a\n\n${line}\n\nb`).cells).toHaveLength(1);
  });

  it("are fences at the top level only", () => {
    const text =
      "- one\n\n  ```sql\n  SELECT 1\n  ```\n\n> ```sql\n> SELECT 2\n> ```\n\n[^n]: note\n\n    ```sql\n    SELECT 3\n    ```\n\n    ```sql\n";
    expect(cellsOf(parseNotebook(text))).toEqual([`markdown: ${text.trimEnd()}`]);
  });

  it("are no fences inside another fence", () => {
    const inner = "```sql\nSELECT 1\n```";
    expect(cellsOf(parseNotebook(`\`\`\`\`markdown\n${inner}\n\`\`\`\``))).toHaveLength(1);
    expect(cellsOf(parseNotebook(`\`\`\`\`sql\n${inner}\n\`\`\`\``))).toEqual([`sql: ${inner}`]);
    expect(cellsOf(parseNotebook("~~~sql\n```\nSELECT 1\n```\n~~~"))).toEqual(["sql: ```\nSELECT 1\n```"]);
  });

  it("may be closed by a longer fence, and be indented by up to three spaces", () => {
    expect(cellsOf(parseNotebook("  ```sql id=a\n  x\n ``````  \nb"))).toEqual(["sql#a:   x", "markdown: b"]);
    expect(cellsOf(parseNotebook("    ```sql id=a\n    x\n    ```"))).toEqual([
      "markdown:     ```sql id=a\n    x\n    ```"
    ]);
  });

  it("are no fences when the info string holds a backtick, but tildes may", () => {
    expect(parseNotebook("```sql caption=`a`\nx\n\n").cells.map(({kind}) => kind)).toEqual(["markdown"]);
    expect(cellsOf(parseNotebook("~~~sql caption=`a`\nx\n~~~"))).toEqual(["sql: x"]);
  });

  it("can be empty", () => {
    expect(cellsOf(parseNotebook("```sql\n```"))).toEqual(["sql: "]);
    expect(cellsOf(parseNotebook("```sql\n\n```"))).toEqual(["sql: "]);
    expect(cellsOf(parseNotebook("```sql\n\n\n```"))).toEqual(["sql: \n"]);
  });

  it("keep a hash for the same content, told apart by rank", () => {
    const hashes = (text: string) => parseNotebook(text).cells.map(({hash}) => hash);
    const [a, b, c] = hashes("same\n\n<!---->\n\nsame\n\n<!---->\n\nother");
    expect(b).toBe(`${a}-1`);
    expect(c).not.toBe(a);
    expect(hashes("# first\n\n<!---->\n\nsame").at(-1)).toBe(a);
    expect(hashes("```sql\r\nSELECT 1\r\nFROM x\r\n```")).toEqual(hashes("```sql\nSELECT 1\nFROM x\n```"));
  });
});

describe("a notebook file", () => {
  it.each(["", BOM, "\n", "\r\n\r\n", "   \n\t\n", `${BOM}\n`])("has no cells when it is %j", (text) => {
    expect(parseNotebook(text)).toMatchObject({text, cells: [], messages: []});
  });

  it("may hold front matter only", () => {
    const {frontMatter, cells, messages} = parseNotebook("---\ntidemark: 1\ntitle: T\n---");
    expect([frontMatter.title, cells, messages]).toEqual(["T", [], []]);
  });

  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"]
  ])("means the same with %s line ends", (_, eol) => {
    const text = "---\ntitle: T\n---\n\n# A\n\n```sql id=a\nSELECT 1\nFROM x\n```\n\n<!---->\n\nb\nc\n".replaceAll(
      "\n",
      eol
    );
    const notebook = parseNotebook(text);
    expect(notebook.frontMatter.title).toBe("T");
    expect(cellsOf(notebook)).toEqual(["markdown: # A", "sql#a: SELECT 1\nFROM x", "markdown: b\nc"]);
    expect(notebook.cells.map(({line}) => line)).toEqual([5, 7, 14]);
    expect(notebook.messages).toEqual([]);
  });

  it("uses the line end that most of its lines have", () => {
    expect(parseNotebook("a\r\nb\r\nc\n").eol).toBe("\r\n");
    expect(parseNotebook("a\r\nb\nc\n").eol).toBe("\n");
    expect(parseNotebook("a").eol).toBe("\n");
  });

  it("keeps offsets in a file that begins with a byte-order mark", () => {
    const text = `${BOM}---\ntitle: T\n---\n\n# A\n\n\`\`\`sql id=a\nSELECT 1\n\`\`\`\n`;
    const notebook = parseNotebook(text);
    const [prose, sql] = notebook.cells;
    expect(notebook.frontMatter.title).toBe("T");
    expect(text.slice(prose!.from, prose!.to)).toBe("# A");
    expect(text.slice(sql!.from, sql!.to)).toBe("```sql id=a\nSELECT 1\n```");
    expect(text.slice(sql!.bodyFrom, sql!.bodyTo)).toBe("SELECT 1");
    expect(text.slice(sql!.closeFrom, sql!.to)).toBe("```");
  });

  it("reports a fence that is never closed, and does not repair it", () => {
    const notebook = parseNotebook("# A\n\n```sql id=a\nSELECT 1\n\n# B\n");
    expect(cellsOf(notebook)).toEqual(["markdown: # A", "sql#a: SELECT 1\n\n# B\n"]);
    expect(errorsOf(notebook)).toEqual([
      "error 3: The fence that opens in line 3 is never closed: everything below belongs to it. Close it with ```."
    ]);
  });

  it("reports a listing that is never closed: the cells below it are lost in it", () => {
    const notebook = parseNotebook("~~~~python\nx\n~~~\n\n```sql\nSELECT 1\n```\n");
    expect(notebook.cells).toHaveLength(1);
    expect(errorsOf(notebook)).toEqual([expect.stringContaining("line 1 is never closed")]);
  });

  it.each(["```sql", "```sql\n", "```sql id=a\r\n", "~~~js"])(
    "takes %j, which ends in its opening, for an empty open cell",
    (text) => {
      const notebook = parseNotebook(text);
      expect(notebook.cells.map(({body, closeFrom, to}) => [body, closeFrom === to])).toEqual([["", true]]);
      expect(notebook.messages).toHaveLength(1);
    }
  );

  it("opens with conflict markers, and says where they stand", () => {
    const text =
      "# A\n\nTitle\n=======\n\n<<<<<<< ours\n```sql id=a\nSELECT 1\n```\n=======\n```sql id=a\nSELECT 2\n```\n>>>>>>> theirs\n";
    const notebook = parseNotebook(text);
    expect(notebook.cells.map(({kind, line}) => [kind, line])).toEqual([
      ["markdown", 1],
      ["conflict", 6]
    ]);
    expect(errorsOf(notebook)).toEqual([
      "error 6: The file holds an unresolved merge conflict (line 6). Choose a side at its cell."
    ]);
    expect(parseNotebook("Title\n=======\n\n<<<<<<<\n").messages).toEqual([]);
  });

  it("opens, with an error, when it is nested too deeply to be read", () => {
    const text = `${">".repeat(20_000)} a`;
    const notebook = parseNotebook(text);
    expect(notebook.text).toBe(text);
    expect(cellsOf(notebook)).toEqual([`markdown: ${text}`]);
    expect(errorsOf(notebook)).toEqual([expect.stringContaining("nested too deeply")]);
  });

  it("opens, with an error, when its front matter is hostile", () => {
    const bomb = [
      "a: &a [x, x, x, x, x, x, x, x]",
      "b: &b [*a, *a, *a, *a, *a, *a, *a]",
      "c: &c [*b, *b, *b, *b, *b, *b, *b]",
      "d: [*c, *c, *c]"
    ].join("\n");
    for (const yaml of [bomb, "title: *nowhere", "a: [", `a: ${"[".repeat(20_000)}`, "title: &t [*t]"]) {
      const notebook = parseNotebook(`---\n${yaml}\n---\n\n# A\n`);
      expect(cellsOf(notebook)).toEqual(["markdown: # A"]);
      expect(errorsOf(notebook)).toEqual([expect.stringMatching(/^error \d: The front matter is no YAML: /)]);
    }
  });
});

/** What came from Observable's tools goes back as it was. */
import {deserialize, serialize, toNotebook} from "@observablehq/notebook-kit";
import {DOMParser, parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {fromFramework} from "../../src/notebook/from-framework.ts";
import {fromNotebookKit} from "../../src/notebook/from-notebook-kit.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import type {CellState} from "../../src/notebook/run.ts";
import type {Exporter, ExportInput} from "../../src/report/exporter.ts";
import {toFramework} from "../../src/report/to-framework.ts";
import {toNotebookKit} from "../../src/report/to-notebook-kit.ts";

type KitCell = Parameters<typeof toNotebook>[0]["cells"] extends readonly (infer Cell)[] | undefined ? Cell : never;

/** A file as Notebook Kit itself writes it. */
function kitFile(cells: readonly Partial<KitCell>[], title = "Go: <1.22> & on"): string {
  const {document} = parseHTML("<!doctype html><html><body></body></html>");
  const whole = cells.map((cell, i) => ({id: i + 1, ...cell})) as KitCell[];
  return serialize(toNotebook({title, cells: whole}), {document: document as unknown as Document});
}

/** A file as Notebook Kit itself reads it. */
const kitRead = (file: string) =>
  deserialize(file, {parser: new DOMParser() as unknown as NonNullable<Parameters<typeof deserialize>[1]>["parser"]});

/** The first file of a notebook that did not run, and what is said of it. */
async function exported(exporter: Exporter, text: string): Promise<{text: string; notes: readonly string[]}> {
  const notebook = parseNotebook(text);
  const states = notebook.cells.map((cell) => ({cell, status: "idle", output: null}) as unknown as CellState);
  const input: ExportInput = {name: "n.md", stem: "n", notebook, states, facts: []};
  const files = await exporter.write(input, {} as never);
  return {text: String(files[0]!.content), notes: exporter.notes!(input)};
}

const JS = "const a = `\n    \n  </script> ${1}`;\r\n\n\tdisplay(a) // `é` \\u2028";

describe("a notebook of Notebook Kit", () => {
  it("comes back with the same cells", async () => {
    const file = kitFile([
      {mode: "md", value: "# Hello ${1 + 1}\n\n```js\nnot.run()\n```\n\n```yaml insight\na: 1\n```"},
      {mode: "md", value: "```js\nonly.text()\n```"},
      {mode: "js", value: "const a = 1;\n\nif (a) {\n    display('</script>');\n}"},
      {mode: "js", value: "a + 1", hidden: true},
      {mode: "sql", value: "SELECT * FROM t WHERE n = ${a}", output: "rows"},
      {mode: "sql", value: "SELECT 1", output: "myRows", hidden: true},
      {mode: "sql", value: "SELECT 2", database: "other"},
      {mode: "python", value: "print('```')"},
      {mode: "r", value: "1"},
      {mode: "node", value: "process.pid", format: "json"},
      {mode: "ojs", value: "mutable m = 1"},
      {mode: "tex", value: "\\frac{1}{2}"},
      {mode: "dot", value: "digraph {}"},
      {mode: "html", value: "<b>1</b>"},
      {mode: "ts", value: "const x: number = 1"}
    ]);
    const back = await exported(toNotebookKit, fromNotebookKit(file).text);
    const plain = (text: string) => kitRead(text).cells.map(({format: _, ...cell}) => cell);
    expect(plain(back.text)).toEqual(plain(file));
    expect(kitRead(back.text).title).toBe("Go: <1.22> & on");
    expect(back.notes).toEqual([]);
  });

  it("holds the JavaScript of a cell byte for byte, and says where HTML does not let it", async () => {
    const body = JS.replaceAll("\r", "");
    const {text, notes} = await exported(toNotebookKit, `\`\`\`js\n${body}\n\`\`\`\n`);
    expect([kitRead(text).cells.map(({mode, value}) => [mode, value]), notes]).toEqual([[["js", body]], []]);
    expect(fromNotebookKit(text).text).toContain(`\`\`\`js\n${body}\n\`\`\``);
    const inner = await exported(toNotebookKit, "```js\nconst html = '<!-- <script>';\n```\n\n```js\n1\n```\n");
    expect(kitRead(inner.text).cells.map(({value}) => value)).toEqual(["const html = '<\\!-- <script>';", "1"]);
    expect(inner.notes).toHaveLength(1);
  });

  it("holds what does not run as text, with its fence", async () => {
    const fences = ["```js run=false\n1\n```", "```yaml insight id=a\ntitle: A\ndata: a\n```"];
    const {text, notes} = await exported(toNotebookKit, `${fences.join("\n\n")}\n`);
    expect(kitRead(text).cells.map(({mode, value}) => [mode, value])).toEqual(fences.map((fence) => ["md", fence]));
    expect(notes).toEqual(["Kept as text that does not run there: 1 × insight."]);
  });
});

describe("a page of Framework", () => {
  const PAGE = `---\r\ntitle: Page\r\nsql:\r\n  owners: ./data/owners.csv\r\ntoc: false\r\n---\r\n\r\n# Page \${1 + 1}\r\n\r\n\`\`\`js echo\r\n${JS}\r\n\`\`\`\r\n\r\n<!---->\r\n\r\n\`\`\`sql id=a\r\nFROM owners WHERE n = \${a}\r\n\`\`\`\r\n\r\n\`\`\`tex\r\nx\r\n\`\`\``;

  it.each([
    ["with tables", PAGE],
    ["without a front matter", "# Only text\n\n```js\n1\n```\n"],
    ["with a byte-order mark", "\ufeff# Text\n"]
  ])("comes back as it was but for a line that says who made it: %s", async (_, page) => {
    const there = fromFramework(page);
    const back = await exported(toFramework, there.text);
    const made = /^# made by Tidemark .* from n\.md\r?\n/m;
    expect(back.text).toMatch(made);
    expect(back.text.replace(made, "").replace(/^(\ufeff?)---\r?\n---\r?\n\r?\n/, "$1")).toBe(page);
    // and here again as it was
    expect(fromFramework(back.text).text).toBe(there.text);
  });

  it("names tables for SQL only where SQL runs: Framework builds no database for a page without, and runs no cell of it", async () => {
    const text = "---\ntitle: T\ntables:\n  owners: data/owners.csv\n---\n\n```js\n1\n```\n";
    expect((await exported(toFramework, text)).text).not.toMatch(/^sql:/m);
    expect((await exported(toFramework, `${text}\n\`\`\`sql run=false\nFROM owners\n\`\`\`\n`)).text).not.toMatch(
      /^sql:/m
    );
    expect((await exported(toFramework, `${text}\n\`\`\`sql\nFROM owners\n\`\`\`\n`)).text).toContain(
      "sql:\n  owners: ./data/owners.csv\n"
    );
  });

  it("runs nothing there that is text here", async () => {
    const text =
      "---\ntidemark: 1\n---\n\n```js listing\n1\n```\n\n```python listing\n1\n```\n\n```sql run=false\nSELECT 1\n```\n";
    expect((await exported(toFramework, text)).text).toContain(
      text.slice(text.indexOf("```")).replace("js listing", "js run=false listing")
    );
  });
});

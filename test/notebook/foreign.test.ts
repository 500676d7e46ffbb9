import {serialize, toNotebook} from "@observablehq/notebook-kit";
import {parseHTML} from "linkedom";
import {describe, expect, it} from "vitest";
import {fromFramework} from "../../src/notebook/from-framework.ts";
import {fromNotebookKit, isNotebookKit} from "../../src/notebook/from-notebook-kit.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

type KitCell = Parameters<typeof toNotebook>[0]["cells"] extends readonly (infer Cell)[] | undefined ? Cell : never;

/** A file as Notebook Kit itself writes it. */
function kitFile(cells: readonly Partial<KitCell>[], title = "Go: 1.22"): string {
  const {document} = parseHTML("<!doctype html><html><body></body></html>");
  const whole = cells.map((cell, i) => ({id: i + 1, ...cell})) as KitCell[];
  return serialize(toNotebook({title, cells: whole}), {document: document as unknown as Document});
}

/** The cells of a text: what they are, their name, their attributes, their source. */
const cellsOf = (text: string) =>
  parseNotebook(text).cells.map(({kind, id, attributes, body}) => {
    const others = [...attributes].filter(([name]) => name !== "id").map(([name, value]) => `${name}=${value}`);
    return [kind, id, others.join(" "), body];
  });

describe("a notebook of Notebook Kit", () => {
  it("is the same cells, with names, hidden ones and what ends a script", () => {
    const file = kitFile([
      {mode: "md", value: "# Hello ${1 + 1}\n\n```js\nnot.run()\n```\n\n```yaml insight\na: 1\n```"},
      {mode: "md", value: "Another text"},
      {mode: "js", value: "const a = 1;\n\nif (a) {\n    display('</script>');\n}"},
      {mode: "js", value: "a + 1", hidden: true},
      {mode: "sql", value: "SELECT * FROM t WHERE n = ${a}", output: "rows"},
      {mode: "sql", value: "SELECT 1", output: "myRows"},
      {mode: "sql", value: "SELECT 2", database: "other"},
      {mode: "python", value: "print('```')"},
      {mode: "ts", value: "const x: number = 1"}
    ]);
    expect(isNotebookKit(file)).toBe(true);
    const {text, title, notes} = fromNotebookKit(file);
    expect(title).toBe("Go: 1.22");
    expect(parseNotebook(text).frontMatter).toMatchObject({version: 1, title: "Go: 1.22"});
    expect(parseNotebook(text).messages).toEqual([]);
    expect(cellsOf(text)).toEqual([
      ["markdown", null, "", "# Hello ${1 + 1}\n\n```js listing\nnot.run()\n```\n\n```yaml listing insight\na: 1\n```"],
      ["markdown", null, "", "Another text"],
      ["js", null, "", "const a = 1;\n\nif (a) {\n    display('</script>');\n}"],
      ["js", null, "display=false", "a + 1"],
      ["sql", "rows", "", "SELECT * FROM t WHERE n = ${a}"],
      ["sql", "myrows", "", "SELECT 1"],
      ["js", null, "display=false", "const myRows = myrows;"],
      ["sql", null, "run=false database=other", "SELECT 2"],
      ["markdown", null, "", "```python listing\nprint('```')\n```"],
      ["markdown", null, "", "```ts listing\nconst x: number = 1\n```"]
    ]);
    expect(notes).toEqual([
      "Kept as it is, and not run here: 1 × SQL of the database other, 1 × Python, 1 × TypeScript."
    ]);
  });

  it.each([
    ["viewof k = Inputs.range([0, 1])", "const k = view(Inputs.range([0, 1]));"],
    ["x = k * 2;", "const x = k * 2;"],
    ["x = { const y = 1; return y; }", "const x = await (async () => { const y = 1; return y; })();"],
    ["x = { for (;;) yield 1; }", "const x = await (async function* () { for (;;) yield 1; })();"],
    ["{ return 'viewof'; }", "display(await (async () => { return 'viewof'; })());"],
    ["function f(a) { return a == 1; }", "function f(a) { return a == 1; }"],
    ["a == b", "a == b"]
  ])("says in vanilla JavaScript what Observable's dialect says: %s", (before, after) => {
    const {text, notes} = fromNotebookKit(kitFile([{mode: "ojs", value: before}]));
    expect(cellsOf(text)).toEqual([["js", null, "", after]]);
    expect(notes).toEqual([]);
  });

  it.each(["mutable m = 1", "import {a} from '@b/c'", "f(viewof x)", "x = ("])(
    "keeps what has no other words: %s",
    (value) => {
      const {text, notes} = fromNotebookKit(kitFile([{mode: "ojs", value}]));
      expect(cellsOf(text)).toEqual([["markdown", null, "", `\`\`\`js listing of=ojs\n${value}\n\`\`\``]]);
      expect(notes).toHaveLength(1);
    }
  );
});

describe("a page of Framework", () => {
  it("keeps every byte but for what its front matter says otherwise", () => {
    const page =
      "---\r\ntitle: Page\r\nsql:\r\n  owners: ./data/owners.csv\r\n---\r\n\r\n# Page\r\n\r\n```js echo\r\n1 + 1\r\n```\r\n\r\n```sql id=a\r\nFROM owners\r\n```\r\n\r\n```tex\r\nx\r\n```\r\n";
    const {text, notes, title} = fromFramework(page);
    expect(text).toBe(
      page.replace("---\r\n", "---\r\ntidemark: 1\r\n").replace("sql:\r\n  owners: ./", "tables:\r\n  owners: ")
    );
    const {frontMatter, cells} = parseNotebook(text);
    expect(frontMatter.tables).toMatchObject([{name: "owners", path: "data/owners.csv"}]);
    expect(cells.map(({kind}) => kind)).toEqual(["markdown", "js", "sql", "markdown"]);
    expect([title, notes]).toEqual(["Page", ["Kept as it is, and not run here: 1 × tex."]]);
  });

  it("gets a front matter where it has none", () => {
    expect(fromFramework("\ufeff\n# Only text\n")).toEqual({
      text: "\ufeff---\ntidemark: 1\n---\n\n# Only text\n",
      title: "Only text",
      notes: []
    });
  });
});

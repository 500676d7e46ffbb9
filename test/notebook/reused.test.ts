import {afterAll, describe, expect, it} from "vitest";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {rememberable} from "../../src/notebook/result-memory.ts";
import {readReference} from "../../src/notebook/reused.ts";
import {createRun} from "../../src/notebook/run.ts";
import {provenanceOf} from "../../src/report/provenance.ts";
import {memoryFiles, openTestStore, testFinding, valuesOf} from "../store/stores.ts";

const store = openTestStore(memoryFiles());
const ready = store.import(
  testFinding([
    {series: "esm", repo: "github.com/a/a", day: "2026-01-01", matches: 2},
    {series: "cjs", repo: "github.com/a/a", day: "2026-01-01", matches: 6},
    {series: "esm", repo: "github.com/a/b", day: "2026-02-01", matches: 3}
  ]),
  ["test.ndjson"]
);
afterAll(() => store.close());

const cell = (info: string, body: string) => `\`\`\`yaml insight ${info}\n${body}\n\`\`\`\n`;
const BASE = cell("id=esm", "title: Modules\ndata: esm") + cell("id=cjs", "title: Old\ndata: cjs");

async function ran(text: string, others: Record<string, string>) {
  await ready;
  const notebook = parseNotebook(text);
  const run = createRun(
    {store, session: "reused", now: () => 0, others: async (name) => others[name] ?? null},
    notebook
  );
  const states = await run.settled();
  const state = (id: string) => states.find((one) => one.cell.id === id)!;
  return {
    states,
    state,
    insight(id: string) {
      const {output} = state(id);
      return output?.type === "chart" && output.of === "insight" ? output : null;
    },
    error: (id: string) => state(id).messages.find(({level}) => level === "error"),
    hash: (id: string) => provenanceOf(notebook, states).get(states.indexOf(state(id)))!.hash
  };
}

describe("an insight of another notebook", () => {
  it("is answered as it is there, and is a table and a value here", async () => {
    const {insight, state} = await ran(
      `${cell("id=shown from=other.md#esm", "")}\n\`\`\`sql id=newest\nSELECT max(value) AS v FROM shown\n\`\`\`\n\nNow \${latest(shown)}.\n`,
      {"other.md": BASE}
    );
    expect(insight("shown")!.result.title).toBe("Modules");
    // a/a keeps its 2, a/b adds 3
    expect(valuesOf(insight("shown")!.result)).toEqual({esm: [2, 5]});
    const {output} = state("newest");
    expect(output?.type === "table" && output.table.columns[0]).toMatchObject({values: Float64Array.of(5)});
    // its own text does not tell what it follows from
    expect(rememberable(insight("shown")!)).toBeNull();
    expect(insight("shown")!.reused).toEqual([
      {notebook: "other.md", id: "esm", source: cell("id=esm", "title: Modules\ndata: esm").trimEnd()}
    ]);
  });

  it("takes what is written here over what is written there, through several notebooks", async () => {
    const {insight} = await ran(cell("id=shown from=middle.md#again", "title: Here\nrepositories: {exclude: [a/b]}"), {
      "middle.md": cell("id=again from=other.md#esm", "title: There\ndescription: kept"),
      "other.md": BASE
    });
    expect(insight("shown")!.definition).toMatchObject({title: "Here", description: "kept"});
    expect(valuesOf(insight("shown")!.result)).toEqual({esm: [2, 2]});
    expect(insight("shown")!.reused!.map(({notebook}) => notebook)).toEqual(["middle.md", "other.md"]);
  });

  it("may be a formula there, computed from the insights it names", async () => {
    const formula = cell("id=sum", "kind: formula\ntitle: Sum\nformula: esm + cjs");
    const {insight, state} = await ran(cell("id=shown from=other.md#sum", ""), {"other.md": BASE + formula});
    expect(state("shown").messages).toEqual([]);
    expect(valuesOf(insight("shown")!.result)).toEqual({"esm + cjs": [8]});
    expect(insight("shown")!.reused!.map(({id}) => id)).toEqual(["sum", "esm", "cjs"]);
  });

  it("says at the cell what is missing, unreadable or goes in a circle", async () => {
    const others = {
      "other.md":
        BASE + cell("id=broken", "kind: nothing") + cell("id=torn", "a: [") + cell("id=back from=here.md#round", ""),
      "here.md": cell("id=round from=other.md#back", ""),
      "formula.md": cell("id=f", "kind: formula\ntitle: F\nformula: g + 1") + cell("id=g from=formula.md#f", "")
    };
    const text = [
      ["lost", "gone.md#a"],
      ["missing", "other.md#esn"],
      ["broken", "other.md#broken"],
      ["torn", "other.md#torn"],
      ["round", "other.md#back"],
      ["f", "formula.md#f"]
    ]
      .map(([id, from]) => cell(`id=${id} from=${from}`, ""))
      .join("\n");
    const {error, states} = await ran(text, others);
    expect(states.every(({status}) => status === "error")).toBe(true);
    expect(error("lost")!.text).toMatch(/no notebook gone\.md beside this one/);
    expect(error("missing")!.text).toBe("other.md has no insight esn. Did you mean esm?");
    expect(error("broken")!.text).toMatch(/other\.md#broken cannot be shown: There is no insight kind "nothing"/);
    expect(error("torn")!.text).toMatch(/other\.md#torn cannot be read/);
    expect(error("round")!.text).toMatch(/other\.md#back → here\.md#round → other\.md#back/);
    expect(error("f")!.text).toMatch(/formula\.md#f → formula\.md#g → formula\.md#f/);
    expect(states.map(({messages, cell: {line}}) => messages[0]!.place!.line === line)).not.toContain(false);
  });

  it("has a provenance that covers the text there", async () => {
    const here = cell("id=shown from=other.md#esm", "");
    const one = await ran(here, {"other.md": BASE});
    const same = await ran(here, {"other.md": `# More\n\n${BASE}`});
    const other = await ran(here, {"other.md": BASE.replace("data: esm", "data: esm # a comment")});
    expect(valuesOf(other.insight("shown")!.result)).toEqual(valuesOf(one.insight("shown")!.result));
    expect(same.hash("shown")).toBe(one.hash("shown"));
    expect(other.hash("shown")).not.toBe(one.hash("shown"));
  });
});

describe("from=", () => {
  it("names a file of the same folder and an id", () => {
    expect(readReference("other.md#esm").value).toEqual({notebook: "other.md", id: "esm"});
    for (const text of [
      "",
      "#esm",
      "other#esm",
      "other.md",
      "other.md#",
      "../other.md#a",
      "a/b.md#c",
      "..\\b.md#c",
      ".md#c"
    ])
      expect(readReference(text)).toMatchObject({value: null, problem: expect.stringContaining("from=other.md#")});
  });
});

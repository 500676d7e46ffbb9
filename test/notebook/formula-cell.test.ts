import {afterAll, describe, expect, it} from "vitest";
import {checkNotebook} from "../../src/notebook/check.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {provenanceOf} from "../../src/report/provenance.ts";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore, testFinding} from "../store/stores.ts";

const NOTEBOOK = `---
tidemark: 1
title: Migration
---

Of all imports **\${latest(migrated)}** are new.

\`\`\`yaml insight id=modules
title: Modules
series:
  - {label: new, data: esm}
  - {label: old, data: cjs}
\`\`\`

\`\`\`yaml insight id=migrated
kind: formula
title: Migrated
formula: share(modules, "new")
\`\`\`

\`\`\`sql id=last_share
SELECT value, status FROM migrated ORDER BY recorded_at DESC LIMIT 1
\`\`\`
`;

const store = openTestStore(memoryFiles());
const ready = store.import(
  testFinding([
    {series: "esm", repo: "github.com/a/a", day: "2026-01-01", matches: 2},
    {series: "cjs", repo: "github.com/a/a", day: "2026-01-01", matches: 6},
    {series: "esm", repo: "github.com/a/a", day: "2026-02-01", matches: 3},
    {series: "cjs", repo: "github.com/a/a", day: "2026-02-01", matches: 1}
  ]),
  ["test.ndjson"]
);

afterAll(() => store.close());

async function ran(text: string) {
  await ready;
  const run = createRun({store, session: "formula", now: () => 0}, parseNotebook(text));
  const states = await run.settled();
  return {run, states, state: (id: string) => run.states.find(({cell}) => cell.id === id)!};
}

describe("a formula cell", () => {
  it("gives its result to prose and to SQL, as every insight does", async () => {
    const {states, state, run} = await ran(NOTEBOOK);
    expect(states.map(({status}) => status)).toEqual(["done", "done", "done", "done"]);
    // 3 of 4
    expect(states[0]!.output).toMatchObject({html: expect.stringContaining(">75.0 %<")});
    const {output} = state("last_share");
    expect(output?.type === "table" && recordsOf(output.table)).toEqual([{value: 0.75, status: "ok"}]);
    run.dispose();
  });

  it("runs again when an insight it names changes, and only then", async () => {
    const {run, state} = await ran(NOTEBOOK);
    run.update(parseNotebook(NOTEBOOK.replace("data: cjs}", "data: esm}")));
    await run.settled();
    const {value} = state("migrated");
    expect(value?.kind === "insight" && Array.from(value.result.series[0]!.values)).toEqual([0.5, 0.5]);
    run.dispose();
  });

  it("has the hash of the insights it names in its provenance", async () => {
    const {run, states} = await ran(NOTEBOOK);
    const provenance = provenanceOf(run.notebook, states);
    const [modules, migrated] = [provenance.get(1)!, provenance.get(2)!];
    expect(migrated.upstream).toEqual([modules.hash]);
    expect(migrated.inputs).toEqual(modules.inputs);
    run.dispose();
  });

  it("says at run time which series there are", async () => {
    const {run, state} = await ran(NOTEBOOK.replace('"new")', '"news")'));
    expect(state("migrated").messages.map(({text}) => text)).toEqual([
      'modules has no series "news". Did you mean "new"? It has "new", "old".'
    ]);
    expect(state("last_share")).toMatchObject({status: "waiting", waitingFor: "migrated"});
    run.dispose();
  });

  it("has no repositories of its own: a point says where to look", async () => {
    const {run, state} = await ran(NOTEBOOK);
    const {output} = state("migrated");
    if (output?.type !== "chart" || output.of !== "insight") throw new Error("no chart");
    const asked = {definition: output.definition, label: "x", shown: [], at: Date.parse("2026-02-01"), before: null};
    await expect(store.point(asked)).rejects.toThrow(
      "A value of kind formula is computed from other insights of its notebook. Open a point of one of those"
    );
    run.dispose();
  });

  it("says that a table is nothing to compute with", async () => {
    const {run, state} = await ran(
      NOTEBOOK.replace('share(modules, "new")', "modules / numbers")
        .replace("id=last_share", "id=numbers")
        .replace("FROM migrated", "FROM modules")
    );
    expect(state("migrated").messages.map(({text}) => text)).toEqual([
      "numbers is no insight and no number, so no formula can compute with it."
    ]);
    run.dispose();
  });
});

describe("checking a formula cell", () => {
  const messages = (formula: string, id = "migrated") =>
    checkNotebook(
      parseNotebook(
        NOTEBOOK.replace('share(modules, "new")', formula)
          .replace("id=migrated", `id=${id}`)
          .replace("latest(migrated)", "1")
      )
    ).flatMap((cell) => cell.messages.map(({text, place}) => `${place?.line}: ${text}`));

  it("names an insight that is not there", () => {
    expect(messages('share(module, "new")')).toEqual(["18: There is no cell module. Did you mean modules?"]);
  });

  it("finds a circle, of one cell too", () => {
    expect(messages("migrated / 2")).toEqual([
      "15: These cells wait for each other, so none can run: migrated → migrated."
    ]);
  });

  it("has the line of a formula that cannot be read", () => {
    expect(messages("share(modules")).toEqual([
      expect.stringMatching(/^18: "formula" should be a formula .* but at its end, "," and more/)
    ]);
  });
});

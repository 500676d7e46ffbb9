/** More series than a chart shows: its limit can be set, and everything that is made of the chart says what it hides. */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {wideTable} from "../../src/insight/wide-table.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {type CellState, createRun} from "../../src/notebook/run.ts";
import {EXPORTERS} from "../../src/report/exporters.ts";
import {factsOf} from "../../src/report/facts.ts";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore, testFinding} from "../store/stores.ts";

const KEYS = Array.from({length: 130}, (_, i) => `series-${i}`);
const TEXT = `---
tidemark: 1
title: Many
---

\`\`\`yaml insight id=usual
title: A hundred and thirty
series: [${KEYS.map((key) => `{data: ${key}}`).join(", ")}]
\`\`\`

\`\`\`yaml insight id=many
title: A hundred and ten
series: [${KEYS.map((key) => `{data: ${key}}`).join(", ")}]
display: {limit: 110}
\`\`\`

\`\`\`yaml insight id=every
title: All
series: [${KEYS.map((key) => `{data: ${key}}`).join(", ")}]
display: {limit: 1000}
presentation: table
\`\`\`

\`\`\`yaml insight id=computed
kind: formula
title: Twice
formula: every * 2
display: {limit: 3}
\`\`\`
`;

const store = openTestStore(memoryFiles());
const notebook = parseNotebook(TEXT);
const behind = {movers: store.movers, parts: store};
let states: readonly CellState[];
beforeAll(async () => {
  await store.import(
    testFinding(KEYS.map((series, i) => ({series, repo: "h.x/a", day: "2026-01-01", matches: i + 1}))),
    ["many.json"]
  );
  const run = createRun({store, session: "many", now: () => 0}, notebook);
  states = (await run.settled()).slice();
  run.dispose();
});
afterAll(() => store.close());

const result = (id: string) => {
  const {output, messages} = states.find(({cell}) => cell.id === id)!;
  if (output?.type !== "chart" || output.of !== "insight") throw new Error(JSON.stringify(messages));
  return output.result;
};
const SAID = {
  usual: "20 of 130 series are shown: display.limit hides 110.",
  many: "110 of 130 series are shown: display.limit hides 20.",
  computed: "3 of 130 series are shown: display.limit hides 127."
};

describe("series beyond the limit of a chart", () => {
  it("are hidden from 20 on unless a limit is set, of more than a hundred too", () => {
    expect(["usual", "many", "every", "computed"].map((id) => result(id).series.length)).toEqual([20, 110, 130, 3]);
    expect(Array.from(result("computed").series, ({values}) => values[0])).toEqual([2, 4, 6]);
  });

  it.each(Object.entries(SAID))("are told below the chart %s", (id, said) => {
    expect(result(id).notes.map(({text}) => text)).toContain(said);
  });

  it("are told in the last row of the table that spreadsheets get", () => {
    expect(recordsOf(wideTable(result("many"))).map(({status}) => status)).toEqual([SAID.many]);
    expect(recordsOf(wideTable(result("every"))).map(({status}) => status)).toEqual([""]);
  });

  it("are told by every exporter: in what it writes, or beside it", async () => {
    const shown = await factsOf(states, behind, null);
    const input = {name: "many.md", stem: "many", notebook, states, facts: shown};
    const told = async (format: string) => {
      const exporter = EXPORTERS.find((one) => one.format === format)!;
      const files = await exporter.write(input, {draw, ...behind});
      return [...files.map(({content}) => String(content)), ...(exporter.notes?.(input) ?? [])].join("\n");
    };
    for (const format of ["csv", "arrow", "parquet", "html", "md"])
      for (const said of Object.values(SAID)) expect(await told(format), format).toContain(said);
    expect(await told("csv")).not.toContain("every: ");
    expect(
      JSON.parse(await told("json")).insights.map(({hidden_series}: Record<string, unknown>) => hidden_series)
    ).toEqual([110, 20, undefined, 127]);
  });
});

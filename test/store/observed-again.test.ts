/** A sample that was searched again: what is not there any more leaves no captured value, file or line behind. */
import {describe, expect, it} from "vitest";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {type TestRow, tableFinding} from "./table-finding.ts";

const go = testSeries("go", [1]);
const at = (sample_at: string) => ({series_id: go.series_id, repo_key: "h.x/a", sample_at});
const point = (day: string, matches: number | null, status = "ok"): TestRow => ({...at(day), matches, status});

/** Searched on the first of two days with 3 matches and on the second with 2, and the second day again, later. */
async function searchedAgain(again: TestRow, more: readonly TestRow[] = [], laterFirst = false) {
  const store = openTestStore(memoryFiles());
  const first = tableFinding(
    {
      point: [point("2026-01-01", 3), point("2026-02-01", 2)],
      capture: [
        {...at("2026-01-01"), c1: "1.21", matches: 3},
        {...at("2026-02-01"), c1: "1.21", matches: 2}
      ],
      file: [
        {...at("2026-01-01"), path: "go.mod", matches: 3},
        {...at("2026-02-01"), path: "go.mod", matches: 2}
      ]
    },
    [go],
    "2026-03-01"
  );
  const second = tableFinding({point: [again], capture: more}, [go], "2026-04-01");
  for (const finding of laterFirst ? [second, first] : [first, second]) await store.import(finding, ["f"]);
  const ask = async (value: Readonly<Record<string, unknown>>) => {
    const result = await store.insight(testInsight({data: "go", ...value}), null);
    return [valuesOf(result), result.series[0]?.status];
  };
  const answers = {
    counted: await ask({}),
    captured: await ask({kind: "capture-group"}),
    inFiles: await ask({filters: {paths: ["mod"]}}),
    rows: recordsOf(
      await store.sql({
        session: "s",
        tables: [],
        strings: ["SELECT matches FROM capture ORDER BY sample_at"],
        values: []
      })
    ).map(({matches}) => matches)
  };
  await store.close();
  return answers;
}

describe("a sample that was searched again later", () => {
  it.each([[false], [true]])(
    "and held nothing has no captured value and no file (later import first: %s)",
    async (swap) => {
      expect(await searchedAgain(point("2026-02-01", 0), [], swap)).toEqual({
        counted: [{go: [3, 0]}, ["ok", "ok"]],
        captured: [{"1.21": [3, 0]}, ["ok", "ok"]],
        inFiles: [{go: [3, 0]}, ["ok", "ok"]],
        rows: [3]
      });
    }
  );

  it("without an answer carries on what the sample before it held, in all of them", async () => {
    expect(await searchedAgain(point("2026-02-01", null, "error"))).toEqual({
      counted: [{go: [3, null]}, ["ok", "unknown"]],
      captured: [{"1.21": [3, null]}, ["ok", "unknown"]],
      inFiles: [{go: [3, null]}, ["ok", "unknown"]],
      rows: [3]
    });
  });

  it("and held other values has those", async () => {
    const {captured} = await searchedAgain(point("2026-02-01", 1), [{...at("2026-02-01"), c1: "1.22", matches: 1}]);
    expect(captured[0]).toEqual({"1.22": [0, 1], "1.21": [3, 0]});
  });
});

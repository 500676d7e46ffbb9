import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore, SqlResult} from "../../src/store/store.ts";
import type {ExcerptRequest} from "../../src/store/wanted.ts";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const files = memoryFiles();
const [GO, JS] = [testSeries("go"), testSeries("js")];
const row = (series: typeof GO, repo: string, matches: number) => ({
  ...{series_id: series.series_id, repo_key: `github.com/acme/${repo}`, sample_at: "2026-01-01"},
  ...{matches, status: "ok"}
});
const insight = (key: string) => testInsight({title: key, data: key});

/** A store over the same files that holds what is named; null holds all. */
function opened(named: () => ExcerptRequest | null): InsightStore {
  const store = openTestStore(files, {named});
  stores.push(store);
  return store;
}

const ask = (store: InsightStore, statement: string): Promise<SqlResult> =>
  store.sql({session: "nb", tables: ["mine"], strings: [statement], values: []});

describe("a store that holds what a notebook names", () => {
  it("answers its insights with the same numbers, and holds no row of another series", async () => {
    const whole = opened(() => null);
    await whole.import(
      tableFinding(
        {
          point: [row(GO, "api", 3), row(GO, "web", 1), row(JS, "web", 9), row(JS, "secret", 2)],
          metric: [{metric: "salaries", entity_kind: "global", at: "2026-01-01", value: 7}]
        },
        [GO, JS]
      ),
      ["all.ndjson"]
    );
    const narrow = opened(() => ({definitions: [insight("go")], tables: []}));
    const as = {session: "nb", name: "mine"};
    const [all, some] = await Promise.all([whole, narrow].map((store) => store.insight(insight("go"), as)));
    expect(valuesOf(some!)).toEqual(valuesOf(all!));
    expect(some!.source).toEqual(all!.source);
    expect(recordsOf(await ask(narrow, "SELECT value FROM mine"))).toEqual([{value: 4}]);
    // what lies behind the views is there for the named series only; the control has both
    const behind = "SELECT repo_key AS repo FROM store.repo ORDER BY repo";
    expect(recordsOf(await ask(narrow, behind)).map(({repo}) => repo)).toEqual([
      "github.com/acme/api",
      "github.com/acme/web"
    ]);
    expect(recordsOf(await ask(whole, behind))).toHaveLength(3);
    expect(recordsOf(await ask(narrow, "SELECT key FROM store.series"))).toEqual([{key: "go"}]);
    expect(recordsOf(await ask(narrow, "SELECT sum(d_matches) AS n FROM store.delta_repo"))).toEqual([{n: 4}]);
  });

  it("refuses tables of which it holds a part, and says how to get them", async () => {
    const narrow = opened(() => ({definitions: [insight("go")], tables: []}));
    for (const table of ["point", "series", "repo", "metric", "main.point", "query_table('point')"])
      await expect(ask(narrow, `SELECT count(*) AS n FROM ${table}`)).rejects.toMatchObject({
        code: "sql/not-named",
        message: expect.stringMatching(/^\w+ holds what you imported.*Take the notebook as your own to let it read/s)
      });
    await expect(ask(narrow, "SELECT * FROM nonsense")).rejects.toMatchObject({code: "engine/query"});
    await expect(narrow.insight(insight("js"), null)).rejects.toMatchObject({code: "insight/not-named"});
    // nobody imported languages: all there are is none
    expect(recordsOf(await ask(narrow, "SELECT count(*) AS n FROM language"))).toEqual([{n: 0}]);
    const control = opened(() => null);
    expect(recordsOf(await ask(control, "SELECT count(*) AS n FROM point"))).toEqual([{n: 4}]);
  });

  it("lets statements read tables of which it holds everything", async () => {
    let named: ExcerptRequest = {definitions: [insight("go")], tables: []};
    const narrow = opened(() => named);
    await narrow.insight(insight("go"), {session: "nb", name: "mine"});
    named = {definitions: [insight("go"), insight("js")], tables: []};
    await narrow.close();
    expect(recordsOf(await ask(narrow, "SELECT count(*) AS n FROM point"))).toEqual([{n: 4}]);
    // and its sessions are as they were
    expect(recordsOf(await ask(narrow, "SELECT value FROM mine"))).toEqual([{value: 4}]);
    await expect(ask(narrow, "SELECT * FROM metric")).rejects.toMatchObject({code: "sql/not-named"});
  });

  it("still tells which imported series come close to one that is not there", async () => {
    const narrow = opened(() => ({definitions: [insight("lang:go jsx")], tables: []}));
    await expect(narrow.insight(insight("lang:go jsx"), null)).rejects.toMatchObject({
      code: "insight/no-data",
      details: {close: expect.arrayContaining(["js"])}
    });
  });
});

import {afterAll, describe, expect, it} from "vitest";
import {needsOf} from "../../src/notebook/needs.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {Excerpt} from "../../src/store/excerpt.ts";
import type {InsightStore} from "../../src/store/store.ts";
import type {ExcerptRequest} from "../../src/store/wanted.ts";
import {recordsOf} from "../../src/table.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

const opened = (): InsightStore => {
  const store = openTestStore(memoryFiles());
  stores.push(store);
  return store;
};
const [GO, JS] = [testSeries("go"), testSeries("js")];
const row = (series: typeof GO, repo: string, more: Record<string, string | number>) => ({
  series_id: series.series_id,
  repo_key: `github.com/acme/${repo}`,
  sample_at: "2026-01-01",
  ...more
});

/** A store with two series, what is behind them, two metrics, languages and an event. */
async function filled(): Promise<InsightStore> {
  const store = opened();
  await store.import(
    tableFinding(
      {
        point: [
          row(GO, "api", {matches: 3, status: "ok"}),
          row(GO, "web", {matches: 1, status: "partial"}),
          row(JS, "web", {matches: 9, status: "ok"}),
          row(JS, "shop", {matches: 2, status: "ok"})
        ],
        file: [row(GO, "api", {path: "go.mod", matches: 3}), row(JS, "web", {path: "secret.js", matches: 9})],
        metric: [
          {metric: "coverage", entity_kind: "global", at: "2026-01-01", value: 0.5},
          {metric: "salaries", entity_kind: "global", at: "2026-01-01", value: 7}
        ],
        language: [{repo_key: "github.com/acme/api", sample_at: "2026-01-01", tool: "cloc", language: "Go", lines: 10}],
        event: [{event_id: "e1", kind: "release", at: "2026-01-01"}]
      },
      [GO, JS]
    ),
    ["all.ndjson"]
  );
  return store;
}

const textOf = ({files}: Excerpt) => JSON.stringify(files.map(({bytes}) => Buffer.from(bytes).toString("latin1")));

/** A new store that holds nothing but an excerpt. */
async function reopened(excerpt: Excerpt): Promise<InsightStore> {
  const results = await readSources(
    excerpt.files.map(({path, bytes}) => ({
      name: `snapshots/${path}`,
      size: bytes.length,
      async *chunks() {
        yield bytes;
      }
    }))
  );
  const store = opened();
  for (const result of results) {
    if ("error" in result) throw result.error;
    expect(result.finding.problems).toEqual([]);
    await store.import(result.finding, result.names);
  }
  return store;
}

const requestOf = async (cells: string, head = ""): Promise<ExcerptRequest> =>
  needsOf(parseNotebook(`---\ntidemark: 1\n${head}---\n\n${cells}`), async () => null);
const cell = (id: string, body: string) => `\`\`\`yaml insight id=${id}\n${body}\n\`\`\`\n`;

describe("an excerpt of what is imported", () => {
  it("holds the series of an insight with all that is behind them, and nothing of another", async () => {
    const store = await filled();
    const excerpt = await store.excerpt(await requestOf(cell("go", "title: Go\ndata: go")));
    expect(excerpt).toMatchObject({series: 1, repositories: 2, rows: 3});
    const other = await reopened(excerpt);
    const asked = testInsight({data: "go"});
    const [before, after] = [await store.insight(asked, null), await other.insight(asked, null)];
    expect(valuesOf(after)).toEqual(valuesOf(before));
    expect(after.source).toMatchObject({status: before.source.status, observedAt: before.source.observedAt});
    expect((await other.contents()).repositories).toEqual(["github.com/acme/api", "github.com/acme/web"]);
    expect((await other.contents()).series.map(({key}) => key)).toEqual(["go"]);
    expect(recordsOf(await other.exportTable("files", null)).map(({path}) => path)).toEqual(["go.mod"]);
    expect(textOf({...excerpt, files: excerpt.files.slice(0, 1)})).not.toMatch(/"js|shop/);
  });

  it("holds the one metric that is named, languages and events only where they are asked", async () => {
    const store = await filled();
    const metric = await reopened(
      await store.excerpt(await requestOf(cell("m", "kind: metric\ntitle: M\nmetric: coverage")))
    );
    const rows = await metric.sql({session: "x", tables: [], strings: ["SELECT metric FROM metric"], values: []});
    expect(recordsOf(rows)).toEqual([{metric: "coverage"}]);
    const request = await requestOf(cell("l", "kind: language-stats\ntitle: L"), "events: releases\n");
    expect(request.tables).toEqual(["event"]);
    const languages = await reopened(await store.excerpt(request));
    for (const [table, count] of [
      ["language", 1],
      ["event", 1],
      ["metric", 0],
      ["point", 0]
    ] as const) {
      const found = await languages.sql({
        session: "x",
        tables: [],
        strings: [`SELECT count(*)::DOUBLE AS n FROM ${table}`],
        values: []
      });
      expect(recordsOf(found), table).toEqual([{n: count}]);
    }
  });

  it("holds whole tables that a statement names, and everything when all is asked", async () => {
    const store = await filled();
    const sql = await store.excerpt(await requestOf("```sql\nSELECT count(*) FROM file\n```\n"));
    expect(sql).toMatchObject({series: 2, rows: 6});
    const all = await store.excerpt(null);
    expect(all).toMatchObject({series: 2, repositories: 3, rows: 10});
    const other = await reopened(all);
    expect((await other.contents()).points).toBe((await store.contents()).points);
    expect(textOf(await store.excerpt(null))).toBe(textOf(all));
  });

  it("is empty where there is no data for what is asked", async () => {
    const store = await filled();
    const request = await requestOf(`${cell("x", "title: X\ndata: nowhere") + cell("y", "kind: [")}Text.\n`);
    expect(await store.excerpt(request)).toMatchObject({series: 0, repositories: 0, rows: 0});
  });
});

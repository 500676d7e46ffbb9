/** BE captures on the real engine: notebooks in, totals out, counted by hand; and against upstream's form in TypeScript. */

import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {usageOutline} from "../../src/notebook/usage-outline.ts";
import {type CapturedRows, captureEvents, isCaptured} from "../../src/ping/capture.ts";
import {eventLines, parseEvents} from "../../src/ping/event.ts";
import {CAPTURES} from "../../src/ping/metrics/index.ts";
import {storedCritical, storedTotals} from "../../src/ping/sourcegraph-stored.ts";
import {criticalTotals, instanceTotals, workspaceOutline} from "../../src/ping/sourcegraph-totals.ts";
import {toSourcegraph} from "../../src/ping/to-sourcegraph.ts";
import {type UsageOutline, usageTables} from "../../src/ping/usage-tables.ts";
import {sql} from "../../src/sql.ts";
import type {Engine} from "../../src/store/engine.ts";
import {countUsage, withUsage} from "../../src/store/usage-totals.ts";
import {recordsOf} from "../../src/table.ts";
import * as fc from "../property.ts";
import {memoryFiles, openTestStore} from "../store/stores.ts";
import {event, row} from "./events-of.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await openNativeEngine();
});
afterAll(() => engine.close());

const AT = Date.UTC(2026, 10, 10, 8);
let ids = 0;
const asEvents = (rows: CapturedRows) =>
  captureEvents(rows, {log: [], now: AT, session: "s1", newId: () => `c${String(++ids).padStart(6, "0")}`});
const counted = async (outline: UsageOutline) => asEvents(await countUsage(engine, usageTables(outline, [])));

const notebook = (name: string, text: string) => ({name, notebook: parseNotebook(text)});
const insight = (id: string, yaml: string) => `\`\`\`yaml insight id=${id}\n${yaml}\n\`\`\`\n`;

/** Three notebooks: two of organisations and one of nobody, four insights on them, one of those shown twice. */
const WORKSPACE = [
  notebook(
    "a.md",
    `---\ntidemark: 1\ngrants: [org:web, org:data]\n---\n\n${insight("one", "title: One\nquery: TODO\nstep: {months: 1}")}
${insight("two", "kind: capture-group\ntitle: Two\nquery: go (\\d+)\nrepositories: ['^github\\.com/a/b$']\nstep: 2 weeks\ngrants: [user:ada]")}`
  ),
  notebook(
    "b.md",
    `---\ntidemark: 1\ngrants: org:web\n---\n\n\`\`\`yaml insight id=again from=a.md#one\n\`\`\`\n
${insight("three", "kind: language-stats\ntitle: Three\ndata: languages\nstep: {years: 1}\ngrants: [global]")}
${insight("four", "title: Four\nquery: TODO\nstep: {months: 1}\npresentation: area\nrepositories: {exclude: [fork]}")}`
  ),
  notebook("c.md", "---\ntidemark: 1\n---\n\nOnly words.\n")
];

describe("the captures of a workspace", () => {
  const outline = usageOutline(WORKSPACE);
  const part = (code: string, label: string, events: Awaited<ReturnType<typeof counted>>) =>
    row(events, code).parts.find((one) => one.label === label)?.value;

  it("count notebooks, organisations, insights and series", async () => {
    const events = await counted(outline);
    const figures = Object.fromEntries(CAPTURES.map(({code}) => [code, row(events, code).count]));
    expect(figures).toEqual({
      // one and four by their notebooks' grants; two is ada's, three is everyone's
      InsightOrgVisible: 2,
      InsightTimeIntervals: 4,
      ViewSeriesCounts: 4,
      // one and four ask the same words, of other repositories: two series
      SeriesCounts: 4,
      ViewCounts: 4,
      TotalOrgsWithDashboard: 2,
      TotalDashboardCount: 3,
      // 2, 3 and 0 insights
      InsightsPerDashboard: 5 / 3,
      INSIGHT_TOTAL_COUNT_CRITICAL: 4
    });
  });

  it("group them by type, step, generation and presentation", async () => {
    const events = await counted(outline);
    expect(part("InsightOrgVisible", "SearchBased", events)).toBe(2);
    expect(row(events, "InsightTimeIntervals").parts).toEqual([
      {label: "2 weeks (14 days)", value: 1},
      {label: "1 month (30 days)", value: 2},
      {label: "1 year (365 days)", value: 1}
    ]);
    expect(row(events, "SeriesCounts").parts).toEqual([
      {label: "capture-groups::scoped::recorded", value: 1},
      {label: "language-stats::global::recorded", value: 1},
      {label: "search::global::recorded", value: 1},
      {label: "search::repo-search::recorded", value: 1}
    ]);
    expect(row(events, "ViewCounts").parts).toEqual([
      {label: "area", value: 1},
      {label: "line", value: 2},
      {label: "pie", value: 1}
    ]);
    expect(part("ViewSeriesCounts", "search::repo-search::recorded as area", events)).toBe(1);
    // (2, 3, 0): squares of distance to 5/3 are 1/9, 16/9, 25/9, over three
    expect(part("InsightsPerDashboard", "standard deviation", events)).toBeCloseTo(Math.sqrt(42 / 27), 9);
    expect(part("InsightsPerDashboard", "median", events)).toBe(2);
    expect(part("InsightsPerDashboard", "minimum", events)).toBe(0);
  });

  it("are one series when two insights ask the same of the same repositories", async () => {
    const same = notebook("d.md", insight("x", "title: X\nquery: TODO") + insight("y", "title: Y\nquery: TODO"));
    const events = await counted(usageOutline([same]));
    expect([row(events, "SeriesCounts").count, row(events, "ViewSeriesCounts").count]).toEqual([1, 2]);
  });

  it("hold no name of anything, and go through a log unchanged", async () => {
    const events = await counted(outline);
    const text = eventLines(events);
    for (const word of ["web", "data", "ada", "TODO", "a.md", "one", "github"]) expect(text).not.toMatch(`"${word}"`);
    expect(parseEvents(text)).toEqual({value: events, messages: []});
  });

  it("leave nothing behind in the engine, and are the same from the store", async () => {
    const rows = await countUsage(engine, usageTables(outline, []));
    const {columns} = await engine.query(
      sql`SELECT count(*)::DOUBLE AS n FROM information_schema.schemata WHERE schema_name = 'usage'`
    );
    expect(columns[0]).toMatchObject({values: Float64Array.of(0)});
    const store = openTestStore(memoryFiles());
    expect(await store.usage(usageTables(outline, []))).toEqual(rows);
    await store.close();
  });

  it("are kept once a day, and again when something changed", async () => {
    const rows = await countUsage(engine, usageTables(outline, []));
    const log = asEvents(rows);
    expect(isCaptured(log, rows, AT + 3_600_000)).toBe(true);
    expect(isCaptured(log, rows, AT + 86_400_000)).toBe(false);
    expect(isCaptured(log, {...rows, TotalDashboardCount: [{count: 9}]}, AT)).toBe(false);
    expect(isCaptured([], rows, AT)).toBe(false);
  });

  it("stand beside the log, over which SQL counts what the summary counts", async () => {
    const log = [
      event("InsightAddition", "2026-11-02T00:00:00Z", {user: "old", argument: {insightType: "SearchBased"}}),
      event("InsightAddition", "2026-11-10T00:00:00Z", {user: "old", argument: {insightType: "SearchBased"}}),
      event("InsightAddition", "2026-11-10T00:00:00Z", {user: "new", argument: {insightType: "CaptureGroup"}}),
      event("InsightAddition", "2026-11-11T00:00:00Z", {
        user: "robot",
        argument: {insightType: "SearchBased", source: "cli"}
      }),
      event("InsightHover", "2026-11-11T00:00:00Z")
    ];
    const counts = await withUsage(engine, usageTables(outline, log), () =>
      engine.query(sql`
        WITH firsts AS (
          SELECT user_id, min(timestamp) AS first FROM usage.event_logs
          WHERE name = 'InsightAddition' AND coalesce(source, '') NOT IN ('cli', 'file')
          GROUP BY user_id)
        SELECT
          (SELECT count(*) FROM firsts WHERE first >= TIMESTAMP '2026-11-09')::DOUBLE AS first_time,
          (SELECT count(*) FROM usage.event_logs WHERE name = 'InsightAddition' AND timestamp >= TIMESTAMP '2026-11-09')::DOUBLE AS additions`)
    );
    expect(recordsOf(counts)).toEqual([{first_time: 1, additions: 3}]);
    expect(row(log, "WeeklyFirstTimeInsightCreators").count).toBe(1);
    expect(row(log, "InsightAddition").count).toBe(3);
  });
});

describe("upstream's form", () => {
  const GRANTS = fc.uniqueArray(fc.constantFrom("org:a", "org:b", "user:u", "global"), {maxLength: 3}).map((grants) =>
    grants.map((grant) => {
      const [kind, grantee = ""] = grant.split(":") as ["user" | "org" | "global", string?];
      return {kind, grantee};
    })
  );
  const arbitrary = fc
    .record({
      series: fc.array(
        fc.record({
          method: fc.constantFrom("search", "search-compute", "language-stats", "mapping-compute"),
          captureGroups: fc.boolean(),
          scope: fc.constantFrom("names" as const, "condition" as const, "all" as const),
          storage: fc.constantFrom("imported" as const, "computed" as const),
          interval: fc.option(
            fc.record({
              unit: fc.constantFrom("hour", "day", "week", "month", "year"),
              value: fc.integer({min: 1, max: 4})
            })
          )
        }),
        {maxLength: 6}
      ),
      views: fc.array(
        fc.record({view: fc.constantFrom("LINE", "PIE"), grants: GRANTS, picks: fc.array(fc.nat(5), {maxLength: 4})}),
        {maxLength: 6}
      ),
      dashboards: fc.array(fc.record({grants: GRANTS, picks: fc.array(fc.nat(5), {maxLength: 6})}), {maxLength: 5})
    })
    .map(({series, views, dashboards}): UsageOutline => {
      const pick = (picks: readonly number[], ids: readonly string[]) => [
        ...new Set(picks.flatMap((i) => ids[i] ?? []))
      ];
      const [sids, vids] = [series.map((_, i) => `s${i}`), views.map((_, i) => `v${i}`)];
      return {
        series: series.map((one, i) => ({id: sids[i]!, ...one})),
        views: views.map(({picks, view, grants}, i) => ({
          ...{id: vids[i]!, view, grants, insightType: view === "LINE" ? "SearchBased" : "LangStats"},
          ...{presentation: view === "LINE" ? "line" : "pie", series: pick(picks, sids)}
        })),
        dashboards: dashboards.map(({grants, picks}, i) => ({id: `d${i}`, grants, insights: pick(picks, vids)}))
      };
    });
  const sorted = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(sorted).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : typeof value === "object" && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .sort()
              .map(([key, member]) => [key, sorted(member)])
          )
        : value;

  it("is the same from the newest captures of a log as from the workspace itself", async () => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (outline) => {
        const log = await counted(outline);
        const workspace = workspaceOutline(outline);
        expect(sorted(storedTotals(log))).toEqual(sorted(instanceTotals(workspace)));
        expect(storedCritical(log)).toEqual(criticalTotals(workspace));
      }),
      {numRuns: 25}
    );
  });

  it("has null for totals that were never captured", () => {
    expect(toSourcegraph([], null, AT).code_insights_usage).toMatchObject({
      InsightOrgVisible: null,
      InsightTotalCounts: null,
      TotalDashboardCount: null,
      InsightsPerDashboard: null
    });
  });

  it("does not take captures for acts of a person", () => {
    const log = [
      event("InsightsPageView", "2026-11-10T00:00:00Z"),
      event("TotalDashboardCount", "2026-11-10T00:00:00Z", {user: "backend", totals: [{count: 7}]})
    ];
    expect(toSourcegraph(log, null, AT).code_insights_usage).toMatchObject({
      WeeklyInsightsPageViews: 1,
      WeeklyInsightsUniquePageViews: 1,
      TotalDashboardCount: 7
    });
  });
});

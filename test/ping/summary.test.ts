import {describe, expect, it} from "vitest";
import {EVENT_TYPES, type EventCode} from "../../src/ping/event-types.ts";
import {PING_COUNTS, PING_METRICS} from "../../src/ping/metrics/index.ts";
import {summarize} from "../../src/ping/summary.ts";
import {summaryCsv} from "../../src/ping/to-csv.ts";
import {summaryHtml} from "../../src/ping/to-html.ts";
import {summaryJson} from "../../src/ping/to-json.ts";
import {summaryMarkdown} from "../../src/ping/to-markdown.ts";
import {lintReport} from "../../src/report/lint.ts";
import * as fc from "../property.ts";
import {event, NOW, row} from "./events-of.ts";

describe("the summary", () => {
  const plain = (Object.keys(EVENT_TYPES) as EventCode[]).filter((code) => code !== "InsightsUniquePageView");

  it.each(plain)("counts %s in its week, and nothing else", (code) => {
    // two in the week of 9 November, its first moment and its last second; one in the week before; one of another name
    const events = [
      event(code, "2026-11-09T00:00:00Z"),
      event(code, "2026-11-15T23:59:59Z", {user: "anon-2"}),
      event(code, "2026-11-08T23:59:59Z"),
      event("Other", "2026-11-10T00:00:00Z")
    ];
    expect(row(events, code)).toMatchObject({count: 2, people: 2});
    expect(row(events, code, 1)).toMatchObject({count: 1, people: 1});
  });

  it("has one row for every event that is recorded, and every capture", () => {
    const codes = PING_COUNTS.map(({count}) => count.code);
    expect(codes).toEqual(expect.arrayContaining(Object.keys(EVENT_TYPES)));
    expect(summarize([event("InsightEdit", "2026-11-10T00:00:00Z")], NOW)[0]!.rows.map(({code}) => code)).toEqual(
      codes
    );
  });

  it("counts a person once a week among unique views, however often the event stands there", () => {
    const view = (user: string, at: string) => event("InsightsUniquePageView", at, {user});
    // anon-1 twice and anon-2 once in one week; then anon-1 again in the next
    const week = [
      view("anon-1", "2026-11-09T08:00:00Z"),
      view("anon-1", "2026-11-10T08:00:00Z"),
      view("anon-2", "2026-11-10T08:00:00Z")
    ];
    expect(row(week, "InsightsUniquePageView").count).toBe(2);
    expect(row([...week, view("anon-1", "2026-11-16T08:00:00Z")], "InsightsUniquePageView").count).toBe(1);
  });

  it("gives a count by type of insight and by tab, in order of names", () => {
    const add = (insightType: string) => event("InsightAddition", "2026-11-10T00:00:00Z", {argument: {insightType}});
    expect(row([add("SearchBased"), add("CaptureGroup"), add("SearchBased")], "InsightAddition")).toMatchObject({
      count: 3,
      parts: [
        {label: "CaptureGroup", value: 1},
        {label: "SearchBased", value: 2}
      ]
    });
    const tab = (title: string) => event("InsightsGetStartedTabClick", "2026-11-10T00:00:00Z", {argument: {title}});
    expect(row([tab("Security"), tab("Popular"), tab("Popular")], "InsightsGetStartedTabClick").parts).toEqual([
      {label: "Popular", value: 2},
      {label: "Security", value: 1}
    ]);
  });

  it("calls first-time creators those whose earliest addition ever is of the week, with and without files", () => {
    const add = (user: string, at: string, source = "form") =>
      event("InsightAddition", `${at}T12:00:00Z`, {user, argument: {insightType: "SearchBased", source}});
    const events = [
      // long before: more than upstream's 93 days, and still not forgotten
      add("old", "2026-02-02"),
      add("old", "2026-11-10"),
      add("new", "2026-11-10"),
      add("new", "2026-11-11"),
      // first by file, then in the app: new in the app this week, but a creator before
      add("both", "2026-11-03", "file"),
      add("both", "2026-11-10"),
      add("robot", "2026-11-10", "cli")
    ];
    // in the app: new and both; with files and command line: new and robot
    expect(row(events, "WeeklyFirstTimeInsightCreators")).toMatchObject({
      count: 2,
      parts: [{label: "with files and command line", value: 2}]
    });
    // in the app: old, new, both; with files and command line: robot too
    expect(row(events, "WeeklyInsightCreators")).toMatchObject({
      count: 3,
      parts: [{label: "with files and command line", value: 4}]
    });
    // over all weeks the first-time creators are the creators: old, new, both
    const sum = summarize(events, NOW).reduce(
      (total, {rows}) => total + rows.find(({code}) => code === "WeeklyFirstTimeInsightCreators")!.count!,
      0
    );
    expect(sum).toBe(3);
  });

  it("has whole weeks from the first event's to the last, those without events too, and says which is under way", () => {
    const weeks = summarize(
      [event("InsightEdit", "2026-11-02T00:00:00Z"), event("InsightEdit", "2026-11-20T00:00:00Z")],
      Date.UTC(2026, 10, 20)
    );
    expect(weeks.map(({start, complete}) => [new Date(start).toISOString().slice(0, 10), complete])).toEqual([
      ["2026-11-16", false],
      ["2026-11-09", true],
      ["2026-11-02", true]
    ]);
    const counted = weeks[1]!.rows.filter(({type}) => type === "FE event");
    expect(counted.every(({count}) => count === 0)).toBe(true);
  });

  it("does not say 0 of an event that no version of the week could record", () => {
    const old = [event("InsightHover", "2026-11-10T00:00:00Z", {version: "0.1.0"})];
    expect(row(old, "ViewCodeInsightsCreationPage").count).toBeNull();
    expect(row(old, "InsightEdit").count).toBe(0);
    const both = [...old, event("InsightHover", "2026-11-10T00:00:00Z")];
    expect(row(both, "ViewCodeInsightsCreationPage").count).toBe(0);
  });

  it("has no row that nothing records: what is not collected has a reason instead", () => {
    const silent = PING_METRICS.filter(({tidemark}) => tidemark.status === "not collected");
    expect(silent.flatMap(({counts}) => counts.map(({code}) => code))).toEqual([]);
    expect(silent.length).toBeGreaterThan(0);
    expect(silent.every(({tidemark}) => tidemark.why.length > 40)).toBe(true);
  });

  it("counts grouped results by mode", () => {
    const click = (aggregationMode: string) =>
      event("GroupResultsChartBarClick", "2026-11-10T00:00:00Z", {argument: {aggregationMode}});
    expect(row([click("REPO"), click("TEAM"), click("REPO")], "GroupResultsChartBarClick")).toMatchObject({
      count: 3,
      parts: [
        {label: "REPO", value: 2},
        {label: "TEAM", value: 1}
      ]
    });
  });

  it("flags weeks that hold events of a version that counted wrong, and no others", () => {
    const view = (version: string) =>
      row([event("InsightsPageView", "2026-11-10T00:00:00Z", {version})], "InsightsPageView");
    expect(view("0.1.0").flags).toEqual([
      "0.1.0: pages without insights (data, pings, docs) counted too (fixed in 0.2.0)"
    ]);
    expect(view("0.2.0").flags).toEqual([]);
    expect(row([event("InsightHover", "2026-11-10T00:00:00Z", {version: "0.1.0"})], "InsightsPageView").flags).toEqual(
      []
    );
  });

  it("keeps for each week the totals of its time", () => {
    const total = (at: string, count: number) => event("TotalDashboardCount", at, {user: "backend", totals: [{count}]});
    const events = [
      event("InsightEdit", "2026-10-26T00:00:00Z"),
      total("2026-11-02T08:00:00Z", 3),
      total("2026-11-04T08:00:00Z", 4),
      total("2026-11-16T08:00:00Z", 9)
    ];
    const counts = [0, 1, 2, 3].map((back) => row(events, "TotalDashboardCount", back).count);
    // newest week 9; the week without a capture has the one before, 4; nothing was counted in the first
    expect(counts).toEqual([9, 4, 4, null]);
    expect(row(events, "TotalDashboardCount", 1).capturedAt).toBe(Date.UTC(2026, 10, 4, 8));
  });

  it("counts no capture among events, people or creators", () => {
    const events = [
      event("InsightsPageView", "2026-11-10T00:00:00Z", {user: "backend"}),
      event("InsightEdit", "2026-11-10T00:00:00Z")
    ];
    expect(row(events, "InsightsPageView")).toMatchObject({count: 0, people: 0});
  });
});

describe("the creation funnels", () => {
  it("say what is lost at each step, and both ends of the last", () => {
    const at = "2026-11-10T00:00:00Z";
    const times = (code: string, n: number) => Array.from({length: n}, () => event(code, at));
    const [week] = summarize(
      [
        ...times("ViewCodeInsightsCreationPage", 10),
        ...times("CodeInsightCreateSearchBasedInsightClick", 6),
        // one more view than clicks: opened to edit
        ...times("ViewSearchBasedCreationPage", 7),
        ...times("SearchBasedCreationPageSubmitClick", 4),
        ...times("SearchBasedCreationPageCancelClick", 2)
      ],
      NOW
    );
    expect(week!.funnels[0]!.steps.map(({number, count, lost}) => [number, count, lost])).toEqual([
      ["1", 10, null],
      ["2", 6, 4],
      ["3", 7, -1],
      ["4.1", 4, 1],
      ["4.2", 2, null]
    ]);
  });
});

describe("the smell check", () => {
  const at = "2026-11-10T00:00:00Z";
  const form = {argument: {insightType: "SearchBased", source: "form"}};
  const good = [
    event("InsightsPageView", at),
    event("InsightsUniquePageView", at),
    event("InsightsPageView", at),
    event("ViewCodeInsightsCreationPage", at),
    event("CodeInsightCreateSearchBasedInsightClick", at),
    event("InsightsPageView", at),
    event("ViewSearchBasedCreationPage", at),
    event("SearchBasedCreationPageSubmitClick", at),
    event("InsightAddition", at, form)
  ];
  const findings = (events: typeof good) =>
    summarize(events, NOW)[0]!.smell.flatMap(({title, agrees}) => (agrees ? [] : [title]));

  it("finds nothing in a log that is right", () => {
    expect(findings(good)).toEqual([]);
    expect(summarize(good, NOW)[0]!.smell.length).toBeGreaterThan(4);
  });

  it("names submits without an addition, and additions by form without a submit", () => {
    expect(findings(good.filter(({name}) => name !== "InsightAddition"))).toEqual([
      "Submits of the search form and what they made or changed"
    ]);
    expect(findings([...good, event("InsightAddition", at, form)])).toEqual([
      "Additions and submits of the search form"
    ]);
    const edited = [event("ViewSearchBasedCreationPage", at), event("InsightsPageView", at)];
    const submit = event("SearchBasedCreationPageSubmitClick", at);
    expect(findings([...good, ...edited, submit, event("InsightEdit", at, form)])).toEqual([]);
    expect(findings([...good, event("InsightAddition", at, {argument: {...form.argument, source: "editor"}})])).toEqual(
      []
    );
  });

  it("names clicks without a view, and ends without a view", () => {
    expect(findings(good.filter(({name}) => name !== "ViewSearchBasedCreationPage"))).toEqual([
      "Card clicks and views of the search form",
      "Ends and views of the search form"
    ]);
  });

  it("names views without a unique one, and pages that did not count as one", () => {
    expect(findings(good.filter(({name}) => name !== "InsightsUniquePageView"))).toEqual([
      "Unique page views and people who viewed"
    ]);
    expect(
      findings([...good, event("StandaloneInsightPageViewed", at), event("StandaloneInsightPageViewed", at)])
    ).toEqual(["Views of single pages and page views"]);
  });
});

describe("the summary's files", () => {
  const events = ["2026-11-02", "2026-11-03", "2026-11-12"].flatMap((day) => [
    event("InsightHover", `${day}T01:00:00Z`, {argument: {insightType: "SearchBased"}}),
    event("InsightsPageView", `${day}T02:00:00Z`),
    event("SearchBasedCreationPageSubmitClick", `${day}T03:00:00Z`)
  ]);
  const files = [summaryJson, summaryCsv, summaryMarkdown, summaryHtml] as const;

  it("are the same bytes for any order of events", () => {
    const wanted = files.map((file) => file(summarize(events, NOW)));
    fc.assert(
      fc.property(fc.shuffledSubarray(events, {minLength: events.length}), (shuffled) => {
        expect(files.map((file) => file(summarize(shuffled, NOW)))).toEqual(wanted);
      }),
      {numRuns: 20}
    );
  });

  it("are there for an empty log", () => {
    expect(JSON.parse(summaryJson([]))).toEqual({format: "tidemark-pings", version: 2, weeks: []});
    expect(summaryMarkdown([])).toContain("Nothing is recorded yet.");
    expect(summaryHtml([])).toContain("Nothing is recorded yet.");
  });

  it("as CSV have a record for each code and part, and an empty cell for what is not known", () => {
    const lines = summaryCsv(summarize(events, NOW)).split("\n");
    expect(lines[0]).toBe("week_start,week_complete,event_code,part,count,people");
    expect(lines).toContain("2026-11-02,true,InsightHover,,2,1");
    expect(lines).toContain("2026-11-02,true,InsightHover,SearchBased,2,");
    expect(lines).toContain("2026-11-02,true,TotalDashboardCount,,,");
  });

  it("as Markdown and HTML have every code, the funnels and the findings", () => {
    const weeks = summarize(events, NOW);
    for (const text of [summaryMarkdown(weeks), summaryHtml(weeks)]) {
      for (const {count} of PING_COUNTS) expect(text).toContain(count.code);
      expect(text).toContain("Creation funnels");
      expect(text).toContain(
        "SearchBasedCreationPageSubmitClick is 1 and InsightAddition and InsightEdit by form of SearchBased is 0"
      );
    }
  });

  it("as HTML ask for nothing", () => {
    expect(() => lintReport(summaryHtml(summarize(events, NOW)))).not.toThrow();
  });
});

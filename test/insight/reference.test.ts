/**
 * Rules of Code Insights that no other test reaches through the YAML of a cell. The numbers are those of the paragraphs of the
 * behavioural reference: §2 times and points, §3 captured values, §4 filters and display.
 */
import {afterAll, describe, expect, it} from "vitest";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {insightTimes, type TimesAsked} from "../../src/insight/times.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testFinding, testInsight, valuesOf} from "../store/stores.ts";

const DAY = 86_400_000;
const asked = (value: Readonly<Record<string, unknown>>): TimesAsked => {
  const {value: definition, messages} = readInsight({title: "t", query: "q", ...value});
  if (!definition) throw new Error(messages.map(({text}) => text).join(" "));
  return definition;
};
const dates = (times: Float64Array) => Array.from(times, (time) => new Date(time).toISOString().slice(0, 10));
const daily = (count: number) => Float64Array.from({length: count}, (_, i) => Date.UTC(2026, 0, 1) + i * DAY);

describe("§2.1 sample times", () => {
  it.each([
    ["a month that is too short overflows forward", {months: 1}, "2026-03-31", 2, ["2026-03-03", "2026-03-31"]],
    [
      "and the day drifts from step to step",
      {months: 1},
      "2026-03-31",
      4,
      ["2026-01-03", "2026-02-03", "2026-03-03", "2026-03-31"]
    ],
    ["a leap day less a year is 1 March", {years: 1}, "2024-02-29", 2, ["2023-03-01", "2024-02-29"]],
    ["hours are exact", {hours: 12}, "2026-03-29", 3, ["2026-03-28", "2026-03-28", "2026-03-29"]],
    ["days are exact over a leap day", {days: 1}, "2024-03-01", 3, ["2024-02-28", "2024-02-29", "2024-03-01"]],
    ["weeks are exact", {weeks: 2}, "2026-03-31", 2, ["2026-03-17", "2026-03-31"]]
  ])("%s", (_, step, until, points, expected) => {
    expect(dates(insightTimes(asked({step, until, points}), daily(1)))).toEqual(expected);
  });

  it("are twelve, aligned to the end and not to the calendar", () => {
    const times = insightTimes(asked({step: {weeks: 1}, until: "2026-08-15T10:15:00Z"}), daily(1));
    expect(times).toHaveLength(12);
    expect(new Date(times.at(-1)!).toISOString()).toBe("2026-08-15T10:15:00.000Z");
    expect(new Date(times[0]!).toISOString()).toBe("2026-05-30T10:15:00.000Z");
  });

  it.each([[{months: 0}], [{months: -1}], [{months: 1.5}], [{decades: 1}], [{months: 1, weeks: 1}], ["soon"]])(
    "need a step of a known unit and at least one: %j is refused",
    (step) => {
      expect(readInsight({title: "t", query: "q", step}).value).toBeNull();
    }
  );
});

describe("§2.6 points that are shown", () => {
  it.each([
    [3, 3],
    [90, 90],
    [null, 100]
  ])("with samples: %s are the newest %s", (samples, count) => {
    const times = insightTimes(asked({display: {samples}}), daily(100));
    expect(times).toEqual(daily(100).slice(-count));
  });

  it.each([0, 91, -1, 1.5])("more than 90 samples, or none, cannot be asked for: %s", (samples) => {
    expect(readInsight({title: "t", query: "q", display: {samples}}).value).toBeNull();
  });

  // a fifth of an hour is 12 minutes, of a day 4 h 48 min, of a week 1.4 days, of a month of 30 days 6, of a year of 365 73
  it.each([
    [{hours: 1}, 12 / (24 * 60)],
    [{days: 1}, 0.2],
    [{weeks: 1}, 1.4],
    [{months: 1}, 6],
    [{years: 1}, 73],
    [{weeks: 2}, 2.8]
  ])("thinned by %j leave out what is closer than %s days", (thin, days) => {
    const at = (...distances: readonly number[]) =>
      distances.map((distance) => new Date(Date.UTC(2026, 0, 1) + Math.round(distance * DAY)).toISOString());
    const shown = (times: readonly string[]) => insightTimes(asked({times, display: {thin}}), daily(1)).length;
    expect(shown(at(0, days, 400))).toBe(3);
    expect(shown(at(0, days - 0.001, 400))).toBe(2);
    // the newest always stays
    expect(shown(at(0, 400, 400 + days - 0.001))).toBe(3);
  });
});

describe("§2.7 retention", () => {
  it.each([
    [0, 30],
    [1, 1],
    [45, 45],
    [90, 90],
    [500, 90]
  ])("of %s keeps the newest %s recording times", (retention, count) => {
    expect(insightTimes(asked({display: {retention}}), daily(120))).toEqual(daily(120).slice(-count));
  });

  it("comes before the number of samples, and that before thinning", () => {
    const display = {retention: 10, samples: 5, thin: {days: 10}};
    // of days 0 … 119 the last 5 are kept; each is closer than 2 days to the one before, so every other one is left out
    expect(insightTimes(asked({display}), daily(120))).toEqual(
      Float64Array.from([115, 117, 119], (day) => Date.UTC(2026, 0, 1) + day * DAY)
    );
  });
});

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

describe("§3 captured values", () => {
  const point = (day: string) => ({series: "v", repo: "r", day, matches: 1});
  const capture = (day: string, value: string, matches: number) => ({
    series: "v",
    repo: "r",
    day,
    values: [value],
    matches
  });

  it("that are new become series by themselves, with zeros before", async () => {
    const store = openTestStore(memoryFiles());
    stores.push(store);
    await store.import(
      testFinding(["2026-01-01", "2026-02-01"].map(point), [
        capture("2026-01-01", "18", 4),
        capture("2026-02-01", "18", 1),
        capture("2026-02-01", "20", 3)
      ]),
      ["v.json"]
    );
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "v"}), null))).toEqual({
      20: [0, 3],
      18: [4, 1]
    });
  });

  it("are twenty, the largest at the last point; equal ones by label, versions first", async () => {
    const store = openTestStore(memoryFiles());
    stores.push(store);
    const values = Array.from({length: 25}, (_, i) => `v1.${i}`);
    await store.import(
      testFinding(
        [point("2026-01-01")],
        values.map((value, i) => capture("2026-01-01", value, i < 5 ? 9 : 1))
      ),
      ["v.json"]
    );
    const {series} = await store.insight(testInsight({kind: "capture-group", data: "v"}), null);
    expect(series.map(({label}) => label)).toEqual([...values.slice(0, 20), "Other (5)"]);
    expect(series.at(-1)).toMatchObject({holds: 5, values: Float64Array.of(5)});
  });
});

describe("§1.5 group results", () => {
  it("are at most twenty bars of the newest time, the largest first, equal ones by label; the rest is Other", async () => {
    const store = openTestStore(memoryFiles());
    stores.push(store);
    const repos = Array.from({length: 25}, (_, i) => `h.x/${String(i).padStart(2, "0")}`);
    await store.import(
      testFinding(
        repos.flatMap((repo, i) => [
          {series: "g", repo, day: "2026-01-01", matches: 50},
          {series: "g", repo, day: "2026-02-01", matches: i < 3 ? i + 1 : 4}
        ])
      ),
      ["g.json"]
    );
    const result = await store.insight(testInsight({kind: "group-by", by: "repository", data: "g"}), null);
    expect([result.form, dates(result.times)]).toEqual(["categorical", ["2026-02-01"]]);
    expect(result.series.map(({label}) => label)).toEqual([...repos.slice(3, 23), "Other (5)"]);
    // of 4 there are 22, of which two are beyond the limit, and of 3, 2 and 1 one each
    expect(result.series.map(({values}) => values[0])).toEqual([...new Array(20).fill(4), 4 + 4 + 3 + 2 + 1]);
  });
});

describe("§1.7 language usage", () => {
  it.each([
    [{}, 3],
    [{threshold: 0}, 0],
    [{threshold: 100}, 100],
    [{threshold: 2.5}, 2.5],
    [{threshold: -1}, null],
    [{threshold: 101}, null],
    [{threshold: "few"}, null]
  ])("%j has a threshold of %s per cent", (written, threshold) => {
    const {value} = readInsight({kind: "language-stats", title: "t", ...written});
    expect(value?.languages?.threshold ?? null).toBe(threshold);
  });
});

describe("§10.2 what users asked for", () => {
  it.each([
    [{}, ["2026-01-01", "2026-02-01", "2026-03-01"]],
    [{step: {months: 1}, points: 4}, ["2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01"]],
    [{step: {weeks: 2}, from: "2026-02-01"}, ["2026-02-01", "2026-02-15", "2026-03-01"]],
    [{points: 1}, ["2026-03-01"]]
  ])(
    "points %j are the same times for every kind, and none breaks a chart by being too early",
    async (asking, expected) => {
      const store = openTestStore(memoryFiles());
      stores.push(store);
      const months = ["2026-01-01", "2026-02-01", "2026-03-01"];
      await store.import(
        testFinding(
          months.map((day, i) => ({series: "k", repo: "r", day, matches: i})),
          months.slice(1).map((day, i) => ({series: "k", repo: "r", day, values: ["1"], matches: i + 1}))
        ),
        ["k.json"]
      );
      for (const kind of [{}, {kind: "capture-group"}, {kind: "group-by", by: "repository", presentation: "line"}]) {
        const {times, series} = await store.insight(testInsight({data: "k", ...kind, ...asking}), null);
        expect(dates(times)).toEqual(expected);
        expect(series.map(({values}) => values.length)).toEqual([expected.length]);
        // before the first sample there is no value, and no zero
        const early = expected.filter((day) => day < months[0]!).length;
        expect(series[0]!.status.slice(0, early)).toEqual(new Array(early).fill("absent"));
      }
    }
  );
});

describe("§1.2 series", () => {
  it("are told apart by their labels: two of one label are refused", () => {
    const read = (...labels: string[]) =>
      readInsight({title: "t", series: labels.map((label, i) => ({label, data: `d${i}`}))});
    expect(read("a", "b").messages).toEqual([]);
    expect(read("a", "b", "a")).toMatchObject({
      value: null,
      messages: [{level: "error", field: "series", text: 'Two series are called "a". Give each a label of its own.'}]
    });
    // of one search twice the label is the same, too. Source: a unique key of Sourcegraph's series of a view
    expect(readInsight({title: "t", series: [{data: "d"}, {data: "d"}]}).value).toBeNull();
  });
});

describe("§4 series display options", () => {
  it("are by default result count, high to low, and twenty", () => {
    expect(readInsight({kind: "capture-group", title: "t", query: "q"}).value!.display).toMatchObject({
      sort: "result-count",
      direction: "desc",
      limit: 20,
      samples: null
    });
  });

  it.each([0, -1, 1001, 2.5])("refuse a limit of %s", (limit) => {
    expect(readInsight({title: "t", query: "q", display: {limit}}).value).toBeNull();
  });

  it.each([
    ["date-added", "asc"],
    ["lexicographical", "asc"],
    ["result-count", "desc"],
    ["median", "desc"]
  ])("sorted by %s go %s unless the author says otherwise", (sort, direction) => {
    const read = (display: object) =>
      readInsight({kind: "capture-group", title: "t", query: "q", display}).value!.display;
    expect(read({sort}).direction).toBe(direction);
    expect(read({sort, direction: "desc"}).direction).toBe("desc");
  });
});

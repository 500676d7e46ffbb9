import fc from "fast-check";
import {describe, expect, it} from "vitest";
import {insightChanges, insightType} from "../../src/ping/changes.ts";
import {eventLine, type PingEvent, parseEvents, sortEvents} from "../../src/ping/event.ts";
import {PING_METRICS} from "../../src/ping/metrics/index.ts";
import {summarize, summaryCsv, summaryJson} from "../../src/ping/summary.ts";

let last = 0;
const event = (name: string, at: string, more: Partial<PingEvent> = {}): PingEvent => ({
  id: `e${++last}`,
  name,
  at: Date.parse(at),
  user: "anon-1",
  session: "s1",
  version: "0.2.0",
  argument: {},
  ...more
});

const count = (events: readonly PingEvent[], code: string, week = 0) =>
  summarize(events)[week]?.rows.find((row) => row.code === code)?.count;

describe("a ping metric", () => {
  it.each(PING_METRICS.filter(({code}) => code !== "InsightsUniquePageView").map(({code}) => code))(
    "%s counts its events of the week, and no others",
    (code) => {
      // two in the week of 9 November, one in the week before, one of another name
      const events = [
        event(code, "2026-11-09T00:00:00Z"),
        event(code, "2026-11-15T23:59:59Z"),
        event(code, "2026-11-08T23:59:59Z"),
        event("Other", "2026-11-10T00:00:00Z")
      ];
      expect(count(events, code)).toBe(2);
      expect(count(events, code, 1)).toBe(1);
    }
  );

  it("InsightsUniquePageView counts a person once a week, however often the event stands there", () => {
    const view = (user: string, at: string) => event("InsightsUniquePageView", at, {user});
    // anon-1 twice and anon-2 once in one week, anon-1 again in the next
    expect(
      count(
        [
          view("anon-1", "2026-11-09T08:00:00Z"),
          view("anon-1", "2026-11-10T08:00:00Z"),
          view("anon-2", "2026-11-10T08:00:00Z")
        ],
        "InsightsUniquePageView"
      )
    ).toBe(2);
    expect(
      count([view("anon-1", "2026-11-09T08:00:00Z"), view("anon-1", "2026-11-16T08:00:00Z")], "InsightsUniquePageView")
    ).toBe(1);
  });

  it("is given by type of insight, types in order", () => {
    const add = (type: string) => event("InsightAddition", "2026-11-10T00:00:00Z", {argument: {insightType: type}});
    const [week] = summarize([add("SearchBased"), add("CaptureGroup"), add("SearchBased")]);
    expect(week!.rows[0]).toEqual({
      code: "InsightAddition",
      title: "Additions",
      count: 3,
      byType: [
        {insightType: "CaptureGroup", count: 1},
        {insightType: "SearchBased", count: 2}
      ]
    });
  });
});

describe("the summary", () => {
  it("has a week for every week between the first event and the last, also those without any", () => {
    const weeks = summarize([
      event("InsightEdit", "2026-11-02T00:00:00Z"),
      event("InsightEdit", "2026-11-20T00:00:00Z")
    ]);
    expect(weeks.map(({start}) => new Date(start).toISOString().slice(0, 10))).toEqual([
      "2026-11-16",
      "2026-11-09",
      "2026-11-02"
    ]);
    expect(weeks[1]!.rows.every((row) => row.count === 0)).toBe(true);
  });

  it("is the same for any order of events, as JSON and as CSV", () => {
    const events = ["2026-11-02", "2026-11-03", "2026-11-12"].flatMap((day) => [
      event("InsightHover", `${day}T01:00:00Z`, {argument: {insightType: "SearchBased"}}),
      event("InsightsPageView", `${day}T02:00:00Z`)
    ]);
    const [json, csv] = [summaryJson(summarize(events)), summaryCsv(summarize(events))];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, {minLength: events.length}), (shuffled) => {
        expect(summaryJson(summarize(shuffled))).toBe(json);
        expect(summaryCsv(summarize(shuffled))).toBe(csv);
      })
    );
  });

  it("is empty for an empty log", () => {
    expect(JSON.parse(summaryJson(summarize([])))).toEqual({format: "tidemark-pings", version: 1, weeks: []});
  });
});

describe("the event log", () => {
  it("reads back what it wrote, each event once", () => {
    const events = [
      event("InsightAddition", "2026-11-02T10:00:00Z", {argument: {insightType: "SearchBased"}}),
      event("InsightHover", "2026-11-01T10:00:00Z")
    ];
    const text = events.map(eventLine).join("") + eventLine(events[0]!);
    expect(parseEvents(text)).toEqual({value: sortEvents(events), messages: []});
  });

  it("keeps nothing of an argument but types and tab names", () => {
    const line =
      '{"id":"1","name":"InsightHover","at":"2026-11-01T10:00:00Z","user":"u","argument":{"insightType":"SearchBased","query":"secret","title":"Popular","n":1}}\n';
    expect(parseEvents(line).value[0]!.argument).toEqual({insightType: "SearchBased", title: "Popular"});
  });

  it.each([
    ["oops", "it is not JSON"],
    ["[]", "it is no object"],
    ['{"name":"A","at":"2026-11-01T10:00:00Z","user":"u"}', "it has no id"],
    ['{"id":"1","name":"A B","at":"2026-11-01T10:00:00Z","user":"u"}', "it has no name"],
    ['{"id":"1","name":"A","at":"2026-11-01T10:00:00Z"}', "it has no user"],
    ['{"id":"1","name":"A","at":"yesterday","user":"u"}', "it has no time"]
  ])("leaves %s out and says why", (line, why) => {
    const {value, messages} = parseEvents(`${line}\n`, "a.ndjson");
    expect(value).toEqual([]);
    expect(messages).toMatchObject([
      {text: `This line is no event (${why}) and is left out.`, place: {file: "a.ndjson", line: 1}}
    ]);
  });
});

describe("what an editing session did", () => {
  const insights = (entries: Record<string, string>) =>
    new Map(Object.entries(entries).map(([id, source]) => [id, {insightType: "SearchBased" as const, source}]));

  it("is one addition, edit or removal per insight id", () => {
    const changes = insightChanges(insights({a: "1", b: "1", c: "1"}), insights({a: "1", b: "2", d: "1"}));
    expect(changes.map(({name}) => name)).toEqual(["InsightEdit", "InsightAddition", "InsightRemoval"]);
  });

  it("is nothing when the text of every insight is the same", () => {
    expect(insightChanges(insights({a: "1"}), insights({a: "1"}))).toEqual([]);
  });

  it("names the types as pings do", () => {
    expect(["search", "capture-group", "language-stats", "formula"].map(insightType)).toEqual([
      "SearchBased",
      "CaptureGroup",
      "LangStats",
      "formula"
    ]);
    expect(insightType("not-a-kind")).toBe("unknown");
  });
});

import {describe, expect, it} from "vitest";
import {insightChanges, insightType} from "../../src/ping/changes.ts";
import {eventLine, eventLines, mergeEvents, parseEvents, sortEvents} from "../../src/ping/event.ts";
import * as fc from "../property.ts";
import {event} from "./events-of.ts";

describe("the event log", () => {
  it("reads back what it wrote, each event once", () => {
    const events = [
      event("InsightAddition", "2026-11-02T10:00:00Z", {argument: {insightType: "SearchBased"}}),
      event("InsightHover", "2026-11-01T10:00:00Z")
    ];
    const text = events.map(eventLine).join("") + eventLine(events[0]!);
    expect(parseEvents(text)).toEqual({value: sortEvents(events), messages: []});
  });

  it("keeps the totals of a capture, and reads the lines of 0.1.0", () => {
    const capture = event("InsightTimeIntervals", "2026-11-02T10:00:00Z", {
      user: "backend",
      totals: [{unit: "week", value: 2, days: 14, count: 3}]
    });
    expect(parseEvents(eventLine(capture)).value).toEqual([capture]);
    const old = '{"id":"1","name":"InsightHover","at":"2026-11-01T10:00:00Z","user":"anon-1","argument":{}}';
    expect(parseEvents(old).value).toMatchObject([{id: "1", session: "", version: "0.1.0"}]);
  });

  it("is the same for any order of logs, and for logs that hold each other", () => {
    const all = Array.from({length: 12}, (_, i) => event("InsightHover", `2026-11-0${1 + (i % 3)}T10:00:00Z`));
    // one event under which two different things stand: damage, and still the same in any order
    const clash = {...all[0]!, name: "InsightEdit"};
    const wanted = eventLines(mergeEvents([all, [clash]]));
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...all, clash], {minLength: 13}),
        fc.nat(12),
        fc.subarray(all),
        (shuffled, cut, again) => {
          const logs = [shuffled.slice(0, cut), shuffled.slice(cut), again];
          expect(eventLines(mergeEvents(logs))).toBe(wanted);
          expect(eventLines(mergeEvents([mergeEvents(logs), ...logs]))).toBe(wanted);
        }
      )
    );
  });

  it("keeps nothing of an argument but types and tab names", () => {
    const line =
      '{"id":"1","name":"InsightHover","at":"2026-11-01T10:00:00Z","user":"u","argument":{"insightType":"SearchBased","query":"secret","title":"My title","source":"cli","n":1}}\n';
    expect(parseEvents(line).value[0]!.argument).toEqual({insightType: "SearchBased", source: "cli"});
  });

  it.each([
    ["oops", "it is not JSON"],
    ["[]", "it is no object"],
    ['{"name":"A","at":"2026-11-01T10:00:00Z","user":"u"}', "it has no id"],
    ['{"id":"1","name":"A B","at":"2026-11-01T10:00:00Z","user":"u"}', "it has no name"],
    ['{"id":"1","name":"A","at":"2026-11-01T10:00:00Z"}', "it has no user"],
    ['{"id":"1","name":"A","at":"2026-11-01T10:00:00Z","user":"ada@example.com"}', "it has no user"],
    ['{"id":"1","name":"A","at":"2026-11-01T10:00:00Z","user":"u","session":"my query"}', "its session is no id"],
    ['{"id":"1","name":"A","at":"2026-11-01T10:00:00Z","user":"u","version":"mine"}', "its version is none"],
    [
      '{"id":"1","name":"A","at":"2026-11-01T10:00:00Z","user":"u","totals":[{"repository":"github.com/a/b"}]}',
      "its totals are none"
    ],
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
    const changes = insightChanges(insights({a: "1", b: "1", c: "1"}), insights({a: "1", b: "2", d: "3"}));
    expect(changes.map(({name}) => name)).toEqual(["InsightEdit", "InsightAddition", "InsightRemoval"]);
  });

  it("is nothing when the text of every insight is the same", () => {
    expect(insightChanges(insights({a: "1"}), insights({a: "1"}))).toEqual([]);
    // called another way
    expect(insightChanges(insights({a: "1", b: "1"}), insights({z: "1", b: "1"}))).toEqual([]);
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

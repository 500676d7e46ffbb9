import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {GROUPINGS} from "../../src/insight/insight.ts";
import {INSIGHT_KINDS} from "../../src/insight/kinds/index.ts";
import {insightType} from "../../src/ping/changes.ts";
import {DEMO_CODES, EVENT_TYPES, type EventCode, type EventType} from "../../src/ping/event-types.ts";
import {PING_COUNTS} from "../../src/ping/metrics/index.ts";
import {aggregationMode} from "../../src/ping/upstream.ts";
import {AGGREGATION_MODES, INSIGHT_TYPES} from "../../src/ping/vocabulary.ts";

/** What stood in a version of an event: kept for good, so that no change goes by without a note. */
interface Recorded {
  readonly argument: Readonly<Record<string, string>>;
  readonly payload: readonly string[];
}

// One entry a version of each event, oldest first. A change of an event adds an entry, and a note to its `versions` in
// src/ping/event-types.ts; an entry that stands is never edited, and no event is ever taken out.
const SCHEMA = JSON.parse(
  readFileSync(fileURLToPath(new URL("event-schema.json", import.meta.url)), "utf8")
) as Readonly<Record<string, readonly Recorded[]>>;

const types: readonly (readonly [string, EventType])[] = Object.entries(EVENT_TYPES);

describe("the schema of events", () => {
  it("has every event, and none that is gone", () => {
    expect(Object.keys(EVENT_TYPES).sort()).toEqual(Object.keys(SCHEMA).sort());
  });

  it.each(types)("%s has the argument and payload fields of its last version", (code, {argument, payload}) => {
    expect({argument, payload}).toEqual(SCHEMA[code]!.at(-1));
  });

  it.each(types)("%s has a note for each version, from an ascending version of Tidemark", (code, {versions}) => {
    expect(versions.length).toBe(SCHEMA[code]!.length);
    const numbers = versions.map(([since]) => since.split(".").reduce((sum, part) => sum * 1000 + Number(part), 0));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    for (const [since, note] of versions) expect(`${since} ${note}`).toMatch(/^\d+\.\d+\.\d+ \S.{10}/);
  });

  it("names the same argument for an event and its name in a demo", () => {
    for (const [code, demo] of Object.entries(DEMO_CODES) as [EventCode, EventCode][]) {
      expect(demo).toBe(`Cloud${code}`);
      expect(EVENT_TYPES[demo].argument).toEqual(EVENT_TYPES[code].argument);
    }
  });

  it("has no event that is in the registry and recorded nowhere", () => {
    const app = fileURLToPath(new URL("../../src/app", import.meta.url));
    const files = readdirSync(app, {recursive: true, encoding: "utf8"}).filter((file) => file.endsWith(".ts"));
    const recording = files.map((file) => readFileSync(join(app, file), "utf8")).join("\n");
    const inDemo: readonly string[] = Object.values(DEMO_CODES);
    const known = new Set(
      PING_COUNTS.flatMap(({metric, count}) => (metric.tidemark.status === "working" ? [count.code] : []))
    );
    const changes = readFileSync(fileURLToPath(new URL("../../src/ping/changes.ts", import.meta.url)), "utf8");
    for (const code of Object.keys(EVENT_TYPES).filter((one) => known.has(one) && !inDemo.includes(one)))
      expect(`${recording}${changes}`.includes(`"${code}"`), code).toBe(true);
  });

  it("has a mode for everything results can be grouped by", () => {
    for (const by of GROUPINGS) expect(AGGREGATION_MODES, by).toContain(aggregationMode(by));
    expect([aggregationMode("mood"), aggregationMode(undefined), aggregationMode("toString")]).toEqual([
      null,
      null,
      null
    ]);
  });

  it("knows the type of every kind of insight", () => {
    const found = INSIGHT_KINDS.map(({kind}) => insightType(kind));
    expect(found).not.toContain("unknown");
    expect(INSIGHT_TYPES).toEqual(expect.arrayContaining(found));
  });
});

/** The page that defines the pings, read from beside the repository: every heading, field and code has its counterpart. */
import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {PING_COUNTS, PING_METRICS} from "../../src/ping/metrics/index.ts";
import type {Account, PingMetric} from "../../src/ping/metrics/metric.ts";
import {pingReference} from "../../src/ping/reference.ts";
import {summarize} from "../../src/ping/summary.ts";
import {event, NOW} from "./events-of.ts";

const PAGE = fileURLToPath(new URL("../../../shared/seeds/002_f2796fc261709139.txt", import.meta.url));
const isThere = existsSync(PAGE);
const metrics: readonly PingMetric[] = PING_METRICS;

/** A metric of the page: its heading, the fields it fills, its codes, pull requests and versions. */
interface Section {
  readonly heading: string;
  readonly fields: readonly string[];
  readonly text: string;
  readonly codes: readonly string[];
}

function readPage(): Section[] {
  const [, ...sections] = readFileSync(PAGE, "utf8").split(/^### /m);
  return sections.map((text) => ({
    heading: text.split("\n")[0]!.trim(),
    fields: Array.from(text.matchAll(/^(?:- )?(?:\*\*)?([A-Z][\w() ]+):(?:\*\*)?/gm), ([, field]) => field!),
    text,
    codes: Array.from(text.matchAll(/\[([A-Za-z]{6,})\]\(\s*https:\/\/sourcegraph/g), ([, code]) => code!)
  }));
}

/** Where each field of the page stands in ours. */
const FIELD: Readonly<Record<string, (metric: PingMetric, account: Account) => unknown>> = {
  Type: (_, {type}) => type,
  "Intended purpose": ({purpose}) => purpose,
  "Functional implementation": (_, {implementation}) => implementation,
  "Other considerations": (_, {considerations}) => considerations,
  Aggregation: (_, {aggregation}) => aggregation,
  "Event Code": (_, {codes}) => codes[0],
  "Event Codes": (_, {codes}) => codes[0],
  PRs: (_, {changes}) => changes,
  "Version Added": (_, {added}) => added,
  "Version added": (_, {added}) => added,
  "Version(s) broken": (_, {broken}) => broken
};

describe.skipIf(!isThere)(`the page of the pings${isThere ? "" : " (../shared/seeds is not there)"}`, () => {
  const sections = isThere ? readPage() : [];
  const metricOf = (heading: string) => metrics.find((metric) => metric.heading === heading);

  it("is read at all: 17 metrics, 35 codes", () => {
    expect(sections).toHaveLength(17);
    expect(new Set(sections.flatMap(({codes}) => codes)).size).toBe(35);
  });

  it("has a metric of ours for every heading, in its order, and no other heading of ours", () => {
    expect(metrics.flatMap(({heading}) => heading ?? [])).toEqual(sections.map(({heading}) => heading));
  });

  it.each(sections)("has every field of “$heading” for upstream and for us", ({heading, fields, text}) => {
    const metric = metricOf(heading)!;
    expect(fields.length).toBeGreaterThan(4);
    for (const field of fields) {
      expect(FIELD, `${heading}: ${field}`).toHaveProperty([field]);
      for (const account of [metric.upstream, metric.tidemark]) expect(FIELD[field]!(metric, account)).toBeTruthy();
    }
    expect(metric.upstream.type).toBe(/\*\*Type:\*\* (FE event|BE capture)/.exec(text)?.[1]);
    expect(metric.upstream.added).toBe(/\*\*Version [Aa]dded:\*\* ([\d.]+)/.exec(text)?.[1]);
    // numbers of pull requests: those that made it, and those that mended it
    const pulls = [...new Set(Array.from(text.matchAll(/pull\/(\d+)/g), ([, pull]) => `#${pull}`))].sort();
    const ours = [...metric.upstream.changes, ...metric.upstream.broken.flatMap(({fix}) => fix || [])];
    expect([...new Set(ours)].sort()).toEqual(pulls);
    const isBroken = /^- \*\*Version\(s\) broken:\*\*/m.test(text);
    expect(metric.upstream.broken.length > 0).toBe(isBroken);
    for (const {from, to} of metric.upstream.broken)
      for (const version of [from, to]) expect(text).toContain(version.split(".").slice(0, 2).join("."));
  });

  it.each(sections.flatMap(({heading, codes}) => codes.map((code) => ({heading, code}))))(
    "has a row in the summary for $code",
    ({heading, code}) => {
      expect(metricOf(heading)!.upstream.codes).toContain(code);
      expect(PING_COUNTS.filter(({count}) => count.code === code)).toHaveLength(1);
      const [week] = summarize([event("InsightHover", "2026-11-10T00:00:00Z")], NOW);
      expect(week!.rows.filter((row) => row.code === code)).toHaveLength(1);
    }
  );

  it("has no sentence of the page in ours", () => {
    const reference = pingReference().replaceAll(/\s+/g, " ");
    const sentences = sections.flatMap(({text}) =>
      Array.from(text.replaceAll(/\s+/g, " ").matchAll(/[A-Z][^.:]{50,}\./g), ([sentence]) => sentence)
    );
    expect(sentences.length).toBeGreaterThan(15);
    expect(sentences.filter((sentence) => reference.includes(sentence))).toEqual([]);
  });
});

describe("the registry of metrics", () => {
  it.each(metrics)("tells all of “$title”", (metric) => {
    for (const account of [metric.upstream, metric.tidemark]) {
      for (const text of [metric.title, metric.purpose, account.implementation, account.considerations])
        expect(text).toMatch(/^[^\n]{4,}$/);
      expect(account.status === "working").toBe(account.why === "");
      expect(account.codes.length > 0).toBe(account.status === "working");
    }
    if (metric.tidemark.status === "working") expect(metric.counts.length).toBeGreaterThan(0);
  });

  it("is rendered whole in the reference", () => {
    const reference = pingReference();
    for (const {title, purpose, upstream, tidemark, counts} of metrics) {
      for (const text of [title, purpose, upstream.implementation, tidemark.implementation, tidemark.why])
        expect(reference).toContain(text);
      for (const {code} of counts) expect(reference).toContain(`- \`${code}\``);
    }
  });
});

/** Stores for tests: the real store on the real native engine, over files in memory that can be made to fail. */
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {TidemarkError} from "../../src/error.ts";
import {sha256} from "../../src/hash.ts";
import type {InsightDefinition} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import {type Part, type SeriesRecord, seriesRecord, TABLES} from "../../src/snapshot/snapshot.ts";
import {createStore} from "../../src/store/create-store.ts";
import type {Files} from "../../src/store/files.ts";
import type {StorePorts} from "../../src/store/ports.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {tableBuilder} from "../../src/table.ts";

/** Files in memory; `failAt` makes the n-th call that writes fail as a full disk does. */
export interface MemoryFiles extends Files {
  readonly content: Map<string, Uint8Array>;
  failAt: number;
  writes: number;
}

export function memoryFiles(content = new Map<string, Uint8Array>()): MemoryFiles {
  const count = (files: MemoryFiles) => {
    files.writes++;
    if (files.writes === files.failAt)
      throw new TidemarkError("files/quota", "There is no room left. Nothing was changed.");
  };
  const files: MemoryFiles = {
    content,
    failAt: -1,
    writes: 0,
    read: async (path) => content.get(path) ?? null,
    async write(path, bytes) {
      count(files);
      if (!content.has(path)) content.set(path, bytes.slice());
    },
    async replace(path, bytes, expected) {
      count(files);
      const now = content.get(path);
      if ((now ? sha256(now) : null) !== expected) return false;
      content.set(path, bytes.slice());
      return true;
    },
    async remove(path) {
      content.delete(path);
    },
    list: async (below) => [...content.keys()].filter((path) => path.startsWith(`${below}/`)).sort()
  };
  return files;
}

export function openTestStore(files: Files, ports: Partial<StorePorts> = {}): InsightStore {
  return createStore({
    files,
    openEngine: openNativeEngine,
    now: () => Date.UTC(2026, 10, 20),
    format: "arrow",
    ...ports
  });
}

/** A point as tests write it: series key, repository, day, matches (null: unknown), and more when it matters. */
export interface TestPoint {
  readonly series: string;
  readonly repo: string;
  readonly day: string;
  readonly matches: number | null;
  readonly files?: number;
  readonly lines?: number;
  readonly status?: string;
  readonly commit?: string;
}

export interface TestCapture {
  readonly series: string;
  readonly repo: string;
  readonly day: string;
  readonly values: readonly string[];
  readonly matches: number;
}

export function testSeries(key: string, captures: readonly number[] = []): SeriesRecord {
  return seriesRecord({key, engine: "test", pattern: key, captures, source_query: `lang:go ${key}`});
}

/** A finding as an importer would make it. */
export function testFinding(
  points: readonly TestPoint[],
  captures: readonly TestCapture[] = [],
  options: {observedAt?: string; name?: string} = {}
): Finding {
  const keys = [...new Set([...points, ...captures].map(({series}) => series))];
  const series = keys.map((key) => testSeries(key, captures.some((row) => row.series === key) ? [1] : []));
  const idOf = (key: string) => series.find((record) => record.key === key)!.series_id;
  const observedAt = options.observedAt ? Date.parse(options.observedAt) : null;
  const byKey = <T extends {series: string; repo: string; day: string}>(rows: readonly T[]) =>
    [...rows].sort((a, b) =>
      `${idOf(a.series)} ${a.repo} ${a.day}` < `${idOf(b.series)} ${b.repo} ${b.day}` ? -1 : 1
    );
  const point = tableBuilder(TABLES.point);
  for (const {series: key, repo, day, matches, files, lines, status, commit} of byKey(points))
    point.push({
      series_id: idOf(key),
      repo_key: repo,
      sample_at: Date.parse(day),
      matches,
      files: files ?? null,
      lines: lines ?? null,
      status: status ?? (matches === null ? "unknown" : "ok"),
      commit_oid: commit ?? null
    });
  const capture = tableBuilder(TABLES.capture);
  for (const {series: key, repo, day, values, matches} of byKey(captures)) {
    const [c1, c2, c3] = values;
    capture.push({
      series_id: idOf(key),
      repo_key: repo,
      sample_at: Date.parse(day),
      c1: c1 ?? null,
      c2: c2 ?? null,
      c3: c3 ?? null,
      matches
    });
  }
  const parts: Part[] = [
    {table: "point", observedAt, rows: point.build()},
    ...(captures.length ? [{table: "capture" as const, observedAt, rows: capture.build()}] : [])
  ];
  return {
    format: "test",
    title: "Test",
    snapshot: {series, repos: [], parts},
    needs: [],
    facts: [],
    problems: [],
    read: points.length,
    skipped: 0,
    status: "complete",
    reasons: [],
    fileHash: sha256(JSON.stringify([points, captures, options])),
    contentHash: sha256(JSON.stringify([points, captures, options]))
  };
}

/** An insight from the value of its YAML. */
export function testInsight(value: Readonly<Record<string, unknown>>): InsightDefinition {
  const {value: definition, messages} = readInsight({title: "Test", ...value});
  if (!definition) throw new Error(messages.map(({text}) => text).join(" "));
  return definition;
}

/** The values of a result by label, as plain arrays; null is unknown or absent. */
export function valuesOf(result: Awaited<ReturnType<InsightStore["insight"]>>): Record<string, (number | null)[]> {
  return Object.fromEntries(
    result.series.map(({label, values}) => [label, Array.from(values, (value) => (Number.isNaN(value) ? null : value))])
  );
}

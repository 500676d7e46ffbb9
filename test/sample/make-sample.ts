/**
 * Makes the sample snapshot of `public/sample` from the ground truth: counts, version values and repository names only,
 * no text, path or commit.
 */
import {readFileSync} from "node:fs";
import {type Part, type SeriesRecord, type Snapshot, seriesRecord, TABLES} from "../../src/snapshot/snapshot.ts";
import {tableBuilder} from "../../src/table.ts";
import {DATA_DIR} from "../data-dir.ts";
import {snapshotFiles} from "./snapshot-files.ts";

/** The day of the newest commit in the clones that were searched. */
export const OBSERVED_AT = Date.UTC(2026, 7, 22);

/** The repositories of the sample; the ground truth may hold more. */
const REPOSITORIES = [
  "github.com/GoogleChromeLabs/comlink",
  "github.com/duckdb/duckdb-wasm",
  "github.com/marimo-team/marimo",
  "github.com/observablehq/framework",
  "github.com/observablehq/plot",
  "github.com/observablehq/runtime",
  "github.com/sourcegraph/docs",
  "github.com/sourcegraph/src-cli",
  "github.com/uwdata/arquero",
  "github.com/uwdata/mosaic",
  "github.com/vega/vega",
  "github.com/vega/vega-lite"
] as const;

const PLAIN = [
  {key: "cjs-require", title: "CommonJS require() calls"},
  {key: "esm-import", title: "ES module imports"},
  {key: "go-empty-interface", title: "interface{} in Go"},
  {key: "go-ioutil", title: "Calls of Go's deprecated ioutil"},
  {key: "py-legacy-typing", title: "Optional, List and other old typing names in Python"},
  {key: "ts-suppress", title: "Silenced TypeScript errors"},
  {key: "ts-any", title: "Explicit any in TypeScript"}
] as const;
const CAPTURED = {key: "gha-node-version", title: "Node.js versions in CI workflows"} as const;

interface Row {
  readonly repo: string;
  readonly sample_time: string;
  readonly query: string;
  readonly files: string;
  readonly lines: string;
  readonly matches: string;
  readonly capture1: string;
}

const isSampled = ({repo, sample_time}: Row) =>
  REPOSITORIES.some((one) => one === repo) && Date.parse(sample_time) <= OBSERVED_AT;

/** True when the ground truth holds all the sample is made of. */
export function hasSampleTruth(): boolean {
  const queries = JSON.parse(readFileSync(`${DATA_DIR}/queries.json`, "utf8")) as {id: string}[];
  const repos = new Set(records("truth/truth-repo-monthly.csv").map(({repo}) => repo));
  return (
    REPOSITORIES.every((repo) => repos.has(repo)) &&
    [...PLAIN, CAPTURED].every(({key}) => queries.some(({id}) => id === key))
  );
}

/** The sample as a snapshot. */
export function sampleSnapshot(): Snapshot {
  const queries = JSON.parse(readFileSync(`${DATA_DIR}/queries.json`, "utf8")) as {
    id: string;
    pattern: string;
    include: string[];
  }[];
  const record = (key: string, title: string, captures: number[]): SeriesRecord => {
    const {pattern, include} = queries.find(({id}) => id === key)!;
    return seriesRecord({key, title, engine: "regex-bytes-line", pattern, include, captures});
  };
  const series = [...PLAIN.map(({key, title}) => record(key, title, [])), record(CAPTURED.key, CAPTURED.title, [1])];
  const ids = new Map(series.map(({key, series_id}) => [key, series_id]));
  const points = tableBuilder(TABLES.point);
  const repos = new Set<string>();
  for (const row of records("truth/truth-repo-monthly.csv")
    .filter((row) => ids.has(row.query) && isSampled(row))
    .sort(order)) {
    repos.add(row.repo);
    points.push({
      series_id: ids.get(row.query)!,
      repo_key: row.repo,
      sample_at: Date.parse(row.sample_time),
      files: Number(row.files),
      lines: Number(row.lines),
      matches: Number(row.matches),
      status: "ok"
    });
  }
  const captures = tableBuilder(TABLES.capture);
  for (const row of records("truth/truth-capture-monthly.csv")
    .filter((row) => row.query === CAPTURED.key && isSampled(row))
    .sort(order))
    captures.push({
      series_id: ids.get(row.query)!,
      repo_key: row.repo,
      sample_at: Date.parse(row.sample_time),
      c1: row.capture1,
      matches: Number(row.matches)
    });
  const parts: Part[] = [
    {table: "point", observedAt: OBSERVED_AT, rows: points.build()},
    {table: "capture", observedAt: OBSERVED_AT, rows: captures.build()}
  ];
  return {series, repos: [...repos].sort().map((repo_key) => ({repo_key, url: `https://${repo_key}`})), parts};

  function order(a: Row, b: Row): number {
    const key = ({query, repo, sample_time, capture1}: Row) =>
      `${ids.get(query)} ${repo} ${sample_time} ${capture1 ?? ""}`;
    return key(a) < key(b) ? -1 : 1;
  }
}

/** The files of `public/sample`, by path. */
export function sampleFiles(): Promise<Map<string, Uint8Array>> {
  const name = "Sample: twelve public repositories, monthly, figures only";
  return snapshotFiles(sampleSnapshot(), name, "2026-08-22T00:00:00Z");
}

/** Records of a ground-truth CSV, which quotes only captured values with commas or quotes. */
export function records(path: string): Row[] {
  const [header, ...lines] = readFileSync(`${DATA_DIR}/${path}`, "utf8").trimEnd().split("\n");
  const names = header!.replace(/\r$/, "").split(",");
  return lines.map((line) => {
    const cells = Array.from(
      line.replace(/\r$/, "").matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
      ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? ""
    );
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])) as unknown as Row;
  });
}

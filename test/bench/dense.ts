/**
 * The other ways, as SQL that both builds of DuckDB run. "Raw rows": the searches' results as they came, each repository's
 * last one before a step found by an ASOF join; what a straightforward notebook does. "Change points": the same design as
 * the product's, written in SQL.
 */
import {compareLabels} from "../../src/insight/sort.ts";
import type {Answer} from "./measure.ts";

/** Runs a statement and gives its columns: numbers and text. */
export type RunSql = (sql: string) => Promise<readonly (readonly (number | string | null)[])[]>;

/** The CSV of an organisation's points as the table `raw`. */
export function rawFromCsv(path: string, table = "raw"): string {
  return `CREATE TABLE ${table} AS SELECT * RENAME (time AS t) FROM read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {
    'series': 'VARCHAR', 'repo': 'VARCHAR', 'time': 'TIMESTAMP', 'commit': 'VARCHAR', 'committed_at': 'TIMESTAMP',
    'files': 'DOUBLE', 'lines': 'DOUBLE', 'matches': 'DOUBLE', 'status': 'VARCHAR'}, timestampformat = '%Y-%m-%dT%H:%M:%SZ')`;
}

/** The same with no more columns than questions about matches need. */
export function countsFromCsv(path: string): string {
  return rawFromCsv(path).replace("SELECT * RENAME (time AS t)", "SELECT series, repo, time AS t, matches");
}

/** The CSV of captured values as the table `capture`. */
export function capturesFromCsv(path: string): string {
  return `CREATE TABLE capture AS SELECT * RENAME (time AS t, capture1 AS label) FROM read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {
    'series': 'VARCHAR', 'repo': 'VARCHAR', 'time': 'TIMESTAMP', 'capture1': 'VARCHAR', 'matches': 'DOUBLE'}, timestampformat = '%Y-%m-%dT%H:%M:%SZ')`;
}

/** The rows of an NDJSON snapshot, or of NDJSON parts, as `raw`, whose series are ids. Native DuckDB only. */
export function rawFromNdjson(path: string, table = "raw"): string {
  return `CREATE TABLE ${table} AS SELECT series_id AS series, repo_key AS repo, sample_at AS t, commit_oid AS commit, committed_at, files, lines, matches, status
    FROM read_json('${path}', format = 'newline_delimited', columns = {
    series_id: 'VARCHAR', repo_key: 'VARCHAR', sample_at: 'TIMESTAMP', commit_oid: 'VARCHAR', committed_at: 'TIMESTAMP',
    files: 'DOUBLE', lines: 'DOUBLE', matches: 'DOUBLE', status: 'VARCHAR'}) WHERE sample_at IS NOT NULL`;
}

/** The rows of NDJSON parts of captured values as `capture`. Native DuckDB only. */
export function capturesFromNdjson(path: string): string {
  return `CREATE TABLE capture AS SELECT series_id AS series, repo_key AS repo, sample_at AS t, c1 AS label, matches
    FROM read_json('${path}', format = 'newline_delimited', columns = {
    series_id: 'VARCHAR', repo_key: 'VARCHAR', sample_at: 'TIMESTAMP', c1: 'VARCHAR', matches: 'DOUBLE'})`;
}

/** From `raw` to dimensions with small ids and the change points of each series in each repository. */
export const DERIVE: readonly string[] = [
  "CREATE TABLE series AS SELECT (row_number() OVER (ORDER BY series) - 1)::INTEGER AS sid, series FROM (SELECT DISTINCT series FROM raw)",
  "CREATE TABLE repo AS SELECT (row_number() OVER (ORDER BY repo) - 1)::INTEGER AS rid, repo FROM (SELECT DISTINCT repo FROM raw)",
  `CREATE TABLE delta AS ${changesOf("raw")}`
];

/** What `DERIVE` makes of captured values: those of a sample that has none are gone. */
export const DERIVE_CAPTURES: readonly string[] = [
  "CREATE TABLE value AS SELECT (row_number() OVER (ORDER BY label) - 1)::INTEGER AS cid, label FROM (SELECT DISTINCT label FROM capture)",
  `CREATE TABLE delta_capture AS
    WITH searched AS (SELECT DISTINCT series, repo, t FROM raw WHERE series IN (SELECT DISTINCT series FROM capture)),
    held AS (SELECT DISTINCT series, repo, label FROM capture),
    dense AS (SELECT series, repo, label, t, coalesce(matches, 0) AS matches
      FROM held JOIN searched USING (series, repo) LEFT JOIN capture USING (series, repo, label, t)),
    change AS (SELECT *, matches - coalesce(lag(matches) OVER (PARTITION BY series, repo, label ORDER BY t), 0) AS d FROM dense)
    SELECT sid, rid, cid, t, d FROM change JOIN series USING (series) JOIN repo USING (repo) JOIN value USING (label)
    WHERE d <> 0 ORDER BY sid, t, rid`
];

/** After more rows came into `fresh`: only the pairs that they touch are derived anew. */
export const APPEND: readonly string[] = [
  "CREATE TEMP TABLE touched AS SELECT DISTINCT series, repo FROM fresh",
  "INSERT INTO raw SELECT * FROM fresh",
  "DELETE FROM delta WHERE (sid, rid) IN (SELECT (sid, rid) FROM touched JOIN series USING (series) JOIN repo USING (repo))",
  `INSERT INTO delta ${changesOf("(SELECT * FROM raw SEMI JOIN touched USING (series, repo))")}`
];

function changesOf(rows: string): string {
  return `WITH sample AS (SELECT sid, rid, t, files, lines, matches, (matches > 0)::INTEGER AS has, (status = 'partial')::INTEGER AS part FROM ${rows} AS rows JOIN series USING (series) JOIN repo USING (repo)),
    change AS (SELECT sid, rid, t,
      files - coalesce(lag(files) OVER pair, 0) AS d_files, lines - coalesce(lag(lines) OVER pair, 0) AS d_lines,
      matches - coalesce(lag(matches) OVER pair, 0) AS d_matches, has - coalesce(lag(has) OVER pair, 0) AS d_any,
      (lag(has) OVER pair IS NULL)::INTEGER AS d_repos, part - coalesce(lag(part) OVER pair, 0) AS d_partial
      FROM sample WINDOW pair AS (PARTITION BY sid, rid ORDER BY t))
    SELECT * FROM change WHERE d_files <> 0 OR d_lines <> 0 OR d_matches <> 0 OR d_repos <> 0 OR d_partial <> 0 ORDER BY sid, t, rid`;
}

/** How many MB the database holds in memory. */
export const MEMORY = "SELECT (sum(memory_usage_bytes) / 1e6)::DOUBLE AS mb FROM duckdb_memory()";

/** What a series query asks: matches of these series at these times, in repositories whose names match. */
export interface SeriesQuestion {
  /** Series as `raw` names them, by label. */
  readonly series: Readonly<Record<string, string>>;
  readonly times: readonly number[];
  readonly repositories: string | null;
}

/** The series by an ASOF join over the raw rows. */
export async function seriesFromRaw(run: RunSql, {series, times, repositories}: SeriesQuestion): Promise<Answer> {
  const [keys, at, values] = await run(`
    WITH pair AS (SELECT DISTINCT series, repo FROM raw WHERE series IN (${texts(Object.values(series))})${narrowed(repositories)}),
    grid AS (SELECT series, repo, step FROM pair CROSS JOIN (SELECT unnest([${instants(times)}]) AS step))
    SELECT grid.series, epoch_ms(step)::DOUBLE AS at, sum(matches)::DOUBLE AS value
    FROM grid ASOF LEFT JOIN raw ON grid.series = raw.series AND grid.repo = raw.repo AND grid.step >= raw.t
    GROUP BY ALL ORDER BY ALL`);
  const found = new Map(keys!.map((key, row) => [`${key} ${at![row]}`, values![row] as number | null]));
  return byLabel(series, (key) => times.map((time) => found.get(`${key} ${time}`) ?? null));
}

/** The series by adding up change points. */
export async function seriesFromChanges(run: RunSql, {series, times, repositories}: SeriesQuestion): Promise<Answer> {
  const only = repositories === null ? "" : ` AND rid IN (SELECT rid FROM repo WHERE TRUE${narrowed(repositories)})`;
  const [keys, at, deltas, repos] = await run(`
    SELECT series, epoch_ms(t)::DOUBLE AS at, sum(d_matches)::DOUBLE AS delta, sum(d_repos)::DOUBLE AS repos
    FROM delta JOIN series USING (sid) WHERE series IN (${texts(Object.values(series))})${only} GROUP BY ALL ORDER BY ALL`);
  const rows = rowsByKey(keys!);
  return byLabel(series, (key) => {
    let [row, end] = rows.get(key) ?? [0, 0];
    let [sum, count] = [0, 0];
    return times.map((time) => {
      for (; row < end && (at![row] as number) <= time; row++) {
        sum += deltas![row] as number;
        count += repos![row] as number;
      }
      return count ? sum : null;
    });
  });
}

/** What a capture-group query asks: the largest captured values of a series, and the others together. */
export interface CaptureQuestion {
  readonly series: string;
  readonly times: readonly number[];
  readonly limit: number;
}

/** Captured values at each step by an ASOF join over the raw rows. */
export async function capturesFromRaw(run: RunSql, {series, times, limit}: CaptureQuestion): Promise<Answer> {
  const [labels, at, values] = await run(`
    WITH grid AS (SELECT repo, step FROM (SELECT DISTINCT repo FROM raw WHERE series = '${series}') CROSS JOIN (SELECT unnest([${instants(times)}]) AS step)),
    last AS (SELECT grid.repo, step, t FROM grid ASOF JOIN (SELECT repo, t FROM raw WHERE series = '${series}') AS sample ON grid.repo = sample.repo AND grid.step >= sample.t)
    SELECT label, epoch_ms(step)::DOUBLE AS at, sum(matches)::DOUBLE AS value
    FROM last JOIN capture ON capture.series = '${series}' AND capture.repo = last.repo AND capture.t = last.t
    GROUP BY ALL ORDER BY ALL`);
  const places = new Map(times.map((time, i) => [time, i]));
  const all = new Map<string, number[]>();
  labels!.forEach((label, row) => {
    const own = all.get(label as string) ?? new Array<number>(times.length).fill(0);
    own[places.get(at![row] as number)!] = values![row] as number;
    all.set(label as string, own);
  });
  return largest(all, limit);
}

/** Captured values at each step by adding up change points. */
export async function capturesFromChanges(run: RunSql, {series, times, limit}: CaptureQuestion): Promise<Answer> {
  const [labels, at, deltas] = await run(`
    SELECT label, epoch_ms(t)::DOUBLE AS at, sum(d)::DOUBLE AS delta
    FROM delta_capture JOIN series USING (sid) JOIN value USING (cid) WHERE series = '${series}' GROUP BY ALL ORDER BY ALL`);
  const all = new Map<string, number[]>();
  for (const [label, [start, end]] of rowsByKey(labels!)) {
    let row = start;
    let sum = 0;
    const values = times.map((time) => {
      for (; row < end && (at![row] as number) <= time; row++) sum += deltas![row] as number;
      return sum;
    });
    if (values.some((value) => value !== 0)) all.set(label, values);
  }
  return largest(all, limit);
}

/** The newest value of each series: each repository's last row. */
export async function latestFromRaw(run: RunSql, {series, repositories}: SeriesQuestion): Promise<Answer> {
  const [keys, values] = await run(`
    SELECT series, sum(value)::DOUBLE AS value
    FROM (SELECT series, repo, arg_max(matches, t) AS value FROM raw WHERE series IN (${texts(Object.values(series))})${narrowed(repositories)} GROUP BY ALL)
    GROUP BY ALL ORDER BY ALL`);
  const found = new Map(keys!.map((key, row) => [key, values![row] as number]));
  return byLabel(series, (key) => [found.get(key) ?? null]);
}

/** What each repository adds to a point of a series and to the one before: [value, before] by repository. Without commits. */
export async function pointFromRaw(run: RunSql, series: string, at: number, before: number): Promise<Answer> {
  const [repos, values, earlier] = await run(`
    SELECT repo, arg_max(matches, t)::DOUBLE AS value, (arg_max(matches, t) FILTER (t <= epoch_ms(${before})))::DOUBLE AS before
    FROM raw WHERE series = '${series}' AND t <= epoch_ms(${at}) GROUP BY ALL ORDER BY ALL`);
  return Object.fromEntries(
    repos!.map((repo, row) => [repo as string, [values![row] as number, earlier![row] as number | null]])
  );
}

/** The largest values by their last number, then the others added up. */
function largest(all: ReadonlyMap<string, readonly number[]>, limit: number): Answer {
  const sorted = [...all].sort(
    ([a, left], [b, right]) => (right.at(-1) ?? 0) - (left.at(-1) ?? 0) || compareLabels(a, b)
  );
  const rest = sorted.slice(limit);
  const other = rest.length ? rest[0]![1].map((_, i) => rest.reduce((sum, [, values]) => sum + values[i]!, 0)) : null;
  return Object.fromEntries([
    ...sorted.slice(0, limit),
    ...(other ? [[`Other (${rest.length})`, other] as const] : [])
  ]);
}

function byLabel(
  series: Readonly<Record<string, string>>,
  valuesOf: (key: string) => readonly (number | null)[]
): Answer {
  return Object.fromEntries(Object.entries(series).map(([label, key]) => [label, valuesOf(key)]));
}

/** Where the rows of each key start and end; rows are in the order of keys. */
function rowsByKey(keys: readonly unknown[]): Map<string, [number, number]> {
  const rows = new Map<string, [number, number]>();
  keys.forEach((key, row) => {
    const known = rows.get(key as string);
    if (known) known[1] = row + 1;
    else rows.set(key as string, [row, row + 1]);
  });
  return rows;
}

function narrowed(repositories: string | null): string {
  return repositories === null ? "" : ` AND regexp_matches(repo, ${texts([repositories])})`;
}

function texts(values: readonly string[]): string {
  return values.map((value) => `'${value.replaceAll("'", "''")}'`).join(", ");
}

function instants(times: readonly number[]): string {
  return times.map((time) => `epoch_ms(${time})`).join(", ");
}

/** The plain JavaScript way: every line parsed, rows kept as objects in a Map, values carried forward by hand. */
import type {SeriesQuestion} from "./dense.ts";
import type {Answer} from "./measure.ts";

/** A point as JSON.parse or a split line gives it. */
export interface PlainRow {
  readonly series: string;
  readonly repo: string;
  readonly t: number;
  readonly matches: number;
}

/** The rows of a CSV or NDJSON file of points. */
export async function plainRows(chunks: AsyncIterable<Uint8Array>, format: "csv" | "ndjson"): Promise<PlainRow[]> {
  const rows: PlainRow[] = [];
  const decoder = new TextDecoder();
  let isHead = format === "csv";
  let rest = "";
  const add = (line: string) => {
    if (line === "") return;
    if (format === "csv") {
      if (!isHead) {
        const [series, repo, time, , , , , matches] = line.split(",") as [string, string, string, ...string[]];
        rows.push({series, repo, t: Date.parse(time), matches: Number(matches)});
      }
      isHead = false;
      return;
    }
    const record = JSON.parse(line);
    if (record.t === "point")
      rows.push({
        series: record.series_id,
        repo: record.repo_key,
        t: Date.parse(record.sample_at),
        matches: record.matches
      });
  };
  for await (const bytes of chunks) {
    const lines = (rest + decoder.decode(bytes, {stream: true})).split("\n");
    rest = lines.pop()!;
    for (const line of lines) add(line);
  }
  add(rest);
  return rows;
}

/** The series at each time: the last known value of every repository, added up. */
export function plainSeries(rows: readonly PlainRow[], {series, times, repositories}: SeriesQuestion): Answer {
  const wanted = new Set(Object.values(series));
  const pattern = repositories === null ? null : new RegExp(repositories);
  const pairs = new Map<string, PlainRow[]>();
  for (const row of rows) {
    if (!wanted.has(row.series) || (pattern && !pattern.test(row.repo))) continue;
    const key = `${row.series} ${row.repo}`;
    const own = pairs.get(key);
    if (own) own.push(row);
    else pairs.set(key, [row]);
  }
  const sums = new Map(Object.values(series).map((key): [string, (number | null)[]] => [key, times.map(() => null)]));
  for (const own of pairs.values()) {
    own.sort((a, b) => a.t - b.t);
    const values = sums.get(own[0]!.series)!;
    let next = 0;
    for (const [i, time] of times.entries()) {
      while (next < own.length && own[next]!.t <= time) next++;
      if (next) values[i] = (values[i] ?? 0) + own[next - 1]!.matches;
    }
  }
  return Object.fromEntries(Object.entries(series).map(([label, key]) => [label, sums.get(key)!]));
}

import {numbersOf, type Table, takeRows, textOf} from "../table.ts";

/** Points with their gaps filled. */
export interface FilledPoints {
  readonly table: Table;
  /** Zeros that were put in. */
  readonly gaps: number;
  readonly isScattered: boolean;
}

/** More zeros than this, and than 50 a row, mean that repositories have times of their own. */
const SCATTERED = 1_000_000;

/**
 * Sorted points in which a repository of a sparse series (by code of `series_id`) has a point at every time of the series
 * from its first one on: tools that leave out zeros say "nothing" by saying nothing. Rows without repository, which only
 * say that there was a time, are dropped.
 */
export function fillGaps(points: Table, isSparse: Uint8Array): FilledPoints {
  const series = textOf(points, "series_id").codes;
  const repository = textOf(points, "repo_key").codes;
  const time = numbersOf(points, "sample_at");
  if (!isSparse.includes(1) && !repository.includes(-1)) return {table: points, gaps: 0, isScattered: false};
  const rows: number[] = [];
  const zeros: {at: number; time: number; series: number}[] = [];
  let isScattered = false;
  const addZero = (like: number, at: number) => {
    zeros.push({at: rows.length, time: at, series: series[like]!});
    rows.push(like);
  };
  for (let start = 0, end: number; start < points.rows; start = end) {
    end = start + 1;
    while (end < points.rows && series[end] === series[start]) end++;
    let from = start;
    while (from < end && repository[from]! < 0) from++;
    const times = isSparse[series[start]!] ? distinct(time.subarray(start, end)) : new Float64Array(0);
    let repositories = 0;
    for (let row = from; row < end; row++) if (row === from || repository[row] !== repository[row - 1]) repositories++;
    const isOff = times.length * repositories > Math.max(SCATTERED, 50 * (end - start));
    isScattered ||= isOff;
    let next = times.length;
    for (let row = from; row < end; row++) {
      const isFirst = row === from || repository[row] !== repository[row - 1];
      if (isFirst) next = isOff || Number.isNaN(time[row]!) ? times.length : times.indexOf(time[row]!);
      for (; next < times.length && times[next]! < time[row]!; next++) addZero(row, times[next]!);
      rows.push(row);
      next++;
      const isLast = row + 1 === end || repository[row + 1] !== repository[row];
      if (isLast) for (; next < times.length; next++) addZero(row, times[next]!);
    }
  }
  if (rows.length === points.rows && !zeros.length) return {table: points, gaps: 0, isScattered};
  const table = takeRows(points, Uint32Array.from(rows));
  const counted = countedBy(points);
  const zeroed = (["files", "lines", "matches"] as const).map((name) => ({
    values: numbersOf(table, name),
    counted: counted(name)
  }));
  const status = textOf(table, "status");
  const words = status.words.includes("ok") ? status.words : [...status.words, "ok"];
  for (const zero of zeros) {
    numbersOf(table, "sample_at")[zero.at] = zero.time;
    numbersOf(table, "committed_at")[zero.at] = Number.NaN;
    (textOf(table, "commit_oid").codes as Int32Array)[zero.at] = -1;
    (status.codes as Int32Array)[zero.at] = words.indexOf("ok");
    for (const {values, counted: isCounted} of zeroed) values[zero.at] = isCounted[zero.series] ? 0 : Number.NaN;
  }
  const columns = table.columns.map((column) => (column === status ? {...status, words} : column));
  return {table: {rows: table.rows, columns}, gaps: zeros.length, isScattered};
}

function distinct(times: Float64Array): Float64Array {
  return Float64Array.from(new Set(times.filter((time) => !Number.isNaN(time)))).sort();
}

/** Which series give a count: a zero is put only where the others have numbers. */
function countedBy(points: Table): (name: string) => Uint8Array {
  const {codes, words} = textOf(points, "series_id");
  return (name) => {
    const values = numbersOf(points, name);
    const counted = new Uint8Array(words.length);
    for (let row = 0; row < points.rows; row++) if (!Number.isNaN(values[row]!)) counted[codes[row]!] = 1;
    return counted;
  };
}

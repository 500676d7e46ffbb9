/**
 * From rows of counts, as tables of other tools hold them, to the parts of a snapshot. A row counts one series in one
 * repository at one time, and perhaps in one file (`path`) and for one captured value (`c1` … `c3`).
 */
import {type Column, numbersOf, type Table, type TextColumn, takeRows, textOf} from "../table.ts";
import {type DistinctRows, distinctRows} from "./distinct-rows.ts";
import {fillGaps} from "./fill-gaps.ts";
import {KEYS, type Part, type PointStatus, TABLES, type TableName} from "./snapshot.ts";
import {runsOf, sortRows} from "./sort-rows.ts";

/** The columns of rows of counts; a row without path or captures has null there. */
export const COUNT_COLUMNS = {
  series_id: "text",
  repo_key: "text",
  sample_at: "time",
  path: "text",
  c1: "text",
  c2: "text",
  c3: "text",
  commit_oid: "text",
  committed_at: "time",
  files: "number",
  lines: "number",
  matches: "number",
  status: "text"
} as const;

type CountColumn = keyof typeof COUNT_COLUMNS;
const COUNT_KEYS: readonly CountColumn[] = ["series_id", "repo_key", "sample_at", "path", "c1", "c2", "c3"];

/** Of rows of counts with equal keys one stays: the last one, or the one with the most matches. */
export function distinctCounts(table: Table, wins: "last" | "most"): DistinctRows {
  return distinctRows(table, COUNT_KEYS, wins === "last" ? undefined : "matches");
}

/** The parts that distinct rows give, and how many zeros were filled in. */
export interface CountParts {
  readonly parts: readonly Part[];
  readonly gaps: number;
  /** True when the times differ so much from one repository to the next that nothing can be called a gap. */
  readonly isScattered: boolean;
}

/**
 * Points of every series, repository and time, and the captured values and files they are made of. Rows by file or by
 * captured value are sparse, and so are the series in `sparse`: after a repository's first row, a time that others of the
 * series have is a zero. Rows without repository give times only.
 */
export function countParts(
  {table}: DistinctRows,
  observedAt: number | null,
  sparse: ReadonlySet<string> = new Set()
): CountParts {
  const [path, capture, repository] = (["path", "c1", "repo_key"] as const).map(
    (name) => textOf(table, name).codes
  ) as [Int32Array, Int32Array, Int32Array];
  const series = textOf(table, "series_id");
  const isSparse = Uint8Array.from(series.words, (id) => (sparse.has(id) ? 1 : 0));
  for (let row = 0; row < table.rows; row++)
    if (path[row]! >= 0 || capture[row]! >= 0) isSparse[series.codes[row]!] = 1;
  const filled = fillGaps(isSparse.includes(1) ? summed(table, KEYS.point) : table, isSparse);
  const captures = rowsOfBoth(table, capture, repository);
  const files = rowsOfBoth(table, path, repository);
  const part = (name: TableName, rows: Table): Part => ({table: name, observedAt, rows: shaped(name, rows)});
  return {
    parts: [
      part("point", filled.table),
      part("capture", summed(sortRows(captures, KEYS.capture), KEYS.capture)),
      part("file", summed(files, KEYS.file))
    ],
    gaps: filled.gaps,
    isScattered: filled.isScattered
  };
}

/** One row for each key of sorted rows: counts added up, files counted, and how far the sum can be trusted. */
function summed(table: Table, keys: readonly string[]): Table {
  const runs = runsOf(table, keys);
  const rows = runs.length - 1;
  const path = textOf(table, "path").codes;
  const [lines, matches] = [numbersOf(table, "lines"), numbersOf(table, "matches")];
  const rank = statusRanks(textOf(table, "status"));
  const out = takeRows(table, runs.subarray(0, rows));
  const status = new Int32Array(rows);
  const sums = ["files", "lines", "matches"].map((name) => ({
    from: numbersOf(table, name),
    into: numbersOf(out, name)
  }));
  const files = sums[0]!.into;
  for (let run = 0; run < rows; run++) {
    const [start, end] = [runs[run]!, runs[run + 1]!];
    let [best, worst, paths, lastPath] = [3, 0, 0, -1];
    for (let row = start; row < end; row++) {
      best = Math.min(best, rank[row]!);
      worst = Math.max(worst, rank[row]!);
      if (path[row]! < 0 || path[row] === lastPath || lines[row] === 0 || matches[row] === 0) continue;
      paths++;
      lastPath = path[row]!;
    }
    // something known and something not is a lower bound
    status[run] = worst > 1 && best < 2 ? 1 : worst;
    if (end - start > 1) for (const {from, into} of sums) into[run] = sumOf(from, start, end);
    if (path[end - 1]! >= 0) files[run] = paths;
    else if (end - start > 1) files[run] = Number.NaN; // a file may hold several of the values
  }
  return {
    rows,
    columns: out.columns.map((column) =>
      column.name === "status" ? {name: "status", type: "text", codes: status, words: STATUS_RANKS} : column
    )
  };
}

const STATUS_RANKS: readonly PointStatus[] = ["ok", "partial", "unknown", "error"];

function statusRanks({codes, words}: TextColumn): Uint8Array {
  const ranks = words.map((word) => Math.max(0, (STATUS_RANKS as readonly string[]).indexOf(word)));
  const all = new Uint8Array(codes.length);
  for (let row = 0; row < all.length; row++) all[row] = ranks[codes[row]!] ?? 0;
  return all;
}

/** The sum of what is known; null when nothing is. */
function sumOf(values: Float64Array, start: number, end: number): number {
  let sum = Number.NaN;
  for (let row = start; row < end; row++)
    if (!Number.isNaN(values[row]!)) sum = (Number.isNaN(sum) ? 0 : sum) + values[row]!;
  return sum;
}

/** The columns of a table of the snapshot; those that the rows do not have are null. */
function shaped(name: TableName, {rows, columns}: Table): Table {
  const given = new Map(columns.map((column) => [column.name, column]));
  const all = Object.entries(TABLES[name]).map(
    ([column, type]): Column => given.get(column) ?? emptyColumn(column, type, rows)
  );
  return sortRows({rows, columns: all}, KEYS[name]);
}

function emptyColumn(name: string, type: Column["type"], rows: number): Column {
  return type === "text"
    ? {name, type, codes: new Int32Array(rows).fill(-1), words: []}
    : {name, type, values: new Float64Array(rows).fill(Number.NaN)};
}

/** The rows that have both. */
function rowsOfBoth(table: Table, one: Int32Array, other: Int32Array): Table {
  let kept = 0;
  for (let row = 0; row < table.rows; row++) if (one[row]! >= 0 && other[row]! >= 0) kept++;
  if (kept === table.rows) return table;
  const rows = new Uint32Array(kept);
  kept = 0;
  for (let row = 0; row < table.rows; row++) if (one[row]! >= 0 && other[row]! >= 0) rows[kept++] = row;
  return takeRows(table, rows);
}

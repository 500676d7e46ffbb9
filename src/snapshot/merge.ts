/**
 * Many parts become one table. Rows have a key; of rows with equal keys one wins: the later `observed_at`, then a row
 * that is ok over one that is not, then the larger content. So any order and any repetition of imports gives the same
 * tables. Captured values, files and matches are sets that stand for one (series, repository, sample time): there the
 * whole set of the winning part stands, or a value that vanished would stay. An empty set has no rows: its point speaks for it.
 */
import {
  type Cell,
  type Column,
  type ColumnType,
  cellOf,
  findColumn,
  interner,
  type NumberColumn,
  numbersOf,
  type Table,
  type TextColumn,
  takeRows,
  textOf
} from "../table.ts";
import {withoutRefuted} from "./refuted.ts";
import {type Part, TABLES, type TableName} from "./snapshot.ts";

/** Rows of all parts under common codes, in the order (series, repository, time), and where each came from. */
export interface Merged {
  readonly table: Table;
  /** Codes into the words of `series_id` and `repo_key`. */
  readonly series: TextColumn;
  readonly repo: TextColumn;
  readonly time: Float64Array;
}

/** The tables whose rows stand for a (series, repository, sample time) one by one or as a set. */
export type SampledTable = Extract<TableName, "point" | "capture" | "file" | "match">;

/** Merges the parts of one sampled table. Words of the text columns are sorted, so that codes do not depend on the order of parts. */
export function mergeParts(table: SampledTable, parts: readonly Part[]): Merged {
  const mine = withoutRefuted(parts, table);
  // a part that an import wrote is in order; as long as it is the only one nothing has to be weighed, or moved
  const alone = mine.length === 1 && table !== "match" ? shapedAs(mine[0]!.rows, TABLES[table]) : null;
  if (alone && hasSortedKeys(alone) && isInOrder(alone, table === "point")) return merged(alone);
  const all = concatenate(
    mine.map((part) => part.rows),
    TABLES[table]
  );
  if (alone && isInOrder(all, table === "point")) return merged(all);
  const origin = originsOf(mine);
  const keys = sampleKeys(all);
  const order = sortedOrder(keys);
  const keep = new Uint32Array(order.length);
  let kept = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && keys[order[end]!] === keys[order[start]!]) end++;
    const rows = order.subarray(start, end);
    // the rows of one part are distinct, but for matches, which have no key
    const stand =
      table === "point"
        ? [winner(all, rows, origin, mine)]
        : table !== "match" && isOfOnePart(rows, origin)
          ? rows
          : winningSet(all, rows, origin, mine);
    for (const row of stand) keep[kept++] = row;
    start = end;
  }
  return merged(takeRows(all, keep.subarray(0, kept)));
}

function merged(table: Table): Merged {
  return {
    table,
    series: textOf(table, "series_id"),
    repo: textOf(table, "repo_key"),
    time: numbersOf(table, "sample_at")
  };
}

/** The place of the part that each row came from. */
function originsOf(parts: readonly Part[]): Uint32Array {
  const origin = new Uint32Array(parts.reduce((sum, {rows}) => sum + rows.rows, 0));
  let at = 0;
  for (const [i, {rows}] of parts.entries()) {
    origin.fill(i, at, at + rows.rows);
    at += rows.rows;
  }
  return origin;
}

/** The columns of a shape as they are; null when one of them is of another type. Those that are missing are null in all rows. */
function shapedAs({rows, columns}: Table, shape: Readonly<Record<string, ColumnType>>): Table | null {
  const shaped: Column[] = [];
  for (const [name, type] of Object.entries(shape)) {
    const column = columns.find((one) => one.name === name);
    if (column && (column.type === "text") !== (type === "text")) return null;
    if (column) shaped.push(column.type === "text" ? column : {...column, type: type as NumberColumn["type"]});
    else if (type === "text") shaped.push({name, type, codes: new Int32Array(rows).fill(-1), words: []});
    else shaped.push({name, type, values: new Float64Array(rows).fill(Number.NaN)});
  }
  return {rows, columns: shaped};
}

/** True when the words of series and repositories are sorted, each once: their codes then sort as they do. */
function hasSortedKeys(table: Table): boolean {
  return ["series_id", "repo_key"].every((name) => {
    const {words} = textOf(table, name);
    return words.every((word, code) => code === 0 || words[code - 1]! < word);
  });
}

/** True when rows stand in the order (series, repository, time); with `strictly`, no two for the same. */
function isInOrder(table: Table, strictly: boolean): boolean {
  const series = textOf(table, "series_id").codes;
  const repo = textOf(table, "repo_key").codes;
  const time = numbersOf(table, "sample_at");
  for (let row = 1; row < table.rows; row++) {
    const ahead = series[row]! - series[row - 1]! || repo[row]! - repo[row - 1]! || time[row]! - time[row - 1]!;
    // also false for a row without a time
    if (!(ahead > 0 || (ahead === 0 && !strictly))) return false;
  }
  return true;
}

/** The order that sorts numbers, equal ones in their own order. A merge sort of the runs that are there: parts are sorted. */
export function sortedOrder(keys: Float64Array): Uint32Array {
  const length = keys.length;
  let order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  let runs = [0];
  for (let i = 1; i < length; i++) if (keys[i]! < keys[i - 1]!) runs.push(i);
  let spare = new Uint32Array(length);
  while (runs.length > 1) {
    const next: number[] = [];
    for (let r = 0; r < runs.length; r += 2) {
      const start = runs[r]!;
      const middle = runs[r + 1] ?? length;
      const end = runs[r + 2] ?? length;
      next.push(start);
      for (let left = start, right = middle, out = start; out < end; out++) {
        const takeLeft = left < middle && (right >= end || keys[order[left]!]! <= keys[order[right]!]!);
        spare[out] = order[takeLeft ? left++ : right++]!;
      }
    }
    [order, spare] = [spare, order];
    runs = next;
  }
  return order;
}

/** Tables one after another, with the columns of `shape`; text columns over common sorted words. */
export function concatenate(tables: readonly Table[], shape: Readonly<Record<string, ColumnType>>): Table {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    rows,
    columns: Object.entries(shape).map(([name, type]): Column => {
      let at = 0;
      if (type !== "text") {
        const values = new Float64Array(rows).fill(Number.NaN);
        for (const table of tables) {
          if (findColumn(table, name)) values.set(numbersOf(table, name), at);
          at += table.rows;
        }
        return {name, type, values};
      }
      const words = [
        ...new Set(tables.flatMap((table) => (findColumn(table, name) ? textOf(table, name).words : [])))
      ].sort();
      const common = interner(words);
      const codes = new Int32Array(rows).fill(-1);
      for (const table of tables) {
        if (findColumn(table, name)) {
          const column = textOf(table, name);
          const codeOf = Int32Array.from(column.words, (word) => common.code(word));
          for (let row = 0; row < table.rows; row++) {
            const code = column.codes[row]!;
            if (code >= 0) codes[at + row] = codeOf[code]!;
          }
        }
        at += table.rows;
      }
      return {name, type, codes, words};
    })
  };
}

/** One number for (series, repository, time) that sorts as they do. */
function sampleKeys(table: Table): Float64Array {
  if (!table.rows) return new Float64Array(0);
  const series = textOf(table, "series_id");
  const repo = textOf(table, "repo_key");
  const time = numbersOf(table, "sample_at");
  const times = Float64Array.from(new Set(time)).sort();
  const rank = new Map(Array.from(times, (value, i) => [value, i]));
  // 2^53 holds 1,000 series × 100,000 repositories × 90,000,000 times
  const keys = new Float64Array(table.rows);
  let [last, place] = [Number.NaN, 0];
  for (let row = 0; row < table.rows; row++) {
    if (time[row] !== last) {
      last = time[row]!;
      place = rank.get(last)!;
    }
    keys[row] = (series.codes[row]! * repo.words.length + repo.codes[row]!) * times.length + place;
  }
  return keys;
}

function winner(table: Table, rows: Uint32Array, origin: Uint32Array, parts: readonly Part[]): number {
  let best = rows[0]!;
  for (let i = 1; i < rows.length; i++) if (compare(table, rows[i]!, best, origin, parts) > 0) best = rows[i]!;
  return best;
}

function compare(table: Table, a: number, b: number, origin: Uint32Array, parts: readonly Part[]): number {
  return (
    observed(parts[origin[a]!]!) - observed(parts[origin[b]!]!) ||
    statusRank(table, a) - statusRank(table, b) ||
    nameRank(parts[origin[a]!]!) - nameRank(parts[origin[b]!]!) ||
    compareText(rowText(table, a), rowText(table, b))
  );
}

/** Of rows that stand for the same, those of the part that wins, each once. */
export function winningSet(table: Table, rows: Uint32Array, origin: Uint32Array, parts: readonly Part[]): number[] {
  const byPart = new Map<number, number[]>();
  for (const row of rows) byPart.set(origin[row]!, [...(byPart.get(origin[row]!) ?? []), row]);
  const sets = [...byPart].map(([part, members]) => {
    const texts = new Map(members.map((row) => [rowText(table, row), row]));
    const sorted = [...texts].sort(([a], [b]) => compareText(a, b));
    return {
      observedAt: observed(parts[part]!),
      nameRank: nameRank(parts[part]!),
      text: sorted.map(([text]) => text).join("\n"),
      rows: sorted.map(([, row]) => row)
    };
  });
  return sets.reduce((best, set) =>
    (set.observedAt - best.observedAt || set.nameRank - best.nameRank || compareText(set.text, best.text)) > 0
      ? set
      : best
  ).rows;
}

function isOfOnePart(rows: Uint32Array, origin: Uint32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (origin[rows[i]!] !== origin[rows[0]!]) return false;
  return true;
}

/** A part nobody dated loses against any dated one. */
function observed({observedAt}: Part): number {
  return observedAt ?? Number.MIN_SAFE_INTEGER;
}

function nameRank({renamed}: Part): number {
  return renamed ? 0 : 1;
}

function statusRank(table: Table, row: number): number {
  const status = findColumn(table, "status");
  const rank: Cell = status ? cellOf(status, row) : "ok";
  return rank === "ok" ? 3 : rank === "partial" ? 2 : 1;
}

/** The row as text; the commit is at its end, so that rows weigh the same where nobody read it. */
function rowText(table: Table, row: number): string {
  const isCommit = ({name}: Column) => name === "commit_oid";
  const columns = [...table.columns.filter((column) => !isCommit(column)), ...table.columns.filter(isCommit)];
  return JSON.stringify(columns.map((column) => cellOf(column, row)));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

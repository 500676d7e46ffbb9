/**
 * Sets of captured values, files and matches that a later observation refutes. Where a sample was searched again and nothing
 * was found, or no answer came, the later import has no rows of such a set that could win over the old ones; its point
 * says it.
 */
import {cellOf, findColumn, numbersOf, type Table, takeRows, textOf} from "../table.ts";
import type {Part, TableName} from "./snapshot.ts";

/**
 * The parts of a table of sets without the rows of samples at which a point that was observed later counted nothing, or is
 * not known. Parts that share no time with such points stay as they are.
 */
export function withoutRefuted(parts: readonly Part[], table: TableName): readonly Part[] {
  const mine = parts.filter((part) => part.table === table);
  const points = parts.filter((part) => part.table === "point" && part.observedAt !== null);
  if (table === "point" || !points.length) return mine;
  const spans = new Map([...mine, ...points].map((part) => [part, timesOf(part.rows)]));
  return mine.map((part) => {
    const [from, to] = spans.get(part)!;
    const later = points.filter((point) => {
      const [first, last] = spans.get(point)!;
      return (part.observedAt ?? Number.NEGATIVE_INFINITY) < point.observedAt! && first <= to && last >= from;
    });
    if (!later.length) return part;
    const refuted = new Set(later.flatMap(({rows}) => samplesWithoutSet(rows, from, to)));
    if (!refuted.size) return part;
    const keyOf = sampleKey(part.rows);
    const kept = Uint32Array.from(Array.from({length: part.rows.rows}).keys()).filter(
      (row) => !refuted.has(keyOf(row))
    );
    return kept.length === part.rows.rows ? part : {...part, rows: takeRows(part.rows, kept)};
  });
}

/** The samples in a window that held nothing, and those without an answer. */
function samplesWithoutSet(points: Table, from: number, to: number): string[] {
  const keyOf = sampleKey(points);
  const time = numbersOf(points, "sample_at");
  const status = findColumn(points, "status");
  const counts = ["files", "lines", "matches"].flatMap((name) => {
    const column = findColumn(points, name);
    return column && column.type !== "text" ? [column.values] : [];
  });
  const empty: string[] = [];
  for (let row = 0; row < points.rows; row++) {
    if (!(time[row]! >= from && time[row]! <= to)) continue;
    const word = status && cellOf(status, row);
    const isZero = counts.some((values) => values[row] === 0) && !counts.some((values) => values[row]! > 0);
    if (isZero || (word !== "ok" && word !== "partial")) empty.push(keyOf(row));
  }
  return empty;
}

function timesOf(rows: Table): readonly [from: number, to: number] {
  const time = numbersOf(rows, "sample_at");
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < rows.rows; row++) {
    if (time[row]! < from) from = time[row]!;
    if (time[row]! > to) to = time[row]!;
  }
  return [from, to];
}

function sampleKey(rows: Table): (row: number) => string {
  const [series, repo, time] = [textOf(rows, "series_id"), textOf(rows, "repo_key"), numbersOf(rows, "sample_at")];
  return (row) => `${series.words[series.codes[row]!]} ${repo.words[repo.codes[row]!]} ${time[row]}`;
}

/** Kinds whose lines are told apart by labels in the data: their SQL over rows (label, rid, at_time, delta), and its sums. */
import {type Sql, sql} from "../sql.ts";
import {cellOf, numbersOf, type Table, textOf} from "../table.ts";
import type {ShownSeries} from "./kinds/kind.ts";
import {runningSums} from "./series.ts";

/** Rows (key, t, delta) by label and time. */
export function changesByLabel(rows: Sql): Sql {
  return sql`
    WITH told AS (${rows})
    SELECT label AS key, epoch_ms(at_time)::DOUBLE AS t, sum(delta)::DOUBLE AS delta
    FROM told
    GROUP BY label, at_time
    ORDER BY label, at_time`;
}

/** Rows (key, rid, t, delta) by label, repository and time. */
export function changesByLabelAndRepository(rows: Sql): Sql {
  return sql`
    WITH told AS (${rows})
    SELECT label AS key, rid::DOUBLE AS rid, epoch_ms(at_time)::DOUBLE AS t, sum(delta)::DOUBLE AS delta
    FROM told
    GROUP BY label, rid, at_time
    ORDER BY label, rid, at_time`;
}

/** Rows (rid, value, before): what repositories add to a line; what is not shown one by one is all the others together. */
export function sharesOfLabel(rows: Sql, {label, shown}: ShownSeries, at: number, before: number): Sql {
  return sql`
    WITH told AS (${rows})
    SELECT rid::DOUBLE AS rid,
      coalesce(sum(delta) FILTER (at_time <= ${{time: at}}), 0)::DOUBLE AS value,
      coalesce(sum(delta) FILTER (at_time <= ${{time: before}}), 0)::DOUBLE AS before
    FROM told
    WHERE ${shown.includes(label) ? sql`label = ${label}` : sql`label NOT IN ${shown}`}
    GROUP BY rid
    ORDER BY rid`;
}

/** The values of each label at the times, from rows (key, t, delta) by label and time. */
export function sumsByLabel(changes: Table, times: Float64Array): {readonly label: string; values: Float64Array}[] {
  const key = textOf(changes, "key");
  const [at, deltas] = [numbersOf(changes, "t"), numbersOf(changes, "delta")];
  const sums = [];
  for (let start = 0, end = 0; start < changes.rows; start = end) {
    while (end < changes.rows && key.codes[end] === key.codes[start]) end++;
    const values = runningSums({times: at.subarray(start, end), deltas: deltas.subarray(start, end)}, times);
    sums.push({label: String(cellOf(key, start) ?? "(none)"), values});
  }
  return sums;
}

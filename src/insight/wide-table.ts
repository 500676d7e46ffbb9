import {numberColumn, type Table, textColumn} from "../table.ts";
import {chartRows} from "./chart-rows.ts";
import {hiddenText} from "./hidden-series.ts";
import type {InsightResult} from "./insight.ts";

/** The columns beside those of series. */
const OWN_COLUMNS = ["recorded_at", "status"] as const;

/**
 * What a chart shows as spreadsheets want it: a row for each time, a column for each series, null where nothing is known. The
 * last column says what is no plain value: `calls: partial; lines: unknown`, "" where all are; in the last row also how many
 * series are hidden.
 */
export function wideTable(result: Pick<InsightResult, "times" | "series" | "hidden">): Table {
  const {times, series} = result;
  const known = chartRows(
    series.map(({label, values}) => ({
      id: label,
      points: Array.from(values, (value, i) => ({time: times[i]!, value})).filter(({value}) => !Number.isNaN(value))
    }))
  );
  const rows = new Map(known.map(({time, values}) => [time, values]));
  const names = distinct(series.map(({label}) => label));
  const states = Array.from(times, (_, i) =>
    series.flatMap(({status}, n) => (status[i] === "ok" ? [] : [`${names[n]}: ${status[i]}`])).join("; ")
  );
  const hidden = hiddenText(result);
  if (hidden && states.length) states.push([states.pop(), hidden].filter(Boolean).join("; "));
  return {
    rows: times.length,
    columns: [
      numberColumn("recorded_at", Array.from(times), "time"),
      ...names.map((name, n) =>
        numberColumn(
          name,
          Array.from(times, (time) => rows.get(time)?.[n] ?? Number.NaN)
        )
      ),
      textColumn("status", states)
    ]
  };
}

/** Names of columns, each once: series may share a label, or be called as a column that is there anyway. */
function distinct(labels: readonly string[]): string[] {
  const taken = new Set<string>(OWN_COLUMNS);
  return labels.map((label) => {
    const base = label || "(none)";
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}

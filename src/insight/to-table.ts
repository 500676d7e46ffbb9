import {type Table, textColumn} from "../table.ts";
import type {InsightResult} from "./insight.ts";

/** An insight as the table that cells see. NULL is unknown; a time before the first sample of any repository has no row. */
export function insightTable(result: InsightResult): Table {
  const rows = result.series.flatMap((series) =>
    Array.from(series.values, (value, i) => ({
      at: result.times[i]!,
      label: series.label,
      value,
      status: series.status[i]!
    })).filter(({status}) => status !== "absent")
  );
  return {
    rows: rows.length,
    columns: [
      {name: "recorded_at", type: "time", values: Float64Array.from(rows, ({at}) => at)},
      textColumn(
        "series",
        rows.map(({label}) => label)
      ),
      {name: "value", type: "number", values: Float64Array.from(rows, ({value}) => value)},
      textColumn(
        "status",
        rows.map(({status}) => status)
      )
    ]
  };
}

import {numberColumn, type Table, textColumn} from "../table.ts";
import type {InsightResult} from "./insight.ts";

/**
 * A result in the columns of an export, for insights whose values are not those of repositories: one row a time and series,
 * without repository, capture and commit. Unknown and absent values are null.
 */
export function resultRows({title, times, series, source}: InsightResult): Table {
  const query = source.series.length === 1 ? source.series[0]!.query : "";
  const rows = series.flatMap(({label, values, status}) =>
    Array.from(values, (value, i) => ({label, time: times[i]!, value, status: status[i]!}))
  );
  rows.sort((a, b) => a.time - b.time || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0));
  const all = (name: string, text: string | null) =>
    textColumn(
      name,
      rows.map(() => text)
    );
  return {
    rows: rows.length,
    columns: [
      all("title", title),
      textColumn(
        "label",
        rows.map(({label}) => label)
      ),
      all("query", query),
      numberColumn(
        "recording_time",
        rows.map(({time}) => time),
        "time"
      ),
      all("repository", null),
      numberColumn(
        "value",
        rows.map(({value}) => value)
      ),
      all("capture", null),
      textColumn(
        "status",
        rows.map(({status}) => status)
      ),
      all("commit", null)
    ]
  };
}

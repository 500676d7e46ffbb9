import type {Message} from "../../error.ts";
import {isRecord, text} from "../../fields.ts";
import {seriesQueryProblems} from "../../query/series-checks.ts";
import {name, type Sql, sql} from "../../sql.ts";
import {numbersOf} from "../../table.ts";
import {toldRows} from "../file-bounds.ts";
import {type FileSource, fileSource, fileTables, statusByFile} from "../file-filter.ts";
import {countedRows} from "../filtered-groups.ts";
import type {SeriesDefinition} from "../insight.ts";
import {spanTables} from "../kept-rows.ts";
import {resultSeries, runningSums, statusOf} from "../series.ts";
import {DEFAULT_DISPLAY, shownSeries} from "../sort.ts";
import {filtersValues} from "../value-filter.ts";
import {type Asked, CHANGE_COLUMN, COMMON_FIELDS, color, DATA_FIELDS, type InsightKind, seriesField} from "./kind.ts";

/** Track changes: one series per search. Value: the sum over repositories of the last count at or before each time. */
export const search: InsightKind = {
  kind: "search",
  title: "Track changes",
  help: "One line per search: how many matches each of your queries had over time.",
  fields: {
    ...COMMON_FIELDS,
    ...DATA_FIELDS,
    label: text("the label of the one series"),
    color: color("its colour"),
    series: seriesField
  },
  display: {...DEFAULT_DISPLAY, sort: "as-written", other: false},
  define(values) {
    const {query, data, label, color, series} = values as {
      query: string;
      data: string;
      label: string;
      color: string;
      series: readonly SeriesDefinition[];
    };
    const one =
      query || data
        ? [
            {
              label: label || data || query,
              ...(query ? {query} : {}),
              ...(data ? {data} : {}),
              ...(color ? {color} : {})
            }
          ]
        : [];
    return {series: [...one, ...series], groups: [], pattern: "", only: {}};
  },
  formProblems(value) {
    const items = Array.isArray(value.series) ? (value.series as readonly unknown[]) : [];
    const problems: Message[] = [];
    const query = typeof value.query === "string" ? value.query : "";
    if (query.trim()) problems.push(...seriesQueryProblems(query));
    if (!items.length && !query && !value.data)
      problems.push({level: "error", field: "series", text: "There is no line yet: add at least one series."});
    items.forEach((item, i) => {
      const one = isRecord(item) ? item : {};
      const place = `series.${i}`;
      const text = typeof one.query === "string" ? one.query : "";
      if (!String(one.label ?? one.name ?? "").trim())
        problems.push({level: "error", field: `${place}.label`, text: "Label is required: what the line is called."});
      if (text.trim())
        problems.push(...seriesQueryProblems(text).map((problem) => ({...problem, field: `${place}.query`})));
      else if (!one.data)
        problems.push({
          level: "error",
          field: `${place}.query`,
          text: "Query is required: write what to search for, or choose an imported series."
        });
    });
    return problems;
  },
  tables(definition) {
    const source = fileSource(definition);
    return source && filtersValues(definition)
      ? ["delta_path", ...spanTables(source), ...fileTables(definition)]
      : fileTables(definition);
  },
  lineForEachSearch: true,
  changes(asked) {
    const {definition, series, unit, repositories} = asked;
    const source = fileSource(definition);
    if (source) return changesByFile(asked, source);
    return sql`
    SELECT sid::DOUBLE AS key, epoch_ms(delta_repo.t)::DOUBLE AS t, sum(${name(CHANGE_COLUMN[unit])})::DOUBLE AS delta
    FROM store.delta_repo
    WHERE sid IN ${series} AND ${repositories}
    GROUP BY sid, delta_repo.t
    ORDER BY sid, delta_repo.t`;
  },
  shares: (asked, _, at, before) => sql`
    SELECT rid::DOUBLE AS rid,
      coalesce(sum(change) FILTER (t <= ${{time: at}}), 0)::DOUBLE AS value,
      coalesce(sum(change) FILTER (t <= ${{time: before}}), 0)::DOUBLE AS before
    FROM (${countedRows(asked)}) AS counted
    GROUP BY rid
    ORDER BY rid`,
  byRepository: (asked) => sql`
    SELECT sid::DOUBLE AS key, rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, change::DOUBLE AS delta
    FROM (${countedRows(asked)}) AS counted
    ORDER BY sid, rid, t`,
  shape({definition, series, changes, times, coverage}) {
    const keys = numbersOf(changes, "key");
    const at = numbersOf(changes, "t");
    const deltas = numbersOf(changes, "delta");
    const sumsOf = (key: number) => {
      const start = keys.indexOf(key);
      const end = start < 0 ? start : keys.lastIndexOf(key) + 1;
      return runningSums({times: at.subarray(start, end), deltas: deltas.subarray(start, end)}, times);
    };
    const isByFile = fileSource(definition) !== null;
    const shown = definition.series.map(({label, color}, i) => {
      const sid = series[i]!;
      const status = statusOf(coverage(sid));
      const told = isByFile ? statusByFile(status, sumsOf(toldKey(sid)), sumsOf(untoldKey(sid))) : status;
      return resultSeries(label, sumsOf(sid), told, color ? {color} : {});
    });
    return shownSeries(shown, definition.display);
  }
};

/** Keys, beside those of series, of what files account for and of what they do not. */
const toldKey = (sid: number) => -2 * sid - 2;
const untoldKey = (sid: number) => -2 * sid - 3;

/** The changes that the filters by file keep, and how much of what the search found files account for. */
function changesByFile(asked: Asked, source: FileSource): Sql {
  const {told, untold} = toldRows(asked, source);
  return sql`
    SELECT key::DOUBLE AS key, epoch_ms(at_time)::DOUBLE AS t, sum(change)::DOUBLE AS delta
    FROM (
      SELECT sid AS key, t AS at_time, change FROM (${countedRows(asked)}) AS kept
      UNION ALL
      SELECT -2 * sid - 2 AS key, t AS at_time, change FROM (${told}) AS told
      UNION ALL
      SELECT -2 * sid - 3 AS key, t AS at_time, change FROM (${untold}) AS untold
    ) AS changed
    GROUP BY key, at_time
    ORDER BY key, at_time`;
}

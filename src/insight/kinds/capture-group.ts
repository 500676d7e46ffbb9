import {field, isRecord, kindOf, list, Refusal, text} from "../../fields.ts";
import {captureQueryProblems} from "../../query/series-checks.ts";
import {joinSql, name, type Sql, sql} from "../../sql.ts";
import {numbersOf, textOf} from "../../table.ts";
import type {InsightDefinition} from "../insight.ts";
import {anyMatches, patternConditions} from "../pattern-sql.ts";
import {resultSeries, runningSums, statusOf, topSeries} from "../series.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {CHANGE_COLUMN, COMMON_FIELDS, DATA_FIELDS, type InsightKind} from "./kind.ts";

/** What stands between the values of several groups in a label. */
export const GROUP_SEPARATOR = " · ";

/** The captured values that count, and the label each stands under. */
export function chosenCaptures({groups, only, filters}: InsightDefinition): Sql {
  const columns = (groups.length ? groups : [1, 2, 3]).map((group) => name(`c${group}`));
  const conditions = [
    ...Object.entries(only).map(([group, pattern]) => anyMatches(`c${group}`, [pattern])),
    ...filters.flatMap(({captures}) => patternConditions("label", captures))
  ];
  return sql`
    SELECT cid, label
    FROM (SELECT cid, c1, c2, c3, concat_ws(${GROUP_SEPARATOR}, ${joinSql(columns, ", ")}) AS label FROM store.capture_value)
    WHERE ${joinSql([sql`label <> ''`, ...conditions], " AND ")}`;
}

/** The labels of captured values, the most frequent ones first; at most a thousand. */
export function captureLabels(definition: InsightDefinition, series: readonly number[]): Sql {
  return sql`
    WITH chosen AS (${chosenCaptures(definition)})
    SELECT label, sum(d_matches)::DOUBLE AS found
    FROM store.delta_capture JOIN chosen USING (cid)
    WHERE sid IN ${series}
    GROUP BY label
    ORDER BY found DESC, label
    LIMIT 1000`;
}

/** Detect and track: one series per captured value. Value: its matches at each time, zero where it was not found. */
export const captureGroup: InsightKind = {
  kind: "capture-group",
  title: "Detect and track patterns",
  help: "One line per captured value, found by itself: versions in use, licences, flags.",
  fields: {
    ...COMMON_FIELDS,
    ...DATA_FIELDS,
    pattern: text("a regular expression with groups (RE2) to run over the imported matches", {
      expects: "a regular expression",
      control: {is: "code"}
    }),
    groups: list(
      "which groups make the label, counted from 1; by default all that were captured",
      "a list of group numbers from 1 to 3",
      (item) => (item === 1 || item === 2 || item === 3 ? item : new Refusal(`it holds ${kindOf(item)}`))
    ),
    only: field<Readonly<Record<string, string>>>(
      "count only values that match, by group: {1: ^typescript$}",
      "an object of group numbers and regular expressions",
      {},
      {},
      (value) => {
        if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
        const wrong = Object.keys(value).find((group) => !["1", "2", "3"].includes(group));
        return wrong === undefined
          ? Object.fromEntries(Object.entries(value).map(([group, pattern]) => [group, String(pattern)]))
          : new Refusal(`there is no group ${wrong}`);
      }
    )
  },
  display: DEFAULT_DISPLAY,
  define(values) {
    const {query, data, pattern, groups, only} = values as {
      query: string;
      data: string;
      pattern: string;
      groups: readonly number[];
      only: Record<string, string>;
    };
    const series = query || data ? [{label: data || query, ...(query ? {query} : {}), ...(data ? {data} : {})}] : [];
    return {series, groups, pattern, only};
  },
  formProblems({query, data, pattern}) {
    if (typeof query === "string" && query.trim())
      // a pattern of its own captures, the query then only finds
      return captureQueryProblems(query).filter(({text}) => !pattern || !text.startsWith("Put brackets"));
    return data
      ? []
      : [
          {
            level: "error",
            field: "query",
            text: "Query is required: a regular expression with one group in brackets, or choose an imported series."
          }
        ];
  },
  changes: ({definition, series, unit, repositories}) => sql`
    WITH chosen AS (${chosenCaptures(definition)})
    SELECT label AS key, epoch_ms(delta_capture.t)::DOUBLE AS t, sum(${name(CHANGE_COLUMN[unit])})::DOUBLE AS delta
    FROM store.delta_capture JOIN chosen USING (cid)
    WHERE sid IN ${series} AND ${repositories}
    GROUP BY label, delta_capture.t
    ORDER BY label, delta_capture.t`,
  shares: ({definition, series, unit, repositories}, {label, shown}, at, before) => sql`
    WITH chosen AS (${chosenCaptures(definition)})
    SELECT rid::DOUBLE AS rid,
      coalesce(sum(${name(CHANGE_COLUMN[unit])}) FILTER (t <= ${{time: at}}), 0)::DOUBLE AS value,
      coalesce(sum(${name(CHANGE_COLUMN[unit])}) FILTER (t <= ${{time: before}}), 0)::DOUBLE AS before
    FROM store.delta_capture JOIN chosen USING (cid)
    WHERE sid IN ${series} AND ${repositories} AND ${shown.includes(label) ? sql`label = ${label}` : sql`label NOT IN ${shown}`}
    GROUP BY rid
    ORDER BY rid`,
  byRepository: ({definition, series, unit, repositories}) => sql`
    WITH chosen AS (${chosenCaptures(definition)})
    SELECT label AS key, rid::DOUBLE AS rid, epoch_ms(delta_capture.t)::DOUBLE AS t,
      sum(${name(CHANGE_COLUMN[unit])})::DOUBLE AS delta
    FROM store.delta_capture JOIN chosen USING (cid)
    WHERE sid IN ${series} AND ${repositories}
    GROUP BY label, rid, delta_capture.t
    ORDER BY label, rid, delta_capture.t`,
  shape({definition, series, changes, times, coverage}) {
    const key = textOf(changes, "key");
    const at = numbersOf(changes, "t");
    const deltas = numbersOf(changes, "delta");
    const status = statusOf(coverage(series[0]!));
    const found = [];
    for (let start = 0, end = 0; start < changes.rows; start = end) {
      while (end < changes.rows && key.codes[end] === key.codes[start]) end++;
      const values = runningSums({times: at.subarray(start, end), deltas: deltas.subarray(start, end)}, times);
      // a value that was gone before the first time, or comes after the last, is no series here
      if (values.some((value) => value !== 0)) found.push(resultSeries(key.words[key.codes[start]!]!, values, status));
    }
    return topSeries(found, definition.display);
  }
};

import {type Fields, field, flag, isRecord, kindOf, list, Refusal, text} from "../../fields.ts";
import {captureQueryProblems} from "../../query/series-checks.ts";
import {compileRegex, enginePattern} from "../../regex.ts";
import {joinSql, name, type Sql, sql} from "../../sql.ts";
import {lineBoundRows, withBounds} from "../file-bounds.ts";
import {fileTables, isOfLines} from "../file-filter.ts";
import type {InsightDefinition, LabelChoice, LabelRule} from "../insight.ts";
import {changesByLabel, changesByLabelAndRepository, sharesOfLabel, sumsByLabel} from "../labelled-rows.ts";
import {anyMatches, patternConditions} from "../pattern-sql.ts";
import {resultSeries, statusOf, topSeries, withColors} from "../series.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {type Asked, CHANGE_COLUMN, COMMON_FIELDS, colorsField, DATA_FIELDS, type InsightKind} from "./kind.ts";

/** What stands between the values of several groups in a label. */
export const GROUP_SEPARATOR = " · ";

/** The captured values that count, and the label each stands under: rows (cid, label). */
export function chosenCaptures({groups, only, filters, captures, display}: InsightDefinition): Sql {
  const columns = (groups.length ? groups : [1, 2, 3]).map((group) => cutTo(name(`c${group}`), display.cut));
  const rows =
    captures?.combine === false
      ? joinSql(
          columns.map((column) => sql`SELECT cid, c1, c2, c3, ${column} AS label FROM store.capture_value`),
          " UNION ALL "
        )
      : sql`SELECT cid, c1, c2, c3, concat_ws(${GROUP_SEPARATOR}, ${joinSql(columns, ", ")}) AS label FROM store.capture_value`;
  const conditions = [
    ...Object.entries(only).map(([group, pattern]) => anyMatches(`c${group}`, [pattern])),
    ...filters.flatMap((filter) => patternConditions("label", filter.captures))
  ];
  return sql`
    SELECT cid, label
    FROM (SELECT cid, c1, c2, c3, ${renamed(captures?.labels ?? [])} AS label FROM (${rows}) AS captured) AS named
    WHERE ${joinSql([sql`label <> ''`, ...conditions], " AND ")}`;
}

/** A value cut to so many bytes of UTF-8, never within a character, as captureLabel. Source: Sourcegraph, which cuts at 100. */
function cutTo(value: Sql, bytes: number | null): Sql {
  if (bytes === null) return value;
  return sql`CASE WHEN strlen(${value}) <= ${bytes} THEN ${value}
    ELSE left(${value}, list_max([k FOR k IN range(1, ${bytes}::BIGINT + 1) IF strlen(left(${value}, k)) <= ${bytes}])) END`;
}

/** A label under its other name, where it has one. */
function renamed(rules: readonly LabelRule[]): Sql {
  if (!rules.length) return sql`label`;
  const cases = rules.map(({from, isPattern, to}) => {
    if (!isPattern) return sql`WHEN label = ${from} THEN ${to}`;
    compileRegex(from);
    const whole = enginePattern(`^(?:${from})$`);
    // RE2 writes a backslash where people write $1
    const replacement = to.replaceAll("\\", "\\\\").replace(/\$(\d)/g, "\\$1");
    return sql`WHEN regexp_matches(label, ${whole}) THEN regexp_replace(label, ${whole}, ${replacement})`;
  });
  return sql`CASE ${joinSql(cases, " ")} ELSE label END`;
}

/**
 * Rows (label, rid, at_time, delta). Matches and files of the values under one label add up; a repository that has several
 * of them is one all the same.
 */
export function capturedRows({definition, series, unit, repositories}: Asked): Sql {
  const mine = sql`sid IN ${series} AND ${repositories}`;
  if (unit !== "repositories")
    return sql`
      SELECT label, rid, delta_capture.t AS at_time, ${name(CHANGE_COLUMN[unit])} AS delta
      FROM store.delta_capture JOIN (${chosenCaptures(definition)}) AS chosen USING (cid)
      WHERE ${mine}`;
  return sql`
    SELECT label, rid, at_time, CAST(now > 0 AS INTEGER) - CAST(now - change > 0 AS INTEGER) AS delta
    FROM (
      SELECT label, rid, at_time, change, sum(change) OVER (PARTITION BY label, rid ORDER BY at_time) AS now
      FROM (
        SELECT label, rid, delta_capture.t AS at_time, sum(d_matches) AS change
        FROM store.delta_capture JOIN (${chosenCaptures(definition)}) AS chosen USING (cid)
        WHERE ${mine}
        GROUP BY label, rid, delta_capture.t) AS changed) AS held`;
}

/** Rows (label, at_time, delta), as capturedRows without their repositories: added up under codes before labels are looked at. */
export function capturedSums(asked: Asked): Sql {
  const {definition, series, unit, repositories} = asked;
  if (unit === "repositories") return capturedRows(asked);
  return sql`
    SELECT label, at_time, delta
    FROM (
      SELECT cid, delta_capture.t AS at_time, sum(${name(CHANGE_COLUMN[unit])}) AS delta
      FROM store.delta_capture
      WHERE sid IN ${series} AND ${repositories}
      GROUP BY cid, delta_capture.t) AS coded
      JOIN (${chosenCaptures(definition)}) AS chosen USING (cid)`;
}

/** Rows (label, at_time, delta), with those that say how far they can be trusted where they are counted from lines. */
export function withLineBounds(asked: Asked, rows: Sql): Sql {
  if (!isOfLines(asked.definition)) return rows;
  return sql`SELECT label, at_time, delta FROM (${rows}) AS captured UNION ALL ${lineBoundRows(asked)}`;
}

/** Fields of captured values that other kinds share. */
export const CAPTURE_FIELDS = {
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
  ),
  combine: flag("false makes the values of each group lines of their own, as Sourcegraph does", {fallback: true}),
  labels: field<readonly LabelRule[]>(
    "other names for labels: {v18: Node 18, /^(\\d+)\\..*/: major $1}; equal names are added up, an empty one leaves out",
    "an object of labels (or /regular expressions/) and their names",
    {},
    [],
    (value) => {
      if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
      return Object.entries(value).map(([from, to]) => {
        const pattern = /^\/(.+)\/$/s.exec(from)?.[1];
        if (pattern !== undefined) compileRegex(pattern);
        return {from: pattern ?? from, isPattern: pattern !== undefined, to: to === null ? "" : String(to)};
      });
    }
  ),
  colors: colorsField
} satisfies Fields;

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
    ...CAPTURE_FIELDS
  },
  display: DEFAULT_DISPLAY,
  define(values) {
    const {query, data, pattern, groups, only, combine, labels, colors} = values as unknown as LabelChoice & {
      query: string;
      data: string;
      pattern: string;
      groups: readonly number[];
      only: Record<string, string>;
    };
    const series = query || data ? [{label: data || query, ...(query ? {query} : {}), ...(data ? {data} : {})}] : [];
    return {series, groups, pattern, only, captures: {combine, labels, colors}};
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
  tables: fileTables,
  changes: (asked) => changesByLabel(withLineBounds(asked, capturedSums(asked))),
  shares: (asked, series, at, before) => sharesOfLabel(capturedRows(asked), series, at, before),
  needsCaptures: ({pattern}) => pattern === "",
  byRepository: (asked) => changesByLabelAndRepository(capturedRows(asked)),
  shape({definition, series, changes, times, coverage}) {
    const {sums, bound} = withBounds(sumsByLabel(changes, times), false);
    const status = bound(statusOf(coverage(series[0]!)), "");
    // a value that was gone before the first time, or comes after the last, is no series here
    const found = sums
      .filter(({values}) => values.some((value) => value !== 0))
      .map(({label, values}) => resultSeries(label, values, status));
    return withColors(topSeries(found, definition.display), definition.captures?.colors);
  }
};

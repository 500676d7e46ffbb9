import type {Message} from "../../error.ts";
import {choice, integer} from "../../fields.ts";
import {name, type Sql, sql} from "../../sql.ts";
import {boundRows, withBounds} from "../file-bounds.ts";
import {type FileSource, fileSource} from "../file-filter.ts";
import {filteredRows, filteredTables} from "../filtered-groups.ts";
import {GROUP_CODES, GROUP_TABLES, isOfAuthors, joinLabels, NOT_TOLD} from "../group-labels.ts";
import {GROUPINGS, type Grouping, type InsightDefinition, type InsightUnit, type LabelChoice} from "../insight.ts";
import {changesByLabel, changesByLabelAndRepository, sharesOfLabel, sumsByLabel} from "../labelled-rows.ts";
import {restRows, restSums, SHORT} from "../rest-rows.ts";
import {isUncertain, resultSeries, statusOf, topSeries, withColors} from "../series.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {filtersValues, isOfValues} from "../value-filter.ts";
import {CAPTURE_FIELDS, capturedRows, capturedSums, withLineBounds} from "./capture-group.ts";
import {type Asked, CHANGE_COLUMN, COMMON_FIELDS, DATA_FIELDS, type InsightKind, type KindTable} from "./kind.ts";

const NOT_TOLD_COLOR = "gray";

/** Who and what results belong to: one bar for each repository, folder, author … and the same over time. */
export const groupBy: InsightKind = {
  kind: "group-by",
  title: "Group results",
  help: "Where the matches of one search are, or whose: by repository, folder, path, language, author, date, owner, team or captured value.",
  fields: {
    ...COMMON_FIELDS,
    ...DATA_FIELDS,
    by: choice("what results are grouped by", GROUPINGS),
    depth: integer("how many folders from the root make a group, when grouped by directory", {
      min: 1,
      max: 20,
      fallback: 1
    }),
    bucket: choice("the period that dates are put in, when grouped by date", [
      "month",
      "day",
      "week",
      "quarter",
      "year"
    ]),
    ...CAPTURE_FIELDS
  },
  display: DEFAULT_DISPLAY,
  presentation: "bar",
  define(values) {
    const {query, data, by, depth, bucket, groups, only, combine, labels, colors} = values as unknown as Grouping &
      LabelChoice & {
        query: string;
        data: string;
        groups: readonly number[];
        only: Record<string, string>;
      };
    const series = query || data ? [{label: data || query, ...(query ? {query} : {}), ...(data ? {data} : {})}] : [];
    return {
      series,
      groups,
      pattern: "",
      only,
      grouping: {by, depth, bucket},
      captures: {combine, labels, colors},
      // dates are read in their order, and all of them
      ...(by === "date"
        ? {defaults: {...DEFAULT_DISPLAY, limit: 100, sort: "lexicographical" as const, direction: "asc" as const}}
        : {})
    };
  },
  tables(definition) {
    const {grouping} = definition;
    const table = GROUP_TABLES[grouping!.by];
    const source = sourceOfBounds(definition, definition.unit, filtersValues(definition));
    const isOwned = table === "delta_owner" || table === "delta_team";
    return [
      ...new Set<KindTable>([
        ...(table ? [table] : []),
        ...(isOwned ? ["delta_path" as const] : []),
        ...(source ? filteredTables(definition, source) : [])
      ])
    ];
  },
  units({grouping}): readonly InsightUnit[] {
    const {by} = grouping!;
    if (by === "repository") return ["matches", "lines", "files", "repositories"];
    if (by === "capture") return ["matches", "files", "repositories"];
    return GROUP_TABLES[by] === "delta_author"
      ? by === "author"
        ? ["lines", "files"]
        : ["lines"]
      : ["matches", "lines", "files"];
  },
  form: ({presentation}) => (presentation === "bar" || presentation === "pie" ? "categorical" : "over-time"),
  changes: (asked) => changesByLabel(sumsBy(asked)),
  totals(definition) {
    const {by} = definition.grouping!;
    if ((by !== "owner" && by !== "team") || fileSource(definition) || filtersValues(definition)) return null;
    return {groups: by === "owner" ? "delta_owner" : "delta_team", told: "delta_path", rest: NOT_TOLD[by]};
  },
  shares: (asked, series, at, before) => sharesOfLabel(rowsBy(asked), series, at, before),
  needsCaptures: ({grouping}) => grouping?.by === "capture",
  byRepository: (asked) => changesByLabelAndRepository(rowsBy(asked)),
  shape({definition, series, changes, times, coverage}) {
    const groups = [];
    const {by} = definition.grouping!;
    const rest = NOT_TOLD[by];
    // a repository has a state of its own: what another one lacks is nothing to it
    const ownStatus = (label: string) => (by === "repository" ? statusOf(coverage(series[0]!, label)) : null);
    let short: Float64Array = new Float64Array(times.length);
    const {sums, bound} = withBounds(sumsByLabel(changes, times), by === "repository");
    for (const {label, values} of sums) {
      if (label === SHORT) {
        short = values;
        continue;
      }
      const own = bound(ownStatus(label), label);
      if (
        values.some((value) => (label === rest ? value > 0 : value !== 0)) ||
        own?.some((word) => isUncertain(word) || word === "unknown")
      )
        groups.push({label, values, own});
    }
    // where the files say more than the search they are of another day, and no longer exact
    const whole = statusOf(coverage(series[0]!)).map((word, i) => (word === "ok" && short[i]! > 0 ? "partial" : word));
    const status = bound(whole, "") ?? whole;
    const shown = groups.map(({label, values, own}) =>
      label === rest
        ? resultSeries(
            label,
            values.map((value) => Math.max(0, value)),
            status,
            {color: NOT_TOLD_COLOR}
          )
        : resultSeries(label, values, own ?? status)
    );
    return withColors(topSeries(shown, definition.display), definition.captures?.colors);
  },
  notes({definition}, shown): readonly Message[] {
    const {by} = definition.grouping!;
    const rest = NOT_TOLD[by];
    const left = rest === "" ? undefined : shown.find(({label}) => label === rest);
    return [
      ...(left
        ? [
            {
              level: "note" as const,
              text: `“${rest}” is what ${fileSource(definition) ? "was found in the files that the filters keep" : "the search counted"} beyond what was imported ${GROUP_TABLES[by] === "delta_author" ? "with an author (git blame)" : "by file"}.`
            }
          ]
        : []),
      ...(by === "owner" || by === "team"
        ? [{level: "note" as const, text: `A file with several ${by}s counts for each of them.`}]
        : [])
    ];
  }
};

/** Rows (label, rid, at_time, delta). Labels are made of dimension rows; what they do not account for has a label of its own. */
function rowsBy(asked: Asked): Sql {
  const {definition, series, unit, repositories} = asked;
  const {by} = definition.grouping!;
  const column = name(CHANGE_COLUMN[unit]);
  // captured values under filters by file are counted from lines that pass them
  if (by === "capture") return capturedRows(asked);
  const ofValues = isOfValues(definition, series);
  const source = fileSource(definition) ?? (ofValues ? sourceOfBounds(definition, unit, true) : null);
  if (source) return filteredRows(asked, source);
  const mine = sql`sid IN ${series} AND ${repositories}`;
  if (by === "repository")
    return sql`
      SELECT repo_key AS label, rid, t AS at_time, ${column} AS delta
      FROM store.delta_repo JOIN store.repo USING (rid) WHERE ${mine}`;
  const table = name(GROUP_TABLES[by]!);
  const labelled = sql`
    SELECT label, rid, t AS at_time, ${column} AS delta FROM store.${table} ${joinLabels(definition.grouping!)} WHERE ${mine}`;
  // authors may share a file: their files do not add up to those of the search
  if (by === "author" && unit === "files") return labelled;
  return sql`${labelled} UNION ALL ${restRows(asked)}`;
}

/** Filters that leave out nothing. */
const ALL_FILES: FileSource = {
  ownerTables: [],
  rows: sql`store.delta_path`,
  condition: sql`TRUE`,
  paths: sql`TRUE`,
  demands: [],
  maybe: []
};

/**
 * What says how far groups can be trusted, where no group holds what is not told: under filters by file, and of files by
 * author; null elsewhere. Without a unit the one of the data is not known yet.
 */
function sourceOfBounds(definition: InsightDefinition, unit: InsightUnit | null, ofValues: boolean): FileSource | null {
  const grouping = definition.grouping!;
  const ofFiles = grouping.by === "author" && unit !== "lines";
  // of values that filters keep nobody counted lines, or what owners have
  const ofParts = ofValues && (isOfAuthors(grouping) || grouping.by === "owner" || grouping.by === "team");
  return fileSource(definition) ?? (ofFiles || ofParts ? ALL_FILES : null);
}

/** Rows (label, at_time, delta), as rowsBy without their repositories; where it saves work they are added up under codes first. */
function sumsBy(asked: Asked): Sql {
  const {definition, series, unit, repositories} = asked;
  const {by} = definition.grouping!;
  if (by === "capture") return withLineBounds(asked, capturedSums(asked));
  const source = sourceOfBounds(definition, unit, isOfValues(definition, series));
  if (source)
    return sql`
      SELECT label, at_time, delta FROM (${rowsBy(asked)}) AS kept
      UNION ALL ${boundRows(asked, source, by === "repository")}`;
  if (by === "repository" || (by === "author" && unit === "files")) return rowsBy(asked);
  const mine = sql`sid IN ${series} AND ${repositories}`;
  const table = name(GROUP_TABLES[by]!);
  const column = name(CHANGE_COLUMN[unit]);
  const joined = joinLabels(definition.grouping!);
  // few authors, owners and teams have many files: added up under their codes first
  const code = by === "author" || by === "owner" || by === "team" ? name(GROUP_CODES[by]) : null;
  const labelled = code
    ? sql`
      SELECT label, at_time, delta
      FROM (
        SELECT ${code}, t AS at_time, sum(${column}) AS delta FROM store.${table} WHERE ${mine} GROUP BY ${code}, t) AS coded ${joined}`
    : sql`SELECT label, t AS at_time, ${column} AS delta FROM store.${table} ${joined} WHERE ${mine}`;
  return sql`${labelled} UNION ALL ${restSums(asked)}`;
}

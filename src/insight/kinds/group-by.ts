import {type Message, TidemarkError} from "../../error.ts";
import {choice, integer} from "../../fields.ts";
import {name, type Sql, sql} from "../../sql.ts";
import {boundRows, withBounds} from "../file-bounds.ts";
import {type FileSource, fileSource, fileTables} from "../file-filter.ts";
import {GROUPINGS, type Grouping, type InsightUnit, type LabelChoice} from "../insight.ts";
import {changesByLabel, changesByLabelAndRepository, sharesOfLabel, sumsByLabel} from "../labelled-rows.ts";
import {isUncertain, resultSeries, statusOf, topSeries, withColors} from "../series.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {CAPTURE_FIELDS, capturedRows, capturedSums, withLineBounds} from "./capture-group.ts";
import {type Asked, CHANGE_COLUMN, COMMON_FIELDS, DATA_FIELDS, type InsightKind, type KindTable} from "./kind.ts";

/** The group of what a search counted and no imported file, author or owner accounts for. */
export const NOT_TOLD = {
  repository: "",
  capture: "",
  path: "(in files not imported)",
  directory: "(in files not imported)",
  language: "(in files not imported)",
  owner: "(in files not imported)",
  team: "(in files not imported)",
  author: "(author not imported)",
  date: "(date not imported)"
} as const satisfies Readonly<Record<Grouping["by"], string>>;

const NOT_TOLD_COLOR = "gray";

/** Files that lie in no folder. */
export const ROOT_FOLDER = "(root)";

const SOURCES: Readonly<Record<Grouping["by"], KindTable | null>> = {
  repository: null,
  capture: null,
  path: "delta_path",
  directory: "delta_path",
  language: "delta_path",
  author: "delta_author",
  date: "delta_author",
  owner: "delta_owner",
  team: "delta_team"
};

const DATE_FORMATS = {day: "%Y-%m-%d", week: "%Y-%m-%d", month: "%Y-%m", quarter: "%Y-%m", year: "%Y"} as const;

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
    const table = SOURCES[grouping!.by];
    const own: readonly KindTable[] = table ? [table] : [];
    const isOwned = table === "delta_owner" || table === "delta_team";
    return [...new Set<KindTable>([...own, ...(isOwned ? ["delta_path" as const] : []), ...fileTables(definition)])];
  },
  units({grouping}): readonly InsightUnit[] {
    const {by} = grouping!;
    if (by === "repository") return ["matches", "lines", "files", "repositories"];
    if (by === "capture") return ["matches", "files", "repositories"];
    return SOURCES[by] === "delta_author"
      ? by === "author"
        ? ["lines", "files"]
        : ["lines"]
      : ["matches", "lines", "files"];
  },
  form: ({presentation}) => (presentation === "bar" || presentation === "pie" ? "categorical" : "over-time"),
  changes: (asked) => changesByLabel(sumsBy(asked)),
  totals(definition) {
    const {by} = definition.grouping!;
    if ((by !== "owner" && by !== "team") || fileSource(definition)) return null;
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
    let short = new Float64Array(times.length);
    const {sums, bound} = withBounds(sumsByLabel(changes, times), by === "repository");
    for (const {label, values} of sums) {
      if (label === rest) short = values.map((value) => Math.min(0, value)) as Float64Array<ArrayBuffer>;
      const own = bound(ownStatus(label), label);
      if (
        values.some((value) => (label === rest ? value > 0 : value !== 0)) ||
        own?.some((word) => isUncertain(word) || word === "unknown")
      )
        groups.push({label, values, own});
    }
    // where the files say more than the search they are of another day, and no longer exact
    const whole = statusOf(coverage(series[0]!)).map((word, i) => (word === "ok" && short[i]! < 0 ? "partial" : word));
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
              text: `“${rest}” is what the search counted beyond what was imported ${SOURCES[by] === "delta_author" ? "with an author (git blame)" : "by file"}.`
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
  const filtered = fileSource(definition);
  if (filtered) return filteredRows(asked, filtered);
  const mine = sql`sid IN ${series} AND ${repositories}`;
  if (by === "repository")
    return sql`
      SELECT repo_key AS label, rid, t AS at_time, ${column} AS delta
      FROM store.delta_repo JOIN store.repo USING (rid) WHERE ${mine}`;
  const table = name(SOURCES[by]!);
  const labelled = sql`
    SELECT label, rid, t AS at_time, ${column} AS delta FROM store.${table} ${labelsOf(definition.grouping!)} WHERE ${mine}`;
  // authors may share a file: their files do not add up to those of the search
  if (by === "author" && unit === "files") return labelled;
  // so may owners and teams: what is not told is counted by file
  const counted = by === "owner" || by === "team" ? name("delta_path") : table;
  return sql`
    ${labelled}
    UNION ALL
    SELECT ${NOT_TOLD[by]} AS label, rid, t AS at_time, ${column} AS delta FROM store.delta_repo WHERE ${mine}
    UNION ALL
    SELECT ${NOT_TOLD[by]} AS label, rid, t AS at_time, -${column} AS delta FROM store.${counted} WHERE ${mine}`;
}

/** What tells authors, owners and teams apart in their tables. */
const CODES: Partial<Record<Grouping["by"], string>> = {author: "aid", owner: "oid", team: "tid"};

/** Rows (label, at_time, delta), as rowsBy without their repositories; where it saves work they are added up under codes first. */
function sumsBy(asked: Asked): Sql {
  const {definition, series, unit, repositories} = asked;
  const {by} = definition.grouping!;
  if (by === "capture") return withLineBounds(asked, capturedSums(asked));
  const own = CODES[by];
  if (fileSource(definition))
    return sql`
      SELECT label, at_time, delta FROM (${rowsBy(asked)}) AS kept UNION ALL ${boundRows(asked, by === "repository")}`;
  if (own === undefined) return rowsBy(asked);
  const code = name(own);
  const column = name(CHANGE_COLUMN[unit]);
  const sums = (table: Sql, sign: Sql) => sql`
    SELECT ${NOT_TOLD[by]} AS label, t AS at_time, ${sign}sum(${column}) AS delta FROM store.${table}
    WHERE sid IN ${series} AND ${repositories} GROUP BY t`;
  const labelled = sql`
    SELECT label, at_time, delta
    FROM (
      SELECT ${code}, t AS at_time, sum(${column}) AS delta FROM store.${name(SOURCES[by]!)}
      WHERE sid IN ${series} AND ${repositories} GROUP BY ${code}, t) AS coded ${labelsOf(definition.grouping!)}`;
  if (by === "author" && unit === "files") return labelled;
  const counted = name(by === "author" ? "delta_author" : "delta_path");
  return sql`${labelled} UNION ALL ${sums(name("delta_repo"), sql``)} UNION ALL ${sums(counted, sql`-`)}`;
}

function labelsOf({by, depth, bucket}: Grouping): Sql {
  switch (by) {
    case "path":
      return sql`JOIN (SELECT pid, path AS label FROM store.path) AS labels USING (pid)`;
    case "directory":
      return sql`JOIN (
        SELECT pid, CASE WHEN dir = '' THEN ${ROOT_FOLDER}
          ELSE array_to_string(list_slice(string_split(dir, '/'), 1, ${depth}::BIGINT), '/') END AS label
        FROM store.path) AS labels USING (pid)`;
    case "language":
      return sql`JOIN (SELECT pid, language AS label FROM store.path) AS labels USING (pid)`;
    case "author":
      return sql`JOIN (SELECT aid, author AS label FROM store.author) AS labels USING (aid)`;
    case "date":
      return sql`JOIN (
        SELECT DISTINCT changed_at, strftime(date_trunc(${bucket}, changed_at), ${DATE_FORMATS[bucket]}) AS label
        FROM store.delta_author WHERE changed_at IS NOT NULL) AS labels USING (changed_at)`;
    case "owner":
      return sql`JOIN (SELECT oid, owner AS label FROM store.owner) AS labels USING (oid)`;
    case "team":
      return sql`JOIN (SELECT tid, team AS label FROM store.team) AS labels USING (tid)`;
    default:
      return sql``;
  }
}

/** Rows of the files that filters keep: what files do not account for is in no group then. */
function filteredRows(
  {definition, series, unit, repositories}: Asked,
  {ownerTables, rows, condition}: FileSource
): Sql {
  const {by} = definition.grouping!;
  const own = SOURCES[by];
  const mine = sql`sid IN ${series} AND ${repositories} AND ${condition}`;
  const column = name(CHANGE_COLUMN[unit]);
  if (by === "repository")
    return sql`
      SELECT repo_key AS label, rid, t AS at_time, ${column} AS delta
      FROM ${rows} JOIN store.repo USING (rid) WHERE ${mine}`;
  const isOfPaths = own === "delta_path" || (!ownerTables.length && (own === "delta_owner" || own === "delta_team"));
  if (!isOfPaths)
    throw new TidemarkError(
      "insight/filter",
      `Results by ${by} cannot be filtered by ${ownerTables.length ? "owner or team" : "path or language"}.`,
      {
        field: "filters"
      }
    );
  const table = own === "delta_path" ? rows : sql`store.${name(own!)}`;
  return sql`
    SELECT label, rid, t AS at_time, ${column} AS delta FROM ${table} ${labelsOf(definition.grouping!)} WHERE ${mine}`;
}

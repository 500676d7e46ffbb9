/**
 * Groups of results under filters by file: by repository, and by what tells files, lines or owners apart. What files do not
 * account for is in no group then; `boundRows` says how much that is.
 */
import {joinSql, name, type Sql, sql} from "../sql.ts";
import {type FileSource, fileSource, fileTables} from "./file-filter.ts";
import {GROUP_CODES, GROUP_TABLES, isOfAuthors, joinLabels, NOT_TOLD} from "./group-labels.ts";
import type {Grouping, InsightDefinition} from "./insight.ts";
import {turnsAbove} from "./kept-repositories.ts";
import {keptRows, spanTables} from "./kept-rows.ts";
import {type Asked, CHANGE_COLUMN, type KindTable} from "./kinds/kind.ts";
import {filtersValues, isOfValues} from "./value-filter.ts";

/** True where a row has owners of its own, and those that filters ask for beside them. */
function hasTwoOwners({by}: Grouping, {demands}: FileSource): boolean {
  return (by === "owner" || by === "team") && demands.length > 0;
}

/** Rows (sid, rid, t, change) of what is counted: of all, or of what the filters by file keep. */
export function countedRows({definition, series, unit, repositories}: Asked): Sql {
  const mine = sql`sid IN ${series} AND ${repositories}`;
  const source = fileSource(definition);
  if (source && unit === "repositories")
    return turnsAbove(countedRows({definition, series, unit: "files", repositories}));
  const count = CHANGE_COLUMN[unit];
  const rows = (from: Sql, condition: Sql) =>
    sql`SELECT sid, rid, t, ${name(count)} AS change FROM ${from} WHERE ${mine} AND ${condition}`;
  if (!source) return rows(sql`store.delta_repo`, sql`TRUE`);
  if (isOfValues(definition, series)) return keptRows(source, "delta_path", [], count, mine);
  return rows(source.rows, source.condition);
}

/** The tables that groups need under their filters beside those of the groups themselves. */
export function filteredTables(definition: InsightDefinition, source: FileSource): readonly KindTable[] {
  const grouping = definition.grouping!;
  const {by} = grouping;
  if (filtersValues(definition))
    return [
      ...(isOfAuthors(grouping) ? ["delta_author" as const, "delta_located" as const] : ["delta_path" as const]),
      ...(by === "owner" ? ["owner_span" as const] : by === "team" ? ["team_span" as const] : []),
      ...spanTables(source),
      ...fileTables(definition)
    ];
  if (isOfAuthors(grouping)) return ["delta_located", ...spanTables(source)];
  if (hasTwoOwners(grouping, source)) return ["delta_path", ...spanTables(source)];
  return fileTables(definition);
}

/** Rows (label, rid, at_time, delta) of what the filters keep. */
export function filteredRows({definition, series, unit, repositories}: Asked, source: FileSource): Sql {
  const grouping = definition.grouping!;
  const {by} = grouping;
  const mine = sql`sid IN ${series} AND ${repositories}`;
  const count = CHANGE_COLUMN[unit];
  if (by === "repository")
    return sql`
      SELECT repo_key AS label, rid, t AS at_time, change AS delta
      FROM (${countedRows({definition, series, unit, repositories})}) AS kept JOIN store.repo USING (rid)`;
  const table = GROUP_TABLES[by]!;
  const code = GROUP_CODES[by as keyof typeof GROUP_CODES];
  if (!isOfAuthors(grouping) && isOfValues(definition, series)) return valuedGroups(grouping, source, count, mine);
  if (!isOfAuthors(grouping) && !hasTwoOwners(grouping, source)) {
    const rows = table === "delta_path" ? source.rows : sql`store.${name(table)}`;
    return sql`
      SELECT label, rid, t AS at_time, ${name(count)} AS delta
      FROM ${rows} ${joinLabels(grouping)} WHERE ${mine} AND ${source.condition}`;
  }
  const told = sql`${mine} AND ${name(code)} IS NOT NULL`;
  const labelled = sql`
    SELECT label, rid, t AS at_time, change AS delta
    FROM (${keptRows(source, table, [code], count, told)}) AS kept ${joinLabels(grouping)}`;
  // authors may share a file: files without one cannot be told by subtracting
  if (!isOfAuthors(grouping) || unit === "files") return labelled;
  const rest = (of: string, rows: Sql, sign: Sql) => sql`
    SELECT ${NOT_TOLD[by]} AS label, rid, t AS at_time, ${sign}change AS delta
    FROM (${keptRows(source, of, [], count, rows)}) AS kept`;
  return joinSql([labelled, rest("delta_located", mine, sql``), rest(table, told, sql`-`)], " UNION ALL ");
}

/** Groups of files and of their owners where filters on captured values keep a part of each file. */
function valuedGroups(grouping: Grouping, source: FileSource, count: string, mine: Sql): Sql {
  const {by} = grouping;
  const kept = keptRows(source, "delta_path", [], count, mine);
  if (by !== "owner" && by !== "team")
    return sql`SELECT label, rid, t AS at_time, change AS delta FROM (${kept}) AS kept ${joinLabels(grouping)}`;
  const span = name(by === "owner" ? "owner_span" : "team_span");
  const held = (at: Sql, change: Sql, condition: Sql) => sql`
    SELECT label, rid, ${at} AS at_time, ${change} AS delta
    FROM (${kept}) AS kept JOIN store.${span} USING (pid) ${joinLabels(grouping)}
    WHERE ${condition} (valid_to IS NULL OR t < valid_to)`;
  return sql`
    ${held(sql`greatest(t, valid_from)`, sql`change`, sql``)}
    UNION ALL ${held(sql`valid_to`, sql`-change`, sql`valid_to IS NOT NULL AND`)}`;
}

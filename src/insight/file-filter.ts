/**
 * Filters by file: path, language, owner, team. What they keep is counted from the changes by file, which an import may
 * lack: what the search found and no file accounts for makes a value a lower bound, never a zero.
 */
import {TidemarkError} from "../error.ts";
import {joinSql, name, type Sql, sql} from "../sql.ts";
import {type DataFilter, isEmptyPatterns} from "./filter.ts";
import type {InsightDefinition} from "./insight.ts";
import {patternConditions} from "./pattern-sql.ts";

/** The tables of changes by file. */
export type FileTable = "delta_path" | "delta_owner" | "delta_team";

/** Where filtered counts come from: a table of changes by file, and a condition on its rows. */
export interface FileSource {
  readonly table: FileTable;
  readonly condition: Sql;
}

/** True for a filter that tells files apart. */
export function isFileFilter({paths, languages, owner, team}: DataFilter): boolean {
  return !isEmptyPatterns(paths) || languages.length > 0 || owner !== "" || team !== "";
}

/** The tables that must be filled for an insight's filters by file; none without such. */
export function fileTables(definition: InsightDefinition): readonly FileTable[] {
  const source = fileSource(definition);
  if (!source) return [];
  return source.table === "delta_path" ? ["delta_path"] : ["delta_path", source.table];
}

/**
 * Where the counts of an insight under its filters come from; null when no filter tells files apart.
 * @throws TidemarkError "insight/filter" where the kind or the unit is not known by file, or for two owners at once;
 * "regex/invalid".
 */
export function fileSource(definition: InsightDefinition): FileSource | null {
  const filters = definition.filters.filter(isFileFilter);
  if (!filters.length) return null;
  const owners = [
    ...new Set(filters.flatMap(({owner, team}) => [owner && `owner ${owner}`, team && `team ${team}`]))
  ].filter(Boolean);
  if (definition.kind !== "search" && definition.kind !== "group-by")
    throw refusal(
      "Filters by path, language, owner and team are for counts of searches: captured values and metrics are not known by file."
    );
  if (definition.unit === "repositories")
    throw refusal("Repositories are not counted by file. Use unit: matches, lines or files.");
  if (owners.length > 1)
    throw refusal(
      `A file can be asked for one owner or team at a time; these filters ask for ${owners.join(" and ")}.`
    );
  const owner = filters.find((filter) => filter.owner)?.owner;
  const team = filters.find((filter) => filter.team)?.team;
  const onPaths = filters.flatMap(({paths, languages}) => [
    ...patternConditions("path", paths),
    ...(languages.length ? [sql`language IN ${languages}`] : [])
  ]);
  const conditions = [
    ...(onPaths.length ? [sql`pid IN (SELECT pid FROM store.path WHERE ${joinSql(onPaths, " AND ")})`] : []),
    ...(owner ? [sql`oid IN (SELECT oid FROM store.owner WHERE owner = ${owner})`] : []),
    ...(team ? [sql`tid IN (SELECT tid FROM store.team WHERE team = ${team})`] : [])
  ];
  return {
    table: owner ? "delta_owner" : team ? "delta_team" : "delta_path",
    condition: joinSql(conditions, " AND ")
  };
}

/** The table and condition rows are read from: those of the filters by file, or those of repositories. */
export function countedFrom(definition: InsightDefinition): {readonly table: Sql; readonly condition: Sql} {
  const source = fileSource(definition);
  if (!source) return {table: sql`store.delta_repo`, condition: sql`TRUE`};
  return {table: sql`store.${name(source.table)}`, condition: source.condition};
}

function refusal(text: string): TidemarkError {
  return new TidemarkError("insight/filter", text, {field: "filters"});
}

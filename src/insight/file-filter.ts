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

/** Where filtered counts come from: a table of changes by file, its rows (each file once), and a condition on them. */
export interface FileSource {
  readonly table: FileTable;
  readonly rows: Sql;
  readonly condition: Sql;
}

/** True for a filter that tells files apart. */
export function isFileFilter({paths, languages, owner, team}: DataFilter): boolean {
  return !isEmptyPatterns(paths) || [languages, owner, team].some(({length}) => length > 0);
}

/** The tables that must be filled for an insight's filters by file; none without such. */
export function fileTables(definition: InsightDefinition): readonly FileTable[] {
  const source = fileSource(definition);
  if (!source) return [];
  return source.table === "delta_path" ? ["delta_path"] : ["delta_path", source.table];
}

/**
 * Where the counts of an insight under its filters come from; null when no filter tells files apart.
 * @throws TidemarkError "insight/filter" where the kind or the unit is not known by file, or where two filters ask for different owners or teams;
 * "regex/invalid".
 */
export function fileSource(definition: InsightDefinition): FileSource | null {
  const filters = definition.filters.filter(isFileFilter);
  if (!filters.length) return null;
  const words = (kind: string, names: readonly string[]) => (names.length ? [`${kind} ${names.join(" or ")}`] : []);
  const owners = [...new Set(filters.flatMap(({owner, team}) => [...words("owner", owner), ...words("team", team)]))];
  if (definition.kind !== "search" && definition.kind !== "group-by")
    throw refusal(
      "Filters by path, language, owner and team are for counts of searches: captured values and metrics are not known by file."
    );
  if (definition.unit === "repositories")
    throw refusal("Repositories are not counted by file. Use unit: matches, lines or files.");
  if (owners.length > 1)
    throw refusal(
      `A file can be asked for owners or for teams, in one filter; these filters ask for ${owners.join(" and ")}.`
    );
  const owner = filters.find((filter) => filter.owner.length)?.owner;
  const team = filters.find((filter) => filter.team.length)?.team;
  const onPaths = filters.flatMap(({paths, languages}) => [
    ...patternConditions("path", paths),
    ...(languages.length ? [sql`language IN ${languages}`] : [])
  ]);
  const table = owner ? "delta_owner" : team ? "delta_team" : "delta_path";
  const conditions = [
    ...(onPaths.length ? [sql`pid IN (SELECT pid FROM store.path WHERE ${joinSql(onPaths, " AND ")})`] : []),
    ...(owner?.length === 1 ? [sql`oid IN (SELECT oid FROM store.owner WHERE owner IN ${owner})`] : []),
    ...(team?.length === 1 ? [sql`tid IN (SELECT tid FROM store.team WHERE team IN ${team})`] : [])
  ];
  const several = (owner ?? team ?? []).length > 1;
  return {
    table,
    rows: several
      ? sql`(${ownedByAny(owner ? "owner" : "team", (owner ?? team)!)}) AS owned`
      : sql`store.${name(table)}`,
    condition: conditions.length ? joinSql(conditions, " AND ") : sql`TRUE`
  };
}

/**
 * Rows (sid, rid, pid, t, d_files, d_lines, d_matches) of the files that any of several owners or teams has. Those who share
 * a file hold the same of it, so what any of them holds is the largest of what each does; a file that one hands to another
 * does not change.
 */
function ownedByAny(kind: "owner" | "team", names: readonly string[]): Sql {
  const table = name(`delta_${kind}`);
  const code = name(kind === "owner" ? "oid" : "tid");
  const mine = sql`
    SELECT sid, rid, pid, ${code} AS holder, t, d_files, d_lines, d_matches FROM store.${table}
    WHERE ${code} IN (SELECT ${code} FROM store.${name(kind)} WHERE ${name(kind)} IN ${names})`;
  const columns = ["d_files", "d_lines", "d_matches"].map(name);
  const each = (of: (column: Sql) => Sql) =>
    joinSql(
      columns.map((column) => sql`${of(column)} AS ${column}`),
      ", "
    );
  return sql`
    WITH mine AS (${mine}),
    turns AS (
      SELECT sid, rid, pid, holder, t, d_files, d_lines, d_matches
      FROM (SELECT DISTINCT sid, rid, pid, t FROM mine)
        JOIN (SELECT DISTINCT sid, rid, pid, holder FROM mine) USING (sid, rid, pid)
        LEFT JOIN mine USING (sid, rid, pid, holder, t)),
    held AS (
      SELECT sid, rid, pid, t,
        ${each((column) => sql`coalesce(sum(${column}) OVER (PARTITION BY sid, rid, pid, holder ORDER BY t), 0)`)}
      FROM turns),
    most AS (SELECT sid, rid, pid, t, ${each((column) => sql`max(${column})`)} FROM held GROUP BY sid, rid, pid, t)
    SELECT sid, rid, pid, t,
      ${each((column) => sql`${column} - lag(${column}, 1, 0) OVER (PARTITION BY sid, rid, pid ORDER BY t)`)}
    FROM most`;
}

/** The table and condition rows are read from: those of the filters by file, or those of repositories. */
export function countedFrom(definition: InsightDefinition): {readonly table: Sql; readonly condition: Sql} {
  const source = fileSource(definition);
  if (!source) return {table: sql`store.delta_repo`, condition: sql`TRUE`};
  return {table: source.rows, condition: source.condition};
}

function refusal(text: string): TidemarkError {
  return new TidemarkError("insight/filter", text, {field: "filters"});
}

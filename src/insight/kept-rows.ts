/**
 * Rows of changes under filters by file where each row has a label of its own: an author, a date, one of several owners. A
 * row counts while its file is held by whom the filters ask for, wherever the changes themselves come from.
 */
import {joinSql, name, type Sql, sql} from "../sql.ts";
import {type Demand, type FileSource, heldBy} from "./file-filter.ts";

/** The tables of whom files belong to that filters by owner or team need. */
export function spanTables({demands}: FileSource): ("owner_span" | "team_span")[] {
  return [...new Set(demands.map(({kind}) => (kind === "owner" ? ("owner_span" as const) : ("team_span" as const))))];
}

/**
 * Rows (sid, rid, t, change, and `keys`) of a table of changes by file that the filters keep: those of files by path, and while
 * all demands hold them. `rows` is a condition, `count` the column that is read. The tables of `spanTables` must be filled.
 */
export function keptRows(
  {paths, demands}: Pick<FileSource, "paths" | "demands">,
  table: string,
  keys: readonly string[],
  count: string,
  rows: Sql
): Sql {
  const kept = sql`${rows} AND ${paths}`;
  const columns = joinSql(["sid", "rid", "pid", ...keys].map(name), ", ");
  const from = name(table);
  const change = name(count);
  if (!demands.length) return sql`SELECT ${columns}, t, ${change} AS change FROM store.${from} WHERE ${kept}`;
  // what was there when the file came counts from then on; what is there when it goes counts no more
  return sql`
    WITH ${heldWhile(demands)},
    mine AS (
      SELECT ${columns}, t, ${change} AS change, since, until
      FROM store.${from} JOIN held USING (pid) WHERE ${kept} AND (until IS NULL OR t < until))
    SELECT ${columns}, greatest(t, since) AS t, change FROM mine
    UNION ALL
    SELECT ${columns}, until AS t, -change FROM mine WHERE until IS NOT NULL`;
}

/** The beginning of a statement: `held` (pid, since, until), when files are held by all demands; those that last have no end. */
function heldWhile(demands: readonly Demand[]): Sql {
  const events = demands.flatMap((demand, i) => {
    const table = name(demand.kind === "owner" ? "owner_span" : "team_span");
    const rows = sql`FROM store.${table} WHERE ${heldBy(demand)}`;
    return [
      sql`SELECT pid, ${{integer: i}} AS demand, valid_from AS t, 1 AS d ${rows}`,
      sql`SELECT pid, ${{integer: i}} AS demand, valid_to AS t, -1 AS d ${rows} AND valid_to IS NOT NULL`
    ];
  });
  // a file that one of the owners hands to another is held all the while
  return sql`
    event AS (
      SELECT pid, demand, t, sum(d) AS d FROM (${joinSql(events, " UNION ALL ")}) AS given GROUP BY pid, demand, t),
    met AS (
      SELECT pid, demand, t, CAST(sum(d) OVER (PARTITION BY pid, demand ORDER BY t) > 0 AS INTEGER) AS is_met FROM event),
    turn AS (
      SELECT pid, t, is_met - lag(is_met, 1, 0) OVER (PARTITION BY pid, demand ORDER BY t) AS d FROM met),
    every AS (SELECT pid, t, sum(d) AS d FROM turn GROUP BY pid, t),
    state AS (SELECT pid, t, sum(d) OVER (PARTITION BY pid ORDER BY t) = ${demands.length} AS is_held FROM every),
    held AS (
      SELECT pid, since, until
      FROM (SELECT pid, t AS since, lead(t) OVER (PARTITION BY pid ORDER BY t) AS until, is_held FROM state) AS stretch
      WHERE is_held)`;
}

/**
 * Repositories counted by file: one counts while a file that filters keep holds a match. What was found in it and no file tells,
 * or nobody knows whose it is, may make it count as well.
 */
import {joinSql, name, type Sql, sql} from "../sql.ts";

/** Rows (sid, rid, t, change): 1 where the sum of changes of a repository comes above 0, −1 where it is 0 again. */
export function turnsAbove(rows: Sql): Sql {
  return sql`
    SELECT sid, rid, t, CAST(now > 0 AS INTEGER) - CAST(now - change > 0 AS INTEGER) AS change
    FROM (
      SELECT sid, rid, t, change, sum(change) OVER (PARTITION BY sid, rid ORDER BY t) AS now
      FROM (SELECT sid, rid, t, sum(change) AS change FROM (${rows}) AS given GROUP BY sid, rid, t) AS summed) AS running`;
}

/** What is known of repositories by file. */
export interface RepositoryRows {
  /** Rows (sid, rid, t, d_files, d_lines, d_matches) of what the search counted, and of what files tell. */
  readonly searched: Sql;
  readonly told: Sql;
  /** Rows (sid, rid, t, change) of the files that are kept, and of those of which nobody knows; null: there are none. */
  readonly kept: Sql | null;
  readonly unsure: readonly Sql[];
}

/**
 * Rows (sid, rid, t, change) of the repositories that may count beyond those that do, or count no more: files tell more or less than
 * the search counted, or only files of which nobody knows are there. Search and files are compared by what both count of a
 * repository: matches, else lines, else files.
 */
export function untoldRepositories({searched, told, kept, unsure}: RepositoryRows): Sql {
  const none = sql`0 AS sf, 0 AS sl, 0 AS sm`;
  const nothing = sql`0 AS tf, 0 AS tl, 0 AS tm`;
  const given = [
    sql`SELECT sid, rid, t, d_files AS sf, d_lines AS sl, d_matches AS sm, ${nothing}, 0 AS kept, 0 AS unsure FROM (${searched}) AS searched`,
    sql`SELECT sid, rid, t, ${none}, d_files AS tf, d_lines AS tl, d_matches AS tm, 0 AS kept, 0 AS unsure FROM (${told}) AS told`,
    ...(kept ? [sql`SELECT sid, rid, t, ${none}, ${nothing}, change AS kept, 0 AS unsure FROM (${kept}) AS kept`] : []),
    ...unsure.map(
      (rows) => sql`SELECT sid, rid, t, ${none}, ${nothing}, 0 AS kept, change AS unsure FROM (${rows}) AS unsure`
    )
  ];
  const counts = ["sf", "sl", "sm", "tf", "tl", "tm", "kept", "unsure"].map(name);
  const each = (of: (column: Sql) => Sql) =>
    joinSql(
      counts.map((column) => sql`${of(column)} AS ${column}`),
      ", "
    );
  return sql`
    WITH given AS (${joinSql(given, " UNION ALL ")}),
    summed AS (SELECT sid, rid, t, ${each((column) => sql`sum(${column})`)} FROM given GROUP BY sid, rid, t),
    held AS (
      SELECT sid, rid, t, ${each((column) => sql`sum(${column}) OVER (PARTITION BY sid, rid ORDER BY t)`)} FROM summed),
    compared AS (
      SELECT *,
        max(sm) OVER pair > 0 AND max(tm) OVER pair > 0 AS by_matches,
        max(sl) OVER pair > 0 AND max(tl) OVER pair > 0 AS by_lines,
        max(sf) OVER pair > 0 AND max(tf) OVER pair > 0 AS by_files
      FROM held WINDOW pair AS (PARTITION BY sid, rid)),
    state AS (
      SELECT sid, rid, t, CAST(
        CASE WHEN by_matches THEN sm <> tm WHEN by_lines THEN sl <> tl WHEN by_files THEN sf <> tf
          ELSE sm <> 0 OR sl <> 0 OR sf <> 0 OR tm <> 0 OR tl <> 0 OR tf <> 0 END
        OR (unsure > 0 AND kept = 0) AS INTEGER) AS is_untold
      FROM compared)
    SELECT sid, rid, t, is_untold - lag(is_untold, 1, 0) OVER (PARTITION BY sid, rid ORDER BY t) AS change FROM state`;
}

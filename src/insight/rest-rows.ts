/**
 * The group of what a search counted and nothing imported accounts for. Each repository is compared by itself: where one has more in
 * its files than the search counted, that makes up for nothing that another one lacks.
 */
import {name, type Sql, sql} from "../sql.ts";
import {unsigned} from "./file-bounds.ts";
import {GROUP_CODES, GROUP_TABLES, isOfAuthors, NOT_TOLD} from "./group-labels.ts";
import {type Asked, CHANGE_COLUMN} from "./kinds/kind.ts";
import {isOfValues} from "./value-filter.ts";

/** The label under which it stands by how much more was imported than the search counted: groups are no longer exact then. */
export const SHORT = "\u0003";

/** Rows (label, rid, at_time, delta) of what the search of a repository counted beyond what is told of it. */
export function restRows(asked: Asked): Sql {
  const {by} = asked.definition.grouping!;
  return sql`
    SELECT ${NOT_TOLD[by]} AS label, rid, t AS at_time, (size + gap) / 2 AS delta FROM (${gapRows(asked)}) AS gaps`;
}

/** Rows (label, at_time, delta) of the same without repositories, and under `SHORT` of what is told beyond the search. */
export function restSums(asked: Asked): Sql {
  const {by} = asked.definition.grouping!;
  return sql`
    SELECT CASE WHEN sign > 0 THEN ${NOT_TOLD[by]} ELSE ${SHORT} END AS label, t AS at_time, (size + sign * gap) / 2 AS delta
    FROM (SELECT t, sum(size) AS size, sum(gap) AS gap FROM (${gapRows(asked)}) AS gaps GROUP BY t) AS summed
      CROSS JOIN (VALUES (1), (-1)) AS side(sign)`;
}

/** Rows (rid, t, gap, size) of changes of the search less what is told, and of how much that is on either side of 0. */
function gapRows({definition, series, unit, repositories}: Asked): Sql {
  const grouping = definition.grouping!;
  const mine = sql`sid IN ${series} AND ${repositories}`;
  const column = name(CHANGE_COLUMN[unit]);
  const rows = (from: string, what: Sql) => sql`SELECT rid, t, ${what} FROM store.${name(from)} WHERE ${mine}`;
  if (!isOfAuthors(grouping) && !isOfValues(definition, series))
    // of a series without any file nothing is told
    return sql`
      ${rows("delta_repo", sql`${column} AS gap, 0 AS size`)}
      UNION ALL ${rows("delta_path", sql`-${column} AS gap, 0 AS size`)}
      UNION ALL ${rows("delta_beyond", sql`0 AS gap, ${column} AS size`)}
      UNION ALL ${rows("delta_repo", sql`0 AS gap, ${column} AS size`)} AND sid NOT IN (SELECT sid FROM store.delta_path)`;
  // owners and teams may share a file: what is not told is counted by file; a line without an author, or a day, is not told
  const {by} = grouping;
  const told = isOfAuthors(grouping)
    ? sql`FROM store.${name(GROUP_TABLES[by]!)} WHERE ${mine} AND ${name(GROUP_CODES[by as keyof typeof GROUP_CODES])} IS NOT NULL`
    : sql`FROM store.delta_path WHERE ${mine}`;
  const counted = sql`
    SELECT sid, rid, t, ${column} AS change FROM store.delta_repo WHERE ${mine}
    UNION ALL SELECT sid, rid, t, -${column} AS change ${told}`;
  return sql`
    SELECT rid, t, change AS gap, 0 AS size FROM (${counted}) AS counted
    UNION ALL SELECT rid, t, 0 AS gap, change AS size FROM (${unsigned(counted)}) AS unsigned_counts`;
}

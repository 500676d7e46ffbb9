/**
 * How far groups can be trusted under filters by file: what the search found and no file accounts for is in no group, so that
 * what is in one is a lower bound. Rows that say how much that is stand beside those of the groups, under labels of their own.
 */
import {joinSql, name, type Sql, sql} from "../sql.ts";
import {type FileSource, statusByFile, unsureRows} from "./file-filter.ts";
import {countedRows} from "./filtered-groups.ts";
import {isOfAuthors} from "./group-labels.ts";
import type {ValueStatus} from "./insight.ts";
import {turnsAbove, untoldRepositories} from "./kept-repositories.ts";
import {keptRows} from "./kept-rows.ts";
import {type Asked, CHANGE_COLUMN} from "./kinds/kind.ts";
import {isOfValues} from "./value-filter.ts";

/** Begin the labels of what files account for and of what they do not; the name of a repository follows, or nothing. */
const TOLD = "\u0001";
const UNTOLD = "\u0002";

/** Rows (label, at_time, delta) of how much of what the search found files account for: of each repository, or of all. */
export function boundRows(asked: Asked, source: FileSource, byRepository: boolean): Sql {
  const {told, untold} = toldRows(asked, source);
  const rows = (mark: string, of: Sql) => sql`
    SELECT ${byRepository ? sql`concat(${mark}, repo_key)` : sql`${mark}`} AS label, t AS at_time, change AS delta
    FROM (${of}) AS told ${byRepository ? sql`JOIN store.repo USING (rid)` : sql``}`;
  const {series, repositories} = asked;
  // a repository is there, too, where nothing is untold
  const there = sql`
    SELECT sid, rid, min(t) AS t, 0 AS change FROM store.delta_repo
    WHERE sid IN ${series} AND ${repositories} GROUP BY sid, rid`;
  return joinSql(
    [rows(TOLD, told), rows(UNTOLD, untold), ...(byRepository ? [rows(UNTOLD, there)] : [])],
    " UNION ALL "
  );
}

/**
 * Rows (sid, rid, t, change) of what files account for, and of what they do not: what the search of a repository counted
 * beyond or below them, and what is in files of which nobody knows whether the filters keep them. Never less than nothing.
 */
export function toldRows(
  {definition, series, unit, repositories}: Asked,
  source: FileSource
): {readonly told: Sql; readonly untold: Sql} {
  const count = unit === "repositories" ? "d_files" : CHANGE_COLUMN[unit];
  const mine = sql`sid IN ${series} AND ${repositories}`;
  const isLines = definition.grouping !== undefined && isOfAuthors(definition.grouping);
  // of values that filters keep only paths are known, and whose these are
  const isByPath = isLines || isOfValues(definition, series);
  const table = isLines ? "delta_located" : "delta_path";
  const rows = (from: string, sign: Sql) =>
    sql`SELECT sid, rid, t, ${sign}${name(count)} AS change FROM store.${name(from)} WHERE ${mine}`;
  const kept = (demands: FileSource["demands"], column: string, sign: Sql) => sql`
    SELECT sid, rid, t, ${sign}change AS change
    FROM (${keptRows({...source, demands}, table, [], column, mine)}) AS kept`;
  const whose = !isByPath
    ? unsureRows(source, count, mine)
    : source.demands.length
      ? [kept(source.maybe, count, sql``), kept(source.demands, count, sql`-`)]
      : [];
  // in a file with lines of nobody known there may be anybody
  const whoElse =
    isLines && unit === "files" ? [kept(source.demands, "d_files", sql``), kept(source.demands, "d_sure", sql`-`)] : [];
  const less = whose.map((one) => sql`SELECT sid, rid, t, -change AS change FROM (${one}) AS unsure`);
  const told = joinSql([rows(table, sql``), ...less], " UNION ALL ");
  if (unit === "repositories") {
    const counts = (from: string) =>
      sql`SELECT sid, rid, t, d_files, d_lines, d_matches FROM store.${name(from)} WHERE ${mine}`;
    return {
      told: turnsAbove(told),
      untold: untoldRepositories({
        searched: counts("delta_repo"),
        told: counts(table),
        kept: countedRows({definition, series, unit: "files", repositories}),
        unsure: whose
      })
    };
  }
  const beyond = isByPath
    ? unsigned(sql`${rows("delta_repo", sql``)} UNION ALL ${rows(table, sql`-`)}`)
    : // of a series without any file nothing is told
      sql`${rows("delta_beyond", sql``)} UNION ALL ${rows("delta_repo", sql``)} AND sid NOT IN (SELECT sid FROM store.delta_path)`;
  return {
    told,
    untold: joinSql([beyond, ...whose, ...whoElse], " UNION ALL ")
  };
}

/** Rows (sid, rid, t, change) of how far the sum of changes of each repository is from 0, on either side. */
export function unsigned(rows: Sql): Sql {
  return sql`
    SELECT sid, rid, t, abs(now) - abs(now - change) AS change
    FROM (
      SELECT sid, rid, t, change, sum(change) OVER (PARTITION BY sid, rid ORDER BY t) AS now
      FROM (SELECT sid, rid, t, sum(change) AS change FROM (${rows}) AS counted GROUP BY sid, rid, t) AS beyond) AS running`;
}

/**
 * Where lines are counted, what the search of a series counted stands under this much more than its code, less what lines account
 * for; what is in lines of which nobody knows whether filters keep them, under this much more again.
 */
export const UNTOLD_CODE = 500_000;

/** Rows as boundRows, of captured values that are counted from lines: what lines account for stands under the codes of series. */
export function lineBoundRows({series, unit, repositories}: Asked): Sql {
  const beyond = series.map((code) => code + UNTOLD_CODE);
  const unsure = series.map((code) => code + 2 * UNTOLD_CODE);
  const column = name(unit === "repositories" ? "d_matches" : CHANGE_COLUMN[unit]);
  const changes = (codes: readonly number[]) =>
    sql`SELECT sid, rid, t, ${column} AS change FROM store.delta_repo WHERE sid IN ${codes} AND ${repositories}`;
  const rows = (mark: string, of: Sql) =>
    sql`SELECT ${mark} AS label, t AS at_time, change AS delta FROM (${of}) AS counted`;
  if (unit !== "repositories")
    return sql`
      ${rows(TOLD, changes(series))} UNION ALL ${rows(UNTOLD, unsigned(changes(beyond)))}
      UNION ALL ${rows(UNTOLD, changes(unsure))}`;
  // under the code of the lines, as what they are compared with
  const counts = (codes: readonly number[], less: number) => sql`
    SELECT sid - ${{integer: less}} AS sid, rid, t, d_files, d_lines, d_matches FROM store.delta_repo
    WHERE sid IN ${codes} AND ${repositories}`;
  const untold = untoldRepositories({
    searched: sql`${counts(series, 0)} UNION ALL ${counts(beyond, UNTOLD_CODE)}`,
    told: counts(series, 0),
    kept: null,
    unsure: [sql`SELECT sid - ${{integer: 2 * UNTOLD_CODE}} AS sid, rid, t, change FROM (${changes(unsure)}) AS open`]
  });
  return sql`${rows(TOLD, turnsAbove(changes(series)))} UNION ALL ${rows(UNTOLD, untold)}`;
}

interface LabelSums {
  readonly label: string;
  readonly values: Float64Array;
}

/**
 * The groups among sums by label, and what the status of a group is by what files account for (as it was where nobody asked).
 * A repository in whose files nothing was kept is there with 0.
 */
export function withBounds(
  all: readonly LabelSums[],
  byRepository: boolean
): {
  readonly sums: readonly LabelSums[];
  bound<S extends readonly ValueStatus[] | null>(status: S, label: string): S | ValueStatus[];
} {
  const bounds = new Map(all.filter(({label}) => isBound(label)).map(({label, values}) => [label, values]));
  const sums = all.filter(({label}) => !isBound(label));
  const known = new Set(sums.map(({label}) => label));
  const untold = [...bounds].flatMap(([label, values]) => {
    const own = label.slice(1);
    const isMissing = byRepository && label.startsWith(UNTOLD) && !known.has(own);
    return isMissing ? [{label: own, values: new Float64Array(values.length)}] : [];
  });
  return {
    sums: [...sums, ...untold],
    bound(status, label) {
      const of = byRepository ? label : "";
      const missing = bounds.get(`${UNTOLD}${of}`);
      return status && missing ? statusByFile(status, bounds.get(`${TOLD}${of}`) ?? [], missing) : status;
    }
  };
}

function isBound(label: string): boolean {
  return label.startsWith(TOLD) || label.startsWith(UNTOLD);
}

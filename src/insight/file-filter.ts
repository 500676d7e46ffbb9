/**
 * Filters by file: path, language, owner, team. What they keep is counted from the changes by file, which an import may
 * lack: what the search found and no file accounts for makes a value a lower bound, never a zero.
 */
import {TidemarkError} from "../error.ts";
import {joinSql, name, type Sql, sql} from "../sql.ts";
import {type DataFilter, isEmptyPatterns} from "./filter.ts";
import {UNKNOWN_OWNER} from "./group-labels.ts";
import type {InsightDefinition, ValueStatus} from "./insight.ts";
import {patternConditions} from "./pattern-sql.ts";

/** The tables of changes by file. */
export type FileTable = "delta_path" | "delta_owner" | "delta_team";

/** Where filtered counts come from: tables of changes by file, their rows (each file once), and a condition on them. */
export interface FileSource {
  /** What must be filled beside the changes by path; none where files are told apart by path and language only. */
  readonly ownerTables: readonly Exclude<FileTable, "delta_path">[];
  readonly rows: Sql;
  readonly condition: Sql;
  /** What holds of the paths that are kept, as a condition on `pid`. */
  readonly paths: Sql;
  /** Who must hold a file: all of these demands. */
  readonly demands: readonly Demand[];
  /** What may be held by them as well, since nobody knows whose it is: the demands with nobody known among their names. */
  readonly maybe: readonly Demand[];
}

/** True for a filter that tells files apart. */
export function isFileFilter({paths, languages, owner, team}: DataFilter): boolean {
  return !isEmptyPatterns(paths) || [languages, owner, team].some(({length}) => length > 0);
}

/** The tables that must be filled for an insight's filters by file; none without such. */
export function fileTables(definition: InsightDefinition): readonly FileTable[] {
  const source = fileSource(definition);
  if (!source) return [];
  return ["delta_path", ...source.ownerTables];
}

/**
 * True where captured values are counted from the matching lines themselves: a pattern of its own captures them, or filters by
 * file tell lines apart, which counts of values do not.
 */
export function isOfLines(definition: InsightDefinition): boolean {
  const {kind, grouping, pattern, filters} = definition;
  const captures = kind === "capture-group" || (kind === "group-by" && grouping?.by === "capture");
  return captures && (pattern !== "" || filters.some(isFileFilter));
}

/** Some owners, or some teams, of whom any is enough. */
export interface Demand {
  readonly kind: "owner" | "team";
  readonly names: readonly string[];
}

/**
 * Where the counts of an insight under its filters come from; null when no filter tells files apart. Owners and teams, and
 * those of several filters, must all be met; of the names of one list any is enough.
 * @throws TidemarkError "insight/filter" where the kind is not known by file; "regex/invalid".
 */
export function fileSource(definition: InsightDefinition): FileSource | null {
  const filters = definition.filters.filter(isFileFilter);
  if (!filters.length) return null;
  if (!["search", "group-by", "capture-group"].includes(definition.kind))
    throw refusal(
      "Filters by path, language, owner and team are for counts of searches and captured values: other data is not known by file."
    );
  const demands = demandsOf(filters);
  const maybe = demands.map(({kind, names}) => ({kind, names: [...new Set([...names, UNKNOWN_OWNER])].sort()}));
  const onPaths = filters.flatMap(({paths, languages}) => [
    ...patternConditions("path", paths),
    ...(languages.length ? [sql`language IN ${languages}`] : [])
  ]);
  const paths = onPaths.length ? [sql`pid IN (SELECT pid FROM store.path WHERE ${joinSql(onPaths, " AND ")})`] : [];
  return {
    ownerTables: [...new Set(demands.map(({kind}) => tableOf(kind)))],
    ...held(demands, paths),
    paths: paths[0] ?? sql`TRUE`,
    demands,
    maybe
  };
}

/** Rows of the files that demands may hold, with those of which nobody knows; null where it is known of all. */
export function maybeHeld({demands, maybe, paths}: FileSource): Pick<FileSource, "rows" | "condition"> | null {
  return JSON.stringify(demands) === JSON.stringify(maybe) ? null : held(maybe, [paths]);
}

/** Rows of the files that demands hold, and a condition on them. */
function held(demands: readonly Demand[], paths: readonly Sql[]): Pick<FileSource, "rows" | "condition"> {
  const [only] = demands;
  const conditions = [...paths, ...(demands.length === 1 && only!.names.length === 1 ? [heldBy(only!)] : [])];
  return {
    rows: only ? (demands.length > 1 ? sql`(${heldByAll(demands)}) AS owned` : rowsOf(only)) : sql`store.delta_path`,
    condition: conditions.length ? joinSql(conditions, " AND ") : sql`TRUE`
  };
}

/**
 * Rows (sid, rid, t, change) of the files whose owners or teams nobody knows, and which the filters would keep if they were
 * those that are asked for: never less than nothing.
 */
export function unsureRows({demands, maybe, paths}: FileSource, count: string, mine: Sql): readonly Sql[] {
  const rows = (of: readonly Demand[], sign: Sql) => {
    const {rows: from, condition} = held(of, [paths]);
    return sql`SELECT sid, rid, t, ${sign}${name(count)} AS change FROM ${from} WHERE ${mine} AND ${condition}`;
  };
  const [only] = demands;
  if (!only || JSON.stringify(demands) === JSON.stringify(maybe)) return [];
  // of nobody known is a file of nobody else
  if (demands.length === 1) return [rows([{kind: only.kind, names: [UNKNOWN_OWNER]}], sql``)];
  return [rows(maybe, sql``), rows(demands, sql`-`)];
}

/** What owners and teams are asked for, each list once. */
function demandsOf(filters: readonly DataFilter[]): Demand[] {
  const all = filters.flatMap(({owner, team}): Demand[] => [
    {kind: "owner", names: [...new Set(owner)].sort()},
    {kind: "team", names: [...new Set(team)].sort()}
  ]);
  const asked = all.filter(({names}) => names.length > 0);
  return asked.filter((one, i) => asked.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === i);
}

function tableOf(kind: Demand["kind"]): Exclude<FileTable, "delta_path"> {
  return kind === "owner" ? "delta_owner" : "delta_team";
}

/** What holds of the owners or teams of a demand, as a condition on `oid` or `tid`. */
export function heldBy({kind, names}: Demand): Sql {
  return kind === "owner"
    ? sql`oid IN (SELECT oid FROM store.owner WHERE owner IN ${names})`
    : sql`tid IN (SELECT tid FROM store.team WHERE team IN ${names})`;
}

/** The rows of one demand; of one name they are those of its table, which the condition tells apart. */
function rowsOf({kind, names}: Demand): Sql {
  return names.length > 1 ? sql`(${ownedByAny(kind, names)}) AS owned` : sql`store.${name(tableOf(kind))}`;
}

/**
 * Rows (sid, rid, pid, t, d_files, d_lines, d_matches) of the files that all demands hold. Who owns a file holds all of it, so
 * what all hold at a time is the least of what each does then.
 */
function heldByAll(demands: readonly Demand[]): Sql {
  const each = demands.map(
    (demand, i) => sql`
      SELECT ${i}::INTEGER AS holder, sid, rid, pid, t, d_files, d_lines, d_matches
      FROM ${rowsOf(demand)} WHERE ${demand.names.length > 1 ? sql`TRUE` : heldBy(demand)}`
  );
  return sql`
    WITH every AS (${joinSql(each, " UNION ALL ")}),
    shared AS (
      SELECT sid, rid, pid FROM every GROUP BY sid, rid, pid HAVING count(DISTINCT holder) = ${demands.length}),
    mine AS (
      SELECT sid, rid, pid, holder, t, d_files, d_lines, d_matches FROM every JOIN shared USING (sid, rid, pid))
    ${changesOfHeld("min")}`;
}

/**
 * Rows (sid, rid, pid, t, d_files, d_lines, d_matches) of the files that any of several owners or teams has. Those who share
 * a file hold the same of it, so what any of them holds is the largest of what each does; a file that one hands to another
 * does not change.
 */
function ownedByAny(kind: "owner" | "team", names: readonly string[]): Sql {
  const code = name(kind === "owner" ? "oid" : "tid");
  const mine = sql`
    SELECT sid, rid, pid, ${code} AS holder, t, d_files, d_lines, d_matches FROM store.${name(tableOf(kind))}
    WHERE ${heldBy({kind, names})}`;
  return sql`WITH mine AS (${mine})${changesOfHeld("max")}`;
}

const COUNTS = ["d_files", "d_lines", "d_matches"].map(name);

/**
 * The rest of a statement over `mine` (sid, rid, pid, holder, t and changes): what each holder holds whenever one of them
 * changes, then the least or the most of it, as changes again.
 */
function changesOfHeld(which: "min" | "max"): Sql {
  const each = (of: (column: Sql) => Sql) =>
    joinSql(
      COUNTS.map((column) => sql`${of(column)} AS ${column}`),
      ", "
    );
  return sql`,
    turns AS (
      SELECT sid, rid, pid, holder, t, d_files, d_lines, d_matches
      FROM (SELECT DISTINCT sid, rid, pid, t FROM mine)
        JOIN (SELECT DISTINCT sid, rid, pid, holder FROM mine) USING (sid, rid, pid)
        LEFT JOIN mine USING (sid, rid, pid, holder, t)),
    held AS (
      SELECT sid, rid, pid, t,
        ${each((column) => sql`coalesce(sum(${column}) OVER (PARTITION BY sid, rid, pid, holder ORDER BY t), 0)`)}
      FROM turns),
    most AS (SELECT sid, rid, pid, t, ${each((column) => sql`${name(which)}(${column})`)} FROM held GROUP BY sid, rid, pid, t)
    SELECT sid, rid, pid, t,
      ${each((column) => sql`${column} - lag(${column}, 1, 0) OVER (PARTITION BY sid, rid, pid ORDER BY t)`)}
    FROM most`;
}

/**
 * The status of a count by file: where files do not account for all that the search found (`untold`) it is a lower bound;
 * where they account for nothing (`told`) it is unknown.
 */
export function statusByFile(
  status: readonly ValueStatus[],
  told: ArrayLike<number>,
  untold: ArrayLike<number>
): ValueStatus[] {
  return status.map((word, i) => {
    if (word === "unknown" || word === "absent" || untold[i] === 0) return word;
    if (!(told[i]! > 0)) return "unknown";
    return word === "incomplete" ? word : "partial";
  });
}

function refusal(text: string): TidemarkError {
  return new TidemarkError("insight/filter", text, {field: "filters"});
}

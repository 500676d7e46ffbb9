/** What is worked out from tables of snapshots: change points by file, author, owner, team, language, and owners of files. */
import {NO_OWNER, NO_TEAM, UNKNOWN_OWNER} from "../insight/group-labels.ts";
import {blameChanges} from "../snapshot/blame-changes.ts";
import {fileChanges} from "../snapshot/file-changes.ts";
import {languageChanges} from "../snapshot/language-changes.ts";
import {locatedChanges} from "../snapshot/located-changes.ts";
import {mergeParts} from "../snapshot/merge.ts";
import {mergeTable} from "../snapshot/merge-tables.ts";
import {type Belonging, ownerChanges} from "../snapshot/owner-changes.ts";
import {type OwnerHistory, ownerHistory, ownersDialect} from "../snapshot/owner-history.ts";
import {ownerSpans} from "../snapshot/owner-spans.ts";
import type {TableName} from "../snapshot/snapshot.ts";
import {type Sql, sql} from "../sql.ts";
import {numbersOf, recordsOf, type Table} from "../table.ts";
import {teamIndex} from "../teams.ts";
import {type GroupTotals, groupTotals} from "./group-totals.ts";
import type {DerivedTable} from "./schema.ts";
import type {StoreOptions} from "./store.ts";
import {type Filling, joinedSource, readJoined, type TableSource} from "./table-source.ts";

/** The tables of snapshots that a derived table is worked out from. */
export const WORKED_OUT_FROM: Readonly<Record<DerivedTable, readonly TableName[]>> = {
  delta_path: ["point", "file", "file_span"],
  delta_owner: ["point", "file", "file_span", "owner_file"],
  delta_team: ["point", "file", "file_span", "owner_file"],
  delta_author: ["point", "blame"],
  delta_located: ["point", "file", "file_span", "blame"],
  owner_span: ["point", "file", "file_span", "blame", "owner_file"],
  team_span: ["point", "file", "file_span", "blame", "owner_file"],
  delta_language: ["language"]
};

/** Works out a table and appends it. */
export const DERIVATIONS: {
  readonly [T in DerivedTable]: (filling: Filling, options: StoreOptions) => Promise<TableSource>;
} = {
  async delta_path(filling, options) {
    const {changes, source} = await pathChanges(filling, options);
    const filled = withTotals(await written(filling, "delta_path", changes, source), groupTotals(changes, null));
    if (changes.rows) await filling.engine.query(beyondFiles([...new Set(numbersOf(changes, "sid"))]));
    const beyond = groupTotals(await filling.engine.query(BEYOND_SUMS), null);
    return beyond ? {...filled, beyond: beyond.series} : filled;
  },

  async delta_owner(filling, options) {
    const {changes, source, history} = await owned(filling, options);
    const {paths, oid} = filling.filled.dimensions;
    const {labels, codeOf} = labelled(oid);
    const rows = ownerChanges(changes, paths, ownersIn(filling, history), "oid", codeOf);
    return withTotals(await written(filling, "delta_owner", rows, source), groupTotals(rows, "oid", labels()));
  },

  async delta_team(filling, options) {
    const {changes, source, history} = await owned(filling, options);
    const {paths, tid} = filling.filled.dimensions;
    const {labels, codeOf} = labelled(tid);
    const rows = ownerChanges(changes, paths, teamsIn(filling, history), "tid", codeOf);
    return withTotals(await written(filling, "delta_team", rows, source), groupTotals(rows, "tid", labels()));
  },

  async owner_span(filling, options) {
    const {pids, source, history} = await ownedPaths(filling, options);
    const rows = ownerSpans(
      pids,
      filling.filled.dimensions.paths,
      ownersIn(filling, history),
      "oid",
      filling.filled.dimensions.oid
    );
    return written(filling, "owner_span", rows, source);
  },

  async team_span(filling, options) {
    const {pids, source, history} = await ownedPaths(filling, options);
    const rows = ownerSpans(
      pids,
      filling.filled.dimensions.paths,
      teamsIn(filling, history),
      "tid",
      filling.filled.dimensions.tid
    );
    return written(filling, "team_span", rows, source);
  },

  async delta_author(filling, options) {
    const {changes, source} = await authorChanges(filling, options);
    return written(filling, "delta_author", changes, source);
  },

  async delta_located(filling, options) {
    const files = await pathChanges(filling, options);
    const authors = await authorChanges(filling, options);
    const rows = locatedChanges(files.changes, authors.changes);
    return written(filling, "delta_located", rows, joinedSource(files.source, authors.source));
  },

  async delta_language(filling, options) {
    const {engine, filled} = filling;
    const {parts, source} = await readJoined(filling, ["language"], options);
    const {tools, changes, samples} = languageChanges(mergeTable("language", parts), filled.dimensions);
    await filled.dimensions.flush(engine);
    for (const [table, rows] of [
      ["store.tool", tools],
      ["store.delta_language", changes],
      ["store.language_sample", samples]
    ] as const)
      if (rows.rows) await engine.append(table, rows);
    return source;
  }
};

/** The changes by file, not appended. */
async function pathChanges(filling: Filling, options: StoreOptions): Promise<{changes: Table; source: TableSource}> {
  const {parts, source} = await readJoined(filling, ["point", "file", "file_span"], options);
  const {sid, rid, paths} = filling.filled.dimensions;
  const [points, files, spans] = [
    mergeParts("point", parts),
    mergeParts("file", parts),
    mergeTable("file_span", parts)
  ];
  return {changes: fileChanges(points, files, spans, sid, rid, paths), source};
}

/** The changes by file, and the CODEOWNERS files that were imported. */
async function owned(
  filling: Filling,
  options: StoreOptions
): Promise<{changes: Table; source: TableSource; history: OwnerHistory}> {
  const {changes, source} = await pathChanges(filling, options);
  const {parts, source: owners} = await readJoined(filling, ["owner_file"], options);
  const versions = recordsOf(mergeTable("owner_file", parts)).map((row) => ({
    repo: String(row.repo_key),
    path: String(row.path),
    committedAt: Number(row.valid_from),
    text: row.text === null ? null : String(row.text)
  }));
  const given = new Map(
    filling.filled.workspace.repositories.flatMap(({key, codeowners}) =>
      codeowners ? [[key, codeowners] as const] : []
    )
  );
  return {
    changes,
    source: {
      segments: [...source.segments, ...owners.segments].sort(),
      missing: [...source.missing, ...owners.missing],
      observedAt: source.observedAt
    },
    history: ownerHistory(versions, (repo, path) => given.get(repo) ?? ownersDialect(repo, path))
  };
}

/** Gives codes, and keeps the label of each; codes of other tables have an empty one here. */
function labelled(code: (label: string) => number): {
  readonly labels: () => readonly string[];
  codeOf(label: string): number;
} {
  const byCode: string[] = [];
  return {
    labels: () => Array.from(byCode, (label) => label ?? ""),
    codeOf(label) {
      const one = code(label);
      byCode[one] = label;
      return one;
    }
  };
}

/** Fills delta_beyond: once, since every filter by file asks for it, and no two repositories may cancel each other out. */
function beyondFiles(series: readonly number[]): Sql {
  const rows = (table: Sql, sign: Sql) => sql`
    SELECT sid, rid, t, ${sign}d_files AS files, ${sign}d_lines AS lines, ${sign}d_matches AS matches
    FROM ${table} WHERE sid IN ${series}`;
  return sql`
    INSERT INTO store.delta_beyond
    SELECT * FROM (
      SELECT sid, rid, t, abs(f) - abs(f - files) AS d_files, abs(l) - abs(l - lines) AS d_lines,
        abs(m) - abs(m - matches) AS d_matches
      FROM (
        SELECT sid, rid, t, files, lines, matches, sum(files) OVER mine AS f, sum(lines) OVER mine AS l, sum(matches) OVER mine AS m
        FROM (
          SELECT sid, rid, t, sum(files) AS files, sum(lines) AS lines, sum(matches) AS matches
          FROM (${rows(sql`store.delta_repo`, sql``)} UNION ALL ${rows(sql`store.delta_path`, sql`-`)}) AS counted
          GROUP BY sid, rid, t) AS beyond
        WINDOW mine AS (PARTITION BY sid, rid ORDER BY t)) AS running) AS changed
    WHERE d_files <> 0 OR d_lines <> 0 OR d_matches <> 0`;
}

const BEYOND_SUMS = sql`
  SELECT sid::DOUBLE AS sid, epoch_ms(t)::DOUBLE AS t, sum(d_files)::DOUBLE AS d_files, sum(d_lines)::DOUBLE AS d_lines,
    sum(d_matches)::DOUBLE AS d_matches
  FROM store.delta_beyond GROUP BY sid, t ORDER BY sid, t`;

function withTotals(source: TableSource, totals: GroupTotals | null): TableSource {
  return totals ? {...source, totals} : source;
}

/** Appends rows under codes that may be new. */
async function written(
  {engine, filled}: Filling,
  table: DerivedTable,
  rows: Table,
  source: TableSource
): Promise<TableSource> {
  await filled.dimensions.flush(engine);
  if (rows.rows) await engine.append(`store.${table}`, rows);
  return source;
}

/** The changes by author of a line, not appended. */
async function authorChanges(filling: Filling, options: StoreOptions): Promise<{changes: Table; source: TableSource}> {
  const {parts, source} = await readJoined(filling, ["point", "blame"], options);
  const changes = blameChanges(mergeParts("point", parts), mergeTable("blame", parts), filling.filled.dimensions);
  return {changes, source};
}

/** The paths of files and of blamed lines, and the CODEOWNERS files that were imported. */
async function ownedPaths(
  filling: Filling,
  options: StoreOptions
): Promise<{pids: ReadonlySet<number>; source: TableSource; history: OwnerHistory}> {
  const files = await owned(filling, options);
  const authors = await authorChanges(filling, options);
  return {
    pids: new Set([...numbersOf(files.changes, "pid"), ...numbersOf(authors.changes, "pid")]),
    source: joinedSource(files.source, authors.source),
    history: files.history
  };
}

function ownersIn({filled}: Filling, history: OwnerHistory): Belonging {
  const {repositories} = filled.dimensions;
  return {
    at(rid, path, time) {
      const found = history.ownersAt(repositories[rid]!, path, time);
      return found.state === "owned" ? found.owners : [found.state === "unowned" ? NO_OWNER : UNKNOWN_OWNER];
    },
    changes: (rid) => history.changes(repositories[rid]!)
  };
}

function teamsIn({filled}: Filling, history: OwnerHistory): Belonging {
  const {repositories} = filled.dimensions;
  const teams = teamIndex(filled.workspace.teams);
  // where no team has owners, nobody has to know them
  const nobody = filled.workspace.teams.some(({owners}) => owners.length > 0) ? UNKNOWN_OWNER : NO_TEAM;
  return {
    at(rid, path, time) {
      const found = history.ownersAt(repositories[rid]!, path, time);
      const own = teams.ofPath(found.state === "owned" ? found.owners : [], repositories[rid]!);
      return own.length ? own : [found.state === "unknown" ? nobody : NO_TEAM];
    },
    changes: (rid) => history.changes(repositories[rid]!)
  };
}

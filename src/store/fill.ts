/**
 * From segments to the database: read, verify, merge, turn into change points, append. What cannot be read is reported
 * and left out; the rest comes in.
 */
import {messageOf, throwIfAborted} from "../error.ts";
import {type RepositoryAliases, repositoryAliases} from "../snapshot/aliases.ts";
import {captureChanges, repoChanges} from "../snapshot/changes.ts";
import {type Manifest, observedAt, type PartRecord, unreadParts} from "../snapshot/manifest.ts";
import {type Merged, mergeParts} from "../snapshot/merge.ts";
import type {Part, SeriesRecord, TableName} from "../snapshot/snapshot.ts";
import {name, sql} from "../sql.ts";
import {type Column, interner, numberColumn, type Table, textColumn} from "../table.ts";
import {EMPTY_WORKSPACE, type Workspace} from "../workspace.ts";
import {createDimensions, type Dimensions, wordTable} from "./dimensions.ts";
import type {Engine} from "./engine.ts";
import {addedChanges, type HeldChanges} from "./held-changes.ts";
import {
  codedKeys,
  matchedSeries,
  missingSegments,
  observedOf,
  reasonsOf,
  segmentsOf,
  type Tally,
  tallied,
  unitsOf,
  unnamed
} from "./held-series.ts";
import {joinedParts} from "./joined-parts.ts";
import {type LastSamples, lastSamples, seenAt} from "./last-samples.ts";
import {type Narrowing, WHOLE} from "./narrowing.ts";
import {SCHEMA} from "./schema.ts";
import type {Segments} from "./segments.ts";
import {type StatusRows, statusRows} from "./status-changes.ts";
import type {Damage, StoreOptions} from "./store.ts";
import {addedTimes, addedTotals, type Totals} from "./totals.ts";

/** What the store knows after filling, beside what is in the database. */
export interface Filled {
  /** Series and repositories by code: sid and rid are their places. */
  readonly series: readonly SeriesRecord[];
  readonly repositories: readonly string[];
  /** The codes of everything, those of `series` and `repositories` among them. */
  readonly dimensions: Dimensions;
  readonly aliases: RepositoryAliases;
  /** Whether every repository is called what its imports call it. */
  readonly areNamesPlain: boolean;
  readonly workspace: Workspace;
  /** The segments a series stands in, by sid: SHA-256, sorted. */
  readonly segments: readonly (readonly string[])[];
  /** When the newest search of a series ran, by sid; null when nobody said. */
  readonly observed: readonly (number | null)[];
  /** What incomplete imports of a series said of themselves, by sid: sentences. */
  readonly said: readonly (readonly string[])[];
  /** The ids of the series whose matching lines may be held; null: of any. */
  readonly matched: ReadonlySet<string> | null;
  /** The units a series was counted in, by sid. */
  readonly counted: readonly {readonly files: boolean; readonly lines: boolean; readonly matches: boolean}[];
  readonly captures: readonly number[];
  /** What `counted` and `captures` were made from, by sid. */
  readonly tallies: readonly Tally[];
  /** Captured values by cid: JSON of (c1, c2, c3). */
  readonly values: ReturnType<typeof interner>;
  readonly last: LastSamples;
  /** By sid: the times at which it was sampled, ascending; its changes over all repositories; and those of each. */
  readonly times: readonly Float64Array[];
  readonly totals: Totals;
  readonly held: HeldChanges;
  readonly status: StatusRows;
  readonly points: number;
  readonly damage: readonly Damage[];
  /** By sid: the damaged segments that may hold a series. */
  readonly missing: readonly (readonly string[])[];
}

/** Reads the segments of some tables; what is damaged is left out and reported. `without`: see Segments. */
export async function readParts(
  segments: Segments,
  manifest: Manifest,
  tables: readonly TableName[],
  {signal, progress}: StoreOptions = {},
  without: readonly string[] = []
): Promise<{parts: readonly (Part & {readonly record: PartRecord})[]; damage: readonly Damage[]}> {
  const parts: (Part & {record: PartRecord})[] = [];
  // a record that does not even say its table may be of any
  const damage: Damage[] = unreadParts(manifest)
    .filter(({table}) => !table || tables.includes(table))
    .map(({path, reason, importId}) => ({path, reason, importId}));
  const wanted = manifest.parts.filter(({table}) => tables.includes(table));
  const total = wanted.reduce((sum, {bytes}) => sum + bytes, 0) || 1;
  let done = 0;
  // the next one is fetched and unpacked while the rows of one are read
  const begin = (record: PartRecord | undefined) => {
    const rows = record && segments.rows(record, without);
    rows?.catch(() => undefined);
    return rows;
  };
  let next = begin(wanted[0]);
  for (const [i, record] of wanted.entries()) {
    throwIfAborted(signal);
    progress?.({share: done / total, doing: "Reading the snapshots"});
    const mine = next!;
    next = begin(wanted[i + 1]);
    try {
      parts.push({
        table: record.table,
        observedAt: observedAt(record),
        rows: await mine,
        record
      });
    } catch (error) {
      damage.push({path: record.path, reason: messageOf(error), importId: record.import_id ?? null});
    }
    done += record.bytes;
  }
  return {parts, damage};
}

/** The tables whose rows are read when the database is opened; the others wait until somebody asks. */
export const READ_AT_OPENING: readonly TableName[] = ["point", "capture"];

/** What change points do not tell: which commit was searched is asked of the detail tables. */
const NOT_COUNTED = ["commit_oid"];

/** What the segments hold, arranged for an engine that need not be there yet. */
export interface Arranged {
  readonly filled: Filled;
  /** Makes the tables in an empty engine, seals it, and fills them; to be called once, the rows go with it. */
  write(engine: Engine): Promise<void>;
}

/** Reads the segments and works out what is known of them without an engine. */
export async function arrangeSegments(
  segments: Segments,
  manifest: Manifest,
  options: StoreOptions = {},
  workspace: Workspace = EMPTY_WORKSPACE,
  narrowing: Narrowing = WHOLE
): Promise<Arranged> {
  const {parts, damage} = await readParts(segments, manifest, READ_AT_OPENING, options, NOT_COUNTED);
  const aliases = repositoryAliases(workspace.aliases);
  const joined = joinedParts(parts, {aliases});
  options.progress?.({share: null, doing: "Arranging the numbers"});
  const points = mergeParts("point", joined);
  const captures = mergeParts("capture", joined);
  const records = new Map(manifest.series.map((record) => [record.series_id, record]));
  const ids = [...new Set([...records.keys(), ...points.series.words, ...captures.series.words])].sort();
  const sids = interner([...ids]);
  const repositories = [...new Set([...points.repo.words, ...captures.repo.words])].sort();
  const rids = interner([...repositories]);
  const series = ids.map((id) => records.get(id) ?? unnamed(id));
  const values = interner();
  const derived = captureChanges(points, captures, sids.code, rids.code, {values, held: new Map()});
  const pairs = repoChanges(points);
  const changes = recoded(pairs.changes, points, sids.code, rids.code);
  let tables: [string, Table][] = [
    ["store.series", seriesTable(series, narrowing)],
    ["store.repo", wordTable("rid", "repo_key", repositories)],
    ["store.delta_repo", changes],
    ["store.capture_value", derived.captures],
    ["store.delta_capture", derived.changes]
  ];
  const sidOf = points.series.words.map(sids.code);
  const tallies = tallied(points, captures, sids.code, ids.length);
  const keyOf = codedKeys(captures, sids.code, rids.code);
  return {
    async write(engine) {
      await engine.run([...SCHEMA, ...narrowing.hidden.map((view) => sql`DROP VIEW main.${name(view)}`)]);
      await engine.seal();
      for (const [table, rows] of tables) if (rows.rows) await engine.append(table, rows);
      tables = [];
    },
    filled: {
      series,
      repositories,
      dimensions: createDimensions(ids, repositories),
      aliases,
      areNamesPlain: joined === parts,
      workspace,
      segments: segmentsOf(parts, sids.code, ids.length),
      observed: observedOf(parts, sids.code, ids.length),
      said: ids.map((id) => reasonsOf(manifest, id)),
      matched: matchedSeries(manifest),
      ...unitsOf(tallies),
      tallies,
      values,
      last: seenAt(lastSamples(recoded(pairs.ends, points, sids.code, rids.code)), captures, keyOf),
      times: addedTimes(points.series, points.time, sidOf, ids.length),
      totals: addedTotals(changes, ids.length),
      held: addedChanges(changes, ids.length),
      status: statusRows(changes),
      points: points.table.rows,
      damage,
      missing: missingSegments(damage, manifest, ids)
    }
  };
}

/** A table whose sid and rid are codes of merged rows, with codes of the database instead. */
export function recoded(
  table: Table,
  merged: Merged,
  sid: (word: string) => number,
  rid: (word: string) => number
): Table {
  const sids = merged.series.words.map(sid);
  const rids = merged.repo.words.map(rid);
  return {
    ...table,
    columns: table.columns.map((column): Column => {
      const codes = column.name === "sid" ? sids : column.name === "rid" ? rids : null;
      if (!codes || column.type === "text" || codes.every((code, place) => code === place)) return column;
      const values = new Float64Array(table.rows);
      for (let row = 0; row < table.rows; row++) values[row] = codes[column.values[row]!]!;
      return {...column, values};
    })
  };
}

/** The series that are held, under the codes of all. */
function seriesTable(all: readonly SeriesRecord[], {holds}: Narrowing): Table {
  const codes = Float64Array.from(all.keys()).filter((code) => holds(all[code]!.series_id));
  const series = Array.from(codes, (code) => all[code]!);
  return {
    rows: series.length,
    columns: [
      numberColumn("sid", codes),
      ...(["series_id", "key", "title", "engine", "pattern", "unit"] as const).map((name) =>
        textColumn(
          name,
          series.map((record) => record[name])
        )
      ),
      textColumn(
        "query",
        series.map((record) => record.source_query ?? record.pattern)
      )
    ]
  };
}

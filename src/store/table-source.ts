/** What tables of an open database are filled from: parts of snapshots under the names their repositories have in it. */
import {heldHash, type Manifest, type PartRecord} from "../snapshot/manifest.ts";
import type {Part, TableName} from "../snapshot/snapshot.ts";
import {textOf} from "../table.ts";
import type {Engine} from "./engine.ts";
import {type Filled, readParts} from "./fill.ts";
import type {BeyondTotals, GroupTotals} from "./group-totals.ts";
import {joinedParts} from "./joined-parts.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";

/** Where filling reads from and writes to. */
export interface Filling {
  readonly engine: Engine;
  readonly segments: Segments;
  readonly manifest: Manifest;
  readonly filled: Filled;
}

/** What a filled table was made of: the SHA-256 of its segments, and the segments that could not be read. */
export interface TableSource {
  readonly segments: readonly string[];
  readonly missing: readonly string[];
  /** When the newest of it was observed, epoch ms; null when nobody said. */
  readonly observedAt: number | null;
  /** Of tables that hold several things (metrics, counts of several tools): which of them each segment holds. */
  readonly things?: readonly HeldThings[];
  /** Of changes by file, owner and team: their sums over all repositories, unless those are as many. */
  readonly totals?: GroupTotals;
  /** Of changes by file: how far the search of each repository is from them, added up; see delta_beyond. */
  readonly beyond?: BeyondTotals;
}

/** What one segment holds, and when it was observed. */
export interface HeldThings {
  readonly segment: string;
  readonly observedAt: number | null;
  readonly names: ReadonlySet<string>;
}

/** The part of a source in which a thing of that name stands; all of it where nobody knows what its segments hold. */
export function sourceOfThing(source: TableSource, thing: string): TableSource {
  if (!source.things) return source;
  const mine = source.things.filter(({names}) => names.has(thing));
  const observed = mine.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    segments: [...new Set(mine.map(({segment}) => segment))].sort(),
    missing: source.missing,
    observedAt: observed.length ? Math.max(...observed) : null
  };
}

/** The column that says which thing a row is of. */
const THING_COLUMNS: Partial<Record<TableName, string>> = {metric: "metric", language: "tool"};

function thingsOf(parts: readonly (Part & {readonly record: PartRecord})[], table: TableName): {things?: HeldThings[]} {
  const column = THING_COLUMNS[table];
  if (column === undefined) return {};
  const things = parts.map(({record, rows, observedAt}) => {
    const {codes, words} = textOf(rows, column);
    return {
      segment: heldHash(record),
      observedAt,
      names: new Set(Array.from(new Set(codes), (code) => words[code] ?? ""))
    };
  });
  return {things};
}

/** Reads the parts of some tables under the names their repositories have in the database. */
export async function readJoined(
  {segments, manifest, filled}: Filling,
  tables: readonly TableName[],
  options: StoreOptions
): Promise<{parts: readonly Part[]; source: TableSource}> {
  const {parts, damage} = await readParts(segments, manifest, tables, options);
  const observed = parts.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    parts: joinedParts(parts, {aliases: filled.aliases, known: filled.dimensions.repositories}),
    source: {
      segments: parts.map(({record}) => heldHash(record)).sort(),
      missing: damage.map(({path}) => path),
      observedAt: observed.length ? Math.max(...observed) : null,
      ...(tables.length === 1 ? thingsOf(parts, tables[0]!) : {})
    }
  };
}

/** Two sources of one table. */
export function joinedSource(one: TableSource, other: TableSource): TableSource {
  return {
    segments: [...new Set([...one.segments, ...other.segments])].sort(),
    missing: [...new Set([...one.missing, ...other.missing])],
    observedAt: one.observedAt
  };
}

/**
 * A database that is open takes in one more import, so that a week more does not cost reading all the years again. New
 * rows are compared with the newest sample of their series and repository; a pair that gets rows older than that is worked
 * out anew from its segments, alone. What comes out equals a database that is filled from all segments; where that cannot
 * be had so cheaply (a series or repository nobody knew, a damaged segment) there is no answer, and it is filled anew.
 */
import {aliased} from "../snapshot/aliases.ts";
import {captureChanges, pairKey, repoChanges} from "../snapshot/changes.ts";
import type {Manifest, PartRecord} from "../snapshot/manifest.ts";
import {type Merged, mergeParts} from "../snapshot/merge.ts";
import {joinRepoKeys} from "../snapshot/repo-key.ts";
import type {Part} from "../snapshot/snapshot.ts";
import {sql} from "../sql.ts";
import {type Column, interner, numbersOf, type Table, takeRows, textOf} from "../table.ts";
import type {Engine} from "./engine.ts";
import {type Filled, READ_AT_OPENING, readParts, recoded} from "./fill.ts";
import {addedChanges, withoutPairs} from "./held-changes.ts";
import {
  codedKeys,
  matchedSeries,
  observedOf,
  reasonsOf,
  segmentsOf,
  tallied,
  unitsOf,
  unnamed,
  withTallies
} from "./held-series.ts";
import {joinedParts} from "./joined-parts.ts";
import {endsOf, lastSamples, placeOf, seenAt, withLast, withoutKeys} from "./last-samples.ts";
import type {Segments} from "./segments.ts";
import {type StatusRows, statusRows, withStatus} from "./status-changes.ts";
import type {StoreOptions} from "./store.ts";
import {addedTimes, addedTotals} from "./totals.ts";

/** Rows of an import, and how the manifest names them. */
export type AddedPart = Part & {readonly record: PartRecord};

/** More pairs than this are worked out anew together with all others. */
const MOST_PAIRS = 2000;

/** Whether an import brings nothing but rows of series that an open database knows, and of repositories it can name as they are. */
export function isKnown(filled: Filled, parts: readonly Part[]): boolean {
  if (filled.damage.length) return false;
  const ids = new Set(filled.series.map(({series_id}) => series_id));
  const tables = parts.filter(({table}) => READ_AT_OPENING.includes(table)).map(({rows}) => rows);
  if (!tables.every((rows) => textOf(rows, "series_id").words.every((id) => ids.has(id)))) return false;
  const known = new Set(filled.repositories);
  const fresh = new Set(tables.flatMap((rows) => textOf(rows, "repo_key").words.filter((word) => !known.has(word))));
  return !fresh.size || canName(filled, [...fresh]);
}

/** Whether new repositories have names that join no other, and no detail table has codes for others yet. */
function canName({repositories, dimensions, aliases, areNamesPlain}: Filled, fresh: readonly string[]): boolean {
  if (!areNamesPlain || dimensions.repositories.length !== repositories.length) return false;
  const all = [...repositories, ...fresh];
  const joined = joinRepoKeys(all.filter((name) => name.includes("/")).sort());
  return all.every((name) => aliased(aliases, name) === name && (joined.get(name) ?? name) === name);
}

/** The database and what is known of it after the parts of an import were taken in; null: it has to be filled anew. */
export async function growEngine(
  engine: Engine,
  filled: Filled,
  segments: Segments,
  before: Manifest,
  after: Manifest,
  added: readonly AddedPart[],
  options: StoreOptions = {}
): Promise<Filled | null> {
  if (!isKnown(filled, added) || !hasSameSeries(filled, after)) return null;
  const parts = added.filter(({table}) => READ_AT_OPENING.includes(table));
  const sids = interner(filled.series.map(({series_id}) => series_id));
  const {dimensions} = filled;
  const codes = [sids.code, dimensions.rid] as const;
  const fresh = merge(parts);
  const redone = redonePairs(filled, fresh, codes);
  if (redone.size > MOST_PAIRS) return null;
  const steps = redone.size
    ? await stepsWithRedone(filled, segments, before, parts, redone, codes, options)
    : [{sign: 1 as const, ...fresh}];
  if (!steps) return null;
  await dimensions.flush(engine);
  const repositories = dimensions.repositories.slice(
    0,
    Math.max(filled.repositories.length, newestCode(fresh, codes) + 1)
  );
  const held = await capturesHeld(engine, steps.at(-1)!, codes, redone);
  let next: Filled = {
    ...filled,
    repositories,
    segments: segmentsOf(parts, sids.code, filled.series.length, filled.segments),
    observed: observedOf(parts, sids.code, filled.series.length, filled.observed),
    said: filled.series.map(({series_id}) => reasonsOf(after, series_id)),
    matched: matchedSeries(after),
    status: withStatus(filled.status, NO_STATUS, {repositories, without: redone}),
    last: redone.size ? withoutKeys(filled.last, redone) : filled.last,
    held: redone.size ? withoutPairs(filled.held, redone) : filled.held
  };
  if (redone.size) {
    const keys = [...redone];
    await engine.query(sql`DELETE FROM store.delta_repo WHERE sid::DOUBLE * 67108864 + rid IN ${keys}`);
    await engine.query(sql`DELETE FROM store.delta_capture WHERE sid::DOUBLE * 67108864 + rid IN ${keys}`);
  }
  for (const step of steps) next = await taken(engine, next, step, codes, step === steps.at(-1) ? held : NO_CAPTURES);
  return {...next, ...unitsOf(next.tallies)};
}

type Codes = readonly [sid: (word: string) => number, rid: (word: string) => number];

/** Rows that come in (1) or were there and are counted no more (−1). */
interface Step {
  readonly sign: 1 | -1;
  readonly points: Merged;
  readonly captures: Merged;
}

type Held = ReadonlyMap<number, ReadonlyMap<number, readonly [number, number]>>;

const NO_CAPTURES: Held = new Map();
const NO_STATUS: StatusRows = statusRows({rows: 0, columns: []});

function merge(parts: readonly Part[]): {points: Merged; captures: Merged} {
  return {points: mergeParts("point", parts), captures: mergeParts("capture", parts)};
}

/**
 * What pairs that are worked out anew were, what they are now, and then the rows of the other pairs; null when segments
 * cannot be read.
 */
async function stepsWithRedone(
  filled: Filled,
  segments: Segments,
  before: Manifest,
  parts: readonly Part[],
  redone: ReadonlySet<number>,
  codes: Codes,
  options: StoreOptions
): Promise<readonly Step[] | null> {
  const old = await readParts(segments, before, READ_AT_OPENING, options);
  if (old.damage.length) return null;
  const oldParts = joinedParts(old.parts, {aliases: filled.aliases}).map(
    (part) => rowsOfPairs(part, redone, codes).inside
  );
  const split = parts.map((part) => rowsOfPairs(part, redone, codes));
  return [
    {sign: -1, ...merge(oldParts)},
    {sign: 1, ...merge([...oldParts, ...split.map(({inside}) => inside)])},
    {sign: 1, ...merge(split.map(({outside}) => outside))}
  ];
}

/** The largest code of a repository that rows have; −1 when there are none. */
function newestCode({points, captures}: ReturnType<typeof merge>, [, rid]: Codes): number {
  return [...points.repo.words, ...captures.repo.words].reduce((most, word) => Math.max(most, rid(word)), -1);
}

/** Whether the manifest names the same series, by the same records. */
function hasSameSeries(filled: Filled, {series}: Manifest): boolean {
  const records = new Map(series.map((record) => [record.series_id, record]));
  return (
    [...records.keys()].every((id) => filled.series.some(({series_id}) => series_id === id)) &&
    filled.series.every(
      (known) => JSON.stringify(records.get(known.series_id) ?? unnamed(known.series_id)) === JSON.stringify(known)
    )
  );
}

/** The pairs that get rows which are not later than all that was known of them. */
function redonePairs({last}: Filled, {points, captures}: ReturnType<typeof merge>, [sid, rid]: Codes): Set<number> {
  const redone = new Set<number>();
  for (const merged of [points, captures]) {
    const keyOf = codedKeys(merged, sid, rid);
    const {series, repo, time} = merged;
    let [key, from] = [Number.NaN, Number.NEGATIVE_INFINITY];
    for (let row = 0; row < time.length; row++) {
      const isSame = row && series.codes[row] === series.codes[row - 1] && repo.codes[row] === repo.codes[row - 1];
      if (!isSame) {
        key = keyOf(series.codes[row]!, repo.codes[row]!);
        const place = placeOf(last, key);
        from = place < 0 ? Number.NEGATIVE_INFINITY : last.t[place]!;
      }
      // also true for a row without a time
      if (!(time[row]! > from)) redone.add(key);
    }
  }
  return redone;
}

/** The rows of some pairs, and those of the others. */
function rowsOfPairs(part: Part, pairs: ReadonlySet<number>, [sid, rid]: Codes): {inside: Part; outside: Part} {
  const [series, repo] = [textOf(part.rows, "series_id"), textOf(part.rows, "repo_key")];
  const [sids, rids] = [series.words.map(sid), repo.words.map(rid)];
  const isInside = Uint8Array.from(series.codes, (code, row) =>
    pairs.has(pairKey(sids[code]!, rids[repo.codes[row]!]!)) ? 1 : 0
  );
  const where = (wanted: number): Part => ({
    ...part,
    rows: takeRows(
      part.rows,
      Uint32Array.from(isInside.keys()).filter((row) => isInside[row] === wanted)
    )
  });
  return {inside: where(1), outside: where(0)};
}

/** What pairs that only get later rows hold of captured values now. */
async function capturesHeld(
  engine: Engine,
  {points, captures}: Step,
  [sidOf]: Codes,
  redone: ReadonlySet<number>
): Promise<Held> {
  const held = new Map<number, Map<number, [number, number]>>();
  const series = [...new Set([...points.series.words, ...captures.series.words])].map(sidOf);
  if (!series.length) return held;
  const sums = await engine.query(sql`
    SELECT sid::DOUBLE AS sid, rid::DOUBLE AS rid, cid::DOUBLE AS cid, sum(d_matches)::DOUBLE AS matches, sum(d_files)::DOUBLE AS files
    FROM store.delta_capture WHERE sid IN ${series}
    GROUP BY sid, rid, cid
    HAVING sum(d_matches) <> 0 OR sum(d_files) <> 0
    ORDER BY sid, rid, cid`);
  const [sid, rid, cid, matches, files] = ["sid", "rid", "cid", "matches", "files"].map((name) =>
    numbersOf(sums, name)
  ) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
  for (let row = 0; row < sums.rows; row++) {
    const key = pairKey(sid[row]!, rid[row]!);
    if (redone.has(key)) continue;
    const own = held.get(key) ?? new Map<number, [number, number]>();
    held.set(key, own.set(cid[row]!, [matches[row]!, files[row]!]));
  }
  return held;
}

async function taken(
  engine: Engine,
  filled: Filled,
  {sign, points, captures}: Step,
  [sid, rid]: Codes,
  held: Held
): Promise<Filled> {
  if (!points.table.rows && !captures.table.rows) return filled;
  const count = filled.series.length;
  const ends = sign > 0 ? endsOf(filled.last, codedKeys(points, sid, rid)) : undefined;
  const pairs = repoChanges(points, ends);
  const changes = recoded(pairs.changes, points, sid, rid);
  const next = {
    ...filled,
    totals: addedTotals(sign > 0 ? changes : negative(changes), count, filled.totals),
    tallies: withTallies(filled.tallies, tallied(points, captures, sid, count), sign),
    points: filled.points + sign * points.table.rows
  };
  // what was there is out of the database and of the newest samples already
  if (sign < 0) return next;
  const derived = captureChanges(points, captures, sid, rid, {values: filled.values, held});
  if (changes.rows) await engine.append("store.delta_repo", changes);
  if (derived.captures.rows) await engine.append("store.capture_value", derived.captures);
  if (derived.changes.rows) await engine.append("store.delta_capture", derived.changes);
  const last = withLast(next.last, lastSamples(recoded(pairs.ends, points, sid, rid)));
  return {
    ...next,
    held: addedChanges(changes, count, filled.held),
    last: seenAt(last, captures, codedKeys(captures, sid, rid)),
    times: addedTimes(points.series, points.time, points.series.words.map(sid), count, filled.times),
    status: withStatus(next.status, statusRows(changes), {repositories: next.repositories})
  };
}

function negative(changes: Table): Table {
  return {
    ...changes,
    columns: changes.columns.map(
      (column): Column =>
        column.name.startsWith("d_") && column.type !== "text"
          ? {...column, values: column.values.map((value) => -value)}
          : column
    )
  };
}

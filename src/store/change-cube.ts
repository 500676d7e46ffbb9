/**
 * Filters on repositories while they are typed: each letter asks for other repositories of the same series. From the second
 * one on the changes of these series are held here by repository, and added up without the engine.
 */
import type {InsightUnit} from "../insight/insight.ts";
import {type Asked, CHANGE_COLUMN, type InsightKind} from "../insight/kinds/kind.ts";
import {sql} from "../sql.ts";
import {numberColumn, numbersOf, type Table} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Kept} from "./kept.ts";
import type {Selection} from "./repositories.ts";
import type {SeriesTotals, Totals} from "./totals.ts";

/** The changes of one series in one unit: those of a repository stand from `starts[rid]` to `starts[rid + 1]`. */
export interface ChangeCube {
  readonly starts: Uint32Array;
  /** By change: the place of its time among `instants`. */
  readonly places: Uint16Array | Uint32Array;
  readonly deltas: Float32Array | Float64Array;
  /** Ascending, epoch ms. */
  readonly instants: Float64Array;
}

/** A cube of rows (rid, t, delta) in the order of rid. */
export function changeCube(rids: Float64Array, times: Float64Array, deltas: Float64Array): ChangeCube {
  const starts = new Uint32Array((rids.at(-1) ?? -1) + 2);
  for (const rid of rids) starts[rid + 1]! += 1;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const instants = Float64Array.from(new Set(times)).sort();
  const placeOf = new Map(Array.from(instants, (time, place) => [time, place]));
  const places = instants.length < 65_536 ? new Uint16Array(times.length) : new Uint32Array(times.length);
  for (let row = 0; row < times.length; row++) places[row] = placeOf.get(times[row]!)!;
  const small = Float32Array.from(deltas);
  return {starts, places, deltas: small.every((delta, row) => delta === deltas[row]) ? small : deltas, instants};
}

/** The sum of the changes at each instant, of the repositories that are selected. */
export function sumSelected({starts, places, deltas, instants}: ChangeCube, selection: Uint8Array): Float64Array {
  const sums = new Float64Array(instants.length);
  for (let rid = 0; rid < starts.length - 1; rid++) {
    if (selection[rid] !== 1) continue;
    const end = starts[rid + 1]!;
    for (let row = starts[rid]!; row < end; row++) sums[places[row]!]! += deltas[row]!;
  }
  return sums;
}

/** What is known of the series and unit that filters were asked for. */
interface Habit {
  /** The statement of the first filter, to know a second one by. */
  readonly first: string;
  loading: boolean;
}

/** Answers the `changes` of a kind: rows (key, t, delta). */
export interface ChangeAnswers {
  changes(kind: InsightKind, asked: Asked, selection: Selection, options: CallOptions): Promise<Table>;
}

/** Answers from the totals of all repositories, from what is held here of some, or from the engine. */
export function createChangeAnswers(engine: Engine, kept: Kept, totals: Totals): ChangeAnswers {
  const habits = new Map<string, Habit>();
  let last: Promise<unknown> = Promise.resolve();
  const nameOf = (sid: number, unit: string) => `cube ${sid} ${unit}`;
  const load = async (kind: InsightKind, asked: Asked, sid: number) => {
    const statement = kind.byRepository!({...asked, series: [sid], repositories: sql`TRUE`});
    await kept.thing(nameOf(sid, asked.unit), async () => {
      const rows = await engine.query(statement);
      const value = changeCube(numbersOf(rows, "rid"), numbersOf(rows, "t"), numbersOf(rows, "delta"));
      const {starts, places, deltas, instants} = value;
      return {value, bytes: [starts, places, deltas, instants].reduce((sum, {byteLength}) => sum + byteLength, 0)};
    });
  };
  /** Loads what a second filter asks for: in the background, one series after another, once. */
  const learn = (kind: InsightKind, asked: Asked, patterns: string) => {
    for (const sid of new Set(asked.series)) {
      const name = nameOf(sid, asked.unit);
      const habit = habits.get(name);
      if (!habit) habits.set(name, {first: patterns, loading: false});
      else if (!habit.loading && habit.first !== patterns) {
        habit.loading = true;
        // one after another, so that the next letter waits for one at most; who waits for an engine that dies is told
        last = last.then(() => load(kind, asked, sid)).catch(() => undefined);
      }
    }
  };
  return {
    async changes(kind, asked, selection, options) {
      const {definition, series, unit} = asked;
      const isSum = kind.lineForEachSearch && kind.byRepository && !kind.tables?.(definition).length;
      if (!isSum) return kept.query(kind.changes(asked), options);
      const sids = [...new Set(series)].sort((a, b) => a - b);
      if (!selection) return totalled(sids, totals, unit) ?? kept.query(kind.changes(asked), options);
      const cubes = sids.flatMap((sid) => kept.find<ChangeCube>(nameOf(sid, unit)) ?? []);
      if (cubes.length === sids.length) return summed(sids, cubes, selection);
      const table = await kept.query(kind.changes(asked), options);
      learn(kind, asked, JSON.stringify(asked.repositories));
      return table;
    }
  };
}

/** The changes of all repositories; null when those of a series were not added up. */
function totalled(sids: readonly number[], totals: Totals, unit: InsightUnit): Table | null {
  const held = sids.flatMap((sid) => totals[sid] ?? []);
  if (held.length < sids.length) return null;
  const column = CHANGE_COLUMN[unit] as keyof SeriesTotals["sums"];
  return stacked(
    sids,
    held.map(({t, sums}) => ({times: t, deltas: sums[column]}))
  );
}

function summed(sids: readonly number[], cubes: readonly ChangeCube[], selection: Uint8Array): Table {
  return stacked(
    sids,
    cubes.map((cube) => ({times: cube.instants, deltas: sumSelected(cube, selection)}))
  );
}

/** Rows (key, t, delta) of series one after another. */
function stacked(
  sids: readonly number[],
  changes: readonly {readonly times: Float64Array; readonly deltas: Float64Array}[]
): Table {
  const rows = changes.reduce((sum, {times}) => sum + times.length, 0);
  const [key, t, delta] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  let start = 0;
  changes.forEach(({times, deltas}, i) => {
    key.fill(sids[i]!, start, start + times.length);
    t.set(times, start);
    delta.set(deltas, start);
    start += times.length;
  });
  return {rows, columns: [numberColumn("key", key), numberColumn("t", t), numberColumn("delta", delta)]};
}

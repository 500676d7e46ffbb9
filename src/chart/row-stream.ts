/** The rows of a compiled chart on their way to an aggregate: which of its columns a database can make, and how. */
import {isRecord} from "../fields.ts";
import type {ColumnType} from "../table.ts";

/** A step of a chart's data, as Vega has it. */
export type Transform = Readonly<Record<string, unknown>>;

/** The columns of the rows, by name. */
export type Types = Readonly<Record<string, ColumnType>>;

/** A column that a chart makes before it aggregates: as it is, as a Date, a unit of time (its start or end), or a bin. */
export type Source =
  | {readonly how: "plain" | "date" | "text"; readonly column: string}
  | {readonly how: "unit"; readonly column: string; readonly units: readonly string[]; readonly isEnd: boolean}
  | {readonly how: "bin"; readonly column: string; readonly bin: number; readonly isEnd: boolean};

/** A bin whose steps follow from the extent of its column. */
export interface Bin {
  readonly column: string;
  /** What Vega's bin takes beside the extent. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The extent that the chart itself says; null: that of the column. */
  readonly extent: readonly [number, number] | null;
  /** The signals that hold the bin, and the extent of its column. */
  readonly signals: {readonly bin: string | null; readonly extent: string | null};
}

const UNITS = ["year", "quarter", "month", "week", "date", "day", "dayofyear", "hours", "minutes", "seconds"];

/** A stream of rows before it is aggregated. */
export interface Stream {
  readonly sources: ReadonlyMap<string, Source>;
  /** Formulas and filters that may follow the aggregate, if they look at nothing but its groups. */
  readonly deferred: readonly Transform[];
  /** The signals of extents, and the columns they are of. */
  readonly extents: ReadonlyMap<string, string>;
}

/** Thrown inside of here alone: which part of a chart keeps it from being aggregated. */
export class Prevented extends Error {}

/** The rows as they come. */
export function rootStream(types: Types): Stream {
  const sources = Object.keys(types).map((column): [string, Source] => [column, {how: "plain", column}]);
  return {sources: new Map(sources), deferred: [], extents: new Map()};
}

/** A stream through its transforms, as far as the first that aggregates. */
export function untilAggregate(
  from: Stream,
  transforms: readonly Transform[],
  types: Types,
  bins: Bin[]
): {readonly stream: Stream; readonly aggregate: Transform | null; readonly rest: readonly Transform[]} {
  const sources = new Map(from.sources);
  const extents = new Map(from.extents);
  const deferred = [...from.deferred];
  const stream = {sources, deferred, extents};
  for (const [i, transform] of transforms.entries()) {
    const {type} = transform;
    if (type === "aggregate") return {stream, aggregate: transform, rest: transforms.slice(i + 1)};
    if (type === "formula" && read(transform, sources, types)) continue;
    if (type === "formula" || type === "filter") {
      deferred.push(transform);
      if (type === "formula") sources.delete(String(transform.as));
    } else if (type === "timeunit") unit(transform, sources, types);
    else if (type === "extent" || type === "bin") {
      if (deferred.some((one) => one.type === "filter"))
        throw new Prevented("a filter stands before its bins, whose steps follow from what is left");
      if (type === "bin") bin(transform, stream, types, bins);
      else extents.set(String(transform.signal), numbersOf(transform.field, sources, types, "its bins").column);
    } else throw new Prevented(`its transform ${String(type)} needs every row`);
  }
  return {stream, aggregate: null, rest: []};
}

/** True for a formula that reads a column as the type it has already. */
function read({expr, as}: Transform, sources: Map<string, Source>, types: Types): boolean {
  const [, call, , field] = /^to(Date|Number|String)\(datum\[(["'])(\w+)\2\]\)$/.exec(String(expr)) ?? [];
  const source = field === undefined ? undefined : sources.get(field);
  if (source?.how !== "plain" || as !== field) return false;
  const type = types[source.column];
  if (call === "Number" && type === "number") return true;
  if (call === "String" && type === "text") sources.set(field!, {how: "text", column: source.column});
  else if (call === "Date" && type === "time") sources.set(field!, {how: "date", column: source.column});
  else if (call === "Date") throw new Prevented(`${field} is drawn as a time and holds ${type}`);
  else return false;
  return true;
}

function unit({field, units, timezone, step, as, interval}: Transform, sources: Map<string, Source>, types: Types) {
  const source = sourceOf(field, sources);
  if (timezone !== "utc")
    throw new Prevented(
      `the timeUnit of ${String(field)} is in local time; with utc before its name it is the same anywhere`
    );
  if (source.how !== "date" || types[source.column] !== "time")
    throw new Prevented(`the timeUnit is of ${String(field)}, which is no time`);
  const names = Array.isArray(units) ? units.map(String) : [];
  if (!names.length || (step !== undefined && step !== 1) || names.some((name) => !UNITS.includes(name)))
    throw new Prevented(
      `the timeUnit of ${String(field)} (${names.join(" ") || "found from the rows"}, step ${String(step ?? 1)})`
    );
  const [start, end] = Array.isArray(as) ? as.map(String) : ["unit0", "unit1"];
  sources.set(start!, {how: "unit", column: source.column, units: names, isEnd: false});
  if (interval !== false && end !== undefined)
    sources.set(end, {how: "unit", column: source.column, units: names, isEnd: true});
}

function bin(transform: Transform, {sources, extents}: Stream, types: Types, bins: Bin[]) {
  const {type: _, field, as, signal, extent, interval, name: __, ...options} = transform;
  const {column} = numbersOf(field, sources, types, "its bins");
  if (Object.values(options).some(isRecord)) throw new Prevented(`the bins of ${String(field)} follow a selection`);
  const asked = isRecord(extent) ? String(extent.signal) : null;
  const own = Array.isArray(extent) && extent.every((end) => typeof end === "number") ? extent : null;
  if (own === null && (asked === null || extents.get(asked) !== column))
    throw new Prevented(`the bins of ${String(field)} follow a selection`);
  const index =
    bins.push({
      column,
      options,
      extent: own ? [own[0]!, own[1]!] : null,
      signals: {bin: typeof signal === "string" ? signal : null, extent: own ? null : asked}
    }) - 1;
  const [start, end] = Array.isArray(as) ? as.map(String) : ["bin0", "bin1"];
  const made = sources as Map<string, Source>;
  made.set(start!, {how: "bin", column, bin: index, isEnd: false});
  if (interval !== false && end !== undefined) made.set(end, {how: "bin", column, bin: index, isEnd: true});
}

/** Equal for columns that make the same groups: both ends of a bin or a unit of time do. */
export function groupKey(source: Source): string {
  return JSON.stringify({...source, isEnd: undefined});
}

/** Where a column comes from. @throws Prevented for one that no database has. */
export function sourceOf(field: unknown, sources: ReadonlyMap<string, Source>): Source {
  const source = sources.get(String(field));
  if (!source) throw new Prevented(`${String(field)} is no column that the database can group by`);
  return source;
}

function numbersOf(field: unknown, sources: ReadonlyMap<string, Source>, types: Types, what: string): Source {
  const source = sourceOf(field, sources);
  if (source.how !== "plain" || types[source.column] !== "number")
    throw new Prevented(`${what} are of ${String(field)}, which holds no numbers`);
  return source;
}

/** The records of a list; none for what is no list. */
export function listOf(value: unknown): readonly Transform[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

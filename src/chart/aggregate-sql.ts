/** The questions of a chart as SQL, with Vega's own meaning of every operation. */
import * as vega from "vega";
import {joinSql, name, type Sql, sql} from "../sql.ts";
import type {Key, Measure, PushedDown, Question} from "./push-down.ts";
import {type Bin, groupKey, type Source, type Types} from "./row-stream.ts";

/** Exported by Vega, missing in its types. */
const {bin} = vega as unknown as {readonly bin: (options: object) => Steps};

/** The first and last value of what is binned. */
export type Extent = readonly [number, number];

/** Where bins begin and end, and how wide one is. */
export interface Steps {
  readonly start: number;
  readonly stop: number;
  readonly step: number;
}

/** The steps that Vega makes of an extent. Source: vega-transforms, Bin.js. */
export function stepsOf({options}: Bin, extent: Extent): Steps {
  const {anchor, ...asked} = options;
  const made = bin({...asked, extent});
  const {step} = made;
  const stop = made.start + Math.ceil((made.stop - made.start) / step) * step;
  if (typeof anchor !== "number") return {start: made.start, stop, step};
  const moved = anchor - (made.start + step * Math.floor((anchor - made.start) / step));
  return {start: made.start + moved, stop: stop + moved, step};
}

/** The keys that make groups; the other end of a bin or unit makes none of its own. */
export function distinctKeys({keys}: Question): readonly Key[] {
  return keys.filter(({from}, i) => keys.findIndex((other) => groupKey(other.from) === groupKey(from)) === i);
}

/** The names of the columns that an answer has. */
export function columnsOf(question: Question): readonly string[] {
  return [...distinctKeys(question), ...question.measures].map(({as}) => as);
}

/** How many rows there are (`n`), and the first and last value of each bin's column (`least0`, `most0` …). */
export function rangesOf({bins}: PushedDown, id: string): Sql {
  const ends = bins.map(
    ({column}, i) => sql`min(${name(column)}) AS ${name(`least${i}`)}, max(${name(column)}) AS ${name(`most${i}`)}`
  );
  return sql`SELECT ${joinSql([sql`count(*)::DOUBLE AS n`, ...ends], ", ")} FROM ${name(id)}`;
}

/** Groups in the order of their first rows, as Vega makes them; `rowid` is the place of a row in its table. */
export function statementOf(
  question: Question,
  id: string,
  types: Types,
  bins: readonly Bin[],
  extents: readonly Extent[]
): Sql {
  const keys = distinctKeys(question).map(({from}) => keySql(from, types, bins, extents));
  const columns = [
    ...keys.map(({shown}, i) => sql`${shown} AS ${name(`k${i}`)}`),
    ...question.measures.map((measure, i) => sql`${measureSql(measure, types)} AS ${name(`m${i}`)}`)
  ];
  const statement = sql`SELECT ${joinSql(columns, ", ")} FROM ${name(id)}`;
  if (!keys.length) return statement;
  const groups = keys.flatMap(({groups}) => groups);
  return sql`${statement} GROUP BY ${joinSql(groups, ", ")} ORDER BY min(rowid)`;
}

/** A key by what it is grouped by, and what comes back of it: of a time any of its group, which Vega's own floor makes equal. */
function keySql(
  from: Source,
  types: Types,
  bins: readonly Bin[],
  extents: readonly Extent[]
): {readonly groups: readonly Sql[]; readonly shown: Sql} {
  const column = name(from.column);
  const plain = (group: Sql) => ({groups: [group], shown: sql`first(${group})`});
  if (types[from.column] === "text") {
    const text = from.how === "text" ? sql`nullif(${column}, '')` : column;
    // no value and the text "null" are one group to Vega, named as its first row has it
    return {groups: [sql`coalesce(${text}, 'null')`], shown: sql`first(${text} ORDER BY rowid)`};
  }
  // Vega tells groups apart by the text of a Date, which has no part of a second
  if (from.how === "date")
    return {groups: [sql`date_trunc('second', ${column})`], shown: sql`epoch_ms(arg_min(${column}, rowid))::DOUBLE`};
  if (from.how === "unit")
    return {groups: unitGroups(from.units, column), shown: sql`epoch_ms(min(${column}))::DOUBLE`};
  if (from.how === "bin") {
    const {start, stop, step} = stepsOf(bins[from.bin]!, extents[from.bin]!);
    return plain(sql`CASE WHEN ${column} IS NULL THEN NULL WHEN ${column} < ${start} THEN '-infinity'::DOUBLE
      WHEN ${column} > ${stop} THEN 'infinity'::DOUBLE
      ELSE ${start} + ${step} * floor(${EPSILON} + (greatest(${start}, least(${column}, ${stop - step})) - ${start}) / ${step}) END`);
  }
  if (types[from.column] === "time") return plain(sql`epoch_ms(${column})::DOUBLE`);
  return plain(types[from.column] === "boolean" ? sql`(${column} = 1)` : column);
}

/** What Vega's bin adds before it rounds down. Source: vega-transforms, Bin.js. */
const EPSILON = 1e-14;

/** The days of a week at the turn of a year are one group, though of two years. */
function unitGroups(units: readonly string[], column: Sql): readonly Sql[] {
  if (!units.includes("year") || !units.includes("week") || units.includes("day"))
    return units.map((unit) => unitSql(unit, column));
  const rest = units.filter((unit) => unit !== "year" && unit !== "week");
  return [
    sql`date_trunc('day', ${column}) - to_days(dayofweek(${column})::INTEGER)`,
    ...rest.map((unit) => unitSql(unit, column))
  ];
}

function unitSql(unit: string, column: Sql): Sql {
  switch (unit) {
    case "year":
      return sql`year(${column})`;
    case "quarter":
      return sql`quarter(${column})`;
    case "month":
      return sql`month(${column})`;
    // weeks begin on Sundays; those before the first are week 0
    case "week":
      return sql`((dayofyear(${column}) + 6 - dayofweek(${column})) // 7)`;
    case "date":
      return sql`day(${column})`;
    case "day":
      return sql`dayofweek(${column})`;
    case "dayofyear":
      return sql`dayofyear(${column})`;
    case "hours":
      return sql`hour(${column})`;
    case "minutes":
      return sql`minute(${column})`;
    default:
      return sql`second(${column})`;
  }
}

/** Vega leaves out null and "", and of nothing but those all are undefined. Source: vega-transforms, AggregateOps.js. */
function measureSql({op, from}: Measure, types: Types): Sql {
  if (from === null) return sql`count(*)::DOUBLE`;
  const column = name(from.column);
  const type = types[from.column];
  const filled = type === "text" ? sql`nullif(${column}, '')` : column;
  switch (op) {
    case "valid":
      return sql`count(${filled})::DOUBLE`;
    case "missing":
      return sql`(count(*) - count(${filled}))::DOUBLE`;
    // as texts, of which "null" is one
    case "distinct": {
      if (type === "text")
        return sql`count(DISTINCT coalesce(${from.how === "text" ? filled : column}, 'null'))::DOUBLE`;
      const value = from.how === "date" ? sql`date_trunc('second', ${column})` : column;
      return sql`(count(DISTINCT ${value}) + CASE WHEN count(*) > count(${column}) THEN 1 ELSE 0 END)::DOUBLE`;
    }
    case "min":
      return type === "time" ? sql`epoch_ms(min(${column}))::DOUBLE` : sql`min(${column})`;
    case "max":
      return type === "time" ? sql`epoch_ms(max(${column}))::DOUBLE` : sql`max(${column})`;
    case "mean":
      return sql`avg(${column})`;
    case "median":
      return sql`quantile_cont(${column}, 0.5)`;
    case "q1":
      return sql`quantile_cont(${column}, 0.25)`;
    case "q3":
      return sql`quantile_cont(${column}, 0.75)`;
    case "stdev":
      return sql`stddev_samp(${column})`;
    case "stdevp":
      return sql`stddev_pop(${column})`;
    case "variance":
      return sql`var_samp(${column})`;
    case "variancep":
      return sql`var_pop(${column})`;
    default:
      return sql`sum(${column})`;
  }
}

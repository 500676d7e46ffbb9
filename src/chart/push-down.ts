/**
 * What of a compiled chart a database can compute: every stream of its data that starts at the rows of `table` and ends in
 * an aggregate becomes one question, and so does a discrete scale that is sorted by such an aggregate. What follows the
 * aggregate stays with Vega, so that titles, stacks, axes and tooltips are Vega-Lite's own.
 */
import {isRecord} from "../fields.ts";
import {
  type Bin,
  groupKey,
  listOf,
  Prevented,
  rootStream,
  type Source,
  type Stream,
  sourceOf,
  type Transform,
  type Types,
  untilAggregate
} from "./row-stream.ts";

/** A compiled chart (a Vega spec); its shape is Vega's own affair. */
export type Lowered = Readonly<Record<string, unknown>>;

export interface Key {
  readonly as: string;
  readonly from: Source;
}

export interface Measure {
  readonly as: string;
  readonly op: string;
  /** Null for a count of rows. */
  readonly from: Source | null;
}

/** One question: groups in the order in which their first rows stand, and what is computed over each. */
export interface Question {
  readonly keys: readonly Key[];
  readonly measures: readonly Measure[];
}

/** What a chart asks, and the chart that draws the answers. */
export interface PushedDown {
  readonly bins: readonly Bin[];
  readonly questions: readonly Question[];
  /** The chart with `{answer: i}` for the rows that question i gives. */
  readonly spec: Lowered;
}

/** The name under which a chart has the rows of its cell. */
const ROOT = "table";

/** What can be computed of which columns; the rest of the operations stays with Vega. */
const NUMERIC = ["sum", "mean", "average", "median", "q1", "q3", "stdev", "stdevp", "variance", "variancep"];
const COUNTING = ["count", "valid", "missing", "distinct"];

/** What a chart over rows with these columns asks a database; a clause that says what prevents it when it cannot. */
export function pushDown(lowered: Lowered, types: Types): PushedDown | string {
  try {
    return pushedDown(lowered, types);
  } catch (error) {
    if (error instanceof Prevented) return error.message;
    throw error;
  }
}

function pushedDown(lowered: Lowered, types: Types): PushedDown {
  if (Object.keys(types).some((name) => name.toLowerCase() === "rowid"))
    throw new Prevented("a column is named rowid, which is the database's own name");
  const bins: Bin[] = [];
  const questions: Question[] = [];
  const streams = new Map<string, Stream>();
  const ask = (question: Question) => ({answer: questions.push(question) - 1});
  const data = listOf(lowered.data).flatMap((entry): Transform[] => {
    const {name, source, transform, format} = entry;
    const from = name === ROOT ? rootStream(types) : streams.get(String(source));
    if (!from) return [entry];
    if (format !== undefined) throw new Prevented("its data has a format of its own");
    const {stream, aggregate, rest} = untilAggregate(from, listOf(transform), types, bins);
    if (!aggregate) {
      streams.set(String(name), stream);
      return [];
    }
    const {question, deferred} = questionOf(stream, aggregate, types);
    const following = [...deferred, ...rest];
    return [{name, values: ask(question), ...(following.length ? {transform: following} : {})}];
  });
  const domains: Transform[] = [];
  const withDomains = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(withDomains);
    if (!isRecord(part)) return part;
    const {domain, type} = part;
    const stream = isRecord(domain) && typeof domain.data === "string" ? streams.get(domain.data) : undefined;
    const isDiscrete = type === "band" || type === "point" || type === "ordinal";
    if (stream && isDiscrete && isRecord(domain) && typeof domain.field === "string") {
      const made = domainOf(domain, stream, types);
      const name = `${ROOT}_domain_${domains.length}`;
      domains.push({
        name,
        values: ask(made.question),
        ...(made.deferred.length ? {transform: made.deferred} : {})
      });
      return {...part, domain: {...made.domain, data: name}};
    }
    return Object.fromEntries(Object.entries(part).map(([name, member]) => [name, withDomains(member)]));
  };
  const {data: _, ...around} = lowered;
  const spec = {...(withDomains(around) as Lowered), data: [...data, ...domains]};
  for (const name of streams.keys()) refuseUseOf(spec, name);
  if (!questions.length) throw new Prevented("nothing in it is aggregated");
  return {bins, questions, spec};
}

/** The question of an aggregate, and what of the stream before it follows it instead. */
function questionOf(
  stream: Stream,
  {groupby, ops, fields, as, cross}: Transform,
  types: Types
): {readonly question: Question; readonly deferred: readonly Transform[]} {
  if (cross !== undefined && cross !== false) throw new Prevented("it makes every combination of its groups");
  const groups = listed(groupby);
  const made = stream.deferred.flatMap((one) => (one.type === "formula" ? [String(one.as)] : []));
  const used = new Set(groups);
  const deferred = stream.deferred.filter((one) => one.type === "filter" || used.has(String(one.as)));
  for (const one of deferred) {
    const what = one.type === "filter" ? "filter" : "calculation";
    for (const field of lookedAt(one)) {
      const source = stream.sources.get(field);
      const isGroup = used.has(field) || (source !== undefined && hasOtherEnd(source, groups, stream));
      // Vega tells Dates apart by their second only, a filter by all of them
      if (!isGroup || source?.how === "date")
        throw new Prevented(`its ${what} looks at ${field}, by which nothing is grouped`);
      used.add(field);
    }
  }
  const keys = [...used]
    .filter((name) => !made.includes(name))
    .map((name): Key => ({as: name, from: sourceOf(name, stream.sources)}));
  const operations = ops === undefined ? ["count"] : listed(ops);
  const columns = Array.isArray(fields) ? fields : [null];
  const names = Array.isArray(as) ? as : [];
  const measures = operations.map((op, i) => {
    const field: unknown = columns[i] ?? null;
    const name: unknown = names[i] ?? (field === null ? op : `${op}_${String(field)}`);
    return measureOf(op, field, String(name), stream, types);
  });
  return {question: {keys, measures}, deferred};
}

/** True when the other end of a bin or unit of time is grouped by. */
function hasOtherEnd(one: Source, groups: readonly string[], {sources}: Stream): boolean {
  const key = groupKey(one);
  return (
    (one.how === "bin" || one.how === "unit") &&
    groups.some((name) => {
      const source = sources.get(name);
      return source !== undefined && groupKey(source) === key;
    })
  );
}

function measureOf(op: string, field: unknown, as: string, stream: Stream, types: Types): Measure {
  if (op === "count") return {as, op, from: null};
  const own = () => new Prevented(`${op} is of ${String(field)}, which the chart computes itself`);
  if (stream.deferred.some((one) => one.type === "formula" && one.as === field)) throw own();
  const from = sourceOf(field, stream.sources);
  if (from.how === "bin" || from.how === "unit") throw own();
  const type = types[from.column]!;
  const fits =
    COUNTING.includes(op) ||
    (NUMERIC.includes(op) && (type === "number" || type === "boolean")) ||
    ((op === "min" || op === "max") && (type === "number" || type === "time"));
  if (!fits) throw new Prevented(`the database does not have Vega's ${op} of ${type} (${String(field)})`);
  return {as, op: op === "average" ? "mean" : op, from};
}

/** A discrete domain over rows, as one over the answer of a question. */
function domainOf(
  domain: Record<string, unknown>,
  stream: Stream,
  types: Types
): {readonly domain: Record<string, unknown>; readonly question: Question; readonly deferred: readonly Transform[]} {
  const field = String(domain.field);
  const {sort} = domain;
  const by = isRecord(sort) ? sort : null;
  if (by && typeof by.op !== "string") throw new Prevented(`the order of ${field} needs every row`);
  const as = `${field}_order`;
  const aggregate = {
    groupby: [field],
    ...(by ? {ops: [by.op], fields: [by.field ?? null], as: [as]} : {ops: [], fields: [], as: []})
  };
  const {question, deferred} = questionOf(stream, aggregate, types);
  const order = by ? {...by, op: "max", field: as} : sort;
  return {domain: {...domain, ...(order === undefined ? {} : {sort: order})}, question, deferred};
}

/** The fields that an expression looks at. */
function lookedAt({expr}: Transform): readonly string[] {
  const text = String(expr);
  const pattern = /\bdatum(?:\[(["'])(\w+)\1\]|\.(\w+))/g;
  const rest = text.replace(pattern, "");
  if (/\bdatum\b/.test(rest) || /\b(?:data|random|now)\s*\(/.test(rest))
    throw new Prevented("it has a filter or calculation that needs every row");
  return [...new Set(Array.from(text.matchAll(pattern), ([, , quoted, plain]) => (quoted ?? plain)!))];
}

/** @throws Prevented for a chart that still looks at a stream of rows. */
function refuseUseOf(spec: Lowered, name: string): void {
  const walk = (part: unknown, mark: string): void => {
    if (typeof part === "string") {
      if (new RegExp(`\\bdata\\(\\s*(["'])${name}\\1`).test(part))
        throw new Prevented("an expression looks at all rows");
    } else if (Array.isArray(part)) for (const one of part) walk(one, mark);
    else if (isRecord(part)) {
      const within = typeof part.type === "string" && "from" in part ? markName(part) : mark;
      for (const [key, member] of Object.entries(part)) {
        const isUse =
          (key === "data" || key === "from" || key === "source") &&
          (member === name || (Array.isArray(member) && member.includes(name)));
        if (isUse)
          throw new Prevented(
            within ? `its mark ${within} draws every row` : "it looks at every row for an axis, a legend or a lookup"
          );
        walk(member, within);
      }
    }
  };
  // marks first: that rows are drawn explains more than the axis over them
  walk(spec.marks, "");
  walk(spec, "");
}

function markName({style, type}: Record<string, unknown>): string {
  return Array.isArray(style) && typeof style[0] === "string" ? style[0] : String(type);
}

function listed(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

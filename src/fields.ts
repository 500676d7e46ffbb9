/**
 * Fields: how a kind (of insight, of input, of import) says what may be written in it. One description drives the
 * reading and its messages, the docs, the form and the completion.
 */
import {isTidemarkError, type Message, type Reading} from "./error.ts";
import {parseIso, parseStep, QUARTER, STEP_UNITS, type Step, type StepUnit} from "./time.ts";

/** What imported data has names for: series, metrics of other tools, tools that counted languages. */
export type HeldName = "series" | "metric" | "tool";

/** How a form asks for a field's value; `yaml` is its text, for values that no control fits. */
export type Control =
  | {
      readonly is:
        | "line"
        | "code"
        | HeldName
        | "color"
        | "flag"
        | "step"
        | "instant"
        | "lines"
        | "repositories"
        | "yaml";
    }
  | {readonly is: "number"; readonly min: number | null; readonly max: number | null; readonly whole: boolean}
  | {readonly is: "choice"; readonly words: readonly string[]}
  /** An object of fields; a list of such objects. */
  | {readonly is: "group" | "items"; readonly fields: Fields};

/** One field: what it means to readers, and how a value as YAML gives it becomes the value we use. */
export interface Field<T> {
  readonly help: string;
  /** How a value is written, for the docs and for messages: `a whole number from 1`. */
  readonly expects: string;
  readonly required: boolean;
  readonly fallback: T;
  readonly control: Control;
  /** The value, or a Refusal with the reason. */
  read(value: unknown): T | Refusal;
}

/** Why a value cannot be used: the end of a sentence that begins with "expected …, but". */
export class Refusal {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a record of fields of any value
export type Fields = Readonly<Record<string, Field<any>>>;

/** The values that fields read. */
export type Values<F extends Fields> = {readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never};

/**
 * Reads an object by its fields; a value that cannot be used is its fallback, with an error that says what was expected.
 * Names that are no field are warnings, with the nearest field's name. `what` names the object: `insight`.
 */
export function readFields<F extends Fields>(fields: F, value: unknown, what: string): Reading<Values<F>> {
  const messages: Message[] = [];
  const given = isRecord(value) ? value : {};
  if (!isRecord(value))
    messages.push({level: "error", text: `An ${what} is written as "name: value" lines; this is ${kindOf(value)}.`});
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(fields, name)) continue;
    const near = nearest(name, Object.keys(fields));
    messages.push({
      level: "warning",
      field: name,
      text: `"${name}" is not a field of this ${what} and is ignored.${near ? ` Did you mean "${near}"?` : ""}`
    });
  }
  const entries = Object.entries(fields).map(([name, field]) => {
    const raw = Object.hasOwn(given, name) ? given[name] : undefined;
    if (raw === undefined || raw === null) {
      if (field.required) messages.push({level: "error", field: name, text: `"${name}" is missing: ${field.expects}.`});
      return [name, field.fallback];
    }
    const read = field.read(raw);
    if (!(read instanceof Refusal)) return [name, read];
    messages.push({level: "error", field: name, text: `"${name}" should be ${field.expects}, but ${read.reason}.`});
    return [name, field.fallback];
  });
  return {value: Object.fromEntries(entries) as Values<F>, messages};
}

interface Options<T> {
  readonly required?: boolean;
  readonly fallback?: T;
  /** How a form asks for it, when not in the way its maker chooses. */
  readonly control?: Control;
}

/** A field of one line of text. */
export function text(help: string, options: Options<string> & {expects?: string} = {}): Field<string> {
  return field(help, options.expects ?? "a text", {control: {is: "line"}, ...options}, "", (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    return new Refusal(`it is ${kindOf(value)}`);
  });
}

/** A whole number within bounds; null when it is absent and there is no fallback. */
export function integer(
  help: string,
  {min = 0, max = Number.MAX_SAFE_INTEGER, ...options}: Options<number | null> & {min?: number; max?: number}
): Field<number | null> {
  const expects =
    max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
  const control: Control = {is: "number", min, max: max === Number.MAX_SAFE_INTEGER ? null : max, whole: true};
  return field(help, expects, {control, ...options}, null, (value) => {
    if (typeof value !== "number") return new Refusal(`it is ${kindOf(value)}`);
    return Number.isInteger(value) && value >= min && value <= max ? value : new Refusal(`it is ${value}`);
  });
}

/** A finite number, within bounds where it has both; null when absent. */
export function decimal(
  help: string,
  {min, max, ...options}: Options<number | null> & {min?: number; max?: number} = {}
): Field<number | null> {
  const control: Control = {is: "number", min: min ?? null, max: max ?? null, whole: false};
  const expects = min === undefined || max === undefined ? "a number" : `a number from ${min} to ${max}`;
  return field(help, expects, {control, ...options}, null, (value) => {
    if (typeof value !== "number" || !Number.isFinite(value)) return new Refusal(`it is ${kindOf(value)}`);
    return value >= (min ?? value) && value <= (max ?? value) ? value : new Refusal(`it is ${value}`);
  });
}

/** One of a few words. */
export function choice<const W extends string>(help: string, words: readonly W[], options: Options<W> = {}): Field<W> {
  const control: Control = {is: "choice", words};
  return field(help, `one of ${words.join(", ")}`, {control, ...options}, words[0]!, (value) =>
    words.includes(value as W) ? (value as W) : new Refusal(`it is ${JSON.stringify(value)}`)
  );
}

/** True or false. */
export function flag(help: string, options: Options<boolean> = {}): Field<boolean> {
  return field(help, "true or false", {control: {is: "flag"}, ...options}, false, (value) =>
    typeof value === "boolean" ? value : new Refusal(`it is ${kindOf(value)}`)
  );
}

/** A list of texts; one text stands for a list of one. */
export function texts(help: string, options: Options<readonly string[]> = {}): Field<readonly string[]> {
  return field(help, "a text or a list of texts", {control: {is: "lines"}, ...options}, [], (value) => {
    const list = Array.isArray(value) ? value : [value];
    const wrong = list.find((item) => typeof item !== "string" && typeof item !== "number");
    return wrong === undefined ? list.map(String) : new Refusal(`it holds ${kindOf(wrong)}`);
  });
}

/** A list whose items are read by a function of their own, which may refuse. One item stands for a list of one. */
export function list<T>(
  help: string,
  expects: string,
  readItem: (item: unknown, index: number) => T | Refusal,
  options: Options<readonly T[]> = {}
): Field<readonly T[]> {
  return field(help, expects, options, [], (value) => {
    const items: T[] = [];
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
      const read = readItem(item, index);
      if (read instanceof Refusal) return read;
      items.push(read);
    }
    return items;
  });
}

/** An object with fields of its own; its messages come first to last as one reason. */
export function group<F extends Fields>(help: string, expects: string, fields: F): Field<Values<F>> {
  const fallback = readFields(fields, {}, "group").value;
  return field(help, expects, {control: {is: "group", fields}}, fallback, (value) => {
    const {value: read, messages} = readFields(fields, value, "group");
    const problem = messages[0];
    return problem ? new Refusal(problem.text.replace(/\.$/, "")) : read;
  });
}

/** A step between points: `{months: 1}`, `{weeks: 2}`, or `1 month`; null when absent. */
export function step(help: string): Field<Step | null> {
  return field(help, "a step such as {months: 1}, {weeks: 2} or 1 month", {control: {is: "step"}}, null, (value) => {
    if (typeof value === "string") return parseStep(value) ?? new Refusal(`it is ${JSON.stringify(value)}`);
    if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
    const [entry, ...more] = Object.entries(value);
    if (!entry || more.length) return new Refusal("it should name exactly one unit");
    if (/^quarters?$/.test(entry[0])) return quarters(entry[1]);
    const unit = STEP_UNITS.find((name): name is StepUnit => entry[0] === name || entry[0] === `${name}s`);
    if (!unit) return new Refusal(`"${entry[0]}" is not a unit (${STEP_UNITS.map((name) => `${name}s`).join(", ")})`);
    return Number.isInteger(entry[1]) && (entry[1] as number) > 0
      ? {unit, value: entry[1] as number}
      : new Refusal(`${unit}s is ${JSON.stringify(entry[1])}`);
  });
}

function quarters(value: unknown): Step | Refusal {
  return Number.isInteger(value) && (value as number) > 0
    ? {unit: "month", value: (value as number) * QUARTER}
    : new Refusal(`quarters is ${JSON.stringify(value)}`);
}

/** An instant in UTC as epoch ms: an ISO date or time; null when absent. */
export function instant(help: string): Field<number | null> {
  return field(help, "a date such as 2026-08-15 or an RFC 3339 time", {control: {is: "instant"}}, null, instantOf);
}

/** Epoch ms of a date or time as YAML gives it. */
export function instantOf(value: unknown): number | Refusal {
  if (value instanceof Date) return value.getTime();
  return (typeof value === "string" ? parseIso(value) : null) ?? new Refusal(`it is ${JSON.stringify(value)}`);
}

/** A field made of its parts, for the few that none above fits. */
export function field<T>(
  help: string,
  expects: string,
  options: Options<T>,
  none: T,
  read: (value: unknown) => T | Refusal
): Field<T> {
  return {
    help,
    expects,
    required: options.required ?? false,
    fallback: options.fallback ?? none,
    control: options.control ?? {is: "yaml"},
    read: (value) => {
      try {
        return read(value);
      } catch (error) {
        if (isTidemarkError(error)) return new Refusal(error.message.replace(/\.$/, ""));
        throw error;
      }
    }
  };
}

/** True for a plain object of a YAML or JSON reader. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** What a value is, in words: `a list`, `the number 3`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "number") return `the number ${value}`;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string")
    return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  return "an object";
}

/** The word that is nearest to another, when they are near at all (at most two letters or a third of it differ). */
export function nearest(word: string, words: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.min(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    // words differ by at least what their lengths do
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    row = next;
  }
  return row[b.length]!;
}

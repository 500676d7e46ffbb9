/**
 * The form of a kind, worked out from its fields: which are asked first, what they are called, and what is wrong with what
 * was written. A new kind needs nothing here. Messages name the place by path: `title`, `series.0.query`.
 */
import {isTidemarkError, type Message, messageOf} from "../error.ts";
import {type Field, isRecord} from "../fields.ts";
import {readInsight} from "./kinds/index.ts";
import {COMMON_FIELDS, type KindDescription} from "./kinds/kind.ts";

/** Values by name as the YAML of a cell holds them. */
export type InsightValues = Readonly<Record<string, unknown>>;

/** A field as a form shows it. */
export interface FormField {
  readonly name: string;
  readonly label: string;
  // biome-ignore lint/suspicious/noExplicitAny: a field of any value
  readonly field: Field<any>;
}

/** The fields of a form: those asked at once, and those behind "More options". */
export interface FormLayout {
  readonly main: readonly FormField[];
  readonly more: readonly FormField[];
}

/** Common fields that are asked at once, around the kind's own. */
const BEFORE = ["title"];
const AFTER = ["repositories", "step", "points"];

/**
 * The fields of a kind's form. Shorthands (a top-level `query` where the kind has a list of series with queries) are asked
 * for only where the text uses them.
 */
export function formLayout({fields}: KindDescription, value: InsightValues): FormLayout {
  const shorthands = new Set(
    Object.values(fields).flatMap(({control}) => (control.is === "items" ? Object.keys(control.fields) : []))
  );
  const of = (names: readonly string[]): FormField[] =>
    names.flatMap((name) => {
      const field = fields[name];
      return field ? [{name, label: labelOf(name, field), field}] : [];
    });
  const own = Object.keys(fields).filter(
    (name) => !Object.hasOwn(COMMON_FIELDS, name) && (!shorthands.has(name) || isWritten(value[name]))
  );
  // what is written as YAML, or only switched, is for those who look for it
  const isRare = (name: string) => {
    const {required, control} = fields[name]!;
    return !required && (control.is === "yaml" || control.is === "flag");
  };
  const main = [...BEFORE, ...own.filter((name) => !isRare(name)), ...AFTER];
  const rest = [...own.filter(isRare), ...Object.keys(COMMON_FIELDS)].filter(
    (name) => name !== "kind" && !main.includes(name)
  );
  return {main: of(main), more: of(rest)};
}

const LABELS: Readonly<Record<string, string>> = {
  data: "Imported series",
  color: "Colour",
  colors: "Colours",
  series: "Data series",
  step: "Distance between points",
  points: "Number of points",
  from: "First time shown",
  until: "Last time shown",
  unit: "What is counted",
  display: "Which series are shown",
  other: "Add the rest up as Other",
  grants: "Who may see it"
};

/** What a field is called: its name as words, where no better ones are known. */
export function fieldLabel(name: string): string {
  const words = name
    .replace(/[-_]/g, " ")
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return LABELS[name] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** The same for a field of a kind: what a tool is named by is no series. */
function labelOf(name: string, field: FormField["field"] | undefined): string {
  return field?.control.is === "tool" ? "Counted by" : fieldLabel(name);
}

/** True for a value that somebody wrote: not absent, not empty. */
export function isWritten(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return false;
  return !(Array.isArray(value) && !value.length) && !(isRecord(value) && !Object.keys(value).length);
}

/**
 * What is wrong with the values of a form, by path. What a kind's form refuses beyond its fields (`repo:` in a query) is only
 * a warning where `before`, the values as the file has them, says the same already.
 */
export function formProblems(
  kind: KindDescription,
  value: InsightValues,
  before: InsightValues | null = null
): Message[] {
  const own = (kind.formProblems?.(value) ?? []).map((message) =>
    before &&
    message.field &&
    isWritten(at(before, message.field)) &&
    at(before, message.field) === at(value, message.field)
      ? {...message, level: "warning" as const}
      : message
  );
  const read = readInsight({...value, kind: kind.kind}).messages.map((message) => plain(kind, value, message));
  const named = new Set(own.map(({field}) => field));
  return [
    ...own,
    // what names no place says no more than what does
    ...read.filter(({field, level}) =>
      field ? !named.has(field) : level !== "error" || !own.some((one) => one.level === "error")
    )
  ];
}

/** What to do before there is a chart, where no data is named yet; null where data is named, or another thing is missing. */
export function nextStep({fields}: KindDescription, value: InsightValues): string | null {
  const then = "a query or choose imported data, and the chart appears here.";
  const lacks = (one: unknown) => isRecord(one) && !isWritten(one.query) && !isWritten(one.data);
  const {series} = value;
  if (Object.hasOwn(fields, "formula"))
    return isWritten(value.formula) || isWritten(series)
      ? null
      : "Write a formula over the ids of other insights of the notebook, and the chart appears here.";
  if (Array.isArray(series) && Object.hasOwn(fields, "series")) {
    const first = series.findIndex(lacks);
    if (first < 0) return null;
    return `Give ${series.length > 1 ? `series ${first + 1}` : "the series"} ${then}`;
  }
  if (Object.hasOwn(fields, "metric") && !isWritten(value.metric))
    return "Choose one of the imported metrics, and the chart appears here.";
  const isAsked = Object.hasOwn(fields, "query") && !Object.hasOwn(fields, "series");
  return isAsked && lacks(value) ? `Give the insight ${then}` : null;
}

/** A message in the words of a form: "Title is required". */
function plain({fields}: KindDescription, value: InsightValues, message: Message): Message {
  const {field: name} = message;
  const field = name === undefined ? undefined : fields[name];
  if (!name || !field || message.level !== "error") return message;
  if (!isWritten(value[name])) return {...message, text: `${labelOf(name, field)} is required: ${field.help}.`};
  return {...message, text: message.text.replace(`"${name}"`, labelOf(name, field))};
}

/** Why there is no answer yet, in the words of a form: a field is called as it is there, not as YAML has it. */
export function formError({fields}: KindDescription, error: unknown): string {
  const text = messageOf(error);
  if (!isTidemarkError(error) || error.code !== "insight/ambiguous") return text;
  const {field} = error.details;
  if (typeof field === "string")
    return text.replace(/ Name one: .*$/, ` Choose one under “${labelOf(field, fields[field])}”.`);
  return text.replace(/ Name the one you mean by its id: .*$/, ` Write the id of one into “${fieldLabel("data")}”.`);
}

function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>(
      (inside, name) => (Array.isArray(inside) ? inside[Number(name)] : isRecord(inside) ? inside[name] : undefined),
      value
    );
}

import {type Message, TidemarkError} from "../../error.ts";
import {choice, decimal, type Fields, field, isRecord, kindOf, Refusal, readFields, text, texts} from "../../fields.ts";
import {cellOf, findColumn, numberColumn, type Table} from "../../table.ts";
import {isoDate, parseIso} from "../../time.ts";
import {type CellValue, scalar, scalarOf} from "../value.ts";
import {type CellContext, type CellKind, unreadable} from "./kind.ts";
import {placeFields, readYaml} from "./yaml.ts";

/** An input as the page draws it; `value` is the one that holds now. */
export interface InputDefinition {
  readonly type: "select" | "radio" | "checkbox" | "range" | "text" | "pick" | "dates";
  readonly label: string;
  readonly options: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: string | number | readonly string[];
}

/** What is written as type, and the control that it is drawn as. */
const CONTROLS = {
  select: "select",
  radio: "radio",
  checkbox: "checkbox",
  range: "range",
  text: "text",
  "date-range": "dates",
  repositories: "pick",
  teams: "pick",
  table: "pick"
} as const;

/** What may be written in an input. */
export const INPUT_FIELDS = {
  type: choice("how it is chosen", Object.keys(CONTROLS) as (keyof typeof CONTROLS)[]),
  label: text("what is chosen"),
  options: texts("what there is to choose from"),
  data: text("the cell whose rows are chosen from, for table"),
  column: text("the column that tells its rows apart, for table; the first one when left out"),
  min: decimal("the least value of a range", {fallback: 0}),
  max: decimal("the largest value of a range", {fallback: 100}),
  step: decimal("the distance between values of a range", {fallback: 1}),
  value: field<unknown>("the value at first", "a text, a number or a list of texts", {}, null, (value) =>
    isRecord(value) ? new Refusal(`it is ${kindOf(value)}`) : value
  )
} satisfies Fields;

/** A choice that other cells refer to by its id; a changed choice runs again what depends on it, and nothing else. */
export const input: CellKind = {
  kind: "input",
  title: "Input",
  help: "A choice that other cells refer to.",
  fence: "yaml input",
  language: "yaml",
  needsId: true,
  template: "type: select\nlabel: \noptions: [3 months, 12 months]",
  read(cell) {
    const yaml = readYaml(cell.body, cell.bodyLine);
    if (yaml.value === null && yaml.messages.length) return unreadable(yaml.messages);
    const {value: fields, messages: said} = readFields(INPUT_FIELDS, yaml.value, "input");
    const messages = [...yaml.messages, ...placeFields(said, cell)];
    if (messages.some(({level}) => level === "error")) return unreadable(messages);
    const {type: written, label, data, column} = fields;
    const type = CONTROLS[written];
    const [min, max, step] = [fields.min ?? 0, fields.max ?? 100, fields.step ?? 1];
    const base = {type, label: label || (cell.id ?? ""), options: fields.options, min, max, step};
    const say = (level: Message["level"], field: string, text: string) =>
      messages.push(...placeFields([{level, field, text}], cell));
    if (["select", "radio", "checkbox"].includes(written) && !base.options.length)
      say("error", "type", `A ${written} needs options: a list of texts.`);
    if (type === "range" && min > max)
      say("error", "min", `The least value of this range, ${min}, is larger than its largest, ${max}.`);
    if (written === "table" && !data) say("error", "type", "A table needs data: the id of a sql cell.");
    if (messages.some(({level}) => level === "error")) return unreadable(messages);
    const known = type !== "pick" && type !== "dates";
    if (fields.value !== null && known && usable(base, fields.value) === null)
      say(
        "warning",
        "value",
        `"value" is ${fields.value}, which cannot be chosen here; it begins with ${fallback(base)}.`
      );
    if (type === "dates" && fields.value !== null && !isDates(fields.value))
      say(
        "warning",
        "value",
        '"value" should be two dates, such as [2025-01-01, 2025-12-31]; it begins with all of the data.'
      );
    return {
      references: written === "table" && data ? [data] : [],
      messages,
      async run({chosen, store, scope, signal}) {
        const dated = type === "dates" && isDates(fields.value);
        const shown = dated ? base : await filledIn(base, written, {store, scope, signal, data, column});
        const value = usable(shown, chosen) ?? usable(shown, fields.value) ?? fallback(shown);
        return {
          value: seenValue(value, type),
          output: {
            type: "value",
            text: Array.isArray(value) ? value.join(", ") : String(value),
            input: {...shown, value}
          }
        };
      }
    };
  }
};

type Shown = Omit<InputDefinition, "value">;

/** The input with what only the data can say: its repositories, teams, rows, or the days it spans (as `min` and `max`). */
async function filledIn(
  base: Shown,
  written: keyof typeof CONTROLS,
  {store, scope, signal, data, column}: Pick<CellContext, "store" | "scope" | "signal"> & {data: string; column: string}
): Promise<Shown> {
  if (base.options.length && base.type === "pick") return base;
  if (written === "repositories") return {...base, options: [...(await store.contents({signal})).repositories].sort()};
  if (written === "teams")
    return {...base, options: (await store.workspace({signal})).workspace.teams.map(({name}) => name).sort()};
  if (written === "table") return {...base, options: rowsOf(scope.get(data), column)};
  if (written !== "date-range") return base;
  const {series} = await store.contents({signal});
  const times = series.flatMap(({from, to}) => [from, to]).filter(Number.isFinite);
  return {
    ...base,
    min: Math.min(...times, Number.POSITIVE_INFINITY),
    max: Math.max(...times, Number.NEGATIVE_INFINITY)
  };
}

function rowsOf(value: CellValue | undefined, column: string): string[] {
  if (value?.kind !== "table")
    throw new TidemarkError("input/data", "The cell named by data has no table to choose rows of.");
  return distinct(value.table, column || (value.table.columns[0]?.name ?? ""));
}

/** The values of a column, each once, in the order of the rows. */
function distinct(table: Table, name: string): string[] {
  const column = findColumn(table, name);
  if (!column) {
    const names = table.columns.map((one) => one.name).join(", ");
    throw new TidemarkError("input/data", `There is no column ${name} to choose rows by; there are ${names}.`);
  }
  const values = Array.from({length: table.rows}, (_, row) => cellOf(column, row));
  return [...new Set(values.flatMap((value) => (value === null ? [] : [String(value)])))];
}

function seenValue(value: InputDefinition["value"], type: InputDefinition["type"]): CellValue {
  // two instants by name: ${period.from}, ${period.until}; until is the end of its day
  if (type === "dates" && Array.isArray(value)) {
    const [from, until] = value.map((day) => parseIso(String(day)) ?? Number.NaN) as [number, number];
    const columns = [numberColumn("from", [from], "time"), numberColumn("until", [until + 86_399_999], "time")];
    return {kind: "table", table: {rows: 1, columns}};
  }
  if (Array.isArray(value)) return {kind: "list", values: value};
  return typeof value === "number" ? scalar("number", value) : scalarOf(value as string);
}

/** A value that this input can have, or null. */
function usable(
  {type, options, min, max}: Omit<InputDefinition, "value">,
  value: unknown
): InputDefinition["value"] | null {
  if (value === undefined || value === null) return null;
  if (type === "dates") return isDates(value) ? value.map(dayText) : null;
  if (type === "checkbox" || type === "pick")
    return Array.isArray(value) ? options.filter((option) => value.map(String).includes(option)) : null;
  if (type === "range") return typeof value === "number" && value >= min && value <= max ? value : null;
  if (type === "text") return String(value);
  return options.includes(String(value)) ? String(value) : null;
}

function isDates(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length === 2 && value.every((day) => parseIso(dayText(day)) !== null);
}

function dayText(value: unknown): string {
  return value instanceof Date ? isoDate(value.getTime()) : String(value).slice(0, 10);
}

function fallback({type, options, min, max}: Omit<InputDefinition, "value">): InputDefinition["value"] {
  if (type === "checkbox" || type === "pick") return options;
  if (type === "dates") return Number.isFinite(min) ? [isoDate(min), isoDate(max)] : ["2000-01-01", "2099-12-31"];
  if (type === "range") return min;
  return options[0] ?? "";
}

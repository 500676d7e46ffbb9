import type {Message} from "../../error.ts";
import {choice, decimal, type Fields, field, isRecord, kindOf, Refusal, readFields, text, texts} from "../../fields.ts";
import {type CellValue, scalar, scalarOf} from "../value.ts";
import {type CellKind, unreadable} from "./kind.ts";
import {placeFields, readYaml} from "./yaml.ts";

/** An input as the page draws it; `value` is the one that holds now. */
export interface InputDefinition {
  readonly type: "select" | "radio" | "checkbox" | "range" | "text";
  readonly label: string;
  readonly options: readonly string[];
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: string | number | readonly string[];
}

const FIELDS = {
  type: choice("how it is chosen", ["select", "radio", "checkbox", "range", "text"]),
  label: text("what is chosen"),
  options: texts("what there is to choose from"),
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
    const {value: fields, messages: said} = readFields(FIELDS, yaml.value, "input");
    const messages = [...yaml.messages, ...placeFields(said, cell)];
    if (messages.some(({level}) => level === "error")) return unreadable(messages);
    const {type, options, label} = fields;
    const [min, max, step] = [fields.min ?? 0, fields.max ?? 100, fields.step ?? 1];
    const base = {type, label: label || (cell.id ?? ""), options, min, max, step};
    const say = (level: Message["level"], field: string, text: string) =>
      messages.push(...placeFields([{level, field, text}], cell));
    if (type !== "range" && type !== "text" && !options.length)
      say("error", "type", `A ${type} needs options: a list of texts.`);
    if (type === "range" && min > max)
      say("error", "min", `The least value of this range, ${min}, is larger than its largest, ${max}.`);
    if (messages.some(({level}) => level === "error")) return unreadable(messages);
    const written = usable(base, fields.value);
    const first = written ?? fallback(base);
    if (fields.value !== null && written === null)
      say("warning", "value", `"value" is ${fields.value}, which cannot be chosen here; it begins with ${first}.`);
    return {
      references: [],
      messages,
      async run({chosen}) {
        const value = usable(base, chosen) ?? first;
        return {
          value: seenValue(value),
          output: {
            type: "value",
            text: Array.isArray(value) ? value.join(", ") : String(value),
            input: {...base, value}
          }
        };
      }
    };
  }
};

function seenValue(value: InputDefinition["value"]): CellValue {
  if (Array.isArray(value)) return {kind: "list", values: value};
  return typeof value === "number" ? scalar("number", value) : scalarOf(value as string);
}

/** A value that this input can have, or null. */
function usable(
  {type, options, min, max}: Omit<InputDefinition, "value">,
  value: unknown
): InputDefinition["value"] | null {
  if (value === undefined || value === null) return null;
  if (type === "checkbox")
    return Array.isArray(value) ? options.filter((option) => value.map(String).includes(option)) : null;
  if (type === "range") return typeof value === "number" && value >= min && value <= max ? value : null;
  if (type === "text") return String(value);
  return options.includes(String(value)) ? String(value) : null;
}

function fallback({type, options, min}: Omit<InputDefinition, "value">): InputDefinition["value"] {
  if (type === "checkbox") return options;
  if (type === "range") return min;
  return options[0] ?? "";
}

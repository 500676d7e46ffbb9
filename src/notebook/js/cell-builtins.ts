/** What every JavaScript cell has: inputs that the page draws, a value that cells can change, and Markdown. */
import type {InputDefinition} from "../cells/input.ts";
import {latestValues} from "./latest-values.ts";

const INPUT = Symbol("input");
const MARKDOWN = Symbol("markdown");

/** An input a cell described: how the page draws it, its first value, and what an answer of the reader means. */
export interface CellInput {
  readonly definition: InputDefinition;
  readonly first: unknown;
  valueOf(answer: unknown): unknown;
}

/** The input that a value is, or null. */
export function inputOf(value: unknown): CellInput | null {
  return typeof value === "object" && value !== null && INPUT in value ? (value[INPUT] as CellInput) : null;
}

/** The Markdown that a value is, or null. */
export function markdownOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && MARKDOWN in value ? (value[MARKDOWN] as string) : null;
}

/** md`…`: text that is shown as Markdown; HTML in it is not. */
export function markdownTag(strings: TemplateStringsArray, ...values: readonly unknown[]): object {
  return {[MARKDOWN]: strings.reduce((text, piece, i) => text + String(values[i - 1]) + piece)};
}

/** A value that the cell that declares it can change; other cells run again with what it is. */
export function Mutable<T>(first: T): AsyncGenerator<T, void, void> & {value: T} {
  let now = first;
  const {values, push} = latestValues(first);
  return Object.defineProperty(values, "value", {
    get: () => now,
    set(next: T) {
      now = next;
      push(next);
    }
  }) as AsyncGenerator<T, void, void> & {value: T};
}

interface Options {
  readonly label?: unknown;
  readonly value?: unknown;
  readonly step?: unknown;
  readonly format?: (value: unknown) => unknown;
}

const made = (input: CellInput): object => ({[INPUT]: input});
const base = {options: [], min: 0, max: 0, step: 1} as const;

function ofChoices(type: "select" | "radio" | "checkbox", choices: unknown, options: Options = {}): object {
  const entries: [string, unknown][] =
    choices instanceof Map
      ? Array.from(choices, ([name, value]) => [String(name), value])
      : Array.from(choices as Iterable<unknown>, (value) => [
          String(options.format ? options.format(value) : value),
          value
        ]);
  const names = entries.map(([name]) => name);
  const byName = new Map(entries);
  const nameOf = (value: unknown) => entries.find(([, one]) => one === value)?.[0];
  const label = String(options.label ?? "");
  if (type === "checkbox") {
    const chosen = (Array.isArray(options.value) ? options.value : []).flatMap((value) => nameOf(value) ?? []);
    const valuesOf = (answer: unknown) =>
      Array.isArray(answer)
        ? answer.flatMap((name) => (byName.has(String(name)) ? [byName.get(String(name))] : []))
        : [];
    return made({
      definition: {...base, type, label, options: names, value: chosen},
      first: valuesOf(chosen),
      valueOf: valuesOf
    });
  }
  const first = nameOf(options.value) ?? names[0] ?? "";
  return made({
    definition: {...base, type, label, options: names, value: first},
    first: byName.get(first),
    valueOf: (answer) => byName.get(String(answer))
  });
}

/** Inputs by their names in Observable Inputs. */
export const INPUTS = {
  range(extent: readonly [number, number] = [0, 1], options: Options = {}): object {
    const [min, max] = [Number(extent[0]), Number(extent[1])];
    const value = Number(options.value ?? (min + max) / 2);
    return made({
      definition: {
        ...base,
        type: "range",
        label: String(options.label ?? ""),
        min,
        max,
        step: Number(options.step ?? (max - min) / 100),
        value
      },
      first: value,
      valueOf: Number
    });
  },
  select: (choices: unknown, options?: Options) => ofChoices("select", choices, options),
  radio: (choices: unknown, options?: Options) => ofChoices("radio", choices, options),
  checkbox: (choices: unknown, options?: Options) => ofChoices("checkbox", choices, options),
  toggle(options: Options = {}): object {
    const label = String(options.label ?? "on");
    const first = options.value === true;
    return made({
      definition: {...base, type: "checkbox", label: "", options: [label], value: first ? [label] : []},
      first,
      valueOf: (answer) => Array.isArray(answer) && answer.length > 0
    });
  },
  text(options: Options = {}): object {
    const value = String(options.value ?? "");
    return made({
      definition: {...base, type: "text", label: String(options.label ?? ""), value},
      first: value,
      valueOf: String
    });
  },
  /** Rows as a table, also when they are not records of plain values. */
  table: (rows: Iterable<unknown>) => Array.from(rows)
} as const;

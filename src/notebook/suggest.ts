/** What may be written at a place in a cell: fields and their words in YAML, cells and built-ins in `${…}`. */
import type {Fields, HeldName} from "../fields.ts";
import {INSIGHT_KINDS} from "../insight/kinds/index.ts";
import {BUILTINS} from "./builtins.ts";
import {INPUT_FIELDS} from "./cells/input.ts";
import {suggestJs} from "./suggest-js.ts";

export interface Suggestion {
  readonly label: string;
  /** What stands beside it: the kind of cell, how a value is written. */
  readonly detail: string;
  readonly help: string;
  /** What is put in, when it is more than the label. */
  readonly insert?: string;
}

/** Suggestions that replace the text from `from` to the caret. */
export interface Suggestions {
  readonly from: number;
  readonly options: readonly Suggestion[];
}

/** A cell as others name it. */
export interface NamedCell {
  /** "" for a JavaScript cell that is named by what it declares alone. */
  readonly id: string;
  readonly kind: string;
  /** The names a JavaScript cell declares. */
  readonly declares?: readonly string[];
}

/** Names that imported data has, each with what says more of it. Asked for only where a field is such a name. */
export type HeldNames = Readonly<Record<HeldName, readonly {readonly key: string; readonly title: string}[]>>;

/** The suggestions at a caret in a cell's body; null when there are none. */
export function suggest(
  kind: string,
  body: string,
  caret: number,
  cells: readonly NamedCell[],
  held: () => HeldNames | null = () => null
): Suggestions | null {
  if (kind === "js") return suggestJs(body, caret, cells);
  return (
    inPlaceholder(kind, body, caret, cells) ??
    (kind === "insight" || kind === "metric" || kind === "input" ? inYaml(kind, body, caret, held) : null)
  );
}

function inPlaceholder(kind: string, body: string, caret: number, cells: readonly NamedCell[]): Suggestions | null {
  if (kind !== "markdown" && kind !== "sql") return null;
  const open = /\$\{(?:[^{}]*[^\w.{}])?(\w*)$/.exec(body.slice(0, caret));
  if (!open) return null;
  const names = cells.flatMap(({id, kind: own, declares = []}) =>
    [...(id ? [id] : []), ...declares].map((label) => ({label, detail: own, help: ""}))
  );
  const calls = BUILTINS.map(({name, usage, help}) => ({label: name, detail: usage, help, insert: `${name}(`}));
  return {from: caret - open[1]!.length, options: [...names, ...calls]};
}

function inYaml(kind: string, body: string, caret: number, held: () => HeldNames | null): Suggestions | null {
  const lines = body.slice(0, caret).split("\n");
  const line = lines.at(-1)!;
  const indent = /^\s*(?:- )?/.exec(line)![0].length;
  const fields = fieldsAt(kind, body, lines, indent);
  if (!fields) return null;
  const key = /^\s*(?:- )?([A-Za-z_-]*)$/.exec(line);
  if (key)
    return {
      from: caret - key[1]!.length,
      options: Object.entries(fields).map(([label, {expects, help}]) => ({
        label,
        detail: expects,
        help,
        insert: `${label}: `
      }))
    };
  const value = /^\s*(?:- )?([A-Za-z_-]+):\s+(\S*)$/.exec(line);
  if (!value) return null;
  const from = caret - value[2]!.length;
  const control = fields[value[1]!]?.control.is;
  if (control === "series" || control === "metric" || control === "tool") {
    const names = held()?.[control] ?? [];
    const options = names.map(({key, title}) => ({label: key, detail: title, help: "", insert: yamlWord(key)}));
    return options.length ? {from, options} : null;
  }
  const words = value[1] === "kind" && indent === 0 ? INSIGHT_KINDS.map((one) => one.kind) : wordsOf(fields, value[1]!);
  return words ? {from, options: words.map((label) => ({label, detail: value[1]!, help: ""}))} : null;
}

/** A name as a YAML value: in quotes where it would be read as something else. */
function yamlWord(name: string): string {
  return /^[A-Za-z_][\w./-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

function wordsOf(fields: Fields, name: string): readonly string[] | null {
  const control = fields[name]?.control;
  if (control?.is === "choice") return control.words;
  return control?.is === "flag" ? ["true", "false"] : null;
}

/** The fields that a line of this indent may have: the cell's own, or those of the entry it stands below. */
function fieldsAt(kind: string, body: string, lines: readonly string[], indent: number): Fields | null {
  const written = kind === "metric" ? kind : (/^kind:\s*["']?([\w-]+)/m.exec(body)?.[1] ?? "search");
  const found = INSIGHT_KINDS.find((one) => one.kind === written) ?? INSIGHT_KINDS[0];
  const own: Fields = kind === "input" ? INPUT_FIELDS : found.fields;
  if (indent === 0) return own;
  for (let i = lines.length - 2; i >= 0; i--) {
    const above = /^(\s*)(?:- )?([A-Za-z_-]+):/.exec(lines[i]!);
    if (!above || above[1]!.length >= indent) continue;
    if (above[1]!.length > 0) continue;
    const control = own[above[2]!]?.control;
    return control && (control.is === "group" || control.is === "items") ? control.fields : null;
  }
  return null;
}

/** The name at a place in a text; "" when none stands there. */
export function nameAt(text: string, offset: number): string {
  const before = /[A-Za-z_]\w*$/.exec(text.slice(0, offset))?.[0] ?? "";
  const after = /^\w*/.exec(text.slice(offset))![0];
  return /^[A-Za-z_]/.test(before + after) ? before + after : "";
}

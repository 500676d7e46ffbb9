/** What may be written at a place in a JavaScript cell: cells, what others declare, what every cell has, and members of libraries. */
import {LIBRARIES} from "./js/libraries.ts";
import {MEMBERS} from "./js/member-names.ts";
import {CELL_BUILTINS} from "./js/read-js.ts";
import type {NamedCell, Suggestion, Suggestions} from "./suggest.ts";

const HELP: Readonly<Record<(typeof CELL_BUILTINS)[number], string>> = {
  display: "shows a value",
  view: "shows an input and gives what is chosen in it",
  invalidation: "a promise that ends when the cell runs again",
  width: "the width there is, in pixels",
  Mutable: "a value that its cell can change by .value",
  Inputs: "inputs by their names in Observable Inputs",
  md: "a tag for Markdown"
};

const LIBRARY_HELP: Readonly<Record<string, string>> = {Plot: "Observable Plot", aq: "Arquero", d3: "D3"};

/** The suggestions at a caret of a cell's text; null in comments and within texts. */
export function suggestJs(body: string, caret: number, cells: readonly NamedCell[]): Suggestions | null {
  const line = body.slice(body.lastIndexOf("\n", caret - 1) + 1, caret);
  if (isQuiet(line)) return null;
  const member = /(?:^|[^\w$.])(\w+)\.(\w*)$/.exec(line);
  if (member) {
    const names = Object.hasOwn(MEMBERS, member[1]!) ? MEMBERS[member[1]!]! : [];
    return names.length
      ? {from: caret - member[2]!.length, options: names.map((label) => ({label, detail: member[1]!, help: ""}))}
      : null;
  }
  const word = /(?:^|[^\w$.])([A-Za-z_$][\w$]*)?$/.exec(line);
  if (!word) return null;
  const options: Suggestion[] = [
    ...cells.flatMap(({id, kind, declares = []}) => [
      ...(id ? [{label: id, detail: kind, help: ""}] : []),
      ...declares.map((label) => ({label, detail: "js", help: ""}))
    ]),
    ...CELL_BUILTINS.map((label) => ({label, detail: "", help: HELP[label]})),
    ...LIBRARIES.map(({global}) => ({label: global, detail: "", help: LIBRARY_HELP[global] ?? ""}))
  ];
  return {from: caret - (word[1] ?? "").length, options};
}

/** True where a line's end is in a comment or a text; `${…}` in a template is code again. */
function isQuiet(line: string): boolean {
  let quote = "";
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === "\\") at++;
    else if (quote) {
      if (char === quote) quote = "";
      else if (quote === "`" && char === "$" && line[at + 1] === "{") {
        const end = line.indexOf("}", at);
        if (end < 0) return false;
        at = end;
      }
    } else if (char === "'" || char === '"' || char === "`") quote = char;
    else if (char === "/" && line[at + 1] === "/") return true;
  }
  return quote !== "";
}

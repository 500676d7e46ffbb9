/**
 * Edits that make one cell of two, two of one, or another kind of one. Each gives the new text of the file; what it does
 * not mean stays byte for byte, as with the edits of edit.ts, on which it stands.
 */
import {CELL_KINDS, cellKind} from "./cells/index.ts";
import {insertCell, removeCell, replaceBody, replaceInfo} from "./edit.ts";
import {freeId} from "./names.ts";
import {type CellSource, type Notebook, plainLines} from "./notebook.ts";

type Parse = (text: string) => Notebook;

/** The words behind a cell's opening fence, as they stand in the file; "" for Markdown. */
export function infoOf({text}: Notebook, cell: CellSource): string {
  if (cell.kind === "markdown" || cell.kind === "conflict") return "";
  return text
    .slice(cell.from, cell.bodyFrom)
    .replace(/^(?:`{3,}|~{3,})/, "")
    .trimEnd();
}

/** The text with an attribute of a fence set, or taken out (value null). Markdown has none: its text stays. */
export function setAttribute(notebook: Notebook, cell: CellSource, name: string, value: string | null): string {
  if (cell.kind === "markdown" || cell.kind === "conflict") return notebook.text;
  const info = infoOf(notebook, cell);
  const own = new RegExp(`\\s+${name}(?:=(?:"[^"]*"|'[^']*'|[^\\s"']*))?(?=\\s|$)`, "i");
  if (value === null) return replaceInfo(notebook, cell, info.replace(own, ""));
  const quoted = /^[\w.,:/+-]*$/.test(value) ? value : `"${value.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`;
  const written = value === "" ? ` ${name}` : ` ${name}=${quoted}`;
  return replaceInfo(notebook, cell, own.test(info) ? info.replace(own, () => written) : info + written);
}

/** The text with a cell cut in two at an offset of its body. The second half of a fence has the first's words and a new id. */
export function splitCell(notebook: Notebook, index: number, offset: number, parse: Parse): string {
  const cell = notebook.cells[index]!;
  // one line break at the cut is the cut itself
  const atLineEnd = cell.body[offset - 1] === "\n";
  const head = cell.body.slice(0, atLineEnd ? offset - 1 : offset);
  const tail = cell.body.slice(offset).replace(atLineEnd ? "" : /^\n/, "");
  if (cell.kind === "markdown" && !(head.trim() && tail.trim())) return notebook.text;
  const first = parse(replaceBody(notebook, cell, head));
  const {id, attributes} = likeness(notebook, cell);
  const rest = cell.kind === "markdown" ? tail.replace(/^(?:[ \t]*\n)+/, "") : tail;
  return insertCell(first, index + 1, cell.kind, id, rest, attributes);
}

/** Why a cell cannot be joined to the one above it, as a sentence; null when it can. */
export function refusedMerge({cells}: Notebook, index: number): string | null {
  const [above, cell] = [cells[index - 1], cells[index]];
  if (!above || !cell) return "There is no cell above this one.";
  if (above.kind === cell.kind) return null;
  const title = (kind: string) => cellKind(kind)?.title ?? kind;
  return `Only cells of one kind can be joined: this is ${title(cell.kind)}, the one above is ${title(above.kind)}. Change the kind of one first.`;
}

/** The text with a cell joined to the one above it, whose id and words stay. The same text when they are of two kinds. */
export function mergeWithAbove(notebook: Notebook, index: number, parse: Parse): string {
  if (refusedMerge(notebook, index) !== null) return notebook.text;
  const [above, cell] = [notebook.cells[index - 1]!, notebook.cells[index]!];
  const gap = cell.kind === "markdown" ? "\n\n" : above.body && cell.body ? "\n" : "";
  const without = parse(removeCell(notebook, cell));
  return replaceBody(without, without.cells[index - 1]!, above.body + gap + cell.body);
}

/** The text with a copy of a cell below it; a fence's copy has a new id. */
export function duplicateCell(notebook: Notebook, index: number): string {
  const cell = notebook.cells[index]!;
  const {id, attributes} = likeness(notebook, cell);
  return insertCell(notebook, index + 1, cell.kind, id, cell.body, attributes);
}

/** The text with a cell made another kind: its body stays, its id too where the new kind has one. */
export function changeKind(notebook: Notebook, index: number, kind: string, parse: Parse): string {
  const cell = notebook.cells[index]!;
  const target = CELL_KINDS.find((one) => one.kind === kind);
  if (!target || cell.kind === kind || cell.kind === "conflict") return notebook.text;
  if (cell.kind !== "markdown" && target.fence) {
    const bare = infoOf(notebook, cell).replace(/^\S+(?:\s+(?:insight|input|metric|vega-lite)(?=\s|$))?/, "");
    const named = cell.id || !target.needsId ? "" : ` id=${newId(notebook, kind)}`;
    const changed = replaceInfo(notebook, cell, target.fence + named + bare);
    // what the fence said is said by the text now
    if (cell.kind !== "metric" || kind !== "insight" || /^kind:/m.test(cell.body)) return changed;
    const now = parse(changed);
    return replaceBody(now, now.cells[index]!, `kind: metric\n${cell.body}`);
  }
  const id = target.fence ? (cell.id ?? newId(notebook, kind)) : null;
  const body = target.fence ? cell.body : cell.body.trim() || "New text";
  const without = parse(removeCell(notebook, cell));
  return insertCell(without, index, kind, id, body);
}

/** The text with pieces put in at a place as cells of their own, as when cells are pasted. */
export function pasteCells(notebook: Notebook, index: number, pasted: string, parse: Parse): string {
  let now = notebook;
  const {cells, text} = parse(plainLines(pasted));
  cells.forEach((cell, i) => {
    const taken = new Set(now.cells.flatMap(({id}) => (id ? [id] : [])));
    const id = cell.id && taken.has(cell.id) ? freeId(cell.id, taken) : cell.id;
    const attributes = withoutId(infoOf({...now, text}, cell));
    now = parse(insertCell(now, index + i, cell.kind, id, cell.body, attributes));
  });
  return now.text;
}

/** What a cell like this one is begun with: a free id when it has one, and its other attributes as they are written. */
function likeness(notebook: Notebook, cell: CellSource): {id: string | null; attributes: string} {
  const id = cell.id ? newId(notebook, cell.id.replace(/_\d+$/, "")) : null;
  return {id, attributes: withoutId(infoOf(notebook, cell))};
}

function newId({cells}: Notebook, like: string): string {
  return freeId(like === "vega-lite" ? "chart" : like, new Set(cells.flatMap(({id}) => (id ? [id] : []))));
}

/** Attributes of an info string, as written, without the words before them and the id. */
function withoutId(info: string): string {
  return info
    .replace(/^\S+(?:\s+(?:insight|input|metric|vega-lite)(?=\s|$))?/, "")
    .replace(/\s+id=(?:"[^"]*"|'[^']*'|[^\s"']*)/i, "")
    .trim();
}

/**
 * Edits of a notebook's text. Each gives the new text of the file: only the slice that is meant changes, line ends stay
 * the file's own, one blank line stands between cells that come together.
 */
import {CELL_KINDS} from "./cells/index.ts";
import {CELL_SPLIT, type CellSource, type Notebook} from "./notebook.ts";

/** The text with another body in a cell. A fence grows when the body holds one as long. */
export function replaceBody(notebook: Notebook, cell: CellSource, body: string): string {
  const {text, eol} = notebook;
  if (body === cell.body) return text;
  const lines = body.replaceAll("\r\n", "\n").replaceAll("\n", eol);
  if (cell.kind === "markdown") {
    if (!body.trim()) return removeCell(notebook, cell);
    return text.slice(0, cell.from) + lines.replace(/\s+$/, "") + text.slice(cell.to);
  }
  const marker = /(`{3,}|~{3,})/.exec(text.slice(cell.from, cell.bodyFrom))![0];
  const fence = neededFence(marker, body);
  const opening = text.slice(cell.from, cell.bodyFrom).replace(marker, fence);
  const closing = text.slice(cell.closeFrom, cell.to).replace(marker, fence);
  return `${text.slice(0, cell.from)}${opening}${lines}${lines ? eol : ""}${closing}${text.slice(cell.to)}`;
}

/** The text with the words behind a cell's opening fence replaced. */
export function replaceInfo({text}: Notebook, cell: CellSource, info: string): string {
  const line = text.slice(cell.from, cell.bodyFrom);
  const [opening] = /^[ ]{0,3}(?:`{3,}|~{3,})/.exec(line)!;
  const [end] = /\r?\n$/.exec(line) ?? [""];
  return `${text.slice(0, cell.from)}${opening}${info}${end}${text.slice(cell.bodyFrom)}`;
}

/** The text with a new cell before the cell at `index`, or at the end; `attributes` go behind the id of a fence. */
export function insertCell(
  notebook: Notebook,
  index: number,
  kind: string,
  id: string | null,
  body: string,
  attributes = ""
): string {
  const source = cellText(kind, id, body, attributes).replaceAll("\n", notebook.eol);
  const {text, eol, cells} = notebook;
  const next = cells[index];
  const previous = cells[index - 1];
  // two texts that meet would be one
  const splitBefore = kind === "markdown" && previous?.kind === "markdown" ? `${CELL_SPLIT}${eol}${eol}` : "";
  const splitAfter = kind === "markdown" && next?.kind === "markdown" ? `${CELL_SPLIT}${eol}${eol}` : "";
  if (next)
    return `${text.slice(0, next.from)}${splitBefore}${source}${eol}${eol}${splitAfter}${text.slice(next.from)}`;
  const head = text.replace(/\s+$/, "");
  return `${head}${head ? eol + eol : ""}${splitBefore}${source}${eol}`;
}

/** The text without a cell; cells around it come together with one blank line. */
export function removeCell({text, eol, cells}: Notebook, cell: CellSource): string {
  const index = cells.findIndex(({from}) => from === cell.from);
  const next = cells[index + 1];
  const head = text.slice(0, cell.from);
  if (!next) {
    const left = head.replace(/\s+$/, "");
    return left ? left + eol : "";
  }
  const [previous] = cells.slice(index - 1, index);
  const gap = text.slice(cell.to, next.from);
  const join =
    index > 0 && previous?.kind === "markdown" && next.kind === "markdown" ? `${CELL_SPLIT}${eol}${eol}` : "";
  return gap.includes(CELL_SPLIT) && join
    ? head + gap.trimStart() + text.slice(next.from)
    : head + join + text.slice(next.from);
}

/** The text with a cell moved to stand before the cell that is now at `index`. */
export function moveCell(
  notebook: Notebook,
  cell: CellSource,
  index: number,
  parse: (text: string) => Notebook
): string {
  const from = notebook.cells.findIndex((other) => other.from === cell.from);
  const without = parse(removeCell(notebook, cell));
  const info = cell.kind === "markdown" ? "" : notebook.text.slice(cell.from, cell.to).replaceAll("\r\n", "\n");
  const target = index > from ? index - 1 : index;
  return cell.kind === "markdown"
    ? insertCell(without, target, "markdown", null, cell.body)
    : insertSource(without, target, info);
}

/** The text of a new notebook. */
export function newNotebook(
  title: string,
  cells: readonly string[],
  extra: Readonly<Record<string, string>> = {}
): string {
  const members = Object.entries({tidemark: "1", title: yamlText(title), ...extra}).map(
    ([name, value]) => `${name}: ${value}`
  );
  return `---\n${members.join("\n")}\n---\n\n# ${title.replace(/\s+/g, " ")}\n${cells.map((cell) => `\n${cell}\n`).join("")}`;
}

/** A cell as it stands in a file, with `\n` line ends and none at its end. */
export function cellText(kind: string, id: string | null, body: string, attributes = ""): string {
  const {fence} = CELL_KINDS.find((candidate) => candidate.kind === kind)!;
  if (!fence) return body.replace(/\s+$/, "");
  const marker = neededFence("```", body);
  return `${marker}${fence}${id ? ` id=${id}` : ""}${attributes ? ` ${attributes}` : ""}\n${body}${body ? "\n" : ""}${marker}`;
}

/** A YAML scalar on one line. */
export function yamlText(value: string): string {
  return /^[A-Za-z0-9_./][\w ./()+,-]*$/.test(value) &&
    !/^(?:true|false|null|yes|no|on|off|[\d.+-]+)$/i.test(value) &&
    !/\s$/.test(value)
    ? value
    : JSON.stringify(value);
}

function insertSource({text, eol, cells}: Notebook, index: number, source: string): string {
  const lines = source.replaceAll("\n", eol);
  const next = cells[index];
  if (next) return `${text.slice(0, next.from)}${lines}${eol}${eol}${text.slice(next.from)}`;
  const head = text.replace(/\s+$/, "");
  return `${head}${head ? eol + eol : ""}${lines}${eol}`;
}

/** A fence at least as long as `marker`, and longer than any the body holds. */
function neededFence(marker: string, body: string): string {
  const char = marker[0]!;
  const runs = body.match(new RegExp(`^[ ]{0,3}${char}{3,}`, "gm")) ?? [];
  const longest = Math.max(0, ...runs.map((run) => run.trim().length));
  return longest >= marker.length ? char.repeat(longest + 1) : marker;
}

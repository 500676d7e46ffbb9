/**
 * Edits of a notebook's text. Each gives the new text of the file: only the slice that is meant changes, line ends stay
 * the file's own, one blank line stands between cells that come together.
 */
import {CELL_KINDS} from "./cells/index.ts";
import {CELL_SPLIT, type CellSource, type Notebook, plainLines} from "./notebook.ts";
import {type Overlay, withOverlay} from "./overlay.ts";

/** The text with another body in a cell. A fence grows when the body holds one as long. */
export function replaceBody(notebook: Notebook, cell: CellSource, body: string): string {
  const {text, eol} = notebook;
  const plain = plainLines(body);
  if (plain === cell.body) return text;
  const lines = plain.replaceAll("\n", eol);
  if (cell.kind === "markdown") {
    if (!body.trim()) return removeCell(notebook, cell);
    return text.slice(0, cell.from) + lines.trimEnd() + text.slice(cell.to);
  }
  if (cell.kind === "conflict") return text.slice(0, cell.from) + lines + text.slice(cell.to);
  const opening = text.slice(cell.from, cell.bodyFrom).replace(/[\r\n]*$/, eol);
  // a fence that is never closed stays so until its author closes it, who may do that in the body
  if (cell.closeFrom === cell.to) return text.slice(0, cell.from) + opening + lines + text.slice(cell.to);
  const marker = markerOf(notebook, cell);
  const fence = neededFence(marker, plain);
  const closing = text.slice(cell.closeFrom, cell.to).replace(marker, fence);
  return `${text.slice(0, cell.from)}${opening.replace(marker, fence)}${lines}${lines ? eol : ""}${closing}${text.slice(cell.to)}`;
}

/** The text with the words behind a cell's opening fence replaced. */
export function replaceInfo(notebook: Notebook, cell: CellSource, info: string): string {
  const {text} = notebook;
  const [end] = /[\r\n]*$/.exec(text.slice(cell.from, cell.bodyFrom))!;
  return text.slice(0, cell.from) + markerOf(notebook, cell) + info + end + text.slice(cell.bodyFrom);
}

/** The text with an overlay written into its front matter, which is made when there is none. */
export function overlayFrontMatter({text, eol}: Notebook, overlay: Overlay): string {
  const match = /^(\ufeff?---[ \t]*(?:\r\n|\n))([\s\S]*?)((?:^|\r\n|\n)---[ \t]*(?:\r\n|\n|$))/m.exec(text);
  if (match?.index !== 0) {
    const made = plainLines(withOverlay("", overlay)).trimEnd();
    if (!made) return text;
    const start = text.startsWith("\ufeff") ? 1 : 0;
    return `${text.slice(0, start)}---${eol}${made.replaceAll("\n", eol)}${eol}---${eol}${eol}${text.slice(start)}`;
  }
  const [, opening = "", yaml = "", closing = ""] = match;
  const plain = plainLines(yaml);
  const next = withOverlay(plain, overlay).trimEnd();
  if (next === plain.trimEnd()) return text;
  const gap = closing.startsWith("-") && next ? eol : "";
  return opening + next.replaceAll("\n", eol) + gap + closing + text.slice(match[0].length);
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
  const source = cellText(kind, id, plainLines(body), attributes).replaceAll("\n", notebook.eol);
  return insertSource(notebook, index, kind, source);
}

/** The text without a cell; what stood between it and the next goes with it. */
export function removeCell({text, eol, cells}: Notebook, cell: CellSource): string {
  const index = cells.findIndex(({from}) => from === cell.from);
  const [previous, next] = [index > 0 ? cells[index - 1] : undefined, cells[index + 1]];
  const head = text.slice(0, lineStart(text, cell.from));
  if (!next) return previous ? text.slice(0, previous.to) + eol : withoutBlankEnd(head, eol);
  const gap = head.slice(previous?.to);
  // a line that kept two texts apart keeps nothing apart before a fence
  if (previous && next.kind !== "markdown" && gap.trim() === CELL_SPLIT)
    return text.slice(0, previous.to) + eol + eol + text.slice(next.from);
  return head + splitBetween(previous, next, gap, eol) + text.slice(next.from);
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
  const source = notebook.text.slice(cell.from, cell.to) + missingClose(notebook, cell);
  return insertSource(without, index > from ? index - 1 : index, cell.kind, source);
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
  if (!fence) return body.trimEnd();
  const marker = neededFence("```", body);
  return `${marker}${fence}${id ? ` id=${id}` : ""}${attributes ? ` ${attributes}` : ""}\n${body}${body ? "\n" : ""}${marker}`;
}

/** A YAML scalar on one line. */
export function yamlText(value: string): string {
  return /^[A-Za-z][\w ./()+,-]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off)$|\s$/i.test(value)
    ? value
    : JSON.stringify(value);
}

/** The text with a cell's slice before the cell at `index`, or at the end. */
function insertSource(notebook: Notebook, index: number, kind: string, source: string): string {
  const {text, eol, cells} = notebook;
  const place = Math.min(index, cells.length);
  const [previous, next] = [cells[place - 1], cells[place]];
  if (!next) {
    const head = previous
      ? text.slice(0, previous.to) + missingClose(notebook, previous) + eol
      : withoutBlankEnd(text, eol);
    return `${head}${blankAfter(head, eol)}${splitBetween(previous, {kind}, "", eol)}${source}${eol}`;
  }
  const head = text.slice(0, lineStart(text, next.from));
  const gap = head.slice(previous?.to ?? 0);
  return `${head}${blankAfter(head, eol)}${splitBetween(previous, {kind}, gap, eol)}${source}${eol}${eol}${splitBetween({kind}, next, "", eol)}${text.slice(next.from)}`;
}

type Kind = Pick<CellSource, "kind">;

/** The line that keeps two texts apart, which would be one without it, unless the gap between them holds one already. */
function splitBetween(previous: Kind | undefined, next: Kind, gap: string, eol: string): string {
  return previous?.kind === "markdown" && next.kind === "markdown" && !gap.includes(CELL_SPLIT)
    ? `${CELL_SPLIT}${eol}${eol}`
    : "";
}

/** The text without blank lines at its end; a byte-order mark is no blank. */
function withoutBlankEnd(text: string, eol: string): string {
  const start = text.startsWith("\ufeff") ? 1 : 0;
  const rest = text.slice(start).trimEnd();
  return text.slice(0, start) + rest + (rest ? eol : "");
}

/** The line end that makes the last line of a text a blank one. */
function blankAfter(head: string, eol: string): string {
  return /^\ufeff?$|\n[ \t]*\n$/.test(plainLines(head)) ? "" : eol;
}

/** Where the line of a cell begins. A list that comes before an indented fence would take it in: it loses its indent. */
function lineStart(text: string, offset: number): number {
  let start = offset;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  return start;
}

/** What closes a cell that ends in a fence that is never closed, so that another can stand behind it. */
function missingClose({text, eol, cells, openFence}: Notebook, {to}: CellSource): string {
  if (!openFence || to !== cells.at(-1)!.to) return "";
  return (/[\r\n]$/.test(text.slice(0, to)) ? "" : eol) + openFence;
}

function markerOf({text}: Notebook, {from, bodyFrom}: CellSource): string {
  return /^(?:`{3,}|~{3,})/.exec(text.slice(from, bodyFrom))![0];
}

/** A fence at least as long as `marker`, and longer than any the body holds. */
function neededFence(marker: string, body: string): string {
  const char = marker[0]!;
  const runs = body.match(new RegExp(`^[ ]{0,3}${char}{3,}`, "gm")) ?? [];
  const longest = Math.max(0, ...runs.map((run) => run.trim().length));
  return longest >= marker.length ? char.repeat(longest + 1) : marker;
}

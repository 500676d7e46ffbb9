/** The insights of a notebook as cells: finding, adding, changing, copying them, and their size on a dashboard. */

import {isRecord} from "../fields.ts";
import type {SnapshotsName} from "../workspace.ts";
import {cellText, insertCell, replaceBody, replaceInfo, yamlText} from "./edit.ts";
import {editYaml, newYaml, type YamlValues} from "./edit-yaml.ts";
import {isInsightCell, readInsightYaml} from "./insight-yaml.ts";
import {freeId} from "./names.ts";
import type {CellSource, Notebook} from "./notebook.ts";
import {type Overlay, withOverlay} from "./overlay.ts";

/** The insight of that id; null when the notebook has none. */
export function insightCell({cells}: Notebook, id: string): CellSource | null {
  return cells.find((cell) => isInsightCell(cell) && cell.id === id) ?? null;
}

/** The values a cell holds; null when its text is no YAML of names and values. An empty cell holds none. */
export function insightValues(cell: CellSource): YamlValues | null {
  const {value, messages} = readInsightYaml(cell);
  if (messages.some(({level}) => level === "error")) return null;
  if (value === null || value === undefined) return {};
  return isRecord(value) ? value : null;
}

/** An insight that was added: the text of the notebook, and its id. */
export interface AddedInsight {
  readonly text: string;
  readonly id: string;
}

/** The text with a new insight behind the cell at `index` − 1, by default at the end; its id comes from its title. */
export function addInsight(notebook: Notebook, values: YamlValues, index = notebook.cells.length): AddedInsight {
  const id = freeId(String(values.title ?? "insight") || "insight", takenIds(notebook));
  return {text: insertCell(notebook, index, "insight", id, newYaml(values)), id};
}

/** The text with an insight's values changed: what stays equal keeps its text. */
export function editInsight(notebook: Notebook, cell: CellSource, values: YamlValues): string {
  return replaceBody(notebook, cell, editYaml(cell.body, asWritten(cell, values)));
}

/** Values as they stand in the cell: a metric's kind is said by its fence. */
function asWritten({kind, body}: CellSource, values: YamlValues): YamlValues {
  if (kind !== "metric" || /^kind:/m.test(body)) return values;
  const {kind: _, ...rest} = values;
  return rest;
}

/** The text with a copy of an insight right behind it, its comments too; only the title differs. */
export function duplicateInsight(notebook: Notebook, cell: CellSource): AddedInsight {
  const index = notebook.cells.findIndex(({from}) => from === cell.from);
  const values = insightValues(cell);
  const id = freeId(cell.id ?? "insight", takenIds(notebook));
  const body = values ? editYaml(cell.body, asWritten(cell, {...values, title: copyTitle(values.title)})) : cell.body;
  return {text: insertCell(notebook, index + 1, cell.kind, id, body), id};
}

/** The text with a copy of an insight right behind it that has another title and other filters, which the first one keeps. */
export function insightWithOverlay(
  notebook: Notebook,
  cell: CellSource,
  title: string,
  overlay: Overlay
): AddedInsight {
  const index = notebook.cells.findIndex(({from}) => from === cell.from);
  const id = freeId(title || cell.id || "insight", takenIds(notebook));
  const body = withOverlay(cell.body, {...overlay, title});
  return {text: insertCell(notebook, index + 1, cell.kind, id, body), id};
}

/** The title of a copy. */
export function copyTitle(title: unknown): string {
  return `${String(title ?? "").trim() || "Insight"} (copy)`;
}

/** The text of a new notebook that holds one insight. */
export function notebookWithInsight(title: string, values: YamlValues, snapshots: SnapshotsName): AddedInsight {
  const id = freeId(String(values.title ?? title) || "insight", new Set());
  const head = [
    "---",
    "tidemark: 1",
    `title: ${yamlText(title)}`,
    ...(snapshots === "workspace" ? [] : [`snapshots: ${snapshots}`]),
    "---"
  ];
  const cell = cellText("insight", id, newYaml(values));
  return {text: `${head.join("\n")}\n\n# ${title.replace(/\s+/g, " ")}\n\n${cell}\n`, id};
}

/** How large an insight is on a dashboard: columns of three, and the height of its chart in pixels. */
export interface CardSize {
  readonly columns: 1 | 2 | 3;
  readonly height: number;
}

export const CARD_HEIGHTS = {least: 120, usual: 200, most: 640} as const;

/** The size a cell asks for with `card=2x240`; the usual one where it does not say. */
export function cardSize({attributes}: CellSource): CardSize {
  const match = /^([123])x(\d{2,4})$/.exec(attributes.get("card") ?? "");
  return match
    ? {columns: Number(match[1]) as CardSize["columns"], height: withinHeights(Number(match[2]))}
    : {columns: 1, height: CARD_HEIGHTS.usual};
}

/** The text with the size of an insight on dashboards; the usual size is not written. */
export function withCardSize(notebook: Notebook, cell: CellSource, {columns, height}: CardSize): string {
  const isUsual = columns === 1 && height === CARD_HEIGHTS.usual;
  return withAttribute(notebook, cell, "card", isUsual ? null : `${columns}x${withinHeights(height)}`);
}

/** The text without any size of cards: all are as large as usual. */
export function withoutCardSizes(notebook: Notebook, parse: (text: string) => Notebook): string {
  let now = notebook;
  for (let i = 0; i < now.cells.length; i++)
    if (now.cells[i]!.attributes.has("card")) now = parse(withAttribute(now, now.cells[i]!, "card", null));
  return now.text;
}

function withinHeights(height: number): number {
  return Math.round(Math.max(CARD_HEIGHTS.least, Math.min(CARD_HEIGHTS.most, height)));
}

function withAttribute(notebook: Notebook, cell: CellSource, name: string, value: string | null): string {
  const info = notebook.text
    .slice(cell.from, cell.bodyFrom)
    .replace(/^[ ]{0,3}(?:`{3,}|~{3,})/, "")
    .trimEnd();
  // what stands in quotes is another attribute's text
  const bare = info.replace(
    new RegExp(`("[^"]*"|'[^']*')|\\s+${name}=\\S+`, "gi"),
    (_, quoted?: string) => quoted ?? ""
  );
  return replaceInfo(notebook, cell, value === null ? bare : `${bare} ${name}=${value}`);
}

function takenIds({cells}: Notebook): ReadonlySet<string> {
  return new Set(cells.flatMap(({id}) => (id ? [id] : [])));
}

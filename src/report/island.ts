/** What a report carries for programs: its notebook, what was chosen, and the provenance of its figures. */
import {TidemarkError} from "../error.ts";
import {isRecord} from "../fields.ts";
import {type Html, html, jsonIsland} from "../html.ts";
import type {Filtered} from "../notebook/filtered.ts";
import type {ReusedCell} from "../notebook/reused.ts";
import type {TableMark} from "../notebook/table-cells.ts";
import type {PartsOfProvenance} from "./provenance.ts";

export const REPORT_VERSION = 2;

/** The provenance of one figure or cell: the members of its hash but the source, which stands in the notebook. */
export interface IslandFigure extends Omit<PartsOfProvenance, "source" | "version" | "tool"> {
  /** The id of the cell, or `line N`. */
  readonly cell: string;
  readonly hash: string;
  /** The cells of other notebooks that the figure shows; absent for none. */
  readonly reused?: readonly ReusedCell[];
  /** The files that the cell names as tables; absent for none. */
  readonly files?: readonly TableMark[];
  /** What a reader had set; absent for nothing. */
  readonly filtered?: Filtered;
}

export interface ReportIsland {
  readonly format: "tidemark-report";
  readonly version: number;
  /** The version of Tidemark that made it. */
  readonly tidemark: string;
  /** The file name of the notebook, and its text, byte for byte. */
  readonly name: string;
  readonly notebook: string;
  /** What was chosen in inputs, by id. */
  readonly choices: Readonly<Record<string, unknown>>;
  readonly figures: readonly IslandFigure[];
  /** SHA-256 of the page up to this island. */
  readonly page: string;
}

const OPEN = '<script type="application/json" id="tidemark-report">';
const CLOSE = "</script>";

/** The island as markup. */
export function islandHtml(island: ReportIsland): Html {
  return html`<script type="application/json" id="tidemark-report">${jsonIsland(island)}</script>`;
}

/** True for the text of a report, of this version or another. */
export function isReport(text: string): boolean {
  return text.includes('id="tidemark-report"');
}

/**
 * The island of a report's text, and the page up to it.
 * @throws TidemarkError "report/unreadable" for what is no report, or one of a newer format.
 */
export function readIsland(text: string): {island: ReportIsland; page: string} {
  // the last one: what stands before it in the page is escaped, what comes after is ours
  const start = text.lastIndexOf(OPEN);
  const end = start < 0 ? -1 : text.indexOf(CLOSE, start);
  if (end < 0) throw unreadable("it holds no report data. It may be no report, or only a part of one");
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start + OPEN.length, end));
  } catch {
    throw unreadable("its report data is damaged");
  }
  if (!isRecord(value) || value.format !== "tidemark-report") throw unreadable("its report data is of another program");
  if (typeof value.version !== "number" || value.version > REPORT_VERSION)
    throw unreadable(
      `it is of format ${String(value.version)}, and this Tidemark reads formats up to ${REPORT_VERSION}. Update Tidemark`
    );
  if (typeof value.notebook !== "string" || typeof value.name !== "string" || !Array.isArray(value.figures))
    throw unreadable("its report data has no notebook");
  return {island: value as unknown as ReportIsland, page: text.slice(0, start)};
}

/** The name a notebook of a report may have as a file: no folders, ends in .md. */
export function notebookName({name}: Pick<ReportIsland, "name">): string {
  const plain = (name.split(/[\\/]/).at(-1) ?? "")
    .replace(/[^\p{L}\p{N}_ .()+-]/gu, "")
    .replace(/^[^\p{L}\p{N}_]+/u, "");
  const stem = plain.replace(/\.md$/i, "").slice(0, 100);
  return `${stem || "notebook"}.md`;
}

function unreadable(why: string): TidemarkError {
  return new TidemarkError("report/unreadable", `This report cannot be read: ${why}.`);
}

/** The other notebooks as far as a report carries them: the cells it shows, by the file they stand in. */
export function carriedNotebooks({figures}: Pick<ReportIsland, "figures">): ReadonlyMap<string, string> {
  const texts = new Map<string, Set<string>>();
  for (const {reused} of figures)
    for (const {notebook, source} of Array.isArray(reused) ? reused : [])
      texts.set(String(notebook), (texts.get(String(notebook)) ?? new Set()).add(String(source)));
  return new Map(Array.from(texts, ([name, sources]) => [name, [...sources].join("\n\n")]));
}

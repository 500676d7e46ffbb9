/**
 * The notebook file. A notebook is raw slices of its Markdown: the parser only finds where cells begin and end, so what is
 * not edited stays byte for byte what it was, whatever its line ends. A cell is a fence at the top level whose first words
 * name a kind; the text between is Markdown cells, split at lines that are exactly `<!---->`.
 */
import type {Code, Root} from "mdast";
import {remark} from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import type {Message} from "../error.ts";
import {sha256} from "../hash.ts";
import {type ConflictSpan, conflictSpans} from "./conflicts.ts";
import {type FrontMatter, readFrontMatter} from "./front-matter.ts";
import {type Attributes, parseInfo} from "./info.ts";

/** A cell as the file has it. Offsets count UTF-16 units from the start of the text, lines count from 1. */
export interface CellSource {
  /** `markdown`, or the kind a fence names: `insight`, `input`, `sql`, `vega-lite`, `js`, `metric`. */
  readonly kind: string;
  readonly id: string | null;
  /** The same for the same content at the same rank: what identifies a cell that has no id. */
  readonly hash: string;
  /** The whole cell: fence lines and all, or the Markdown without blank lines around it. */
  readonly from: number;
  readonly to: number;
  readonly line: number;
  /** What can be edited: inside the fence, without the last line end; all of a Markdown cell. Line ends are `\n`. */
  readonly body: string;
  readonly bodyFrom: number;
  readonly bodyTo: number;
  readonly bodyLine: number;
  /** Where the closing fence line begins; `to` when the fence is never closed, and for Markdown. */
  readonly closeFrom: number;
  readonly attributes: Attributes;
}

export interface Notebook {
  readonly text: string;
  /** The line end most lines have. */
  readonly eol: "\n" | "\r\n";
  readonly frontMatter: FrontMatter;
  readonly cells: readonly CellSource[];
  /** What would close the fence that runs to the end of the file; "" when every fence is closed. */
  readonly openFence: string;
  /** What is wrong with the file as a whole. */
  readonly messages: readonly Message[];
}

const parser = remark().use(remarkGfm).use(remarkFrontmatter, ["yaml"]).freeze();

/** A line that splits a Markdown cell. Source: marimo. */
export const CELL_SPLIT = "<!---->";

/** Reads a file's text. It never fails: what is wrong is a message, and shown where it stands. */
export function parseNotebook(text: string): Notebook {
  // remark counts its offsets without a byte-order mark
  const shift = text.startsWith("\ufeff") ? 1 : 0;
  const source = text.slice(shift);
  const messages: Message[] = [];
  const conflicts = conflictSpans(source);
  const tree = parseTree(withoutSpans(source, conflicts), messages);
  const eol = (source.match(/\r\n/g)?.length ?? 0) * 2 > (source.match(/\n/g)?.length ?? 0) ? "\r\n" : "\n";
  const yaml = tree.children[0]?.type === "yaml" ? tree.children[0] : undefined;
  const frontMatter = readFrontMatter(yaml?.value ?? null);
  messages.push(...frontMatter.messages);
  const cells: Omit<CellSource, "hash">[] = [];
  let openFence = "";
  let position = yaml?.position?.end.offset ?? 0;
  let conflict = 0;
  const addMarkdown = (end: number) => {
    for (; (conflicts[conflict]?.from ?? Number.POSITIVE_INFINITY) <= end; conflict++) {
      const span = conflicts[conflict]!;
      // a conflict in the front matter stands before the place that is read
      if (span.from > position) cells.push(...markdownCells(source, position, span.from));
      cells.push(conflictCell(source, span));
      position = Math.max(position, span.to);
    }
    cells.push(...markdownCells(source, position, end));
  };
  for (const node of tree.children) {
    const start = node.position!.start.offset!;
    const end = node.position!.end.offset!;
    if (node.type === "html" && source.slice(start, end) === CELL_SPLIT && ownLine(source, start, end)) {
      addMarkdown(start);
      position = end;
    } else if (node.type === "code" && isFence(source, start)) {
      const fence = readFence(source, node);
      if (!fence.closing) {
        openFence = fence.marker;
        messages.push(openMessage(fence));
      }
      const cell = fenceCell(fence);
      if (!cell) continue;
      addMarkdown(start);
      cells.push(cell);
      position = end;
    }
  }
  addMarkdown(source.length);
  return {
    text,
    eol,
    frontMatter,
    cells: withHashes(cells, shift),
    openFence,
    messages: [...messages, ...conflictMessages(conflicts)]
  };
}

/** Which kind a fence's words name; null for a listing. */
export function fenceKind(language: string, word: string): string | null {
  if ((language === "yaml" || language === "yml") && ["insight", "input", "metric", "vega-lite"].includes(word))
    return word;
  if (language === "json" && word === "vega-lite") return word;
  if (["sql", "vega-lite", "js", "insight", "input", "metric"].includes(language) && !word) return language;
  return null;
}

/** The Markdown tree; an empty one, with an error, for nesting that is too deep to be followed. */
function parseTree(source: string, messages: Message[]): Root {
  if (!isDeep(source)) return parser.parse(source) as Root;
  const text = "This file is nested too deeply to be read as Markdown. Take some quotes or lists out.";
  messages.push({level: "error", text, place: {line: 1}});
  return {type: "root", children: []};
}

/**
 * True when a line of Markdown stands in a hundred quotes or lists. What visits a tree calls itself, and at the end of the
 * stack V8 cannot compile a regular expression: it ends the process.
 */
export function isDeep(markdown: string): boolean {
  return /^(?:(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){100}|[ \t]{200,}(?:[-+*]|\d{1,9}[.)])[ \t])/m.test(markdown);
}

/** A fence taken apart: its marker, the words behind it, what it holds, and its closing line when it has one. */
interface Fence {
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly marker: string;
  readonly info: string;
  readonly bodyFrom: number;
  readonly inside: string;
  readonly closing: {readonly index: number; readonly text: string} | null;
}

function readFence(source: string, {position}: Code): Fence {
  const [from, to] = [position!.start.offset!, position!.end.offset!];
  // the decoded meta of the tree would turn &amp; into &: the words are read from the file
  const opening = /^(`{3,}|~{3,})([^\r\n]*)(?:\r\n|\n|\r)?/.exec(source.slice(from, to))!;
  const [marker, info, bodyFrom] = [opening[1]!, opening[2]!, from + opening[0].length];
  const inside = source.slice(bodyFrom, to);
  const last = /(?:^|\r\n|\n|\r)([ ]{0,3}(`{3,}|~{3,})[ \t]*)$/.exec(inside);
  const closing = last?.[2]?.startsWith(marker) ? {index: last.index, text: last[1]!} : null;
  return {from, to, line: position!.start.line, marker, info, bodyFrom, inside, closing};
}

function openMessage({line, marker}: Fence): Message {
  return {
    level: "error",
    text: `The fence that opens in line ${line} is never closed: everything below belongs to it. Close it with ${marker}.`,
    place: {line}
  };
}

/** The cell of a fence; null for a listing. */
function fenceCell({from, to, line, info, bodyFrom, inside, closing}: Fence): Omit<CellSource, "hash"> | null {
  const {language, word, attributes} = parseInfo(info);
  const kind = fenceKind(language, word);
  if (!kind) return null;
  const length = closing ? closing.index : inside.length;
  return {
    kind,
    id: attributes.get("id") || null,
    from,
    to,
    line,
    body: plainLines(inside.slice(0, length)),
    bodyFrom,
    bodyTo: bodyFrom + length,
    bodyLine: line + 1,
    closeFrom: to - (closing?.text.length ?? 0),
    attributes
  };
}

/** The text from one cell to the next as one Markdown cell, without blank lines around it; none when there is nothing. */
function markdownCells(source: string, from: number, to: number): Omit<CellSource, "hash">[] {
  const text = source.slice(from, to);
  const lead = /^(?:[ \t]*(?:\r\n|\n|\r))*/.exec(text)![0].length;
  const body = text.slice(lead).trimEnd();
  if (!body) return [];
  const start = from + lead;
  const line = lineAt(source, start);
  const end = start + body.length;
  const place = {from: start, to: end, line, bodyFrom: start, bodyTo: end, bodyLine: line, closeFrom: end};
  return [{kind: "markdown", id: null, body: plainLines(body), attributes: new Map(), ...place}];
}

function withHashes(cells: readonly Omit<CellSource, "hash">[], shift: number): CellSource[] {
  const seen = new Map<string, number>();
  return cells.map((cell) => {
    const hash = sha256(`${cell.kind}\n${cell.body}`).slice(0, 8);
    const rank = seen.get(hash) ?? 0;
    seen.set(hash, rank + 1);
    const moved = {
      from: cell.from + shift,
      to: cell.to + shift,
      bodyFrom: cell.bodyFrom + shift,
      bodyTo: cell.bodyTo + shift,
      closeFrom: cell.closeFrom + shift
    };
    return {...cell, ...moved, hash: rank ? `${hash}-${rank}` : hash};
  });
}

/** A fence, and not a block of indented code. */
function isFence(source: string, start: number): boolean {
  return source[start] === "`" || source[start] === "~";
}

function ownLine(source: string, start: number, end: number): boolean {
  return (start === 0 || /[\r\n]/.test(source[start - 1]!)) && (end === source.length || /[\r\n]/.test(source[end]!));
}

/** The text with `\n` at every line's end; Markdown ends lines at a lone `\r` too. */
export function plainLines(text: string): string {
  return text.replace(/\r\n?/g, "\n");
}

function lineAt(source: string, offset: number): number {
  return plainLines(source.slice(0, offset)).split("\n").length;
}

/** A conflict as a cell: both sides of whole cells between git's markers. It never runs; a side of it is chosen. */
function conflictCell(source: string, {from, to, line}: ConflictSpan): Omit<CellSource, "hash"> {
  const place = {from, to, line, bodyFrom: from, bodyTo: to, bodyLine: line, closeFrom: to};
  return {kind: "conflict", id: null, body: plainLines(source.slice(from, to)), attributes: new Map(), ...place};
}

/** The text with blanks where spans are: what stands around them is read as if they were empty lines. */
function withoutSpans(source: string, spans: readonly ConflictSpan[]): string {
  let [text, at] = ["", 0];
  for (const {from, to} of spans) {
    text += source.slice(at, from) + source.slice(from, to).replace(/[^\r\n]/g, " ");
    at = to;
  }
  return text + source.slice(at);
}

function conflictMessages(conflicts: readonly ConflictSpan[]): Message[] {
  if (!conflicts.length) return [];
  const [first] = conflicts;
  const text =
    conflicts.length === 1
      ? `The file holds an unresolved merge conflict (line ${first!.line}). Choose a side at its cell.`
      : `The file holds ${conflicts.length} unresolved merge conflicts (the first in line ${first!.line}). Choose a side at each.`;
  return [{level: "error", text, place: {line: first!.line}}];
}

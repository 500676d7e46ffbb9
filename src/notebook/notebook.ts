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
  const tree = parser.parse(source) as Root;
  const eol = (source.match(/\r\n/g)?.length ?? 0) * 2 > (source.match(/\n/g)?.length ?? 0) ? "\r\n" : "\n";
  const messages: Message[] = [];
  const yaml = tree.children[0]?.type === "yaml" ? tree.children[0] : undefined;
  const frontMatter = readFrontMatter(yaml?.value ?? null);
  messages.push(...frontMatter.messages);
  const cells: Omit<CellSource, "hash">[] = [];
  let position = yaml?.position?.end.offset ?? 0;
  const addMarkdown = (end: number) => {
    cells.push(...markdownCells(source, position, end));
  };
  for (const node of tree.children) {
    const start = node.position!.start.offset!;
    const end = node.position!.end.offset!;
    if (node.type === "html" && source.slice(start, end) === CELL_SPLIT && ownLine(source, start, end)) {
      addMarkdown(start);
      position = end;
    } else if (node.type === "code" && isFence(source, start)) {
      const cell = fenceCell(source, node, messages);
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
    messages: [...messages, ...conflictMessages(source)]
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

function fenceCell(source: string, node: Code, messages: Message[]): Omit<CellSource, "hash"> | null {
  const from = node.position!.start.offset!;
  const to = node.position!.end.offset!;
  const raw = source.slice(from, to);
  const opening = /^[ ]{0,3}(`{3,}|~{3,})([^\r\n]*)/.exec(raw)!;
  // the decoded meta of the tree would turn &amp; into &: the words are read from the file
  const {language, word, attributes} = parseInfo(opening[2]!);
  const kind = fenceKind(language, word);
  if (!kind) return null;
  const line = node.position!.start.line;
  const firstEnd = source.indexOf("\n", from);
  const bodyFrom = firstEnd < 0 || firstEnd >= to ? to : firstEnd + 1;
  const lastStart = source.lastIndexOf("\n", to - 1) + 1;
  const marker = opening[1]!;
  const closed =
    lastStart >= bodyFrom &&
    lastStart > from &&
    new RegExp(`^[ ]{0,3}${marker[0]}{${marker.length},}[ \\t]*$`).test(source.slice(lastStart, to));
  if (!closed)
    messages.push({
      level: "error",
      text: `The fence that opens in line ${line} is never closed: everything below it is in this cell. Close it with ${marker}.`,
      place: {line}
    });
  const bodyTo = closed ? Math.max(bodyFrom, lastStart - (source[lastStart - 2] === "\r" ? 2 : 1)) : to;
  return {
    kind,
    id: attributes.get("id") || null,
    from,
    to,
    line,
    body: source.slice(bodyFrom, Math.max(bodyFrom, bodyTo)).replaceAll("\r\n", "\n"),
    bodyFrom,
    bodyTo: Math.max(bodyFrom, bodyTo),
    bodyLine: line + 1,
    closeFrom: closed ? lastStart : to,
    attributes
  };
}

/** The text from one cell to the next as one Markdown cell, without blank lines around it; none when there is nothing. */
function markdownCells(source: string, from: number, to: number): Omit<CellSource, "hash">[] {
  const text = source.slice(from, to);
  const lead = /^(?:[ \t]*\r?\n)*/.exec(text)![0].length;
  const body = text.slice(lead).trimEnd();
  if (!body) return [];
  const start = from + lead;
  const line = source.slice(0, start).split("\n").length;
  const end = start + body.length;
  const place = {from: start, to: end, line, bodyFrom: start, bodyTo: end, bodyLine: line, closeFrom: end};
  return [{kind: "markdown", id: null, body: body.replaceAll("\r\n", "\n"), attributes: new Map(), ...place}];
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
  return (
    (start === 0 || source[start - 1] === "\n") && (end === source.length || /^\r?\n/.test(source.slice(end, end + 2)))
  );
}

function conflictMessages(source: string): Message[] {
  const marker = /^(?:<{7} .*|={7}|>{7} .*)\r?$/m.exec(source);
  if (!marker || !/^<{7} /m.test(source) || !/^>{7} /m.test(source)) return [];
  const line = source.slice(0, marker.index).split("\n").length;
  return [
    {
      level: "error",
      text: `The file holds an unresolved merge conflict (line ${line}). Resolve it, then save.`,
      place: {line}
    }
  ];
}

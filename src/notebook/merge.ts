/**
 * Three versions of a notebook made one, cell by cell: cells are the same by id, then by content, then by place. What one
 * side changed is taken; what both changed alike is taken once; what they changed apart is merged line by line (YAML and
 * the words of a fence by name), and where even that fails the whole cell stands there twice between git's markers.
 */
import {alignCells} from "./align.ts";
import {agreedLines, markedLines, mergeLists, mergeNamed, yamlEntries} from "./merge-lines.ts";
import {CELL_SPLIT, type CellSource, type Notebook, parseNotebook, plainLines} from "./notebook.ts";
import {infoOf} from "./reshape.ts";

export interface Merged {
  readonly text: string;
  /** How many places need a choice. */
  readonly conflicts: number;
}

/** What the sides are called behind the markers. */
export interface SideNames {
  readonly ours: string;
  readonly theirs: string;
}

/** A cell of one version; `key` is the same for the same cell in all three. */
interface Piece {
  readonly key: string;
  readonly cell: CellSource;
  readonly notebook: Notebook;
  readonly raw: string;
  /** With `\n` line ends. */
  readonly plain: string;
}

const UNNAMED: SideNames = {ours: "ours", theirs: "theirs"};

/** Merges. A side that did not change gives the other side's bytes; line ends are ours. */
export function mergeNotebooks(base: string, ours: string, theirs: string, names: SideNames = UNNAMED): Merged {
  if (ours === theirs || base === theirs) return {text: ours, conflicts: 0};
  if (base === ours) return {text: theirs, conflicts: 0};
  const notebooks = [base, ours, theirs].map(parseNotebook) as [Notebook, Notebook, Notebook];
  // a fence that is never closed holds what is no part of it: lines are all that can be merged
  if (notebooks.some(({openFence}) => openFence)) return mergeAsLines(base, ours, theirs, names);
  const {text, conflicts, cells} = mergeCells(notebooks, names);
  const read = parseNotebook(text);
  // what comes together may read as something else than it did alone
  return read.cells.length === cells && !read.openFence ? {text, conflicts} : mergeAsLines(base, ours, theirs, names);
}

function mergeCells([was, mine, other]: readonly [Notebook, Notebook, Notebook], names: SideNames) {
  const lists = [
    piecesOf(
      was,
      was.cells.map((_, i) => `base ${i}`)
    ),
    piecesOf(mine, keysAlong(was, mine)),
    piecesOf(other, keysAlong(was, other))
  ] as const;
  const [b, o, t] = lists.map((list) => new Map(list.map((piece) => [piece.key, piece]))) as unknown as [
    Pieces,
    Pieces,
    Pieces
  ];
  const {eol} = mine;
  const gap = gapsOf(lists);
  const head = mergeHead([was, mine, other].map(headOf) as [string, string, string], names);
  let conflicts = head.conflicts;
  let text = head.plain === plainLines(headOf(mine)) ? headOf(mine) : head.plain.replaceAll("\n", eol);
  let previous: {key: string; kind: string} | null = null;
  let cells = head.conflicts;
  for (const key of orderOf(...lists)) {
    const source = mergePiece(b.get(key), o.get(key), t.get(key), names);
    if (source === null) continue;
    if (source.conflict) conflicts++;
    const kind = source.conflict ? "conflict" : (o.get(key) ?? t.get(key))!.cell.kind;
    if (previous) text += gap(previous.key, key) ?? separator(previous.kind, kind, eol);
    text += source.plain === o.get(key)?.plain ? o.get(key)!.raw : source.plain.replaceAll("\n", eol);
    previous = {key, kind};
    cells++;
  }
  return {text: text + (previous ? tailOf(was, mine, other) : ""), conflicts, cells};
}

type Pieces = ReadonlyMap<string, Piece>;

function mergeAsLines(base: string, ours: string, theirs: string, names: SideNames): Merged {
  const lines = (text: string) => plainLines(text).split("\n");
  const chunks = mergeLists(lines(base), lines(ours), lines(theirs));
  const plain = markedLines(chunks, names).join("\n");
  return {
    text: plain === plainLines(ours) ? ours : plain.replaceAll("\n", parseNotebook(ours).eol),
    conflicts: chunks.filter((chunk) => !("agreed" in chunk)).length
  };
}

/** The keys of a side's cells. A new cell has its id, or its content: what both sides add alike is one cell. */
function keysAlong(was: Notebook, side: Notebook): string[] {
  return alignCells(was.cells, side.cells).map((place, i) => {
    const {id, kind, body} = side.cells[i]!;
    return place >= 0 ? `base ${place}` : id ? `new ${id}` : `new ${kind} ${body}`;
  });
}

function piecesOf(notebook: Notebook, keys: readonly string[]): Piece[] {
  const seen = new Set<string>();
  return notebook.cells.map((cell, i) => {
    let key = keys[i]!;
    // two equal texts on one side are two cells
    while (seen.has(key)) key += "+";
    seen.add(key);
    const raw = notebook.text.slice(cell.from, cell.to);
    return {key, cell, notebook, raw, plain: plainLines(raw)};
  });
}

/** All keys in the order of the result: that of the side that moved cells, with the other's new cells in their places. */
function orderOf(base: readonly Piece[], ours: readonly Piece[], theirs: readonly Piece[]): readonly string[] {
  const [b, o, t] = [base, ours, theirs].map((list) => list.map(({key}) => key)) as [string[], string[], string[]];
  const [inOurs, inTheirs] = [new Set(o), new Set(t)];
  const both = (key: string) => inOurs.has(key) && inTheirs.has(key) && key.startsWith("base ");
  const stayed = o.filter(both).join("\n") === b.filter(both).join("\n");
  const [order, side] = stayed ? [[...t], o] : [[...o], t];
  const [spine, inSide] = [new Set(order), new Set(side)];
  let before = -1;
  for (const key of side) {
    if (spine.has(key)) {
      before = order.indexOf(key);
      continue;
    }
    let at = before + 1;
    // where both put cells in one place, ours come first
    if (!stayed) while (at < order.length && !inSide.has(order[at]!)) at++;
    order.splice(at, 0, key);
    before = at;
  }
  return order;
}

/** The merged text of a cell; null when it is gone. */
function mergePiece(
  base: Piece | undefined,
  ours: Piece | undefined,
  theirs: Piece | undefined,
  names: SideNames
): {readonly plain: string; readonly conflict: boolean} | null {
  const agreed = (piece: Piece | undefined) => (piece ? {plain: piece.plain, conflict: false} : null);
  if (ours?.plain === theirs?.plain || base?.plain === theirs?.plain) return agreed(ours);
  if (base?.plain === ours?.plain) return agreed(theirs);
  const merged = base && ours && theirs ? mergeChanged(base, ours, theirs) : null;
  if (merged !== null) return {plain: merged, conflict: false};
  const side = (piece: Piece | undefined) => (piece ? [piece.plain] : []);
  const marked = markedLines([{ours: side(ours), base: [], theirs: side(theirs)}], names);
  return {plain: marked.join("\n"), conflict: true};
}

/** A cell that both sides changed; null when they cannot be brought together. */
function mergeChanged(base: Piece, ours: Piece, theirs: Piece): string | null {
  const kinds = new Set([base, ours, theirs].map(({cell}) => cell.kind));
  if (kinds.size > 1 || kinds.has("conflict")) return null;
  const bodies = [base, ours, theirs].map(({cell}) => cell.body) as [string, string, string];
  if (kinds.has("markdown")) return mergeLinesOf(bodies);
  const info = mergeInfo([base, ours, theirs].map(({notebook, cell}) => infoOf(notebook, cell)) as typeof bodies);
  const body = ["insight", "input", "metric"].some((kind) => kinds.has(kind))
    ? mergeYaml(bodies)
    : mergeLinesOf(bodies);
  if (info === null || body === null) return null;
  const markers = [ours, theirs].map(({plain}) => /^(?:`+|~+)/.exec(plain)![0]);
  const marker = markers[0]!.length >= markers[1]!.length ? markers[0]! : markers[1]!;
  return `${marker}${info}\n${body}${body ? "\n" : ""}${marker}`;
}

type Three = readonly [string, string, string];

function mergeLinesOf(bodies: Three): string | null {
  if (bodies[1] === bodies[2]) return bodies[1];
  const lines = bodies.map((body) => (body === "" ? [] : body.split("\n"))) as [string[], string[], string[]];
  return agreedLines(mergeLists(...lines))?.join("\n") ?? null;
}

function mergeYaml(bodies: Three): string | null {
  const [b, o, t] = bodies.map(yamlEntries);
  if (!b || !o || !t) return mergeLinesOf(bodies);
  return agreedLines(mergeNamed(b, o, t))?.join("\n") ?? mergeLinesOf(bodies);
}

function mergeInfo(infos: Three): string | null {
  const [b, o, t] = infos.map(wordsOf) as [Map<string, string>, Map<string, string>, Map<string, string>];
  if (infos[1] === infos[2] || infos[0] === infos[2]) return infos[1];
  return infos[0] === infos[1] ? infos[2] : (agreedLines(mergeNamed(b, o, t))?.join(" ") ?? null);
}

/** The words of an info string: attributes by name, the language and the kind by their places. */
function wordsOf(info: string): Map<string, string> {
  const words = info.match(/[^\s=]+(?:=(?:"[^"]*"|'[^']*'|[^\s"']*))?/g) ?? [];
  return new Map(words.map((word, i) => [i === 0 ? " language" : word.split("=")[0]!, word]));
}

/** What stands before the first cell: the front matter. All of the text when there is no cell. */
function headOf({text, cells}: Notebook): string {
  return text.slice(0, cells[0]?.from ?? text.length);
}

function mergeHead(heads: Three, names: SideNames): {plain: string; conflicts: number} {
  const [base, ours, theirs] = heads.map(plainLines) as [string, string, string];
  if (ours === theirs || base === theirs) return {plain: ours, conflicts: 0};
  if (base === ours) return {plain: theirs, conflicts: 0};
  const parts = [base, ours, theirs].map((head) => /^(\ufeff?---\n)([\s\S]*?)\n?(---(?:\n[\s\S]*)?)$/.exec(head));
  const entries = parts.map((part) => (part ? yamlEntries(part[2]!) : null));
  const chunks =
    entries[0] && entries[1] && entries[2]
      ? mergeNamed(entries[0], entries[1], entries[2])
      : mergeLists(base.split("\n"), ours.split("\n"), theirs.split("\n"));
  const conflicts = chunks.filter((chunk) => !("agreed" in chunk)).length;
  const lines = markedLines(chunks, names).join("\n");
  const frame = entries.every(Boolean) ? parts[1]! : null;
  return {plain: frame ? `${frame[1]}${lines}${lines ? "\n" : ""}${frame[3]}` : lines, conflicts};
}

/** What stands between two cells that come together: as they have it who changed it, else as ours do. */
function gapsOf(lists: readonly (readonly Piece[])[]): (before: string, after: string) => string | undefined {
  const [b, o, t] = lists.map((list) => {
    const gaps = new Map<string, string>();
    list.slice(1).forEach(({key, cell, notebook}, i) => {
      const previous = list[i]!;
      gaps.set(`${previous.key}\n${key}`, notebook.text.slice(previous.cell.to, cell.from));
    });
    return gaps;
  }) as [Map<string, string>, Map<string, string>, Map<string, string>];
  return (before, after) => {
    const pair = `${before}\n${after}`;
    const [was, mine, other] = [b.get(pair), o.get(pair), t.get(pair)];
    return mine === undefined || (mine === was && other !== undefined) ? other : mine;
  };
}

function separator(previous: string, next: string, eol: string): string {
  return previous === "markdown" && next === "markdown" ? `${eol}${eol}${CELL_SPLIT}${eol}${eol}` : eol + eol;
}

/** What stands behind the last cell: ours, unless only they changed it. */
function tailOf(...notebooks: readonly [Notebook, Notebook, Notebook]): string {
  const [base, ours, theirs] = notebooks.map(({text, cells}) => (cells.length ? text.slice(cells.at(-1)!.to) : null));
  return (ours === base || ours === null ? theirs : ours) ?? ours ?? "\n";
}

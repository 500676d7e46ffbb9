/** What is not the same in two reports: cells aligned, lines of their text, and the numbers of their figures. */
import {alignCells} from "../notebook/align.ts";
import {type CellSource, type Notebook, parseNotebook} from "../notebook/notebook.ts";
import {readIsland} from "./island.ts";
import {type ReadFigure, readFigures} from "./read-figures.ts";

/** A line of a text: in both, only before, or only after. */
export interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
}

/** A number that changed: where it stands and both texts; null where it is not there at all. */
export interface NumberChange {
  readonly row: string;
  readonly column: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface CellDiff {
  readonly name: string;
  readonly kind: string;
  readonly state: "changed" | "new" | "gone" | "numbers" | "moved";
  /** The names of the cells it stood and stands behind, "" for none; null for a cell that did not move. */
  readonly moved: {readonly before: string; readonly after: string} | null;
  /** Empty when the text is the same. */
  readonly lines: readonly DiffLine[];
  readonly numbers: readonly NumberChange[];
  readonly figures: {readonly before: ReadFigure | null; readonly after: ReadFigure | null};
}

/** The differences of two reports, in the order of the later one, then what is gone. Cells that are the same are left out. */
export function diffReports(before: string, after: string): CellDiff[] {
  const sides = [before, after].map((html) => ({
    notebook: parseNotebook(readIsland(html).island.notebook),
    figures: readFigures(html)
  })) as [Side, Side];
  const [a, b] = sides;
  const matched = alignCells(a.notebook.cells, b.notebook.cells).map((at, i) => {
    const [old, now] = [a.notebook.cells[at], b.notebook.cells[i]!];
    // what has another id and another text is another cell, though it stands in the same place
    return old && old.id !== now.id && old.body !== now.body ? -1 : at;
  });
  const stayed = inOrder(matched);
  const behind = ({notebook: {cells}}: Side, at: number) => (at > 0 ? nameOf(cells[at - 1]!) : "");
  const later = b.notebook.cells.flatMap((cell, i) => {
    const at = matched[i]!;
    const old = at < 0 ? null : a.notebook.cells[at]!;
    const moved = old && !stayed.has(i) ? {before: behind(a, at), after: behind(b, i)} : null;
    return diffCell(a, b, {old, now: cell, oldIndex: at, index: i, moved});
  });
  const gone = a.notebook.cells.flatMap((cell, i) =>
    matched.includes(i) ? [] : diffCell(a, b, {old: cell, now: null, oldIndex: i, index: -1, moved: null})
  );
  return [...diffHead(a.notebook, b.notebook), ...later, ...gone];
}

/** The places of the most cells that stand in the order they stood in: all others were moved. */
function inOrder(matched: readonly number[]): ReadonlySet<number> {
  // ends[n]: where the row of n + 1 cells ends that ends the earliest
  const ends: number[] = [];
  const before = new Map<number, number | undefined>();
  matched.forEach((old, i) => {
    if (old < 0) return;
    let n = ends.findIndex((end) => matched[end]! >= old);
    if (n < 0) n = ends.length;
    before.set(i, ends[n - 1]);
    ends[n] = i;
  });
  const found = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before.get(at)) found.add(at);
  return found;
}

function nameOf({id, line}: CellSource): string {
  return id ?? `line ${line}`;
}

/** The kind of what stands before the first cell. */
export const FRONT_MATTER = "front-matter";

/** What stands before the first cell: title, readers, filters. */
function diffHead(a: Notebook, b: Notebook): CellDiff[] {
  const [from, to] = [a, b].map(({text, cells}) =>
    text
      .slice(0, cells[0]?.from ?? text.length)
      .replace(/^\ufeff/, "")
      .replaceAll("\r\n", "\n")
      .trimEnd()
  ) as [string, string];
  if (from === to) return [];
  return [
    {
      name: "front matter",
      kind: FRONT_MATTER,
      state: !from ? "new" : !to ? "gone" : "changed",
      moved: null,
      lines: diffLines(from ? from.split("\n") : [], to ? to.split("\n") : []),
      numbers: [],
      figures: {before: null, after: null}
    }
  ];
}

interface Side {
  readonly notebook: Notebook;
  readonly figures: ReadonlyMap<string, ReadFigure>;
}

function diffCell(
  a: Side,
  b: Side,
  {
    old,
    now,
    oldIndex,
    index,
    moved
  }: {
    readonly old: CellSource | null;
    readonly now: CellSource | null;
    readonly oldIndex: number;
    readonly index: number;
    readonly moved: CellDiff["moved"];
  }
): CellDiff[] {
  const text = ({notebook}: Side, cell: CellSource | null) =>
    cell ? notebook.text.slice(cell.from, cell.to).replaceAll("\r\n", "\n").split("\n") : [];
  const figureOf = ({figures}: Side, cell: CellSource | null, at: number) =>
    (cell && figures.get(cell.id ?? `cell-${at + 1}`)) ?? null;
  const figures = {before: figureOf(a, old, oldIndex), after: figureOf(b, now, index)};
  const [from, to] = [text(a, old), text(b, now)];
  const same = from.join("\n") === to.join("\n");
  const numbers = old && now ? diffNumbers(figures.before, figures.after) : [];
  if (same && !numbers.length && !moved) return [];
  const {kind} = (now ?? old)!;
  return [
    {
      name: nameOf((now ?? old)!),
      kind,
      state: !old ? "new" : !now ? "gone" : !same ? "changed" : numbers.length ? "numbers" : "moved",
      moved,
      lines: same ? [] : diffLines(from, to),
      numbers,
      figures
    }
  ];
}

/** The numbers of two tables that differ, row by row of the later one; rows and columns are matched by their names. */
function diffNumbers(before: ReadFigure | null, after: ReadFigure | null): NumberChange[] {
  const [old, now] = [cellsOf(before), cellsOf(after)];
  const places = new Map([...now, ...old].map(([key, {row, column}]) => [key, {row, column}]));
  return [...places].flatMap(([key, {row, column}]) => {
    const [was, is] = [old.get(key)?.text ?? null, now.get(key)?.text ?? null];
    return was === is ? [] : [{row, column, before: was, after: is}];
  });
}

function cellsOf(figure: ReadFigure | null): Map<string, {row: string; column: string; text: string}> {
  const cells = new Map<string, {row: string; column: string; text: string}>();
  const ranks = new Map<string, number>();
  for (const [row = "", ...texts] of figure?.rows ?? []) {
    // rows of one name are told apart by their order
    const rank = ranks.get(row) ?? 0;
    ranks.set(row, rank + 1);
    texts.forEach((text, i) => {
      const column = figure!.head[i + 1] ?? "";
      cells.set(JSON.stringify([row, rank, column]), {row, column, text});
    });
  }
  return cells;
}

/** More lines than this are compared as wholes: the table of a comparison would be too large. */
const MOST_LINES = 2000;

/** The lines of two texts by their longest common subsequence. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const only = (lines: readonly string[], sign: "-" | "+") => lines.map((text): DiffLine => ({sign, text}));
  if (before.length > MOST_LINES || after.length > MOST_LINES) return [...only(before, "-"), ...only(after, "+")];
  const width = after.length + 1;
  const longest = new Uint16Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      longest[i * width + j] =
        before[i] === after[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      lines.push({sign: " ", text: before[i]!});
      i++;
      j++;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
      lines.push({sign: "-", text: before[i++]!});
    else lines.push({sign: "+", text: after[j++]!});
  }
  return [...lines, ...only(before.slice(i), "-"), ...only(after.slice(j), "+")];
}

/**
 * What can be said of a notebook before anything runs: cells that cannot be read, ids that cannot be used or stand twice,
 * names that are no cell, and circles, each at every cell involved.
 */
import type {Message} from "../error.ts";
import {cellKind} from "./cells/index.ts";
import type {CellReading} from "./cells/kind.ts";
import {didYouMean, refusedId} from "./names.ts";
import type {CellSource, Notebook} from "./notebook.ts";

/** A cell with what was read of it. It can run when `reading` is there and no message is an error. */
export interface CheckedCell {
  readonly cell: CellSource;
  readonly reading: CellReading | null;
  /** The cells it refers to by name: places in the notebook's list. */
  readonly upstream: readonly number[];
  /** The files it refers to by name: places among the tables of the front matter. */
  readonly tables: readonly number[];
  readonly messages: readonly Message[];
}

/** Checks every cell. The result has one entry per cell, in order. */
export function checkNotebook(notebook: Notebook): readonly CheckedCell[] {
  const {cells, frontMatter} = notebook;
  const files = new Map(frontMatter.tables.map(({name}, index) => [name, index]));
  const ids = new Set([...files.keys(), ...cells.flatMap(({id}) => (id ? [id] : []))]);
  const readings = cells.map((cell) =>
    cell.attributes.get("run") === "false" ? null : (cellKind(cell.kind)?.read(cell, ids) ?? null)
  );
  const given = cells.map(({id}, index) => [...new Set([...(id ? [id] : []), ...(readings[index]?.declares ?? [])])]);
  const providers = new Map<string, number[]>();
  given.forEach((names, index) => {
    for (const name of names) providers.set(name, [...(providers.get(name) ?? []), index]);
  });
  const checked = cells.map((cell, index): {messages: Message[]; upstream: number[]; tables: number[]} => {
    const messages: Message[] = [...idMessages(cell), ...(readings[index]?.messages ?? [])];
    if (cell.kind === "conflict")
      messages.push({level: "error", text: "Both sides of a merge changed this. Choose one, or keep both."});
    else if (!cellKind(cell.kind))
      messages.push({
        level: "error",
        text: `This version of Tidemark cannot run "${cell.kind}" cells yet. The cell is kept as it is.`
      });
    for (const name of given[index]!) {
      const same = providers.get(name)!;
      if (same.length > 1)
        messages.push({
          level: "error",
          text: `The name ${name} stands ${same.length} times: ${lines(cells, same)}. Each cell needs its own.`
        });
      const file = frontMatter.tables[files.get(name) ?? -1];
      if (file)
        messages.push({
          level: "error",
          text: `The name ${name} stands twice: for the table ${file.path} (line ${file.line}) and for this cell (line ${cell.line}). Each needs its own.`
        });
    }
    const upstream: number[] = [];
    const tables: number[] = [];
    for (const name of readings[index]?.references ?? []) {
      const [provider, another] = providers.get(name) ?? [];
      if (provider === undefined && files.has(name)) tables.push(files.get(name)!);
      else if (provider === undefined)
        // prose shows what it can: only the placeholder is left as it was written
        messages.push({
          level: cell.kind === "markdown" ? "warning" : "error",
          text: `There is no cell ${name}.${didYouMean(name, ids)}`,
          ...placeOfName(cell, name)
        });
      else if (another === undefined) upstream.push(provider);
      else
        messages.push({
          level: "error",
          text: `${name} stands for several cells (${lines(cells, providers.get(name)!)}), so it is not clear which is meant.`
        });
    }
    return {messages, upstream: [...new Set(upstream)], tables: [...new Set(tables)]};
  });
  const circles = circlesIn(checked.map(({upstream}) => upstream));
  return cells.map((cell, index): CheckedCell => {
    const circle = circles.get(index);
    const message: Message[] = circle
      ? [
          {
            level: "error",
            text: `These cells wait for each other, so none can run: ${[...circle, circle[0]!].map((i) => cells[i]!.id ?? `line ${cells[i]!.line}`).join(" → ")}.`
          }
        ]
      : [];
    return {
      cell,
      reading: readings[index] ?? null,
      upstream: checked[index]!.upstream,
      tables: checked[index]!.tables,
      messages: [...checked[index]!.messages, ...message].map((one) => ({
        ...one,
        place: {line: cell.line, ...one.place}
      }))
    };
  });
}

function idMessages(cell: CellSource): Message[] {
  const kind = cellKind(cell.kind);
  if (cell.id === null)
    return kind?.needsId
      ? [
          {
            level: "error",
            text: `${cell.kind === "metric" ? "A" : "An"} ${cell.kind} needs an id, by which other cells name it: ${kind.fence} id=my_${cell.kind}.`
          }
        ]
      : [];
  const refused = refusedId(cell.id);
  return refused === null ? [] : [{level: "error", text: refused}];
}

/** Where a name stands first in a cell's source; nothing where it stands in the words of its fence. */
function placeOfName({body, bodyLine, attributes}: CellSource, name: string): Pick<Message, "place"> {
  if (attributes.get("data") === name) return {};
  const at = new RegExp(`(?<![\\w.$])${name.replaceAll("$", "\\$")}(?![\\w$])`).exec(body)?.index;
  if (at === undefined) return {};
  const before = body.slice(0, at).split("\n");
  return {place: {line: bodyLine + before.length - 1, column: before.at(-1)!.length + 1}};
}

function lines(cells: readonly CellSource[], indexes: readonly number[]): string {
  return indexes.map((index) => `line ${cells[index]!.line}`).join(", ");
}

/** For each cell in a circle, the shortest one it is in, from itself on in the order of references. */
function circlesIn(upstream: readonly (readonly number[])[]): ReadonlyMap<number, readonly number[]> {
  const circles = new Map<number, readonly number[]>();
  upstream.forEach((_, start) => {
    const from = new Map<number, number>();
    const queue = [start];
    for (const index of queue)
      for (const next of upstream[index]!) {
        if (from.has(next)) continue;
        from.set(next, index);
        queue.push(next);
      }
    if (!from.has(start)) return;
    const circle = [start];
    for (let index = from.get(start)!; index !== start; index = from.get(index)!) circle.unshift(index);
    circles.set(start, [start, ...circle.slice(0, -1)]);
  });
  return circles;
}

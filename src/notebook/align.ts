import type {CellSource} from "./notebook.ts";

/**
 * Which cell of an older list each cell of a newer one is, −1 for a new one: first by id, then by equal content, then by
 * standing in the same place between cells that are known. So a cell keeps its identity while it is edited.
 */
export function alignCells(before: readonly CellSource[], after: readonly CellSource[]): number[] {
  const matched = new Array<number>(after.length).fill(-1);
  const used = new Set<number>();
  const match = (key: (cell: CellSource) => string | null) => {
    const places = new Map<string, number[]>();
    before.forEach((cell, index) => {
      const name = key(cell);
      if (name !== null && !used.has(index)) places.set(name, [...(places.get(name) ?? []), index]);
    });
    after.forEach((cell, index) => {
      const name = key(cell);
      const place = matched[index]! < 0 && name !== null ? places.get(name)?.shift() : undefined;
      if (place !== undefined) {
        matched[index] = place;
        used.add(place);
      }
    });
  };
  match(({kind, id}) => (id ? `${kind} ${id}` : null));
  match(({kind, body}) => `${kind} ${body}`);
  for (let start = 0; start < after.length; start++) {
    if (matched[start]! >= 0) continue;
    let end = start;
    while (end < after.length && matched[end]! < 0) end++;
    const previous = start ? matched[start - 1]! : -1;
    const next = end < after.length ? matched[end]! : before.length;
    // what stands between the same neighbours, in order, of the same kind
    for (let old = previous + 1, i = start; i < end && old < next; old++) {
      if (used.has(old)) continue;
      if (before[old]!.kind === after[i]!.kind) {
        matched[i] = old;
        used.add(old);
      }
      i++;
    }
    start = end - 1;
  }
  return matched;
}

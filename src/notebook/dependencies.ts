/** Which cells feed a cell, and which it feeds: near ones first. */

/** A cell by its key, with the keys of those it refers to. */
export interface Linked {
  readonly key: string;
  readonly upstream: readonly string[];
}

/** A cell that another one is linked to, and over how many links: 1 for one that is named. */
export interface Neighbour {
  readonly key: string;
  readonly distance: number;
  /** The neighbour over which it is reached, nearer to the cell that was asked for; null when it is named. */
  readonly through: string | null;
}

export interface Neighbours {
  readonly feeds: readonly Neighbour[];
  readonly fedBy: readonly Neighbour[];
}

/** The neighbours of a cell, each once, by its shortest way; of equal distance in the order of the notebook. */
export function neighboursOf(cells: readonly Linked[], key: string): Neighbours {
  const places = new Map(cells.map((cell, i) => [cell.key, i]));
  const downstream = new Map<string, string[]>();
  for (const cell of cells)
    for (const one of cell.upstream) downstream.set(one, [...(downstream.get(one) ?? []), cell.key]);
  const reached = (next: (key: string) => readonly string[]): Neighbour[] => {
    const seen = new Map<string, Neighbour>();
    const queue: Neighbour[] = [{key, distance: 0, through: null}];
    for (const {key: from, distance} of queue)
      for (const to of [...next(from)].sort((a, b) => places.get(a)! - places.get(b)!)) {
        if (to === key || seen.has(to) || !places.has(to)) continue;
        const found = {key: to, distance: distance + 1, through: distance ? from : null};
        seen.set(to, found);
        queue.push(found);
      }
    return [...seen.values()].sort((a, b) => a.distance - b.distance || places.get(a.key)! - places.get(b.key)!);
  };
  return {
    fedBy: reached((one) => cells[places.get(one)!]?.upstream ?? []),
    feeds: reached((one) => downstream.get(one) ?? [])
  };
}

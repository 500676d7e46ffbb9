import type {GitHistory} from "./git-history.ts";

/** Which files a row of trees held: one entry for each time a path held a blob, from a tree up to but not including another. */
export interface Occurrences {
  readonly paths: readonly string[];
  readonly blobs: readonly string[];
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Reads the files of trees; `onTree` is told after each. */
export async function readOccurrences(
  history: GitHistory,
  trees: readonly string[],
  onTree: (done: number) => void
): Promise<Occurrences> {
  const [paths, blobs]: [string[], string[]] = [[], []];
  const [from, to]: [number[], number[]] = [[], []];
  const open = new Map<string, number>();
  let step = 0;
  for await (const changes of history.changes(trees)) {
    for (const {path, blob} of changes) {
      const before = open.get(path);
      if (before !== undefined) {
        to[before] = step;
        open.delete(path);
      }
      if (blob === null) continue;
      open.set(path, paths.length);
      paths.push(path);
      blobs.push(blob);
      from.push(step);
      to.push(trees.length);
    }
    onTree(++step);
  }
  return {paths, blobs, from, to};
}

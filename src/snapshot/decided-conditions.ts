/** Whether a repository held a file that a query asks for (repo:has.file and its kin), at each commit that is searched. */
import type {RepositoryCondition} from "../query/file-predicate.ts";
import {contentOf} from "../query/line-matcher.ts";
import {entryOf} from "./entry-of.ts";
import {type GitHistory, isBinary} from "./git-history.ts";
import type {Occurrences} from "./occurrences.ts";

/** By step: does the condition hold (null: unknown), and how many files that could say so cannot be read. */
export interface DecidedCondition {
  readonly holds: readonly (boolean | null)[];
  readonly unread: readonly number[];
}

/** Decides conditions by their names; a blob is read once for all of them. */
export async function decideConditions(
  conditions: readonly RepositoryCondition[],
  history: GitHistory,
  {paths, blobs, from, to}: Occurrences,
  steps: number,
  onBlob: (bytes: string | null) => void
): Promise<Map<string, DecidedCondition>> {
  const different = [...new Map(conditions.map((one) => [one.name, one])).values()];
  const asked = different.map((condition) => ({
    condition,
    places: paths.flatMap((path, i) => (condition.hasPath(path) ? i : [])),
    passes: new Set<string>(),
    missing: new Set<string>()
  }));
  const wanted = new Map<string, (typeof asked)[number][]>();
  for (const one of asked)
    if (one.condition.hasContent)
      for (const blob of new Set(one.places.map((i) => blobs[i]!))) entryOf(wanted, blob, () => []).push(one);
  await history.contents([...wanted.keys()], (blob, bytes) => {
    onBlob(bytes);
    const content = bytes === null || isBinary(bytes) ? null : contentOf(bytes);
    for (const {condition, passes, missing} of wanted.get(blob)!)
      if (bytes === null) missing.add(blob);
      else if (content && condition.hasContent!(content)) passes.add(blob);
  });
  return new Map(
    asked.map(({condition, places, passes, missing}) => {
      const [found, unread] = [new Array<number>(steps).fill(0), new Array<number>(steps).fill(0)];
      for (const i of places) {
        const counts = missing.has(blobs[i]!) ? unread : found;
        if (condition.hasContent && counts === found && !passes.has(blobs[i]!)) continue;
        for (let step = from[i]!; step < to[i]!; step++) counts[step]!++;
      }
      const holds = found.map((count, step) => (count ? true : unread[step] ? null : false));
      return [condition.name, {holds, unread}];
    })
  );
}

/**
 * Which searches fill the past of a series. Sample times at which a repository stood at the same commit need one search:
 * it runs for the earliest of them, and its result holds for all. A repository untouched for a year costs one search
 * instead of twelve. Source: Sourcegraph internal/insights/compression, scheduler, pipeline.
 */

/** One search. Times are epoch ms. */
export interface PlannedSearch {
  /** The commit; empty when none was found for the time. */
  readonly revision: string;
  /** The earliest sample time it is for. */
  readonly time: number;
  /** The later sample times its result also holds for, ascending. */
  readonly sharedTimes: readonly number[];
}

/**
 * The searches for one repository, by ascending time. `commits[i]` stood at `times[i]`; null where none was found, which
 * makes a search of its own. Times ascend.
 */
export function planSearches(times: ArrayLike<number>, commits: readonly (string | null)[]): PlannedSearch[] {
  const searches: {revision: string; time: number; sharedTimes: number[]}[] = [];
  const byCommit = new Map<string, (typeof searches)[number]>();
  for (let i = 0; i < times.length; i++) {
    const revision = commits[i] ?? "";
    const known = byCommit.get(revision);
    if (known) known.sharedTimes.push(times[i]!);
    else {
      const search = {revision, time: times[i]!, sharedTimes: []};
      searches.push(search);
      if (revision) byCommit.set(revision, search);
    }
  }
  return searches;
}

/** What a search found, at each of the times it is for. */
export function recordingsOf<Found>(
  {time, sharedTimes}: PlannedSearch,
  found: Found
): (Found & {readonly time: number})[] {
  return [time, ...sharedTimes].map((at) => ({...found, time: at}));
}

/** Work in the order in which it is done: cheapest first, then the order given. */
export function cheapestFirst<Work extends {readonly cost: number}>(work: readonly Work[]): Work[] {
  return [...work].sort((a, b) => a.cost - b.cost);
}

/** With more errors than this a backfill fails: a twentieth of the repositories, but at least 50. */
export function backfillErrorLimit(repositories: number): number {
  return Math.max(50, Math.floor(repositories * 0.05));
}

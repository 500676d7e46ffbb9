/** A group of results and how many there are. */
export interface GroupCount {
  readonly label: string;
  readonly count: number;
}

/** What has no group of its own: how many results, and how many times a group was put there. */
export interface OtherGroups {
  readonly results: number;
  readonly groups: number;
}

/** Counts by group, of which only so many are held. */
export interface LimitedGroups {
  add(label: string, count: number): void;
  /** The groups that are held, largest first; of equal ones the last label first. */
  sorted(): GroupCount[];
  other(): OtherGroups;
}

/**
 * Groups of which at most `size` are held, beginning with those given. A new group that finds no room takes the place of
 * the smallest one when it is larger; the smaller of both is added to the others. No size, no groups.
 * Source: Sourcegraph internal/insights/aggregation LimitedAggregator.
 */
export function limitedGroups(
  size: number,
  start: ReadonlyMap<string, number> = new Map(),
  beside: OtherGroups = {results: 0, groups: 0}
): LimitedGroups {
  const counts = new Map(start);
  let {results, groups} = beside;
  // found when it is asked for; only a change of the smallest group itself makes it another one
  let smallest: GroupCount | null = null;
  return {
    add(label, count) {
      if (size <= 0) return;
      const held = counts.get(label);
      if (held !== undefined || counts.size < size) {
        counts.set(label, (held ?? 0) + count);
        if (held === undefined || smallest?.label === label) smallest = null;
        return;
      }
      smallest ??= smallestGroup(counts);
      const leaving = compareGroups(smallest!, {label, count}) < 0 ? smallest! : {label, count};
      results += leaving.count;
      groups++;
      if (leaving.label === label) return;
      counts.delete(leaving.label);
      counts.set(label, count);
      smallest = null;
    },
    sorted: () => Array.from(counts, ([label, count]) => ({label, count})).sort((a, b) => compareGroups(b, a)),
    other: () => ({results, groups})
  };
}

/** The smallest of some groups; of equal ones the first label. Null when there are none. */
export function smallestGroup(counts: ReadonlyMap<string, number>): GroupCount | null {
  let smallest: GroupCount | null = null;
  for (const [label, count] of counts)
    if (!smallest || compareGroups({label, count}, smallest) < 0) smallest = {label, count};
  return smallest;
}

function compareGroups(a: GroupCount, b: GroupCount): number {
  return a.count - b.count || (a.label < b.label ? -1 : a.label > b.label ? 1 : 0);
}

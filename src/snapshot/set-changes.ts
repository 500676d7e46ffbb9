/** Change points of sets: at each of its times, the whole set of what a group holds is given; what is missing is gone. */

/** Rows sorted by (group, time): at a time, a group holds a key with some values. */
export interface SetRows {
  readonly group: ArrayLike<number>;
  readonly time: ArrayLike<number>;
  readonly key: ArrayLike<number>;
  /** Columns of values; NaN counts as 0. */
  readonly values: readonly ArrayLike<number>[];
}

/** Tells one change of a key: its group, key, time, and the change of each value. */
export type OnChange = (group: number, key: number, time: number, deltas: Float64Array) => void;

/**
 * Calls back for every key whose values changed, groups in their order, times ascending. `emptyAt` gives the times at
 * which a group was looked at and held nothing. A key that stands in a set twice adds up.
 */
export function setChanges(
  {group, time, key, values}: SetRows,
  emptyAt: (group: number) => readonly number[],
  onChange: OnChange
): void {
  const width = values.length;
  const deltas = new Float64Array(width);
  const rows = group.length;
  for (let start = 0, end = 0; start < rows; start = end) {
    while (end < rows && group[end] === group[start]) end++;
    const empty = [...emptyAt(group[start]!)].sort((a, b) => a - b);
    let before = new Map<number, Float64Array>();
    let nextEmpty = 0;
    const turn = (at: number, now: Map<number, Float64Array>) => {
      for (const [code, counts] of now) {
        const old = before.get(code);
        let changed = false;
        for (let c = 0; c < width; c++) {
          deltas[c] = counts[c]! - (old ? old[c]! : 0);
          if (deltas[c] !== 0) changed = true;
        }
        if (changed) onChange(group[start]!, code, at, deltas);
      }
      for (const [code, old] of before) {
        if (now.has(code)) continue;
        let changed = false;
        for (let c = 0; c < width; c++) {
          deltas[c] = 0 - old[c]!;
          if (deltas[c] !== 0) changed = true;
        }
        if (changed) onChange(group[start]!, code, at, deltas);
      }
      before = now;
    };
    for (let row = start; row < end; ) {
      const at = time[row]!;
      while (nextEmpty < empty.length && empty[nextEmpty]! < at) turn(empty[nextEmpty++]!, new Map());
      if (empty[nextEmpty] === at) nextEmpty++;
      const now = new Map<number, Float64Array>();
      for (; row < end && time[row] === at; row++) {
        let counts = now.get(key[row]!);
        if (!counts) {
          counts = new Float64Array(width);
          now.set(key[row]!, counts);
        }
        for (let c = 0; c < width; c++) counts[c]! += values[c]![row] || 0;
      }
      turn(at, now);
    }
    while (nextEmpty < empty.length) turn(empty[nextEmpty++]!, new Map());
  }
}

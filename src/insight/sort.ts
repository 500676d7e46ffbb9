import type {DisplayOptions} from "./insight.ts";

/** What sorting looks at. */
export interface Sortable {
  readonly label: string;
  readonly values: ArrayLike<number>;
}

/** The defaults of series display options. Source: Sourcegraph sortSeriesResolvers. */
export const DEFAULT_DISPLAY: DisplayOptions = {
  limit: 20,
  sort: "result-count",
  direction: "desc",
  other: true,
  samples: null,
  retention: null,
  thin: null,
  missing: "gap",
  cut: null
};

/**
 * Series in display order. All are first put in ascending label order, where labels that read as versions come first, in
 * version order; the sort by mode is stable, so equal ones stay in ascending label order in both directions.
 * `result-count` looks at the last value (0 if there is none), `median` at the middle one, `date-added` at the first time
 * that is not zero. Source: Sourcegraph sortSeriesResolvers, whose result count is the median from 6.8 on; the first
 * non-zero time replaces the first point, which zero fill made equal.
 */
export function sortSeries<T extends Sortable>(
  series: readonly T[],
  {sort, direction}: Pick<DisplayOptions, "sort" | "direction">
): T[] {
  if (sort === "as-written") return [...series];
  const sign = direction === "asc" ? 1 : -1;
  const byLabel = [...series].sort((a, b) => compareLabels(a.label, b.label));
  if (sort === "lexicographical")
    return direction === "asc" ? byLabel : byLabel.sort((a, b) => -compareLabels(a.label, b.label));
  const key = sort === "result-count" ? lastValue : sort === "median" ? medianValue : firstNonZero;
  return byLabel.sort((a, b) => sign * (key(a) - key(b)));
}

/** The series that are shown, in display order: at most `limit`. */
export function shownSeries<T extends Sortable>(
  series: readonly T[],
  {limit, ...order}: Pick<DisplayOptions, "sort" | "direction" | "limit">
): T[] {
  return sortSeries(series, order).slice(0, limit);
}

/** Versions before other labels, versions by version, others by code unit. */
export function compareLabels(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left && right) return compareVersions(left, right);
  if (left || right) return left ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Version {
  readonly numbers: readonly number[];
  readonly pre: readonly string[];
}

/** A loose semantic version: `v1`, `1.2`, `10`, `1.2.3-rc.1+build`; null for anything else. */
function parseVersion(label: string): Version | null {
  const match = /^v?(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(
    label
  );
  if (!match) return null;
  return {numbers: [match[1], match[2], match[3]].map((part) => Number(part ?? 0)), pre: match[4]?.split(".") ?? []};
}

function compareVersions(a: Version, b: Version): number {
  for (let i = 0; i < 3; i++) if (a.numbers[i] !== b.numbers[i]) return a.numbers[i]! - b.numbers[i]!;
  if (!a.pre.length || !b.pre.length) return b.pre.length - a.pre.length;
  for (let i = 0; i < Math.max(a.pre.length, b.pre.length); i++) {
    const [x, y] = [a.pre[i], b.pre[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    const [n, m] = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (n && m) return Number(x) - Number(y);
    if (n !== m) return n ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}

function lastValue({values}: Sortable): number {
  return values[values.length - 1] || 0;
}

function medianValue({values}: Sortable): number {
  const known = Array.from(values)
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const middle = (known.length - 1) / 2;
  return known.length ? (known[Math.floor(middle)]! + known[Math.ceil(middle)]!) / 2 : 0;
}

function firstNonZero({values}: Sortable): number {
  for (let i = 0; i < values.length; i++) if (values[i]! > 0 || values[i]! < 0) return i;
  return values.length;
}

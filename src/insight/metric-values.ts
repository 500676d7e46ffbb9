/**
 * From measurements to lines. A measurement holds until the next one of the same thing. Files, packages and tests are
 * measured together: what a repository's next measurement does not name any more is gone.
 */
import type {Aggregate, MetricChoice} from "./insight.ts";

/** One measurement; `labels` is a JSON object of texts. */
export interface Measurement {
  readonly repository: string | null;
  readonly path: string | null;
  readonly name: string | null;
  readonly labels: string | null;
  readonly at: number;
  readonly value: number;
}

/** Kinds of things that a repository's measurement names all of. */
const MEASURED_TOGETHER: ReadonlySet<string> = new Set(["path", "package", "test"]);

/** The label of things that have none of what lines are made by. */
export const NO_LABEL = "(none)";

/** The values of each line at each time (ascending); NaN where nothing was measured yet. Lines by label, in label order. */
export function metricValues(
  measurements: readonly Measurement[],
  choice: Pick<MetricChoice, "by" | "depth" | "label"> & {
    /** Which measurements count; all of them say what was measured. */
    readonly only?: (one: Measurement) => boolean;
  },
  entity: string,
  aggregate: Aggregate,
  times: Float64Array,
  title: string
): Map<string, Float64Array> {
  const together = MEASURED_TOGETHER.has(entity);
  const sources = new Map<string, Map<number, Measurement[]>>();
  for (const one of measurements) {
    const source = together ? (one.repository ?? "") : JSON.stringify([one.repository, one.path, one.name, one.labels]);
    let byTime = sources.get(source);
    if (!byTime) {
      byTime = new Map();
      sources.set(source, byTime);
    }
    const rows = byTime.get(one.at);
    if (rows) rows.push(one);
    else byTime.set(one.at, [one]);
  }
  // numbers by line and time; what is added up is small: one number for each thing that is measured
  const lines = new Map<string, number[][]>();
  for (const byTime of sources.values()) {
    const measured = [...byTime.keys()].sort((a, b) => a - b);
    let next = 0;
    for (const [i, time] of times.entries()) {
      while (next < measured.length && measured[next]! <= time) next++;
      if (next === 0) continue;
      for (const one of byTime.get(measured[next - 1]!)!) {
        if (choice.only && !choice.only(one)) continue;
        if (together && isWhole(one) && (choice.by !== "total" || aggregate === "count")) continue;
        const label = lineOf(one, choice, title);
        let line = lines.get(label);
        if (!line) {
          line = Array.from(times, () => []);
          lines.set(label, line);
        }
        line[i]!.push(one.value);
      }
    }
  }
  return new Map(
    [...lines]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, numbers]) => [label, Float64Array.from(numbers, (at) => aggregated(at, aggregate))])
  );
}

/** Says that all was measured and nothing was there: it is no thing with a line or a count of its own. */
function isWhole({path, name, value}: Measurement): boolean {
  return path === null && name === null && value === 0;
}

/** The line a measurement belongs to. */
export function lineOf(
  {repository, path, name, labels}: Measurement,
  {by, depth, label}: Pick<MetricChoice, "by" | "depth" | "label">,
  title: string
): string {
  switch (by) {
    case "total":
      return title;
    case "repository":
      return repository ?? NO_LABEL;
    case "path":
      return path ?? NO_LABEL;
    case "directory":
      if (path === null) return NO_LABEL;
      return path.split("/").slice(0, -1).slice(0, depth).join("/") || "(root)";
    case "name":
      return name ?? NO_LABEL;
    case "label":
      return labelIn(labels, label) ?? NO_LABEL;
  }
}

function labelIn(labels: string | null, label: string): string | null {
  if (labels === null) return null;
  try {
    const value = (JSON.parse(labels) as Record<string, unknown> | null)?.[label];
    return value === undefined || value === null ? null : String(value);
  } catch {
    return null;
  }
}

/** Numbers as one; NaN for none, 0 for none that are counted. */
export function aggregated(numbers: readonly number[], aggregate: Aggregate): number {
  if (aggregate === "count") return numbers.length;
  if (!numbers.length) return Number.NaN;
  switch (aggregate) {
    case "sum":
      return sumOf(numbers);
    case "mean":
      return sumOf(numbers) / numbers.length;
    case "median": {
      const sorted = [...numbers].sort((a, b) => a - b);
      const middle = (sorted.length - 1) / 2;
      return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2;
    }
    case "min":
      return numbers.reduce((a, b) => Math.min(a, b));
    case "max":
      return numbers.reduce((a, b) => Math.max(a, b));
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** What is behind a point of a metric: the measurements that make it, by repository, file, folder and name. */
import type {Aggregate, MetricChoice, PointParts} from "./insight.ts";
import {lineOf, type Measurement, metricValues} from "./metric-values.ts";

/** Dimensions a point is taken apart by, with what each of its parts is named by. */
const DIMENSIONS = [
  ["repository", "repository"],
  ["directory", "path"],
  ["path", "path"],
  ["name", "name"]
] as const satisfies readonly (readonly [PointParts["by"], keyof Measurement])[];

/**
 * The parts of one line of a metric at a time and at one before it (null: there is none), by each dimension that its
 * measurements name. Each part is aggregated as the line is; null where it was not measured then.
 */
export function metricParts(
  measurements: readonly Measurement[],
  choice: Pick<MetricChoice, "by" | "depth" | "label">,
  {label, shown, title}: {readonly label: string; readonly shown: readonly string[]; readonly title: string},
  entity: string,
  aggregate: Aggregate,
  at: number,
  before: number | null
): PointParts[] {
  const isOf = (line: string) => (shown.includes(label) ? line === label : !shown.includes(line));
  const mine = measurements.filter((one) => isOf(lineOf(one, choice, title)));
  const times = Float64Array.of(...(before === null ? [at] : [before, at]));
  return DIMENSIONS.flatMap(([by, named]) => {
    if (!mine.some((one) => one[named] !== null)) return [];
    const depth = by === "directory" && choice.by === "directory" ? choice.depth + 1 : 1;
    const values = metricValues(
      measurements,
      {by, depth, label: "", only: (one) => isOf(lineOf(one, choice, title))},
      entity,
      aggregate,
      times,
      title
    );
    const parts = Array.from(values, ([name, numbers]) => ({
      name,
      value: known(numbers.at(-1)!),
      before: before === null ? null : known(numbers[0]!)
    })).filter(({value, before: earlier}) => value !== null || earlier !== null);
    return parts.length ? [{by, parts}] : [];
  });
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Where a series is drawn without a break, and where it is drawn as incomplete. */
import type {ResultSeries} from "../insight/insight.ts";

/** A stretch of known values: places of times, in order. One that is incomplete begins and ends with its neighbours. */
export interface Run {
  readonly whole: boolean;
  readonly places: readonly number[];
}

/** The runs of a series. A line between two points is whole when both are; a lone point is a run of one. */
export function runsOf({values, status}: Pick<ResultSeries, "values" | "status">): Run[] {
  const runs: {whole: boolean; places: number[]}[] = [];
  let open: {whole: boolean; places: number[]} | null = null;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) {
      open = null;
      continue;
    }
    const isWhole = status[i] === "ok";
    if (!open || i === 0 || Number.isNaN(values[i - 1]!)) {
      open = {whole: isWhole, places: [i]};
      runs.push(open);
      continue;
    }
    const whole = isWhole && status[i - 1] === "ok";
    if (open.places.length === 1) open.whole = whole;
    if (open.whole === whole) open.places.push(i);
    else {
      open = {whole, places: [i - 1, i]};
      runs.push(open);
    }
  }
  return runs;
}

/** The places of times at which a series is unknown: searched, and no answer. Consecutive ones are one stretch. */
export function unknownStretches(
  series: readonly Pick<ResultSeries, "values" | "status">[],
  count: number
): [number, number][] {
  const stretches: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    if (!series.some(({values, status}) => status[i] === "unknown" && Number.isNaN(values[i]!))) continue;
    const last = stretches.at(-1);
    if (last && last[1] === i - 1) last[1] = i;
    else stretches.push([i, i]);
  }
  return stretches;
}

/** The times at which formulas are computed, and series of insights at those times. */
import {readableTime} from "../time.ts";
import type {InsightResult, ResultSeries, ValueStatus} from "./insight.ts";
import {insightTimes, type TimesAsked} from "./times.ts";

/**
 * The times that are computed: those that are shown, and those of the same step before them, which a moving average at
 * the first shown point looks at.
 */
export function wholeGrid(asked: TimesAsked, samples: Float64Array, shown: Float64Array): Float64Array {
  const everything = {display: {samples: null, retention: null, thin: null}, times: [], points: null};
  const whole =
    asked.step && samples.length ? insightTimes({...asked, ...everything, from: samples[0]!}, samples) : samples;
  const held = new Set(whole);
  return shown.every((time) => held.has(time)) ? whole : shown;
}

/** All times of the insights within the window they all cover; what ends it early is noted. */
export function commonTimes(results: readonly {id: string; result: InsightResult}[], notes: Set<string>): Float64Array {
  const held = results.filter(({result}) => result.times.length);
  if (!held.length || held.length < results.length) return new Float64Array(0);
  const from = Math.max(...held.map(({result}) => result.times[0]!));
  const until = Math.min(...held.map(({result}) => result.times.at(-1)!));
  const ends = held.filter(({result}) => result.times.at(-1)! > until);
  if (ends.length) {
    const short = held.filter(({result}) => result.times.at(-1) === until).map(({id}) => id);
    notes.add(`This ends on ${readableTime(until)}, with the data of ${short.join(" and ")}.`);
  }
  const all = new Set(held.flatMap(({result}) => Array.from(result.times)));
  return Float64Array.from(all)
    .sort()
    .filter((time) => time >= from && time <= until);
}

/** A series at other times: the last value at or before each. */
export function onTimes(series: ResultSeries, own: Float64Array, times: Float64Array): ResultSeries {
  const values = new Float64Array(times.length);
  const status: ValueStatus[] = [];
  for (let i = 0, at = -1; i < times.length; i++) {
    while (at + 1 < own.length && own[at + 1]! <= times[i]!) at++;
    values[i] = at < 0 ? Number.NaN : series.values[at]!;
    status.push(at < 0 ? "absent" : series.status[at]!);
  }
  return {...series, values, status};
}

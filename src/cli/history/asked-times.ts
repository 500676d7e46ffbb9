/** For which times snapshots are taken. */
import {TidemarkError} from "../../error.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {DEFAULT_POINTS, insightTimes} from "../../insight/times.ts";
import {addStep, parseIso, type Step, sampleTimes} from "../../time.ts";

const MINUTE = 60_000;
/** The step of an insight that gives none. Source: Sourcegraph, whose default interval is a month. */
const DEFAULT_STEP: Step = {unit: "month", value: 1};

/** What the command line says of times. */
export interface TimesGiven {
  readonly step: Step | null;
  readonly points: number | null;
  readonly until: number | null;
  readonly at: readonly number[] | null;
}

/**
 * The times of an insight, ascending, none after now. Steps go back from `until`, else from the newest sample that is held,
 * moved on by whole steps as far as now, so that a later run only adds; else from now, cut to the minute.
 */
export function askedTimes(
  insight: InsightDefinition | null,
  given: TimesGiven,
  newestHeld: number | null,
  now: number
): Float64Array {
  const byNow = (times: Float64Array) => times.filter((time) => time <= now);
  if (given.at) return byNow(Float64Array.from(new Set(given.at)).sort());
  const isOwn = insight !== null && given.step === null && given.points === null && given.until === null;
  if (isOwn && insight.times.length) return byNow(insightTimes(insight, new Float64Array(0)));
  const {from = null, until = null, points = null, align = "none"} = insight ?? {};
  if (isOwn && !insight.step && from !== null && until !== null && points !== null)
    return byNow(insightTimes(insight, new Float64Array(0)));
  const step = given.step ?? insight?.step ?? DEFAULT_STEP;
  const end = given.until ?? until ?? (align === "calendar" ? cut(now) : nextEnd(newestHeld, step, now));
  const count = given.points ?? points ?? (from === null ? DEFAULT_POINTS : null);
  if (!insight) return byNow(sampleTimes(count ?? DEFAULT_POINTS, step, end));
  return byNow(insightTimes({...insight, step, points: count, until: given.until ?? until}, Float64Array.of(end)));
}

function nextEnd(held: number | null, step: Step, now: number): number {
  if (held === null || held > now) return cut(now);
  let steps = 0;
  while (addStep(held, step, steps + 1) <= now) steps++;
  return addStep(held, step, steps);
}

function cut(time: number): number {
  return Math.floor(time / MINUTE) * MINUTE;
}

/** Times of a file, one a line; empty lines and those that begin with # say nothing. @throws TidemarkError "snapshot/times" */
export function listedTimes(text: string, file: string): number[] {
  const times = text.split(/\r?\n/).flatMap((line, i) => {
    const written = line.trim();
    if (written === "" || written.startsWith("#")) return [];
    const time = parseIso(written);
    if (time !== null) return time;
    throw new TidemarkError(
      "snapshot/times",
      `${file}, line ${i + 1}: ${JSON.stringify(written.slice(0, 60))} is no time. One a line, such as 2026-08-01 or 2026-08-01T12:00:00Z.`
    );
  });
  if (!times.length) throw new TidemarkError("snapshot/times", `${file} holds no time.`);
  return times;
}

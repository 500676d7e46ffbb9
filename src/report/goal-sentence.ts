/** What a result says of its goal. */
import {type GoalState, goalState} from "../insight/goal-state.ts";
import type {InsightResult} from "../insight/insight.ts";
import {readableChange, readableValue} from "../insight/unit.ts";
import {readableTime} from "../time.ts";

/** A sentence when there is a goal: reached since when, missed, or how far it is and by when it should be there. */
export function goalSentences(result: InsightResult): string[] {
  const state = goalState(result);
  return state ? [goalSentence(state, result)] : [];
}

function goalSentence(
  {goal, series, last, lastAt, direction, reached, since}: GoalState,
  result: InsightResult
): string {
  const {unit} = result;
  const of = result.series.length > 1 ? ` for ${series.label}` : "";
  const bound = direction === "down" && goal.value !== 0 ? "at most " : "";
  const by = goal.by === null ? "" : ` by ${readableTime(goal.by)}`;
  const name = `Goal${of}: ${bound}${readableValue(goal.value, unit)}${by}`;
  if (last === null || lastAt === null) return `${name}; nothing is known yet.`;
  if (reached) return `${name}, reached${since === null ? "" : ` on ${readableTime(since)}`}.`;
  const left = readableChange(Math.abs(goal.value - last), unit).slice(1);
  const missed = goal.by !== null && lastAt >= goal.by;
  // what is left above a lower bound is one too; what is left below it is the most there can be
  const known = series.values.findLastIndex((value) => !Number.isNaN(value));
  const status = series.status[known];
  const about =
    status === "incomplete" ? "about " : status !== "partial" ? "" : direction === "down" ? "at least " : "at most ";
  return `${name}, ${missed ? `missed by ${about}${left}` : `${about}${left} to go`}.`;
}

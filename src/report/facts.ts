/** All that a report says about an insight, worked out once: the sentences, the summary and the other formats share it. */
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {type Projection, projectGoal} from "../insight/projection.ts";
import type {Filtered} from "../notebook/filtered.ts";
import type {CellState} from "../notebook/run.ts";
import {scopeOf} from "../notebook/scope.ts";
import {type WatchOutcome, watchOutcomes} from "../notebook/watch.ts";
import {type AskMovers, type Drivers, driversOf} from "./drivers.ts";
import {type AskParts, type Parts, partKinds, partsOf} from "./parts.ts";
import {type SeriesFacts, seriesFacts} from "./series-facts.ts";

export interface InsightFacts {
  /** The id of the figure is `fig-` and this. */
  readonly anchor: string;
  readonly definition: InsightDefinition;
  readonly result: InsightResult;
  readonly series: readonly SeriesFacts[];
  /** The series the first screen shows as a number: the goal's, else the only one, else the largest at the end. */
  readonly headline: SeriesFacts | null;
  readonly projection: Projection | null;
  readonly drivers: Drivers | null;
  /** The same change by team and by folder, where enough is known of files. */
  readonly parts: readonly Parts[];
  readonly watch: readonly WatchOutcome[];
  /** What a reader had set; absent for nothing. */
  readonly filtered?: Filtered;
}

/** Whom facts ask about what is behind a change. */
export interface AskBehind {
  readonly movers: AskMovers;
  readonly parts: AskParts;
}

/**
 * The facts of all insights that a report shows, in order. `now` is null in a report: it depends on its data alone. `tables`
 * are those of the notebook's front matter, which watch rules may name.
 */
export async function factsOf(
  states: readonly CellState[],
  ask: AskBehind,
  now: number | null,
  tables: readonly CellState[] = []
): Promise<InsightFacts[]> {
  const scope = scopeOf([...tables, ...states]);
  const kinds = await partKinds(ask.parts);
  const facts: InsightFacts[] = [];
  for (const [index, {cell, output}] of states.entries()) {
    if (output?.type !== "chart" || output.of !== "insight" || isHidden(cell)) continue;
    const {definition, result, filtered} = output;
    const series = result.series.flatMap((one) => seriesFacts(one, result.times) ?? []);
    const projection = definition.goal ? projectGoal(definition.goal, result.series, result.times) : null;
    const own = series.filter(({holds}) => holds === 0);
    const most = (by: (one: SeriesFacts) => number) => [...own].sort((a, b) => by(b) - by(a))[0] ?? null;
    const goal = projection ? series.find(({label}) => label === projection.label) : undefined;
    const moved = goal ?? most(({change}) => Math.abs(change));
    facts.push({
      anchor: anchorOf(cell, index),
      definition,
      result,
      series,
      headline: goal ?? most(({last}) => last),
      projection,
      drivers: moved ? await driversOf(definition, result, moved, ask.movers) : null,
      parts: moved ? await partsOf(definition, moved, kinds, ask.parts) : [],
      watch: watchOutcomes(definition, result, {scope, now}),
      ...(filtered ? {filtered} : {})
    });
  }
  return facts;
}

/** The name of a cell's figure. */
export function anchorOf({id}: CellState["cell"], index: number): string {
  return id ?? `cell-${index + 1}`;
}

/** True for a cell that its author keeps out of reports. */
export function isHidden({attributes}: CellState["cell"]): boolean {
  return attributes.get("display") === "false";
}

/** What filters of an insight can choose from: the dimensions of its series. */
import type {InsightDefinition} from "../insight/insight.ts";
import {captureLabels} from "../insight/kinds/capture-group.ts";
import {sql} from "../sql.ts";
import {numbersOf, textOf} from "../table.ts";
import {repositoryCondition} from "./answer.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import type {InsightScope} from "./store.ts";

/** The scope of an insight without its filters. `values` as in `answer`. */
export async function insightScope(
  engine: Engine,
  filled: Filled,
  definition: InsightDefinition,
  series: readonly number[],
  values: readonly number[],
  options: CallOptions
): Promise<InsightScope> {
  const unfiltered = {...definition, filters: []};
  const repositories = await engine.query(
    sql`
      SELECT DISTINCT rid::DOUBLE AS rid FROM store.delta_repo
      WHERE sid IN ${series} AND ${repositoryCondition(unfiltered)} ORDER BY rid`,
    options
  );
  const captures =
    definition.kind === "capture-group" ? await engine.query(captureLabels(unfiltered, values), options) : null;
  const labels = captures && textOf(captures, "label");
  return {
    repositories: Array.from(numbersOf(repositories, "rid"), (rid) => filled.repositories[rid]!).sort(),
    captures: labels ? Array.from(labels.codes, (code) => labels.words[code]!) : []
  };
}

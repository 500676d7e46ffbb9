/** What filters of an insight can choose from: the dimensions of its series. */
import type {InsightDefinition} from "../insight/insight.ts";
import {captureLabels} from "../insight/kinds/capture-group.ts";
import {type Sql, sql} from "../sql.ts";
import {numbersOf, textOf} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {repositoryCondition} from "./repositories.ts";
import type {InsightScope} from "./store.ts";

/** True where filters by file can be used: of captured values only where their lines may be held. */
export function isToldByFile(
  {matched, series: records}: Filled,
  {kind}: InsightDefinition,
  series: readonly number[]
): boolean {
  if (kind !== "capture-group") return kind === "search" || kind === "group-by";
  return series.some((sid) => matched?.has(records[sid]!.series_id));
}

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
  // searches and groups of a series with captured values can be filtered by these, too
  const hasValues = definition.kind === "capture-group" || series.some((sid) => filled.captures[sid]! > 0);
  const captures = hasValues ? await engine.query(captureLabels(unfiltered, values), options) : null;
  const labels = captures && textOf(captures, "label");
  const names = async (statement: Sql) => {
    const column = textOf(await engine.query(statement, options), "word");
    return Array.from(column.codes, (code) => column.words[code]!);
  };
  const files = isToldByFile(filled, definition, series)
    ? {
        languages: await names(sql`
            SELECT language AS word, count(*)::DOUBLE AS n FROM store.path
            WHERE language <> '' AND pid IN (SELECT pid FROM store.delta_path WHERE sid IN ${series})
            GROUP BY language ORDER BY n DESC, word`),
        owners: await names(sql`
            SELECT owner AS word, count(DISTINCT pid)::DOUBLE AS n FROM store.delta_owner JOIN store.owner USING (oid)
            WHERE sid IN ${series} GROUP BY owner ORDER BY n DESC, word LIMIT 200`),
        teams: await names(sql`
            SELECT team AS word, count(DISTINCT pid)::DOUBLE AS n FROM store.delta_team JOIN store.team USING (tid)
            WHERE sid IN ${series} GROUP BY team ORDER BY n DESC, word LIMIT 200`)
      }
    : null;
  return {
    repositories: Array.from(numbersOf(repositories, "rid"), (rid) => filled.repositories[rid]!).sort(),
    captures: labels ? Array.from(labels.codes, (code) => labels.words[code]!) : [],
    files
  };
}

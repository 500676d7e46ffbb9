/** The searches behind a point of a chart. Source: Sourcegraph querybuilder PointDiffQuery, PointInTimeQuery. */
import {isoTime} from "../time.ts";
import {newFilter} from "./edit.ts";
import {anyOf} from "./insight-query.ts";
import {queryPlan} from "./plan.ts";
import {printPlan} from "./print.ts";
import type {Filter} from "./tree.ts";

/** A point: the query of its series and where that looks. Times are epoch ms. */
export interface PointSearch {
  readonly query: string;
  /** Regular expressions of the drill-down filters: any include, no exclude. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** The repositories of the series by name; empty for all, or those of `scope`. */
  readonly repositories: readonly string[];
  readonly scope: string | null;
  readonly at: number;
  /** The time of the point shown before it; null for the first. */
  readonly previous: number | null;
}

/**
 * The diff search for what changed between the point shown before and this one.
 * @throws TidemarkError "query/invalid".
 */
export function pointDiffQuery({at, previous, ...search}: PointSearch): string {
  return pointQuery(search, [
    ...(previous === null ? [] : [newFilter("after", isoTime(previous))]),
    newFilter("before", isoTime(at)),
    newFilter("type", "diff")
  ]);
}

/** The search for what was there at a point. @throws TidemarkError "query/invalid". */
export function pointInTimeQuery({at, previous: _, ...search}: PointSearch): string {
  return pointQuery(search, [newFilter("rev", `at.time(${isoTime(at)})`, {predicate: true})]);
}

/** The search for what is there now, which says how its pattern is read. @throws TidemarkError "query/invalid". */
export function currentQuery({at: _, previous: __, ...search}: PointSearch): string {
  const says = queryPlan(search.query).some(({filters}) => filters.some(({field}) => field === "patterntype"));
  return pointQuery(search, says ? [] : [newFilter("patterntype", "standard")]);
}

function pointQuery(
  {query, include, exclude, repositories, scope}: Omit<PointSearch, "at" | "previous">,
  times: readonly Filter[]
): string {
  const added = [
    ...(include.length ? [newFilter("repo", include.join("|"))] : []),
    ...(exclude.length ? [newFilter("repo", exclude.join("|"), {negated: true})] : []),
    ...(repositories.length ? [newFilter("repo", anyOf(repositories))] : []),
    ...times
  ];
  const plan = queryPlan(query).map(({filters, pattern}) => ({filters: [...added, ...filters], pattern}));
  const text = printPlan(plan);
  return scope === null ? text : `${printPlan(queryPlan(scope))} ${text}`;
}

import type {InsightResult, ResultSource} from "./insight.ts";

/**
 * Where the numbers come from: all that the insights come from; as old as the oldest of them. Incomplete counts at the last
 * point are no reason where none of the computed values there is made of one (`isWhole`).
 */
export function joinedSource(results: readonly {id: string; result: InsightResult}[], isWhole: boolean): ResultSource {
  const sources = results.map(({result}) => result.source);
  const observed = sources.map(({observedAt}) => observedAt);
  const series = new Map(sources.flatMap((source) => source.series.map((one) => [one.series_id, one] as const)));
  const incomplete = sources.flatMap((source) => source.incomplete ?? []);
  const reasons = [
    ...new Set(
      results.flatMap(({id, result: {source}}) =>
        source.reasons
          .filter((reason) => !isWhole || !source.atLast?.includes(reason))
          .map((reason) => `${id}: ${reason}`)
      )
    )
  ];
  return {
    series: [...series.values()],
    repositories: Math.max(0, ...sources.map(({repositories}) => repositories)),
    segments: [...new Set(sources.flatMap(({segments}) => segments))].sort(),
    observedAt: observed.length && !observed.includes(null) ? Math.min(...(observed as number[])) : null,
    newestSample: sources.length ? Math.min(...sources.map(({newestSample}) => newestSample)) : Number.NaN,
    status: reasons.length ? "partial" : "complete",
    reasons,
    ...(incomplete.length ? {incomplete} : {})
  };
}

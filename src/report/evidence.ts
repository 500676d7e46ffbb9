/**
 * Evidence: the matching lines behind the points of an insight, newest point first. For the last point all that is there,
 * for each change before it the lines that came and went, by repository and with the commit that was searched.
 */
import {isTidemarkError} from "../error.ts";
import type {InsightDefinition, InsightResult, ResultSeries} from "../insight/insight.ts";
import type {InsightStore, MatchLine} from "../store/store.ts";

/** What evidence is asked of. */
export type AskEvidence = Pick<InsightStore, "point" | "lines">;

/** What one repository adds to a point. */
export interface RepositoryEvidence {
  readonly repository: string;
  readonly value: number | null;
  readonly before: number | null;
  readonly status: "ok" | "partial" | "unknown";
  /** The commit that was searched. */
  readonly commit: string | null;
  /** False when the imports hold counts and no lines here. */
  readonly isTold: boolean;
  readonly added: readonly MatchLine[];
  readonly removed: readonly MatchLine[];
  /** Lines beyond those. */
  readonly more: number;
}

/** What is behind one point. `before` is null where all that is there is listed. */
export interface PointEvidence {
  readonly at: number;
  readonly before: number | null;
  readonly value: number;
  readonly repositories: readonly RepositoryEvidence[];
}

export interface SeriesEvidence {
  readonly label: string;
  readonly points: readonly PointEvidence[];
  /** Changes before those that were asked about. */
  readonly earlier: number;
}

/** So many changes of a series are looked into, newest first; a report holds no more anyway. */
const MOST_CHANGES = 60;
const MOST_SERIES = 20;

/**
 * The evidence of an insight, or a sentence that says why there is none. The series are in their order in the result.
 */
export async function evidenceOf(
  definition: InsightDefinition,
  result: InsightResult,
  ask: AskEvidence
): Promise<readonly SeriesEvidence[] | string> {
  if (definition.formulas) return "This is computed from other insights; the evidence is theirs.";
  const own = result.series.filter(({holds}) => holds === 0);
  const shown = own.map(({label}) => label);
  const found: SeriesEvidence[] = [];
  try {
    for (const series of own.slice(0, MOST_SERIES))
      found.push(await seriesEvidence(definition, result, series, shown, ask));
  } catch (error) {
    // a kind without repositories behind its points
    if (isTidemarkError(error)) return "No matching lines stand behind the values of this insight.";
    throw error;
  }
  const told = found.some(({points}) => points.some(({repositories}) => repositories.some(({isTold}) => isTold)));
  return told
    ? found
    : "The imports behind this insight hold counts and not the matching lines, so there is no evidence to show.";
}

async function seriesEvidence(
  definition: InsightDefinition,
  {times}: InsightResult,
  {label, values}: ResultSeries,
  shown: readonly string[],
  ask: AskEvidence
): Promise<SeriesEvidence> {
  const known = Array.from(values, (value, i) => ({value, at: times[i]!})).filter(({value}) => !Number.isNaN(value));
  const last = known.at(-1);
  if (!last) return {label, points: [], earlier: 0};
  const request = {definition, label, shown};
  const points: PointEvidence[] = [];
  const now = await pointEvidence({...request, at: last.at, before: null}, last.value, ask);
  points.push(now);
  // where nobody knows the lines of now, those of earlier points are not asked one by one
  if (now.repositories.length && now.repositories.every(({isTold}) => !isTold)) return {label, points, earlier: 0};
  let earlier = 0;
  for (let i = known.length - 1; i > 0; i--) {
    const [point, before] = [known[i]!, known[i - 1]!];
    if (points.length > MOST_CHANGES) {
      if (point.value !== before.value) earlier++;
      continue;
    }
    const one = await pointEvidence({...request, at: point.at, before: before.at}, point.value, ask);
    if (one.repositories.length) points.push(one);
  }
  return {label, points, earlier};
}

/** The repositories that have something at a point, or, with a point before, those that changed since. */
async function pointEvidence(
  request: Parameters<AskEvidence["point"]>[0],
  value: number,
  ask: AskEvidence
): Promise<PointEvidence> {
  const {at, before} = request;
  const {repositories} = await ask.point(request);
  const wanted = repositories
    .filter((one) => (before === null ? (one.value ?? 0) > 0 : (one.value ?? 0) !== (one.before ?? 0)))
    .sort((a, b) => (a.repository < b.repository ? -1 : 1));
  const shares: RepositoryEvidence[] = [];
  for (const one of wanted) {
    const lines = await ask.lines({...request, repository: one.repository});
    shares.push({
      repository: one.repository,
      value: one.value,
      before: before === null ? null : one.before,
      status: one.status,
      commit: one.commit,
      isTold: lines.held !== null && (before === null || lines.sampleBefore !== null || one.before === null),
      added: lines.added,
      removed: lines.removed,
      more: lines.more
    });
  }
  return {at, before, value, repositories: shares};
}

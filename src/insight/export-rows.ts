/** The rows of a data export. Source: Sourcegraph store GetAllDataForInsightViewID, httpapi export. */
import type {RepositoryPoint} from "./points.ts";
import {type RepositoryFilter, repositoryTest} from "./scope.ts";

/** The columns of an export, in order. */
export const EXPORT_COLUMNS = ["title", "label", "query", "recording_time", "repository", "value", "capture"] as const;

/** What is exported of one series: everything that was recorded, and when. Times are epoch ms. */
export interface ExportedSeries {
  readonly title: string;
  readonly label: string;
  readonly query: string;
  readonly times: readonly number[];
  readonly points: readonly RepositoryPoint[];
}

/** A row: one time, repository and captured value. A time without any point has one row with value 0. */
export interface ExportRow {
  readonly title: string;
  readonly label: string;
  readonly query: string;
  readonly time: number;
  readonly repository: string | null;
  readonly value: number;
  readonly capture: string | null;
  /** Beyond upstream's columns, where the points have them. */
  readonly status?: string;
  readonly commit?: string | null;
}

/**
 * The rows of series, ordered by title, time, label, captured value. The label of a captured value is the value. Filters
 * leave out repositories (upstream passes the excluding one as including; this does not).
 * @throws TidemarkError "regex/invalid".
 */
export function exportRows(series: readonly ExportedSeries[], filter: RepositoryFilter): ExportRow[] {
  const passes = repositoryTest([filter]);
  const rows = series.flatMap(({title, label, query, times, points}) => {
    const byTime = new Map<number, RepositoryPoint[]>(times.map((time) => [time, []]));
    for (const point of points) if (passes(point.repository)) byTime.get(point.time)?.push(point);
    return Array.from(byTime, ([time, found]) => {
      if (!found.length) return [{title, label, query, time, repository: null, value: 0, capture: null}];
      return found.map(({repository, value, capture = null, status, commit}) => ({
        ...{title, label: capture ?? label, query, time, repository, value, capture},
        ...(status === undefined ? {} : {status}),
        ...(commit === undefined ? {} : {commit})
      }));
    }).flat();
  });
  return rows.sort(
    (a, b) =>
      compareText(a.title, b.title) ||
      a.time - b.time ||
      compareText(a.label, b.label) ||
      compareText(a.repository ?? "", b.repository ?? "")
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

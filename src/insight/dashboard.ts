/** Dashboards: notebooks as far as lists of them care. Source: Sourcegraph internal/insights/store/dashboard_store. */
import {type Grant, maySee, type Reader} from "./grants.ts";

/** A notebook with its grants and the ids of the insights it shows, in their order. */
export interface Dashboard<Id extends string | number = string> {
  readonly id: Id;
  readonly title: string;
  readonly grants: readonly Grant[];
  readonly insights: readonly string[];
}

/** What is listed: those after an id, those that show an insight, of these at most `limit`. */
export interface DashboardFilter<Id> {
  readonly after?: Id | undefined;
  readonly showing?: string | undefined;
  readonly limit?: number | undefined;
}

/** The dashboards a reader may see, by ascending id. */
export function listDashboards<Id extends string | number>(
  dashboards: readonly Dashboard<Id>[],
  reader: Reader,
  {after, showing, limit}: DashboardFilter<Id> = {}
): Dashboard<Id>[] {
  return dashboards
    .filter(({grants}) => maySee(grants, reader))
    .filter(({id}) => after === undefined || id > after)
    .filter(({insights}) => showing === undefined || insights.includes(showing))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, limit);
}

/** True when a reader may see all of these dashboards; false also when one does not exist. */
export function maySeeAll<Id extends string | number>(
  dashboards: readonly Dashboard<Id>[],
  ids: readonly Id[],
  reader: Reader
): boolean {
  const visible = new Set(listDashboards(dashboards, reader).map(({id}) => id));
  return ids.every((id) => visible.has(id));
}

/** A dashboard with a new title, or with other grants in the place of all it had. */
export function updateDashboard<D extends Dashboard<string | number>>(
  dashboard: D,
  {title = dashboard.title, grants = dashboard.grants}: Partial<Pick<Dashboard, "title" | "grants">>
): D {
  return {...dashboard, title, grants};
}

/** A dashboard that also shows these insights, at the end and each once. */
export function addInsights<D extends Dashboard<string | number>>(dashboard: D, insights: readonly string[]): D {
  return {...dashboard, insights: [...new Set([...dashboard.insights, ...insights])]};
}

/** A dashboard that does not show an insight; the insight itself and other dashboards keep it. */
export function removeInsight<D extends Dashboard<string | number>>(dashboard: D, insight: string): D {
  return {...dashboard, insights: dashboard.insights.filter((id) => id !== insight)};
}

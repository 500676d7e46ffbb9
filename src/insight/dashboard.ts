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

/** The dashboards a reader may see (null: whoever it is), by ascending id. */
export function listDashboards<Id extends string | number>(
  dashboards: readonly Dashboard<Id>[],
  reader: Reader | null,
  {after, showing, limit}: DashboardFilter<Id> = {}
): Dashboard<Id>[] {
  return dashboards
    .filter(({grants}) => reader === null || maySee(grants, reader))
    .filter(({id}) => after === undefined || id > after)
    .filter(({insights}) => showing === undefined || insights.includes(showing))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, limit);
}

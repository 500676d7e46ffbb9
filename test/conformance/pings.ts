import type {PingEvent} from "../../src/ping/event.ts";
import {weeklyUsage} from "../../src/ping/sourcegraph-events.ts";
import {storedTotals} from "../../src/ping/sourcegraph-stored.ts";
import {criticalTotals, instanceTotals, type WorkspaceOutline} from "../../src/ping/sourcegraph-totals.ts";
import {type Json, type Mapping, ms} from "./mapping.ts";

const eventOf = ({name, userId, time, argument}: Json, index: number): PingEvent => ({
  ...{id: String(index), name, at: ms(time), user: String(userId), session: "", version: "0.1.0"},
  argument: Object.fromEntries(
    Object.entries<Json>(argument ?? {})
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, String(value)])
  )
});

export const pingsEvents: Mapping = {
  compare: ["fields", "unordered"],
  kinds: {"": ({now, events}) => weeklyUsage(events.map(eventOf), ms(now))}
};

/** Names under which upstream stores totals, and those of the page that defines them. */
const PAGE_NAMES: Readonly<Record<string, string>> = {
  INSIGHT_DASHBOARD_TOTAL_COUNT: "TotalDashboardCount",
  INSIGHT_TOTAL_ORGS_WITH_DASHBOARD: "TotalOrgsWithDashboard"
};

const EMPTY: WorkspaceOutline = {dashboards: [], views: [], series: []};

export const pingsTotals: Mapping = {
  compare: ["fields", "unordered"],
  kindOf: ({input}) =>
    Object.keys(input ?? {})
      .filter((key) => key !== "deleted")
      .sort()
      .join("+"),
  kinds: {
    insightsPerDashboard: ({insightsPerDashboard, deleted = []}) =>
      instanceTotals({
        ...EMPTY,
        dashboards: insightsPerDashboard.map((insights: number, i: number) => ({
          ...{insights, organizations: []},
          deleted: deleted[i] ?? false
        }))
      }),
    "series+views": ({series, views}) => {
      const outline: WorkspaceOutline = {
        ...EMPTY,
        series: series.map(({repositories, ...one}: Json) => ({
          ...{deleted: false, interval: null, repositories: repositories ?? []},
          ...one
        })),
        views: views.map((view: Json) => ({organizations: [], frozen: false, ...view}))
      };
      return {...instanceTotals(outline), critical: criticalTotals(outline)};
    },
    stored: ({stored}) =>
      storedTotals(
        stored.map(({name, time, argument}: Json, index: number) => ({
          ...eventOf({name: PAGE_NAMES[name] ?? name, userId: "backend", time}, index),
          totals: [{count: argument}]
        }))
      )
  }
};

/**
 * What a workspace holds, as the tables that BE captures are counted from. They carry upstream's names. They live in the
 * engine only while they are counted; what leaves it are numbers.
 */
import {type Cell, type ColumnType, type Table, tableBuilder} from "../table.ts";
import type {PingEvent} from "./event.ts";
import {generationOf, type Scope} from "./upstream.ts";

/** A grant taken apart; the grantee of `global` is "". */
export interface OutlineGrant {
  readonly kind: "user" | "org" | "global";
  readonly grantee: string;
}

/** A workspace as far as pings care: its notebooks, their insights, and the series those ask for. */
export interface UsageOutline {
  readonly dashboards: readonly {
    readonly id: string;
    readonly grants: readonly OutlineGrant[];
    /** The insights it shows, its own and others'. */
    readonly insights: readonly string[];
  }[];
  readonly views: readonly {
    readonly id: string;
    readonly insightType: string;
    readonly presentation: string;
    /** Upstream's word for the presentation: LINE or PIE. */
    readonly view: string;
    /** The insight's own grants. */
    readonly grants: readonly OutlineGrant[];
    readonly series: readonly string[];
  }[];
  readonly series: readonly {
    readonly id: string;
    /** search, search-compute, language-stats, mapping-compute, and our own. */
    readonly method: string;
    readonly captureGroups: boolean;
    readonly scope: Scope;
    readonly storage: "imported" | "computed";
    readonly interval: {readonly unit: string; readonly value: number} | null;
  }[];
}

/** A table by its name. */
export interface NamedTable {
  readonly name: string;
  readonly table: Table;
}

/** The tables, each with all its columns also when it is empty. */
export function usageTables({dashboards, views, series}: UsageOutline, events: readonly PingEvent[]): NamedTable[] {
  const grantRows = (holders: readonly {readonly id: string; readonly grants: readonly OutlineGrant[]}[]) =>
    holders.flatMap(({id, grants}) => grants.map(({kind, grantee}) => [id, kind, grantee] as const));
  return [
    table(
      "event_logs",
      {
        id: "text",
        name: "text",
        timestamp: "time",
        user_id: "text",
        session: "text",
        version: "text",
        insight_type: "text",
        source: "text",
        title: "text"
      },
      events.map(({id, name, at, user, session, version, argument}) => [
        ...[id, name, at, user, session, version],
        ...[argument.insightType ?? null, argument.source ?? null, argument.title ?? null]
      ])
    ),
    table(
      "insight_view",
      {insight_view_id: "text", insight_type: "text", presentation: "text", view: "text"},
      views.map(({id, insightType, presentation, view}) => [id, insightType, presentation, view])
    ),
    table(
      "insight_series",
      {series_id: "text", generation: "text", interval_unit: "text", interval_value: "number"},
      series.map((one) => [one.id, generationOf(one), one.interval?.unit ?? null, one.interval?.value ?? null])
    ),
    table(
      "insight_view_series",
      {insight_view_id: "text", series_id: "text"},
      views.flatMap(({id, series: ids}) => [...new Set(ids)].map((one) => [id, one] as const))
    ),
    table("insight_view_grants", {insight_view_id: "text", grantee_kind: "text", grantee: "text"}, grantRows(views)),
    table(
      "dashboard",
      {dashboard_id: "text"},
      dashboards.map(({id}) => [id])
    ),
    table("dashboard_grants", {dashboard_id: "text", grantee_kind: "text", grantee: "text"}, grantRows(dashboards)),
    table(
      "dashboard_insight_view",
      {dashboard_id: "text", insight_view_id: "text"},
      dashboards.flatMap(({id, insights}) => [...new Set(insights)].map((one) => [id, one] as const))
    )
  ];
}

function table<Name extends string>(
  name: string,
  types: Readonly<Record<Name, ColumnType>>,
  rows: readonly (readonly Cell[])[]
): NamedTable {
  const names = Object.keys(types) as Name[];
  const builder = tableBuilder(types);
  for (const row of rows)
    builder.push(Object.fromEntries(names.map((column, i) => [column, row[i]!])) as Record<Name, Cell>);
  return {name, table: builder.build()};
}

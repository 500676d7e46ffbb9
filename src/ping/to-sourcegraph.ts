/**
 * The ping summary in the form Sourcegraph's update check sent: field names, rules and oddities of upstream, so that what
 * reads theirs reads ours. The plain summary (summary.ts) has whole weeks and our own names.
 */
import type {PingEvent} from "./event.ts";
import {weeklyUsage} from "./sourcegraph-events.ts";
import {criticalTotals, instanceTotals, type WorkspaceOutline} from "./sourcegraph-totals.ts";

/** The payload at a time (epoch ms). Source: Sourcegraph internal/usagestats/code_insights.go, types.go. */
export function toSourcegraph(events: readonly PingEvent[], workspace: WorkspaceOutline, now: number) {
  return {
    code_insights_usage: {...weeklyUsage(events, now), ...instanceTotals(workspace)},
    code_insights_critical_telemetry: criticalTotals(workspace)
  };
}

/** The payload as JSON, the same bytes for the same events in the same order. */
export function sourcegraphJson(events: readonly PingEvent[], workspace: WorkspaceOutline, now: number): string {
  return `${JSON.stringify(toSourcegraph(events, workspace, now), null, 2)}\n`;
}

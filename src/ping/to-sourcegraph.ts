/**
 * The ping summary in the form Sourcegraph's update check sent: field names, rules and oddities of upstream, so that what
 * reads theirs reads ours. The plain summary (summary.ts) has whole weeks and our own names.
 */
import {BACKEND, type PingEvent} from "./event.ts";
import {weeklyUsage} from "./sourcegraph-events.ts";
import {storedCritical, storedTotals} from "./sourcegraph-stored.ts";
import {criticalTotals, instanceTotals, type WorkspaceOutline} from "./sourcegraph-totals.ts";

/**
 * The payload at a time (epoch ms). Totals are those of the workspace, or without one those of the log's newest captures.
 * Source: Sourcegraph internal/usagestats/code_insights.go, types.go.
 */
export function toSourcegraph(events: readonly PingEvent[], workspace: WorkspaceOutline | null, now: number) {
  const acts = events.filter(({user}) => user !== BACKEND);
  return {
    code_insights_usage: {
      ...weeklyUsage(acts, now),
      ...(workspace ? instanceTotals(workspace) : storedTotals(events))
    },
    code_insights_critical_telemetry: workspace ? criticalTotals(workspace) : storedCritical(events)
  };
}

/** The payload as JSON, the same bytes for the same events in the same order. */
export function sourcegraphJson(events: readonly PingEvent[], workspace: WorkspaceOutline | null, now: number): string {
  return `${JSON.stringify(toSourcegraph(events, workspace, now), null, 2)}\n`;
}

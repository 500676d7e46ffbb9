import {stemOf} from "./file-name.ts";
import {namedTable} from "./named-table.ts";

/** Words of file names that say what happened; anything else is an event. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/deploy/i, "deploy"],
  [/incident|outage/i, "incident"],
  [/release/i, "release"],
  [/issue|ticket/i, "issue"]
];

/** What happened and when: releases, deployments, incidents, issues. Columns of other names become labels. */
export const fromEvents = namedTable({
  format: "events",
  title: "Table of events",
  madeBy:
    "a deployment log, an incident tool: CSV or JSON lines with id, kind, started_at, and where there are repo, ended_at, state",
  table: "event",
  time: "at",
  global: true,
  names: {
    event_id: "event_id id number key",
    kind: "kind event_kind event_type",
    repo_key: "repo repository repo_key repository_name",
    at: "started_at opened_at created_at published_at occurred_at at",
    end_at: "ended_at finished_at resolved_at closed_at end_at",
    state: "state status",
    labels: "labels",
    ref: "ref commit tag url"
  },
  shownBy: ["event_id", "at"],
  notWith: "query series metric value matches author path",
  complete: ({kind, labels}, {fileName, clues, other}) => {
    const named = Object.entries(other).filter(([, value]) => value !== "");
    return {
      ...(kind === undefined
        ? {kind: clues.use("key") ?? KINDS.find(([word]) => word.test(stemOf(fileName)))?.[1] ?? "event"}
        : {}),
      ...(labels === undefined && named.length ? {labels: JSON.stringify(Object.fromEntries(named))} : {})
    };
  }
});

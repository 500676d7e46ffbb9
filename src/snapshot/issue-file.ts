/**
 * What exports of issue trackers have in common. Issues become events, and how many there were at each time becomes three
 * metrics: `open_issues`, and `created_issues` and `resolved_issues` so far, each by project, type and priority.
 */
import {type Table, tableBuilder} from "../table.ts";
import {entryOf} from "./entry-of.ts";
import {labelText} from "./metric-file.ts";
import {KEYS, type Part, TABLES} from "./snapshot.ts";
import {sortRows} from "./sort-rows.ts";

/** An issue. Times are epoch ms; of the labels `project`, `type` and `priority` tell the numbers apart. */
export interface Issue {
  readonly key: string;
  /** As the tracker calls it; "" for none. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly created: number;
  /** Null while it is open; undefined where it is done and nobody says since when: then it is in no number. */
  readonly resolved: number | null | undefined;
}

/** The events and the metrics of issues, of a repository or (null) of none. */
export function issueParts(issues: readonly Issue[], repository: string | null, observedAt: number | null): Part[] {
  const events = tableBuilder<string>(TABLES.event);
  for (const {key, state, labels, created, resolved} of issues)
    events.push({
      event_id: key,
      kind: "issue",
      repo_key: repository,
      at: created,
      end_at: resolved ?? null,
      state: state || null,
      labels: labelText(labels)
    });
  return [
    {table: "event", observedAt, rows: sortRows(events.build(), KEYS.event)},
    {table: "metric", observedAt, rows: countedIssues(issues, repository)}
  ];
}

/** How many issues there were of each project, type and priority, at each time when one came or went. */
function countedIssues(issues: readonly Issue[], repository: string | null): Table {
  const changes = new Map<string, Map<number, [created: number, resolved: number]>>();
  for (const {labels, created, resolved} of issues) {
    if (resolved === undefined) continue;
    const {project, type, priority} = labels;
    const told = Object.entries({project, type, priority}).flatMap(([name, word]) => (word ? [[name, word]] : []));
    const text = told.length ? labelText(Object.fromEntries(told)) : "";
    const mine = entryOf(changes, text, () => new Map<number, [number, number]>());
    entryOf(mine, created, () => [0, 0] as [number, number])[0]++;
    if (resolved !== null) entryOf(mine, resolved, () => [0, 0] as [number, number])[1]++;
  }
  const builder = tableBuilder<string>(TABLES.metric);
  for (const [labels, byTime] of changes) {
    const sum = {created: 0, resolved: 0};
    for (const [at, [created, resolved]] of [...byTime].sort(([a], [b]) => a - b)) {
      sum.created += created;
      sum.resolved += resolved;
      const row = {
        entity_kind: repository === null ? "global" : "repo",
        repo_key: repository,
        at,
        unit: "issues",
        labels: labels || null
      };
      builder.push({...row, metric: "open_issues", value: sum.created - sum.resolved});
      builder.push({...row, metric: "created_issues", value: sum.created});
      builder.push({...row, metric: "resolved_issues", value: sum.resolved});
    }
  }
  return sortRows(builder.build(), KEYS.metric);
}

import {type EventCount, eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const CODES = ["InsightAddition", "InsightEdit", "InsightRemoval"];

/** Insights that were created, changed and deleted. */
export const changesOfInsights: PingMetric = {
  title: "Additions, edits, removals",
  heading: "Additions count, edits count, and removals count",
  purpose: "How many insights people create, change and delete in a week.",
  upstream: upstream({
    type: "FE event",
    implementation: "The creation forms and the menu of an insight send an event once the server has agreed.",
    considerations:
      "Insights made through the API are not counted. A removal is a deletion, not a removal from a dashboard.",
    codes: CODES,
    changes: ["#17805"],
    added: "3.25",
    broken: [{from: "3.31.0", to: "3.35.0", what: "insights of the backend were not counted", fix: "#25317"}]
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "One event for each insight id that is new, changed or gone when the creation form is submitted or an editing session of a notebook ends and is saved.",
    considerations:
      "Autosave and undone changes count nothing. What an editor outside the app or the command line did to a file is told apart by its source: file, cli.",
    aggregation: "By week, by type of insight and by source",
    codes: CODES,
    added: "0.1.0",
    broken: [{from: "0.1.0", to: "0.1.0", what: "files changed outside the app were not counted", fix: "0.2.0"}]
  }),
  counts: [
    withSources("InsightAddition", "Additions"),
    withSources("InsightEdit", "Edits"),
    withSources("InsightRemoval", "Removals")
  ]
};

/** The count by type, and by where it was done, of those that say so. */
function withSources(code: string, label: string): EventCount {
  return {
    ...eventCount(code, label, "insightType"),
    parts(events) {
      const sources = events.flatMap(({name, argument}) => (name === code ? (argument.source ?? []) : []));
      return [...new Set(sources)].sort().map((source) => ({
        label: `by ${source}`,
        value: sources.filter((one) => one === source).length
      }));
    }
  };
}

import type {PingEvent} from "../event.ts";
import {OUTSIDE_SOURCES} from "../vocabulary.ts";
import {type PingMetric, tidemark, upstream} from "./metric.ts";

/** People who created their first insight. */
export const firstTimeCreators: PingMetric = {
  title: "First-time creators",
  heading: "First time insight creators count",
  purpose: "How many people create an insight for the first time; over all weeks, how many creators there are.",
  upstream: upstream({
    type: "FE event",
    implementation: "Users whose earliest addition that is still in the log lies in the week.",
    considerations:
      "Events are deleted after 93 days, so who pauses longer is new again and the sum over all weeks is too high. Whether creators by API count is left open; by the code they do not.",
    codes: ["WeeklyFirstTimeInsightCreators", "InsightAddition"],
    added: "3.25",
    broken: [{from: "3.31.0", to: "3.35.0", what: "insights of the backend were not counted, and more", fix: ""}]
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation: "People whose earliest addition of the whole log lies in the week: nothing is ever deleted by age.",
    considerations:
      "The open question is answered by showing both: the figure has creators in the app, beside it stands the number with creators by command line and by editing the file.",
    codes: ["InsightAddition"],
    added: "0.2.0"
  }),
  counts: [
    {
      is: "events",
      code: "WeeklyFirstTimeInsightCreators",
      label: "First-time creators",
      by: null,
      count: (events, history) => firstTime(events, history, isInApp),
      parts: (events, history) => [
        {label: "with files and command line", value: firstTime(events, history, () => true)}
      ]
    },
    {
      is: "events",
      code: "WeeklyInsightCreators",
      label: "Creators",
      by: null,
      count: (events) => creators(events, isInApp).size,
      parts: (events) => [{label: "with files and command line", value: creators(events, () => true).size}]
    }
  ]
};

const isInApp = ({argument}: PingEvent) => !OUTSIDE_SOURCES.includes(argument.source ?? "");

function creators(events: readonly PingEvent[], counts: (event: PingEvent) => boolean): Set<string> {
  return new Set(events.filter((event) => event.name === "InsightAddition" && counts(event)).map(({user}) => user));
}

function firstTime(
  events: readonly PingEvent[],
  history: readonly PingEvent[],
  counts: (event: PingEvent) => boolean
): number {
  const mine = new Set(events);
  const earlier = creators(
    history.filter((event) => !mine.has(event)),
    counts
  );
  return [...creators(events, counts)].filter((user) => !earlier.has(user)).length;
}

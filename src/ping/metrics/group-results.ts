import {eventCount, type PingMetric, tidemark, upstream} from "./metric.ts";

const COUNTS = [
  eventCount("GroupResultsChartBarHover", "Grouped results: bar hovers", "aggregationMode"),
  eventCount("GroupResultsChartBarClick", "Grouped results: bar clicks", "aggregationMode"),
  eventCount("GroupAggregationModeClicked", "Grouped results: mode changes", "aggregationMode")
];

/** The panel of grouped results. */
export const groupResults: PingMetric = {
  title: "Grouped results",
  heading: null,
  purpose: "Whether people look at results by repository, path, author or captured value.",
  upstream: upstream({
    type: "FE event",
    implementation: "Events of the browser in the panel beside search results.",
    considerations: "Bars are counted by the whole text of the argument, so by place in the chart too.",
    codes: [
      ...COUNTS.map(({code}) => code),
      "GroupResultsOpenSection",
      "GroupResultsCollapseSection",
      "GroupResultsInfoIconHover",
      "GroupResultsExpandedViewOpen",
      "GroupResultsExpandedViewCollapse",
      "GroupAggregationModeDisabledHover"
    ],
    added: "4.0"
  }),
  tidemark: tidemark({
    type: "FE event",
    implementation:
      "Recorded beside InsightHover and InsightDataPointClick where an insight of grouped results is drawn as bars, and when its form is set to group by something else.",
    considerations:
      "There is no panel beside search results here, so what opens, closes and explains it is not recorded, nor the place of a bar. Modes upstream did not have keep our words.",
    codes: COUNTS.map(({code}) => code),
    added: "0.2.0"
  }),
  counts: COUNTS
};

/** The events of the creation funnels, by kind of insight; kinds without a funnel of their own have none. */
import type {EventCode} from "../ping/event-types.ts";

type PlainCode = Extract<
  EventCode,
  `CodeInsight${string}Click` | `SearchBasedCreationPage${string}` | `CodeInsights${string}Click`
>;

/** What is recorded when the card is clicked, the form submitted, and the form left. */
export interface CreationEvents {
  readonly card?: PlainCode;
  readonly submit?: PlainCode;
  readonly cancel?: PlainCode;
}

const EVENTS: Readonly<Record<string, CreationEvents>> = {
  search: {
    card: "CodeInsightCreateSearchBasedInsightClick",
    submit: "SearchBasedCreationPageSubmitClick",
    cancel: "SearchBasedCreationPageCancelClick"
  },
  "capture-group": {
    card: "CodeInsightsCreateCaptureGroupInsightClick",
    submit: "CodeInsightsCaptureGroupCreationPageSubmitClick",
    cancel: "CodeInsightsCaptureGroupCreationPageCancelClick"
  },
  "group-by": {
    card: "CodeInsightsCreateComputeInsightClick",
    submit: "CodeInsightsComputeCreationPageSubmitClick",
    cancel: "CodeInsightsComputeCreationPageCancelClick"
  },
  "language-stats": {
    card: "CodeInsightsCreateCodeStatsInsightClick",
    submit: "CodeInsightsCodeStatsCreationPageSubmitClick",
    cancel: "CodeInsightsCodeStatsCreationPageCancelClick"
  },
  metric: {
    card: "CodeInsightsExploreInsightExtensionsClick",
    submit: "CodeInsightsMetricCreationPageSubmitClick",
    cancel: "CodeInsightsMetricCreationPageCancelClick"
  }
};

/** The events of a kind's funnel. */
export function creationEvents(kind: string): CreationEvents {
  return EVENTS[kind] ?? {};
}

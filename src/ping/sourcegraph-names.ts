/** The names of events in Sourcegraph's usage payload. Source: internal/usagestats/code_insights.go. */

/** Names of the page that defines the pings, and the names under which upstream's code stores and counts them. */
export const STORED_NAMES: Readonly<Record<string, string>> = {
  InsightsPageView: "ViewInsights",
  InsightsGetStartedPage: "ViewInsightsGetStartedPage",
  CodeInsightCreateSearchBasedInsightClick: "CodeInsightsCreateSearchBasedInsightClick",
  ViewSearchBasedCreationPage: "ViewCodeInsightsSearchBasedCreationPage",
  SearchBasedCreationPageSubmitClick: "CodeInsightsSearchBasedCreationPageSubmitClick",
  SearchBasedCreationPageCancelClick: "CodeInsightsSearchBasedCreationPageCancelClick"
};

/** What is counted for each type of insight: the field, and the event. */
export const BY_INSIGHT = {
  Additions: "InsightAddition",
  Edits: "InsightEdit",
  Removals: "InsightRemoval",
  Hovers: "InsightHover",
  UICustomizations: "InsightUICustomization",
  DataPointClicks: "InsightDataPointClick",
  FiltersChange: "InsightFiltersChange"
} as const;

/** The steps that are counted by name. The creation clicks of capture-group and compute insights are not among them. */
export const AGGREGATED: readonly string[] = [
  "ViewCodeInsightsCreationPage",
  "ViewCodeInsightsSearchBasedCreationPage",
  "ViewCodeInsightsCodeStatsCreationPage",
  "CodeInsightsCreateSearchBasedInsightClick",
  "CodeInsightsCreateCodeStatsInsightClick",
  "CodeInsightsExploreInsightExtensionsClick",
  "CodeInsightsSearchBasedCreationPageSubmitClick",
  "CodeInsightsSearchBasedCreationPageCancelClick",
  "CodeInsightsCodeStatsCreationPageSubmitClick",
  "CodeInsightsCodeStatsCreationPageCancelClick",
  "InsightsGetStartedPageQueryModification",
  "InsightsGetStartedPageRepositoriesModification",
  "InsightsGetStartedPrimaryCTAClick",
  "InsightsGetStartedBigTemplateClick",
  "InsightGetStartedTemplateCopyClick",
  "InsightGetStartedTemplateClick",
  "InsightsGetStartedDocsClicks"
];

/** What happens when the results of a search are counted by group. */
export const LIMIT_EVENTS: readonly string[] = [
  "ProactiveLimitHit",
  "ProactiveLimitSuccess",
  "ExplicitLimitHit",
  "ExplicitLimitSuccess"
];

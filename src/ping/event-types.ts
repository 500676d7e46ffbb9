/**
 * Every event that is recorded: its code, its argument, the fields of Sourcegraph's payload it is counted in, and what
 * changed from version to version. `log.record` takes nothing else. Codes are those of the page that defines the pings, or
 * of Sourcegraph's code where that page has none.
 */
import type {ArgumentName, ArgumentWord} from "./vocabulary.ts";

/** A member of an argument: `required`, or `optional`. */
type ArgumentShape = Readonly<Partial<Record<ArgumentName, "required" | "optional">>>;

/** What is known of a type of event. */
export interface EventType {
  readonly when: string;
  readonly argument: ArgumentShape;
  /** The fields of Sourcegraph's payload that count it; none for an event that upstream never counted. */
  readonly payload: readonly string[];
  /** One note a version of the event, oldest first: the Tidemark that brought it, and what it changed. */
  readonly versions: readonly (readonly [since: string, note: string])[];
}

const NEW = [["0.2.0", "first recorded"]] as const;
const OLD = ["0.1.0", "first recorded"] as const;
const BY_INSIGHT = {insightType: "required"} as const;
const MODE = {aggregationMode: "required"} as const;
const AGGREGATED = ["WeeklyAggregatedUsage"] as const;

export const EVENT_TYPES = {
  // insights
  InsightAddition: {
    when: "an insight was created",
    argument: {insightType: "required", source: "optional"},
    payload: ["WeeklyUsageStatisticsByInsight[].Additions", "WeeklyInsightCreators", "WeeklyFirstTimeInsightCreators"],
    versions: [OLD, ["0.2.0", "source says where it was made: form, editor, import, file, cli"]]
  },
  InsightEdit: {
    when: "an insight was changed",
    argument: {insightType: "required", source: "optional"},
    payload: ["WeeklyUsageStatisticsByInsight[].Edits"],
    versions: [OLD, ["0.2.0", "source says where it was changed"]]
  },
  InsightRemoval: {
    when: "an insight was deleted",
    argument: {insightType: "required", source: "optional"},
    payload: ["WeeklyUsageStatisticsByInsight[].Removals"],
    versions: [OLD, ["0.2.0", "source says where it was deleted"]]
  },
  InsightHover: {
    when: "the tooltip of a data point appeared",
    argument: BY_INSIGHT,
    payload: ["WeeklyUsageStatisticsByInsight[].Hovers"],
    versions: [OLD]
  },
  InsightUICustomization: {
    when: "a chart was resized",
    argument: BY_INSIGHT,
    payload: ["WeeklyUsageStatisticsByInsight[].UICustomizations"],
    versions: [OLD]
  },
  InsightDataPointClick: {
    when: "a data point was opened",
    argument: BY_INSIGHT,
    payload: ["WeeklyUsageStatisticsByInsight[].DataPointClicks"],
    versions: [OLD]
  },
  InsightFiltersChange: {
    when: "the filters of an insight were changed, and left alone for a second",
    argument: BY_INSIGHT,
    payload: ["WeeklyUsageStatisticsByInsight[].FiltersChange"],
    versions: NEW
  },
  InsightsDataExportRequest: {
    when: "the data of an insight was exported",
    argument: {},
    payload: ["WeeklyDataExportClicks"],
    versions: NEW
  },
  InsightConfigureClick: {
    when: "a notebook's own settings were opened from its card",
    argument: {},
    payload: ["WeeklyInsightConfigureClick"],
    versions: NEW
  },
  InsightAddMoreClick: {
    when: "“Add insights” was clicked on a notebook",
    argument: {},
    payload: ["WeeklyInsightAddMoreClick"],
    versions: NEW
  },

  // pages
  InsightsPageView: {
    when: "a page that shows or creates insights was shown",
    argument: {},
    payload: ["WeeklyInsightsPageViews", "WeeklyInsightsUniquePageViews"],
    versions: [OLD, ["0.2.0", "pages without insights (data, pings, docs, settings) no longer count"]]
  },
  InsightsUniquePageView: {
    when: "a person saw such a page for the first time in a week",
    argument: {},
    payload: [],
    versions: [OLD, ["0.2.0", "pages without insights no longer count"]]
  },
  StandaloneInsightPageViewed: {
    when: "the page of one insight was shown",
    argument: {},
    payload: ["WeeklyStandaloneInsightPageViews", "WeeklyStandaloneInsightUniquePageViews"],
    versions: NEW
  },
  StandaloneInsightDashboardClick: {
    when: "the notebook of an insight was opened from the insight's own page",
    argument: {},
    payload: ["WeeklyStandaloneDashboardClicks", "WeeklyStandaloneInsightUniqueDashboardClicks"],
    versions: NEW
  },
  StandaloneInsightPageEditClick: {
    when: "“Edit” was clicked on an insight's own page",
    argument: {},
    payload: ["WeeklyStandaloneEditClicks", "WeeklyStandaloneInsightUniqueEditClicks"],
    versions: NEW
  },

  // get started
  InsightsGetStartedPage: {
    when: "the get-started page was shown",
    argument: {},
    payload: ["WeeklyInsightsGetStartedPageViews", "WeeklyInsightsGetStartedUniquePageViews"],
    versions: NEW
  },
  InsightsGetStartedPageQueryModification: {
    when: "the query of the live example was changed, and left alone for a second",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  InsightsGetStartedPageRepositoriesModification: {
    when: "the repositories of the live example were changed, and left alone for a second",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  InsightsGetStartedPrimaryCTAClick: {
    when: "“Create your first insight” was clicked",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  InsightsGetStartedTabClick: {
    when: "a tab of templates was chosen",
    argument: {title: "required"},
    payload: ["WeeklyGetStartedTabClickByTab"],
    versions: NEW
  },
  InsightsGetStartedTabMoreClick: {
    when: "“Show more” was clicked in a tab of templates",
    argument: {title: "required"},
    payload: ["WeeklyGetStartedTabMoreClickByTab"],
    versions: NEW
  },
  InsightGetStartedTemplateClick: {
    when: "“Use this template” was clicked",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  InsightGetStartedTemplateCopyClick: {
    when: "the query of a template was copied",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  InsightsGetStartedDocsClicks: {
    when: "a link to the docs was clicked on the get-started page",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },

  // the get-started page of a public demo
  CloudInsightsGetStartedPageQueryModification: {
    when: "InsightsGetStartedPageQueryModification, where the app runs as a public demo",
    argument: {},
    payload: [],
    versions: NEW
  },
  CloudInsightsGetStartedPageRepositoriesModification: {
    when: "InsightsGetStartedPageRepositoriesModification, where the app runs as a public demo",
    argument: {},
    payload: [],
    versions: NEW
  },
  CloudInsightsGetStartedPrimaryCTAClick: {
    when: "InsightsGetStartedPrimaryCTAClick, where the app runs as a public demo",
    argument: {},
    payload: [],
    versions: NEW
  },
  CloudInsightsGetStartedTabClick: {
    when: "InsightsGetStartedTabClick, where the app runs as a public demo",
    argument: {title: "required"},
    payload: [],
    versions: NEW
  },
  CloudInsightsGetStartedTabMoreClick: {
    when: "InsightsGetStartedTabMoreClick, where the app runs as a public demo",
    argument: {title: "required"},
    payload: [],
    versions: NEW
  },
  CloudInsightGetStartedTemplateClick: {
    when: "InsightGetStartedTemplateClick, where the app runs as a public demo",
    argument: {},
    payload: [],
    versions: NEW
  },
  CloudInsightsGetStartedDocsClicks: {
    when: "InsightsGetStartedDocsClicks, where the app runs as a public demo",
    argument: {},
    payload: [],
    versions: NEW
  },

  // creation
  ViewCodeInsightsCreationPage: {
    when: "the page with the creation cards was shown",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightCreateSearchBasedInsightClick: {
    when: "the card “Track changes” was clicked",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  ViewSearchBasedCreationPage: {
    when: "the form of a search insight was shown, for a new one or to edit one",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  SearchBasedCreationPageSubmitClick: {
    when: "the form of a search insight was submitted",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  SearchBasedCreationPageCancelClick: {
    when: "the form of a search insight was cancelled",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightsCreateCodeStatsInsightClick: {
    when: "the card “Language usage” was clicked",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  ViewCodeInsightsCodeStatsCreationPage: {
    when: "the form of a language insight was shown, for a new one or to edit one",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightsCodeStatsCreationPageSubmitClick: {
    when: "the form of a language insight was submitted",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightsCodeStatsCreationPageCancelClick: {
    when: "the form of a language insight was cancelled",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightsExploreInsightExtensionsClick: {
    when: "the card “Third-party metric” was clicked: the gallery of importers takes the place of the extensions",
    argument: {},
    payload: AGGREGATED,
    versions: NEW
  },
  CodeInsightsCreateCaptureGroupInsightClick: {
    when: "the card “Detect and track patterns” was clicked",
    argument: {},
    payload: [],
    versions: NEW
  },
  ViewCodeInsightsCaptureGroupCreationPage: {
    when: "the form of a capture-group insight was shown, for a new one or to edit one",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsCaptureGroupCreationPageSubmitClick: {
    when: "the form of a capture-group insight was submitted",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsCaptureGroupCreationPageCancelClick: {
    when: "the form of a capture-group insight was cancelled",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsCreateComputeInsightClick: {
    when: "the card “Group results” was clicked",
    argument: {},
    payload: [],
    versions: NEW
  },
  ViewCodeInsightsComputeCreationPage: {
    when: "the form of a group-results insight was shown, for a new one or to edit one",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsComputeCreationPageSubmitClick: {
    when: "the form of a group-results insight was submitted",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsComputeCreationPageCancelClick: {
    when: "the form of a group-results insight was cancelled",
    argument: {},
    payload: [],
    versions: NEW
  },
  ViewCodeInsightsMetricCreationPage: {
    when: "the form of a third-party metric was shown, for a new one or to edit one",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsMetricCreationPageSubmitClick: {
    when: "the form of a third-party metric was submitted",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsMetricCreationPageCancelClick: {
    when: "the form of a third-party metric was cancelled",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsSearchBasedFilterUpdating: {
    when: "filters were saved as an insight's own",
    argument: {},
    payload: [],
    versions: NEW
  },
  CodeInsightsSearchBasedFilterInsightCreation: {
    when: "filters were saved as a new insight",
    argument: {},
    payload: [],
    versions: NEW
  },

  // results by group
  GroupResultsChartBarHover: {
    when: "the tooltip of a bar of grouped results appeared",
    argument: MODE,
    payload: ["WeeklyGroupResultsChartBarHover"],
    versions: NEW
  },
  GroupResultsChartBarClick: {
    when: "a bar of grouped results was opened",
    argument: MODE,
    payload: ["WeeklyGroupResultsChartBarClick"],
    versions: NEW
  },
  GroupAggregationModeClicked: {
    when: "results were grouped by something else",
    argument: MODE,
    payload: ["WeeklyGroupResultsAggregationModeClicked"],
    versions: NEW
  }
} as const satisfies Readonly<Record<string, EventType>>;

/** The code of an event that can be recorded. */
export type EventCode = keyof typeof EVENT_TYPES;

type Shape<Code extends EventCode> = (typeof EVENT_TYPES)[Code]["argument"];
type Required<S> = {
  readonly [K in keyof S as S[K] extends "required" ? K : never]: K extends ArgumentName ? ArgumentWord<K> : never;
};
type Optional<S> = {
  readonly [K in keyof S as S[K] extends "optional" ? K : never]?: K extends ArgumentName ? ArgumentWord<K> : never;
};

/** The argument of an event: what it must say and may say, in words of the vocabulary. */
export type EventArgument<Code extends EventCode> = Required<Shape<Code>> & Optional<Shape<Code>>;

/** How an event is recorded: an argument only where it has one. */
export type EventCall<Code extends EventCode> =
  Record<never, never> extends EventArgument<Code> ? [argument?: EventArgument<Code>] : [argument: EventArgument<Code>];

/** True for the code of an event that is known here. */
export function isEventCode(code: string): code is EventCode {
  return Object.hasOwn(EVENT_TYPES, code);
}

/**
 * The names of the get-started page's events where the app runs as a public demo. Source: Sourcegraph's cloud landing page.
 */
export const DEMO_CODES: Readonly<Partial<Record<EventCode, EventCode>>> = {
  InsightsGetStartedPageQueryModification: "CloudInsightsGetStartedPageQueryModification",
  InsightsGetStartedPageRepositoriesModification: "CloudInsightsGetStartedPageRepositoriesModification",
  InsightsGetStartedPrimaryCTAClick: "CloudInsightsGetStartedPrimaryCTAClick",
  InsightsGetStartedTabClick: "CloudInsightsGetStartedTabClick",
  InsightsGetStartedTabMoreClick: "CloudInsightsGetStartedTabMoreClick",
  InsightGetStartedTemplateClick: "CloudInsightGetStartedTemplateClick",
  InsightsGetStartedDocsClicks: "CloudInsightsGetStartedDocsClicks"
};

/** An event as a public demo records it: acts on its get-started page have names, and its live example a type, of their own. */
export function demoEvent(
  code: EventCode,
  argument: Readonly<Record<string, string>>
): {readonly name: EventCode; readonly argument: Readonly<Record<string, string>>} {
  const isExample = argument.insightType === "InProductLandingPageInsight";
  return {
    name: DEMO_CODES[code] ?? code,
    argument: isExample ? {...argument, insightType: "CloudLandingPageInsight"} : argument
  };
}

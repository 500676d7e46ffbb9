/**
 * The words that arguments of events may hold. The lists are closed: a log has no room for a query, a title, a repository
 * or a path, because nothing but these words is ever written to it or read from it.
 */

/** Types of insights. Source: Sourcegraph's CodeInsightTrackType; the last three upstream did not have. */
export const INSIGHT_TYPES = [
  "SearchBased",
  "CaptureGroup",
  "LangStats",
  "ComputeInsight",
  "InProductLandingPageInsight",
  "CloudLandingPageInsight",
  "metric",
  "formula",
  "unknown"
] as const;
export type InsightType = (typeof INSIGHT_TYPES)[number];

/**
 * Where an insight was made, changed or deleted: in the creation form, in a notebook's editor, from an import, by a file
 * that something else wrote, by the command line. The first three are acts in the app.
 */
export const EVENT_SOURCES = ["form", "editor", "import", "file", "cli"] as const;
export type EventSource = (typeof EVENT_SOURCES)[number];

/** Sources that are no act in the app; Sourcegraph did not count those. */
export const OUTSIDE_SOURCES: readonly string[] = ["file", "cli"] satisfies readonly EventSource[];

/** Titles of the tabs of templates. */
export const TAB_TITLES = [
  "Popular",
  "Migration",
  "Adoption",
  "Deprecation",
  "Versions and patterns",
  "Code health",
  "Security",
  "Go code checker",
  "Other"
] as const;
export type TabTitle = (typeof TAB_TITLES)[number];

/** By what the results of a search are grouped. Source: Sourcegraph's SearchAggregationMode; the last five it did not have. */
export const AGGREGATION_MODES = [
  "REPO",
  "PATH",
  "AUTHOR",
  "CAPTURE_GROUP",
  "REPO_METADATA",
  "DIRECTORY",
  "LANGUAGE",
  "DATE",
  "OWNER",
  "TEAM"
] as const;
export type AggregationMode = (typeof AGGREGATION_MODES)[number];

/** The members an argument can have, and the words of each. */
export const ARGUMENT_WORDS = {
  insightType: INSIGHT_TYPES,
  source: EVENT_SOURCES,
  title: TAB_TITLES,
  aggregationMode: AGGREGATION_MODES
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type ArgumentName = keyof typeof ARGUMENT_WORDS;
export type ArgumentWord<Name extends ArgumentName> = (typeof ARGUMENT_WORDS)[Name][number];

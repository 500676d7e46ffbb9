/**
 * Our words for Sourcegraph's: what kinds of insights, scopes, engines and presentations of Tidemark are in its pings. One
 * table for each; what upstream never had keeps our own word.
 */
import type {AggregationMode, InsightType} from "./vocabulary.ts";

/** A kind of insight in pings: its type, and how its series are generated. */
interface UpstreamKind {
  readonly insightType: InsightType;
  readonly method: string;
  readonly captureGroups: boolean;
  /** The presentation of an insight that names none. */
  readonly presentation: string;
}

/** Kinds of insights. Source: Sourcegraph's CodeInsightTrackType and GenerationMethod. */
export const UPSTREAM_KINDS: Readonly<Record<string, UpstreamKind>> = {
  search: {insightType: "SearchBased", method: "search", captureGroups: false, presentation: "line"},
  "capture-group": {insightType: "CaptureGroup", method: "search-compute", captureGroups: true, presentation: "line"},
  "group-by": {insightType: "ComputeInsight", method: "mapping-compute", captureGroups: false, presentation: "bar"},
  "language-stats": {insightType: "LangStats", method: "language-stats", captureGroups: false, presentation: "pie"},
  metric: {insightType: "metric", method: "metric", captureGroups: false, presentation: "line"},
  formula: {insightType: "formula", method: "formula", captureGroups: false, presentation: "line"}
};

const UNKNOWN_KIND: UpstreamKind = {
  insightType: "unknown",
  method: "unknown",
  captureGroups: false,
  presentation: "line"
};

/** What a kind of insight is in pings; "unknown" for a word that is no kind. */
export function upstreamKind(kind: string): UpstreamKind {
  return Object.hasOwn(UPSTREAM_KINDS, kind) ? UPSTREAM_KINDS[kind]! : UNKNOWN_KIND;
}

/** By what results are grouped (`by:`); groups that upstream never had keep our word. */
export const UPSTREAM_MODES = {
  repository: "REPO",
  path: "PATH",
  author: "AUTHOR",
  capture: "CAPTURE_GROUP",
  directory: "DIRECTORY",
  language: "LANGUAGE",
  date: "DATE",
  owner: "OWNER",
  team: "TEAM"
} as const satisfies Readonly<Record<string, AggregationMode>>;

/** The mode of a word; null for one that is no grouping. */
export function aggregationMode(by: unknown): AggregationMode | null {
  return typeof by === "string" && Object.hasOwn(UPSTREAM_MODES, by)
    ? UPSTREAM_MODES[by as keyof typeof UPSTREAM_MODES]
    : null;
}

/** Presentations: upstream has lines and pies, and all that is not a pie is a line of points in time to it. */
export const UPSTREAM_VIEWS: Readonly<Record<string, "LINE" | "PIE">> = {
  line: "LINE",
  area: "LINE",
  stacked: "LINE",
  "percent-stacked": "LINE",
  bar: "LINE",
  number: "LINE",
  table: "LINE",
  pie: "PIE"
};

/** Where values come from: imported and kept ("recorded"), or counted anew from imported matches when they are shown. */
export const UPSTREAM_STORAGE = {imported: "recorded", computed: "jit"} as const;

/** Which repositories: a list of names, a condition on names, all of them. */
export const UPSTREAM_SCOPES = {names: "scoped", condition: "repo-search", all: "global"} as const;
export type Scope = keyof typeof UPSTREAM_SCOPES;

/** `<method>::<scope>::<storage>`, where capture groups have a method of their own. Source: Sourcegraph's ping SQL. */
export function generationOf({
  method,
  captureGroups,
  scope,
  storage
}: {
  readonly method: string;
  readonly captureGroups: boolean;
  readonly scope: Scope;
  readonly storage: keyof typeof UPSTREAM_STORAGE;
}): string {
  const isSearch = method === "search" || method === "search-compute";
  return `${isSearch && captureGroups ? "capture-groups" : method}::${UPSTREAM_SCOPES[scope]}::${UPSTREAM_STORAGE[storage]}`;
}

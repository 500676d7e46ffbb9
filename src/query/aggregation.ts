/** By what the results of a search can be counted, and the search behind one of the counts. Source: aggregates_resolvers. */
import {isTidemarkError} from "../error.ts";
import {findGroups, onlyRegexp, replaceCapture} from "./capture-group.ts";
import {addAuthor, addFile, addMetadata, addRepository, withFilters} from "./edit.ts";
import {detectSearchType, readQuery} from "./plan.ts";
import type {SearchType} from "./search-type.ts";
import {isSingleRepository} from "./single-repository.ts";
import type {Filter} from "./tree.ts";

/** What the results of a search are counted by. */
export const AGGREGATION_MODES = ["repo", "path", "author", "capture-group", "repo-metadata"] as const;
export type AggregationMode = (typeof AGGREGATION_MODES)[number];

/** Why a search cannot be counted so. `filter` is the one that is in the way: `select:symbol`. */
export interface AggregationRefusal {
  readonly code:
    | "invalid-query"
    | "path-unsupported"
    | "author-needs-commit-or-diff"
    | "capture-group-needs-regexp"
    | "capture-group-several-patterns"
    | "capture-group-unsupported"
    | "repo-metadata-needs-select-repo";
  readonly text: string;
  readonly filter?: string;
}

const WITHOUT_PATH = ["type:commit", "type:diff", "type:repo", "select:commit", "select:diff", "select:repo"];
const WITHOUT_CAPTURE = ["type:diff", "type:symbol", "select:repo", "select:file", "select:commit", "select:symbol"];

/** Why the results of a query cannot be counted by a mode; null when they can. */
export function aggregationRefusal(mode: AggregationMode, query: string, given: SearchType): AggregationRefusal | null {
  const {value: plan, messages} = readQuery(query, given);
  if (!plan) return {code: "invalid-query", text: `This query cannot be run: ${messages[0]!.text}`};
  const kinds = plan.flatMap(({filters}) => filters.filter(({field}) => field === "type" || field === "select"));
  if (mode === "path") return refusedBy(WITHOUT_PATH, "path-unsupported", kinds);
  if (mode === "author" && !kinds.some(({value}) => value === "commit" || value === "diff"))
    return {
      code: "author-needs-commit-or-diff",
      text: "Only commits and diffs have authors: add type:commit or type:diff."
    };
  if (mode === "repo-metadata" && !kinds.some(({field, value}) => field === "select" && value === "repo"))
    return {code: "repo-metadata-needs-select-repo", text: "Only repositories have metadata: add select:repo."};
  if (mode === "capture-group")
    return (
      captureRefusal(query, detectSearchType(query, given)) ??
      refusedBy(WITHOUT_CAPTURE, "capture-group-unsupported", kinds)
    );
  return null;
}

/** The mode a search is first counted by: the most telling one that is possible. */
export function defaultAggregationMode(query: string, given: SearchType): AggregationMode {
  const can = (mode: AggregationMode) => aggregationRefusal(mode, query, given) === null;
  if (can("capture-group")) return "capture-group";
  if (can("author")) return "author";
  return can("path") && isOfOneRepository(query) ? "path" : "repo";
}

/**
 * The search for the results of one group.
 * @throws TidemarkError "query/invalid", and as addMetadata and replaceCapture.
 */
export function drillDownQuery(mode: AggregationMode, query: string, group: string, given: SearchType): string {
  if (mode === "repo") return addRepository(query, group);
  if (mode === "path") return addFile(query, group);
  if (mode === "author") return addAuthor(query, group);
  if (mode === "repo-metadata") return addMetadata(query, group);
  const type = detectSearchType(query, given);
  return withFilters(replaceCapture(query, group, type), [["case", "yes"]], type);
}

function isOfOneRepository(query: string): boolean {
  try {
    return isSingleRepository(query);
  } catch (error) {
    if (isTidemarkError(error)) return false;
    throw error;
  }
}

function captureRefusal(query: string, type: SearchType): AggregationRefusal | null {
  const needsRegexp: AggregationRefusal = {
    code: "capture-group-needs-regexp",
    text: "Captured values need a regular expression with a group."
  };
  if (type !== "regexp" && type !== "standard") return needsRegexp;
  try {
    return findGroups(onlyRegexp(query, type)).some(({capturing}) => capturing) ? null : needsRegexp;
  } catch (error) {
    if (!isTidemarkError(error)) throw error;
    return error.code === "query/several-patterns"
      ? {code: "capture-group-several-patterns", text: error.message}
      : needsRegexp;
  }
}

function refusedBy(
  without: readonly string[],
  code: "path-unsupported" | "capture-group-unsupported",
  kinds: readonly Filter[]
): AggregationRefusal | null {
  const written = kinds.map(({field, value}) => `${field}:${value.toLowerCase()}`);
  const filter = written.find((text) => without.includes(text));
  return filter === undefined ? null : {code, filter, text: `A search with ${filter} cannot be counted like this.`};
}

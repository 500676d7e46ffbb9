/** Counting the results of a search by repository, path, author, captured value or metadata. */
import type {AggregationMode} from "../query/aggregation.ts";
import {onlyRegexp} from "../query/capture-group.ts";
import {NO_METADATA} from "../query/edit.ts";
import {detectSearchType, queryPlan} from "../query/plan.ts";
import {compileRegex} from "../regex.ts";
import {captureLabel} from "./captures.ts";

/** A pair of a repository's metadata; a key may stand alone. */
export interface Metadata {
  readonly key: string;
  readonly value: string | null;
}

/** A result of a search, as far as counting cares. */
export type SearchResult =
  /** Found in a file: the text of each matched range. */
  | {readonly type: "content"; readonly repository: string; readonly path: string; readonly matches: readonly string[]}
  | {readonly type: "path"; readonly repository: string; readonly path: string}
  | {readonly type: "symbol"; readonly repository: string; readonly path: string; readonly symbols: readonly string[]}
  | {readonly type: "repo"; readonly repository: string; readonly metadata: readonly Metadata[]}
  | {
      readonly type: "commit" | "diff";
      readonly repository: string;
      readonly author: string;
      readonly message: string;
      /** How many ranges matched. */
      readonly matches: number;
    };

/** The groups of one result, and how much it adds to each. */
export type Groups = (result: SearchResult) => readonly (readonly [group: string, count: number])[];

/**
 * How results are told apart and counted, for one after another. A query is needed for captured values only: they are those of
 * the first group of its expression; letters match in either case unless the query says `case:yes`.
 * @throws TidemarkError as onlyRegexp. Source: Sourcegraph internal/insights/aggregation.
 */
export function groupCounter(mode: AggregationMode, query: string): Groups {
  return mode === "capture-group" ? capturesBy(query) : GROUPS[mode];
}

const GROUPS: Readonly<Record<Exclude<AggregationMode, "capture-group">, Groups>> = {
  repo: (result) => [[result.repository, countOf(result)]],
  path: (result) =>
    result.type === "content" || result.type === "path" || result.type === "symbol"
      ? [[result.path, countOf(result)]]
      : [],
  author: (result) =>
    (result.type === "commit" || result.type === "diff") && result.author ? [[result.author, countOf(result)]] : [],
  // a repository stands in the group of each of its keys
  "repo-metadata": (result) => {
    const metadata = result.type === "repo" ? result.metadata : [];
    const groups = metadata.map(({key, value}) => (value ? `${key}:${value}` : key));
    return (groups.length ? groups : [NO_METADATA]).map((group) => [group, countOf(result)]);
  }
};

/** Matched ranges of content and commits, symbols of a file; a path or a repository is one. */
function countOf(result: SearchResult): number {
  if (result.type === "content") return result.matches.length;
  if (result.type === "symbol") return result.symbols.length;
  return result.type === "commit" || result.type === "diff" ? result.matches : 1;
}

function capturesBy(query: string): Groups {
  const type = detectSearchType(query, "regexp");
  const pattern = onlyRegexp(query, type);
  const isCased = queryPlan(query, "regexp").some(({filters}) =>
    filters.some(({field, value}) => field === "case" && /^(?:y|yes|true|t|1)$/i.test(value))
  );
  const regex = compileRegex(isCased ? pattern : `(?i:${pattern})`);
  return (result) =>
    textsOf(result).flatMap((text) =>
      regex
        .matchAll(text)
        .flatMap(([value]) => (value === null || value === undefined ? [] : [[captureLabel(value), 1] as const]))
    );
}

/** Where captured values are looked for. Diffs and symbols have no text of their own. */
function textsOf(result: SearchResult): readonly string[] {
  if (result.type === "content") return result.matches;
  if (result.type === "path") return [result.path];
  if (result.type === "repo") return [result.repository];
  return result.type === "commit" ? [result.message] : [];
}

/**
 * Results of a search one by one, as `src search -stream -json` prints them: for counting them without an import. Source:
 * src-cli cmd/src/search_stream.go, Sourcegraph internal/search/streaming/http/events.go.
 */
import type {ReadContext, Source} from "./importer.ts";
import {isObject, type JsonObject} from "./json.ts";
import {eachJsonLine} from "./json-lines.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {matchesOf} from "./sourcegraph-match.ts";

/** A result with what groups are made of; `matches` are the texts that were found, or of a commit how many. */
export type FoundResult =
  | {readonly type: "content"; readonly repository: string; readonly path: string; readonly matches: readonly string[]}
  | {readonly type: "path"; readonly repository: string; readonly path: string}
  | {readonly type: "symbol"; readonly repository: string; readonly path: string; readonly symbols: readonly string[]}
  | {
      readonly type: "repo";
      readonly repository: string;
      readonly metadata: readonly {readonly key: string; readonly value: string | null}[];
    }
  | {
      readonly type: "commit" | "diff";
      readonly repository: string;
      readonly author: string;
      readonly message: string;
      readonly matches: number;
    };

/** What a file of results said beside them. */
export interface ResultsRead {
  /** Why there may be more results than those, as sentences; empty when the search was whole. */
  readonly limits: readonly string[];
  readonly problems: ProblemList;
}

const SKIPPED_RESULTS = /-limit$|timeout|timedout|missing|cloning|^display$|^error$/;

/** Passes on every result of a file. Lines that are none are left out and told. */
export async function eachResult(
  source: Source,
  context: Pick<ReadContext, "signal" | "progress">,
  onResult: (result: FoundResult) => void
): Promise<ResultsRead> {
  const problems = problemList();
  let progress: JsonObject | null = null;
  const whole = {answers: {}, beside: new Map(), known: {repositories: [], commitTime: () => null}, ...context};
  const {cuts} = await eachJsonLine(source, whole, problems, (event, {number}) => {
    if (!isObject(event)) return problems.skip("results/no-event", "A line is JSON but no result of a search.", number);
    if (typeof event.done === "boolean") {
      progress = event;
      return;
    }
    const result = resultOf(event);
    if (result) onResult(result);
    else if (typeof event.type === "string")
      problems.skip("results/unknown", "A result is of no known type, or names no repository.", number);
    else problems.note("results/other", "Lines that are no results were passed over.", number);
  });
  return {limits: [...cuts, ...limitsOf(progress)], problems};
}

/** The result of an event; null for one that is none. */
export function resultOf(event: JsonObject): FoundResult | null {
  const {type} = event;
  if (type !== "content" && type !== "path" && type !== "symbol" && type !== "repo" && type !== "commit") return null;
  const found = matchesOf(event);
  if ("error" in found) return null;
  const {repository, matches} = found;
  const path = found.path ?? "";
  const texts = matches.map(({matched}) => matched ?? "");
  if (type === "commit")
    return {
      // a diff comes as a commit whose content is one
      type: typeof event.content === "string" && event.content.startsWith("```diff") ? "diff" : "commit",
      repository,
      author: typeof event.authorName === "string" ? event.authorName : "",
      message: typeof event.message === "string" ? event.message : "",
      matches: matches.length
    };
  if (type === "repo") return {type, repository, metadata: metadataOf(event.metadata)};
  if (type === "symbol") return {type, repository, path, symbols: texts};
  // content that was found by its name alone has no text
  return type === "content" && matches.some(({matched}) => matched !== null)
    ? {type, repository, path, matches: texts}
    : {type: "path", repository, path};
}

function metadataOf(metadata: unknown): {key: string; value: string | null}[] {
  if (!isObject(metadata)) return [];
  return Object.entries(metadata).map(([key, value]) => ({key, value: typeof value === "string" ? value : null}));
}

function limitsOf(progress: JsonObject | null): string[] {
  if (!progress) return ["The last line of the search, its progress, is missing: the output may be cut."];
  const skipped = Array.isArray(progress.skipped) ? progress.skipped.filter(isObject) : [];
  return [
    ...(progress.done === false ? ["The search was not done when this was written."] : []),
    ...skipped
      .filter(({reason}) => typeof reason === "string" && SKIPPED_RESULTS.test(reason))
      .map(({reason, title}) => `${typeof title === "string" && title ? title : "Not all was searched"} (${reason})`)
  ];
}

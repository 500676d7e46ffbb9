/** What the files of a clone cannot answer. */
import {TidemarkError} from "../error.ts";

/** The error of a query that a clone cannot answer; `why` is the end of its sentence. */
export function unsupported(query: string, why: string): TidemarkError {
  return new TidemarkError("query/unsupported", `${JSON.stringify(query)} cannot be answered from a clone: ${why}.`, {
    query
  });
}

/** Why a filter cannot be answered, and what to do: the end of a sentence that begins with the filter. */
export function beyondClone(field: string): string {
  return FILTERS[field] ?? "is not read here";
}

const IN_TIME = "asks for commits in a span of time; sample times are the step and points of the insight";

const FILTERS: Readonly<Record<string, string>> = {
  author: "asks who wrote commits",
  committer: "asks who made commits",
  message: "asks for the messages of commits",
  before: IN_TIME,
  after: IN_TIME,
  rev: "asks for a revision; the history of HEAD is searched at each sample time",
  context: "names a search context of a server; choose the clones with --repos",
  repohascommitafter: "chooses repositories by what was committed lately, which is another thing at each sample time",
  rule: "belongs to structural search"
};

/** Why a function of repo: or file: cannot be answered, and what to do: the end of a sentence that begins with it. */
export function predicateBeyondClone(field: string, name: string): string {
  if (/commit\.after$/.test(name))
    return "chooses repositories by what was committed lately, which is another thing at each sample time; choose the clones with --repos";
  if (field === "repo")
    return "asks what a server knows of repositories, which no clone holds; choose the clones with --repos or --scope";
  if (name === "has.owner") return "asks for owners; filter or group the insight by owner, which needs no search";
  if (name === "has.contributor") return "asks who wrote commits";
  return "is not read here";
}

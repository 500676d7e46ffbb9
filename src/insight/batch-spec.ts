/**
 * A batch-change spec for what still matches: which repositories, a step to write the change into, and the change request.
 * Source of the format: Sourcegraph, batch spec YAML reference, version 2. It reads queries as keyword searches unless they say
 * otherwise; ours always do.
 */
import {isoDate} from "../time.ts";

/** What is to be changed, as a point of an insight shows it. */
export interface BatchTask {
  /** The insight, and the series of the point. */
  readonly title: string;
  readonly label: string;
  /** The search for it as it is now; null where none is known, and repositories alone are named. */
  readonly query: string | null;
  /** Epoch ms of the point, and the repositories that held something then, the most first. */
  readonly at: number;
  readonly repositories: readonly {readonly repository: string; readonly value: number}[];
}

/** Repositories that are named in a comment; of more their number is said. */
const MOST_NAMED = 200;

/** The spec as YAML text. What stands at the point is a comment beside the search, as the search is of now. */
export function batchSpec({title, label, query, at, repositories}: BatchTask): string {
  const what = title === label ? title : `${title}: ${label}`;
  const name = nameOf(what);
  const named = repositories.slice(0, MOST_NAMED);
  const more = repositories.length - named.length;
  const files = query === null ? "$(git ls-files)" : '${{ join repository.search_result_paths " " }}';
  return [
    "version: 2",
    `name: ${text(name)}`,
    `description: ${text(what)}`,
    "on:",
    ...(query === null
      ? repositories.map(({repository}) => `  - repository: ${text(repository)}`)
      : [
          `  - repositoriesMatchingQuery: ${text(query)}`,
          `  # On ${isoDate(at)} there ${repositories.length === 1 ? "was 1 repository" : `were ${repositories.length} repositories`} with it:`,
          ...named.map(({repository, value}) => `  #   ${oneLine(repository)} (${value})`),
          ...(more > 0 ? [`  #   and ${more} more`] : [])
        ]),
    "steps:",
    "  # Put the change here.",
    `  - run: ${text(`sed -i 's/OLD/NEW/g' ${files}`)}`,
    "    container: alpine:3",
    "changesetTemplate:",
    `  title: ${text(what)}`,
    `  body: ${text(what)}`,
    `  branch: ${text(`batch/${name}`)}`,
    "  commit:",
    `    message: ${text(what)}`,
    "  published: false",
    ""
  ].join("\n");
}

/** Letters, digits and hyphens: what a name and a branch may be made of. */
function nameOf(what: string): string {
  const name = what
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return name || "batch-change";
}

/** A text on one line, in double quotes as YAML and JSON both read them. */
function text(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`
  );
}

function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");
}

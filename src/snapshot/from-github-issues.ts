/**
 * Issues of GitHub: `gh issue list --json …` (names in camelCase, states in capitals), or the list of its REST API, which has
 * pull requests among the issues; those are left out.
 */
import {TidemarkError} from "../error.ts";
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import type {Importer} from "./importer.ts";
import {type Issue, issueParts} from "./issue-file.ts";
import {isObject, type JsonObject, readJson} from "./json.ts";
import {askedRepository} from "./one-search.ts";
import {problemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {readText} from "./table-file.ts";

/** Issues of a repository, and how many were open at each time. */
export const fromGithubIssues: Importer = {
  format: "github-issues",
  title: "GitHub issues",
  madeBy:
    "gh issue list --state all --limit 100000 --json number,state,createdAt,closedAt,labels,title > NAME.issues.json",
  recognizes({text}) {
    const start = text.slice(0, 8192);
    if (!/^\s*\[\s*\{/.test(start) || !/"number"\s*:/.test(start)) return 0;
    return /"createdAt"\s*:/.test(start) && /"state"\s*:/.test(start)
      ? 0.95
      : /"created_at"\s*:/.test(start) && /"(?:author_association|repository_url)"\s*:/.test(start)
        ? 0.95
        : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const {text, reasons, fileHash} = await readText(source, context);
    const reading = readJson(clues.hasFrontMatter ? text.slice(text.indexOf("\n") + 1) : text);
    if (!("value" in reading) || !Array.isArray(reading.value))
      throw new TidemarkError("import/unreadable", `${source.name} is no whole list of issues. Make it again.`);
    const entries = reading.value as unknown[];
    const issues: Issue[] = [];
    for (const [i, entry] of entries.entries()) {
      if (isObject(entry) && isObject(entry.pull_request)) {
        problems.note("github/pull-request", "Pull requests in the list of issues were left out.");
        continue;
      }
      const issue = isObject(entry) ? issueOf(entry) : null;
      if (issue) issues.push(issue);
      else problems.skip("github/no-issue", "An entry has no number, or no time when it was created.", i + 1);
    }
    const [address] = entries.flatMap((entry) =>
      isObject(entry) && typeof entry.repository_url === "string" ? [entry.repository_url] : []
    );
    const named = /\/repos\/([^/]+\/[^/]+)$/.exec(address ?? "")?.[1];
    if (named) clues.own({repository: `github.com/${named}`}, "repository_url of the file");
    const {repository, needs} = askedRepository(clues, context.known);
    return conclude({
      importer: fromGithubIssues,
      series: [],
      parts: issueParts(issues, repository, clues.use("observedAt") ?? null),
      needs,
      clues,
      problems,
      read: issues.length,
      reasons,
      fileHash
    });
  }
};

function issueOf(entry: JsonObject): Issue | null {
  const created = instant(entry.createdAt ?? entry.created_at);
  const {number, state, title, labels} = entry;
  if (created === null || (typeof number !== "number" && typeof number !== "string")) return null;
  const closedAt = instant(entry.closedAt ?? entry.closed_at);
  const isClosed = typeof state === "string" && /^closed$/i.test(state);
  const names = Array.isArray(labels)
    ? (labels as unknown[]).flatMap((label) => (isObject(label) && typeof label.name === "string" ? [label.name] : []))
    : [];
  return {
    key: String(number),
    state: typeof state === "string" ? state.toLowerCase() : "",
    labels: {
      ...(names.length ? {labels: names.join(", ")} : {}),
      ...(typeof title === "string" && title ? {summary: title} : {})
    },
    created,
    resolved: closedAt !== null && closedAt >= created ? closedAt : isClosed ? undefined : null
  };
}

function instant(value: unknown): number | null {
  const reading = typeof value === "string" ? readTime(value) : null;
  return reading && "time" in reading ? reading.time : null;
}

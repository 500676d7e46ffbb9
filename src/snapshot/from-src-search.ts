/**
 * `src search -stream -json` and search jobs: one event of Sourcegraph's stream a line, lines and columns from 0, columns
 * in code points. Rows name their repository and commit; nothing names a time or the query. The command ends with a
 * progress event, which says whether a limit cut the results short; a search job has none.
 * Source: src-cli cmd/src/search_stream.go, Sourcegraph internal/search/streaming/http/events.go.
 */
import {type CapturePattern, capturePattern} from "./capture-pattern.ts";
import {type Clues, gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import {type FoundMatch, foundMatches, type Sample} from "./found-matches.ts";
import type {Finding, Importer, Known, ReadContext, Source} from "./importer.ts";
import {isCount, isObject, type JsonObject, readJson} from "./json.ts";
import {eachJsonLine, MANGLED} from "./json-lines.ts";
import {askedRepository, askedSeries, TIME_NEED} from "./one-search.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {joinRepoKeys, repoIdentity, repoKey} from "./repo-key.ts";
import {matchesOf, type SourcegraphMatch} from "./sourcegraph-match.ts";

const MATCH_TYPES: ReadonlySet<unknown> = new Set(["content", "path", "repo", "symbol", "commit"]);
const LOWER_BOUND = /-limit$|timeout|timedout|missing|cloning|^display$|^error$/;

/** Matches of Sourcegraph's command line and search jobs: points, files, matches, and captured values by a pattern. */
export const fromSrcSearch: Importer = {
  format: "src-search",
  title: "Sourcegraph search results",
  madeBy: "src search -stream -json 'QUERY' > results.jsonl",
  recognizes: ({text}) => (text.split("\n", 100).some(isEvent) ? 1 : 0),
  read
};

function isEvent(line: string): boolean {
  const reading = readJson(line);
  if ("value" in reading) return isObject(reading.value) && (isProgress(reading.value) || isMatch(reading.value));
  // the head may end inside a line
  return /^\{"type":"(?:content|path|repo|symbol|commit)",/.test(line);
}

function isProgress({done, matchCount}: JsonObject): boolean {
  return typeof done === "boolean" && isCount(matchCount);
}

function isMatch({type, repository, url}: JsonObject): boolean {
  return MATCH_TYPES.has(type) && (typeof repository === "string" || typeof url === "string");
}

/** A repository at a commit, as the events name them. */
interface Searched {
  readonly repository: string;
  readonly commit: string | null;
}

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const given = clues.use("pattern");
  const pattern = given === undefined ? null : capturePattern(given);
  const found = foundMatches();
  const searched = new Map<string, Searched>();
  let progress: JsonObject | null = null;
  let isJob = /(?:^|\/)search-jobs_/.test(source.name);
  let read = 0;
  const lines = await eachJsonLine(
    source,
    context,
    problems,
    (event, {number}) => {
      if (!isObject(event))
        return problems.skip("src-search/no-event", "A line is JSON but no event of a search.", number);
      if (isProgress(event)) {
        progress = event;
        return;
      }
      if (typeof event.title === "string" && !("type" in event)) return alert(event, number, problems);
      if (typeof event.type !== "string")
        return problems.skip("src-search/no-event", "A line is JSON but no event of a search.", number);
      if (!MATCH_TYPES.has(event.type))
        return problems.note(
          "src-search/type",
          `Results that are no matches in code (${event.type.slice(0, 40)} …) were ignored.`,
          number
        );
      if ("repositoryID" in event) isJob = true;
      const matches = matchesOf(event);
      if ("error" in matches) return problems.skip(`src-search/${matches.error}`, matches.text, number);
      const repository = repoKey(matches.repository);
      const sample = `${repoIdentity(repository)} ${matches.commit ?? ""}`;
      if (!searched.has(sample)) searched.set(sample, {repository, commit: matches.commit});
      for (const match of withCaptures(matches.matches, pattern)) {
        if (found.add({...match, sample, path: matches.path})) read++;
        else
          problems.note("src-search/twice", "A match stands in the file more than once and was counted once.", number);
      }
    },
    {skip: (line) => line.number === 1 && clues.hasFrontMatter}
  );
  const bounds = [...lines.cuts, ...limits(progress, isJob, lines.cuts.length > 0, problems)];
  const {series, needs} = askedSeries(clues, {
    engine: "sourcegraph",
    captures: Array.from({length: pattern?.groups ?? 0}, (_, i) => i + 1),
    fileName: source.name
  });
  const samples = samplesOf(searched, clues, context.known);
  return conclude({
    importer: fromSrcSearch,
    series: [series],
    parts: found.parts(series, samples, bounds.length ? "partial" : "ok", clues.use("observedAt") ?? null),
    needs: [...([...samples.values()].some(({sampleAt}) => sampleAt === null) ? [TIME_NEED] : []), ...needs],
    clues,
    problems,
    read,
    reasons: [...bounds, ...(lines.isMangled ? [MANGLED] : [])],
    fileHash: lines.fileHash
  });
}

/** The matches with what a pattern captures in their lines; matches on one line stand together. */
function withCaptures(
  matches: readonly SourcegraphMatch[],
  pattern: CapturePattern | null
): Omit<FoundMatch, "sample" | "path">[] {
  const all: Omit<FoundMatch, "sample" | "path">[] = [];
  for (let start = 0, end: number; start < matches.length; start = end) {
    end = start + 1;
    while (end < matches.length && matches[end]!.firstLine === matches[start]!.firstLine) end++;
    const onLine = matches.slice(start, end);
    const captures = pattern?.captures(
      matches[start]!.lineText,
      onLine.map(({matched}) => matched ?? "")
    );
    for (const [i, {lineText: _, ...match}] of onLine.entries()) all.push({...match, captures: captures?.[i] ?? null});
  }
  return all;
}

function alert({title, description}: JsonObject, line: number, problems: ProblemList): void {
  const text = [title, description].filter((part) => typeof part === "string" && part).join(": ");
  problems.note("src-search/alert", `Sourcegraph said: ${text.slice(0, 300)}`, line);
}

/** Why the counts are lower bounds: what the last progress event says, or that there is none. */
function limits(progress: JsonObject | null, isJob: boolean, isCut: boolean, problems: ProblemList): string[] {
  if (!progress)
    return isJob || isCut ? [] : ["The last line of the search, its progress, is missing: the output was cut."];
  const reasons = new Set<string>();
  if (progress.done === false) reasons.add("The search was not done when this was written.");
  for (const skipped of Array.isArray(progress.skipped) ? progress.skipped : []) {
    if (!isObject(skipped) || typeof skipped.reason !== "string") continue;
    const sentence =
      [skipped.title, skipped.message].filter((part) => typeof part === "string" && part !== "").join(": ") ||
      skipped.reason;
    if (LOWER_BOUND.test(skipped.reason)) reasons.add(`${sentence.slice(0, 300)} (${skipped.reason})`);
    else problems.note(`src-search/${skipped.reason.slice(0, 40)}`, `Not searched: ${sentence.slice(0, 300)}`);
  }
  return [...reasons];
}

/**
 * When and where the matches were found. A file-wide time is the time of every repository, unless one was searched at
 * several commits: those are samples of their own, at the times of the commits.
 */
function samplesOf(searched: ReadonlyMap<string, Searched>, clues: Clues, known: Known): Map<string, Sample> {
  if (searched.size === 0) return zeroSample(clues, known);
  const said = clues.use("sampleAt") ?? null;
  const joined = joinRepoKeys(
    [...searched.values()].map(({repository}) => repository),
    known.repositories
  );
  const commits = new Map<string, number>();
  for (const {repository} of searched.values())
    commits.set(joined.get(repository)!, (commits.get(joined.get(repository)!) ?? 0) + 1);
  return new Map(
    [...searched].map(([name, {repository, commit}]) => {
      const key = joined.get(repository)!;
      const committedAt = commit === null ? null : known.commitTime(commit);
      const sampleAt = commits.get(key)! > 1 ? committedAt : (said ?? committedAt);
      if (said === null && committedAt !== null)
        clues.tell({field: "time", value: commit!, from: "the commit’s own time"});
      return [name, {repository: key, sampleAt, commit, committedAt}];
    })
  );
}

/** Nothing was found: a zero, if somebody says where and when. */
function zeroSample(clues: Clues, known: Known): Map<string, Sample> {
  const {repository} = askedRepository(clues, known);
  const sampleAt = clues.use("sampleAt");
  if (repository === null || sampleAt === undefined) return new Map();
  const commit = clues.use("commit") ?? null;
  return new Map([
    ["", {repository, sampleAt, commit, committedAt: commit === null ? null : known.commitTime(commit)}]
  ]);
}

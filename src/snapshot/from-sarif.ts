/**
 * SARIF 2.1.0, the results of linters and scanners. Each rule is a series and each result a match at its first location; a
 * rule that the tool names and that found nothing is a zero. Results that were suppressed, are gone since a baseline, or are
 * no failures do not count. Lines and columns count from 1, the end is exclusive. Source: OASIS SARIF 2.1.0.
 */
import {TidemarkError} from "../error.ts";
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import {type FoundMatches, foundMatches, preview, type Sample} from "./found-matches.ts";
import type {Finding, Importer, Need, ReadContext, Source} from "./importer.ts";
import {isCount, isObject, type JsonObject, readJson} from "./json.ts";
import {askedRepository, sampleTime, TIME_NEED} from "./one-search.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {repoPath} from "./repo-key.ts";
import {type Part, type SeriesRecord, seriesRecord} from "./snapshot.ts";
import {readText} from "./table-file.ts";

/** Findings of linters and scanners, by rule. */
export const fromSarif: Importer = {
  format: "sarif",
  title: "SARIF",
  madeBy: "semgrep --sarif, eslint -f sarif, codeql … > NAME@COMMIT.sarif",
  recognizes({text}) {
    if (!/^\s*\{/.test(text)) return 0;
    const start = text.slice(0, 8192);
    return /"\$schema"\s*:\s*"[^"]*sarif/.test(start) ||
      /^\s*\{\s*(?:"version"\s*:\s*"2\.1\.0"\s*,\s*)?"runs"\s*:\s*\[/.test(start)
      ? 1
      : 0;
  },
  read
};

/** What was found of one rule of one tool. */
interface Rule {
  readonly series: SeriesRecord;
  readonly found: FoundMatches;
  readonly samples: Map<string, Sample>;
}

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const {text, reasons: cuts, fileHash} = await readText(source, context);
  const reading = readJson(clues.hasFrontMatter ? text.slice(text.indexOf("\n") + 1) : text);
  const runs = "value" in reading && isObject(reading.value) ? reading.value.runs : null;
  if (!Array.isArray(runs))
    throw new TidemarkError("import/unreadable", `${source.name} begins like SARIF and is not whole. Make it again.`);
  const rules = new Map<string, Rule>();
  const reasons = [...cuts];
  const needs: Need[] = [];
  let read = 0;
  for (const [i, run] of (runs as unknown[]).entries()) {
    if (!isObject(run)) {
      problems.skip("sarif/no-run", "A run is no object.");
      continue;
    }
    sayOwn(run, clues);
    const {repository, needs: open} = askedRepository(clues, context.known);
    const commit = clues.use("commit") ?? null;
    const sampleAt = sampleTime(clues, commit, context.known);
    needs.push(...open, ...(sampleAt === null ? [TIME_NEED] : []));
    const sample = {repository, sampleAt, commit, committedAt: commit ? context.known.commitTime(commit) : null};
    const isFailed = listOf(run.invocations).some((one) => one.executionSuccessful === false);
    const tool = toolOf(run);
    if (isFailed) reasons.push(`${tool.name} says that its run did not succeed.`);
    const name = String(i);
    const ruleOf = (id: string): Rule => {
      const rule = entryOf(rules, JSON.stringify([tool.name, id]), () => ({
        series: seriesRecord({engine: tool.name, pattern: id, key: id, title: tool.titles.get(id) ?? id}),
        found: foundMatches(),
        samples: new Map<string, Sample>()
      }));
      rule.samples.set(name, sample);
      return rule;
    };
    for (const id of tool.titles.keys()) ruleOf(id);
    for (const result of listOf(run.results)) {
      if (!counts(result, problems)) continue;
      const id = ruleId(result, tool.ids);
      if (id === null) problems.skip("sarif/no-rule", "A result does not say which rule it is of.");
      else if (addResult(ruleOf(id).found, name, result, run, problems, read)) read++;
      else problems.note("sarif/twice", "A result stands in the file more than once and was counted once.");
    }
  }
  const status = reasons.length ? "partial" : "ok";
  const observedAt = clues.use("observedAt") ?? null;
  const parts = [...rules.values()].flatMap(({series, found, samples}): Part[] =>
    found.parts(series, samples, status, observedAt)
  );
  return conclude({
    importer: fromSarif,
    series: [...rules.values()].map(({series}) => series),
    parts,
    needs,
    clues,
    problems,
    read,
    reasons,
    fileHash
  });
}

/** The repository, the commit and the times that a run says. */
function sayOwn(run: JsonObject, clues: {own(answers: object, from: string): void}): void {
  const [provenance] = listOf(run.versionControlProvenance);
  const text = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);
  const instant = (value: unknown) => {
    const reading = readTime(text(value) ?? "");
    return "time" in reading ? reading.time : undefined;
  };
  const repository = text(provenance?.repositoryUri);
  const commit = text(provenance?.revisionId)?.toLowerCase();
  const sampleAt = instant(provenance?.asOfTimeUtc);
  const ends = listOf(run.invocations).flatMap(
    ({endTimeUtc, startTimeUtc}) => instant(endTimeUtc ?? startTimeUtc) ?? []
  );
  clues.own(
    {
      ...(repository === undefined ? {} : {repository}),
      ...(commit === undefined ? {} : {commit}),
      ...(sampleAt === undefined ? {} : {sampleAt}),
      ...(ends.length ? {observedAt: Math.max(...ends)} : {})
    },
    "the file’s own fields"
  );
}

/** The tool of a run: its name, the rules by index, and a title of each. */
function toolOf(run: JsonObject): {name: string; ids: readonly string[]; titles: ReadonlyMap<string, string>} {
  const driver = isObject(run.tool) && isObject(run.tool.driver) ? run.tool.driver : {};
  const rules = listOf(driver.rules).map((rule) => ({
    id: typeof rule.id === "string" ? rule.id : "",
    title: isObject(rule.shortDescription) ? rule.shortDescription.text : rule.name
  }));
  return {
    name: typeof driver.name === "string" && driver.name ? driver.name : "sarif",
    ids: rules.map(({id}) => id),
    titles: new Map(
      rules.flatMap(({id, title}) => (id ? [[id, typeof title === "string" && title ? title : id] as const] : []))
    )
  };
}

/** Whether a result is a failure that stands. */
function counts({suppressions, baselineState, kind}: JsonObject, problems: ProblemList): boolean {
  if (Array.isArray(suppressions) && suppressions.length) {
    problems.note("sarif/suppressed", "Results that were suppressed do not count.");
    return false;
  }
  if (baselineState === "absent") {
    problems.note("sarif/absent", "Results that are gone since the baseline do not count.");
    return false;
  }
  if (kind !== undefined && kind !== "fail") {
    problems.note("sarif/no-failure", "Results that are no failures (passed, not applicable, open) do not count.");
    return false;
  }
  return true;
}

function ruleId({ruleId, ruleIndex, rule}: JsonObject, ids: readonly string[]): string | null {
  const inner = isObject(rule) ? rule : {};
  const index = isCount(ruleIndex) ? ruleIndex : inner.index;
  const id = [ruleId, inner.id, isCount(index) ? ids[index] : undefined].find(
    (one) => typeof one === "string" && one !== ""
  );
  return (id as string | undefined) ?? null;
}

/** Adds a result as a match; false when the same one was there. */
function addResult(
  found: FoundMatches,
  sample: string,
  result: JsonObject,
  run: JsonObject,
  problems: ProblemList,
  number: number
): boolean {
  const [location] = listOf(result.locations);
  const physical = isObject(location?.physicalLocation) ? location.physicalLocation : {};
  const path = pathOf(physical, run);
  const region = isObject(physical.region) ? physical.region : {};
  const line = isCount(region.startLine) && region.startLine > 0 ? region.startLine : null;
  if (path === null) problems.note("sarif/no-place", "A result is about no file; it counts for the repository.");
  const snippet = isObject(region.snippet) && typeof region.snippet.text === "string" ? region.snippet.text : null;
  const [from, to] = [region.startColumn, region.endColumn];
  const isOneLine = region.endLine === undefined || region.endLine === line;
  const column = (value: unknown) => byteColumn(snippet, value, run.columnKind);
  const place = [line, from, region.endLine, to].join(":");
  return found.add({
    sample,
    path,
    place: path === null || line === null ? `#${number}` : place,
    firstLine: line ?? 0,
    lineCount: line === null ? 0 : isCount(region.endLine) && region.endLine > line ? region.endLine - line + 1 : 1,
    line,
    col: column(from),
    endCol: isOneLine ? column(to) : null,
    text: snippet === null ? null : preview(snippet.split("\n", 1)[0]!),
    matched: null,
    captures: null
  });
}

/** The path of a location, decoded; null for none. */
function pathOf({artifactLocation}: JsonObject, run: JsonObject): string | null {
  const location = isObject(artifactLocation) ? artifactLocation : {};
  const artifact = isCount(location.index) ? listOf(run.artifacts)[location.index] : undefined;
  const indexed = isObject(artifact?.location) ? artifact.location.uri : undefined;
  const uri = [location.uri, indexed].find((one) => typeof one === "string" && one !== "") as string | undefined;
  if (uri === undefined) return null;
  const plain = uri.replace(/^file:\/\/(?:localhost)?/, "");
  try {
    return repoPath(decodeURIComponent(plain));
  } catch {
    return repoPath(plain);
  }
}

/** A column in bytes of its line, from 1; null where the line is not in the file, so that nobody can say. */
function byteColumn(line: string | null, column: unknown, kind: unknown): number | null {
  if (line === null || !isCount(column) || column < 1) return null;
  const units = kind === "unicodeCodePoints" ? Array.from(line) : line.split("");
  if (units.length < column - 1) return null;
  return new TextEncoder().encode(units.slice(0, column - 1).join("")).length + 1;
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? (value as unknown[]).filter(isObject) : [];
}

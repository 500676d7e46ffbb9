/** All formats that can be read, and which one a file is in. A new format is one file and one line here. */
import {isTidemarkError, TidemarkError} from "../error.ts";
import {foreignFormat} from "./foreign-formats.ts";
import {fromBlame} from "./from-blame.ts";
import {fromCloc} from "./from-cloc.ts";
import {fromClover} from "./from-clover.ts";
import {fromCobertura} from "./from-cobertura.ts";
import {fromCodeowners} from "./from-codeowners.ts";
import {fromCommitWeeks} from "./from-commit-weeks.ts";
import {fromCoverageSummary} from "./from-coverage-summary.ts";
import {fromEvents} from "./from-events.ts";
import {fromGithubIssues} from "./from-github-issues.ts";
import {fromJacoco} from "./from-jacoco.ts";
import {fromJiraCsv} from "./from-jira-csv.ts";
import {fromJunit} from "./from-junit.ts";
import {fromLanguageTable} from "./from-language-table.ts";
import {fromLcov} from "./from-lcov.ts";
import {fromLinguist} from "./from-linguist.ts";
import {fromMatches} from "./from-matches.ts";
import {fromMetrics} from "./from-metrics.ts";
import {fromNpmAudit} from "./from-npm-audit.ts";
import {fromOwnerFiles} from "./from-owner-files.ts";
import {fromRipgrep} from "./from-ripgrep.ts";
import {fromSarif} from "./from-sarif.ts";
import {fromScc} from "./from-scc.ts";
import {fromSnapshot} from "./from-snapshot.ts";
import {fromSourcegraphInsights} from "./from-sourcegraph-insights.ts";
import {fromSrcSearch} from "./from-src-search.ts";
import {fromTable} from "./from-table.ts";
import {fromTokei} from "./from-tokei.ts";
import type {Head, Importer} from "./importer.ts";
import {isObject, MAX_DEPTH, readJson} from "./json.ts";
import {withoutFrontMatter} from "./sidecar.ts";

export const IMPORTERS = [
  fromSnapshot,
  fromRipgrep,
  fromSrcSearch,
  fromSourcegraphInsights,
  fromCloc,
  fromLinguist,
  fromTokei,
  fromScc,
  fromLanguageTable,
  fromBlame,
  fromMatches,
  fromCommitWeeks,
  fromCodeowners,
  fromOwnerFiles,
  fromLcov,
  fromCoverageSummary,
  fromCobertura,
  fromJacoco,
  fromClover,
  fromJunit,
  fromNpmAudit,
  fromSarif,
  fromJiraCsv,
  fromGithubIssues,
  fromMetrics,
  fromEvents,
  fromTable
] as const satisfies readonly Importer[];

/** Below this a format that is known by sight goes before ours: everything looks a little like a table. */
const SURE = 0.9;

/**
 * The importer of a file's format, by its content.
 * @throws TidemarkError "import/unknown-format" with what the file looks like, and what can be read.
 */
export function detect(given: Head): Importer {
  const head = {...given, text: withoutFrontMatter(given.text)};
  // what one importer cannot even look at may be another's: its refusal stands when nobody knows the file
  let refusal: TidemarkError | undefined;
  const [best] = [...IMPORTERS]
    .map((importer) => {
      try {
        return {importer, score: importer.recognizes(head)};
      } catch (error) {
        if (!isTidemarkError(error)) throw error;
        refusal ??= error;
        return {importer, score: 0};
      }
    })
    .sort((a, b) => b.score - a.score);
  if (best!.score >= SURE) return best!.importer;
  const foreign = foreignFormat(head);
  if (!foreign && best!.score > 0) return best!.importer;
  if (!foreign && refusal) throw refusal;
  const {seen, advice} = foreign
    ? {seen: `is ${foreign.name}, which is not read yet`, advice: foreign.instead}
    : lookOf(head);
  const names = IMPORTERS.map(({title}) => title).join(", ");
  throw new TidemarkError("import/unknown-format", `${head.name} ${seen}. ${advice ?? `What can be read: ${names}.`}`, {
    name: head.name,
    seen
  });
}

/** What a file looks like that no importer knows, as the end of a sentence; advice where another format is no help. */
function lookOf({text, magic, container}: Head): {seen: string; advice?: string} {
  const again = "Make it again.";
  if (magic.length === 0) return {seen: "is empty", advice: again};
  if (text === "")
    return container === "gzip" ? {seen: "is compressed and holds no text", advice: again} : {seen: "is a binary file"};
  const start = text.trimStart();
  if (start === "") return {seen: "holds only blank lines", advice: again};
  if (/^<!doctype html|^<html/i.test(start)) {
    const title = /<title>([^<]{1,100})/i.exec(start)?.[1]?.trim();
    return {
      seen: `is a web page${title ? ` (“${title}”)` : ""}: the server sent its page instead of the data`,
      advice: "Sign in there, or send a token, and get it again."
    };
  }
  if (/^[[{]/.test(start) && nesting(start) > MAX_DEPTH)
    return {seen: `is JSON nested deeper than ${MAX_DEPTH} levels`};
  const reading = readJson(start);
  if (!("value" in reading))
    return {
      seen: /^[[{]/.test(start) ? "looks like JSON of a kind that is not known" : "is text of a kind that is not known"
    };
  if (reading.value === null) return {seen: "holds only null", advice: again};
  const message = messageIn(reading.value);
  return message
    ? {
        seen: `holds a server’s error message instead of results: “${message.slice(0, 200)}”`,
        advice: "Ask the server again once that is settled."
      }
    : {seen: "is JSON of a kind that is not known"};
}

/** The message of the errors that servers answer with. */
function messageIn(value: unknown): string | undefined {
  if (!isObject(value)) return undefined;
  const {errors, error, Error: upper, message} = value;
  const first = Array.isArray(errors) ? (errors as unknown[])[0] : (error ?? upper ?? message);
  if (typeof first === "string") return first;
  return isObject(first) && typeof first.message === "string" ? first.message : undefined;
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at];
    if (char === '"') isText = !isText;
    else if (isText && char === "\\") at++;
    else if (!isText && (char === "[" || char === "{")) deepest = Math.max(deepest, ++depth);
    else if (!isText && (char === "]" || char === "}")) depth--;
  }
  return deepest;
}

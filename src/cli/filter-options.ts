/** Filters as options of commands: what the app's filter panel sets on a whole notebook, for one run, in no file. */

import {isTidemarkError} from "../error.ts";
import {readNotebookFilter} from "../insight/filter.ts";
import {readInsight} from "../insight/kinds/index.ts";
import {repositoryTest} from "../insight/scope.ts";
import type {SearchResult} from "../insight/search-aggregation.ts";
import {isInsightCell} from "../notebook/insight-yaml.ts";
import type {Overlay} from "../notebook/overlay.ts";
import type {Run} from "../notebook/run.ts";
import {compileRegex} from "../regex.ts";
import {languageOf} from "../snapshot/extension-language.ts";
import {extensionOf} from "../snapshot/file-changes.ts";
import {type Option, type OptionValues, usageError} from "./command.ts";

/** What filters the insights of a run: all of them by the notebook's filters, each by its display, some by their own. */
export interface RunFilters {
  readonly notebook: Overlay | null;
  readonly each: Overlay | null;
  /** By the id of the cell, or `line N`. */
  readonly cells?: ReadonlyMap<string, Overlay>;
}

const list = (value: string, help: string): Option => ({type: "string", multiple: true, value, help});
const one = (value: string, help: string): Option => ({type: "string", value, help});

/** Filters of what results stand in; they are those of a list of results too. */
export const PLACE_FILTERS = {
  "filter-repo": list("REGEX", "only repositories that match; several: any of them"),
  "filter-not-repo": list("REGEX", "no repositories that match"),
  "filter-path": list("REGEX", "only files whose path matches; several: any of them"),
  "filter-not-path": list("REGEX", "no files whose path matches"),
  "filter-language": list("NAME", "only files in this language; several: any of them"),
  "filter-value": list("REGEX", "only captured values that match; several: any of them"),
  "filter-not-value": list("REGEX", "no captured values that match")
} as const satisfies Readonly<Record<string, Option>>;

/** The filters of the app, as options. */
export const FILTER_OPTIONS = {
  ...PLACE_FILTERS,
  "filter-context": list("NAME", "only repositories of a search context of tidemark.yaml"),
  "filter-owner": list("OWNER", "only files of this owner by CODEOWNERS; several: any of them"),
  "filter-team": list("TEAM", "only files of this team of tidemark.yaml; several: any of them"),
  "filter-since": one("TIME", "no points before this date or time; the others stay where they are"),
  "filter-until": one("TIME", "points end at this date or time"),
  "filter-sort": one("MODE", "sort series: result-count, median, date-added, lexicographical, as-written"),
  "filter-direction": one("asc|desc", "the direction of the sort"),
  "filter-limit": one("N", "how many series are shown"),
  "filter-samples": one("N", "the newest so many points of each series")
} as const satisfies Readonly<Record<string, Option>>;

type Name = keyof typeof FILTER_OPTIONS;

const REGEX_OPTIONS = [
  "filter-repo",
  "filter-not-repo",
  "filter-path",
  "filter-not-path",
  "filter-value",
  "filter-not-value"
] as const;

/** The texts of an option that may be given several times. */
export function given(values: OptionValues, name: Name): readonly string[] {
  return (values[name] as readonly string[] | undefined) ?? [];
}

/** What the options filter by. @throws TidemarkError "cli/usage" for what cannot be read. */
export function askedFilters(values: OptionValues): RunFilters {
  checkPatterns(values);
  const patterns = (include: Name, exclude: Name) =>
    some({include: orNone(given(values, include)), exclude: orNone(given(values, exclude))});
  const filters = some({
    repositories: patterns("filter-repo", "filter-not-repo"),
    contexts: orNone(given(values, "filter-context")),
    captures: patterns("filter-value", "filter-not-value"),
    paths: patterns("filter-path", "filter-not-path"),
    languages: orNone(given(values, "filter-language")),
    owner: orNone(given(values, "filter-owner")),
    team: orNone(given(values, "filter-team"))
  });
  const notebook = some({filters, from: values["filter-since"], until: values["filter-until"]}) ?? null;
  const display = some({
    sort: values["filter-sort"],
    direction: values["filter-direction"],
    limit: number(values, "filter-limit"),
    samples: number(values, "filter-samples")
  });
  const problem = [
    ...(notebook ? readNotebookFilter(notebook).messages : []),
    ...(display ? readInsight({title: "-", query: "-", display}).messages : [])
  ].find(({level}) => level === "error");
  if (problem) throw usageError(`The filters cannot be used: ${problem.text}`);
  return {notebook, each: display ? {display} : null};
}

/** @throws TidemarkError "cli/usage" for a regular expression that cannot be read. */
export function checkPatterns(values: OptionValues): void {
  for (const name of REGEX_OPTIONS)
    for (const pattern of given(values, name)) {
      try {
        compileRegex(pattern);
      } catch (error) {
        if (isTidemarkError(error)) throw usageError(`--${name}: ${error.message}`);
        throw error;
      }
    }
}

/**
 * Which of a search's results pass the filters by place, and which of their groups where they are captured values.
 * @throws TidemarkError "cli/usage" for a regular expression that cannot be read.
 */
export function resultFilter(values: OptionValues): {
  result(one: SearchResult): boolean;
  value(label: string): boolean;
} {
  checkPatterns(values);
  const test = (include: Name, exclude: Name) =>
    repositoryTest([{include: given(values, include), exclude: given(values, exclude)}]);
  const isRepository = test("filter-repo", "filter-not-repo");
  const isPath = test("filter-path", "filter-not-path");
  const languages = given(values, "filter-language");
  const tellsFiles = [...languages, ...given(values, "filter-path"), ...given(values, "filter-not-path")].length > 0;
  return {
    result(one) {
      if (!isRepository(one.repository)) return false;
      if (!tellsFiles) return true;
      // a repository or a commit is no file
      if (!("path" in one)) return false;
      return isPath(one.path) && (!languages.length || languages.includes(languageOf(extensionOf(one.path), one.path)));
    },
    value: test("filter-value", "filter-not-value")
  };
}

/** True when anything is filtered. */
export function hasFilters({notebook, each, cells}: RunFilters): boolean {
  return notebook !== null || each !== null || (cells?.size ?? 0) > 0;
}

/** Sets filters on a run, before it has settled. */
export function setFilters(run: Pick<Run, "filter" | "states">, {notebook, each, cells}: RunFilters): void {
  for (const {key, cell} of run.states) {
    if (!isInsightCell(cell)) continue;
    const own = cells?.get(cell.id ?? `line ${cell.line}`) ?? each;
    if (own) run.filter(key, own);
  }
  if (notebook) run.filter(null, notebook);
}

function orNone(texts: readonly string[]): readonly string[] | undefined {
  return texts.length ? texts : undefined;
}

/** The members that are there; undefined when none is. */
function some(members: Readonly<Record<string, unknown>>): Record<string, unknown> | undefined {
  const there = Object.entries(members).filter(([, value]) => value !== undefined);
  return there.length ? Object.fromEntries(there) : undefined;
}

function number(values: OptionValues, name: Name): number | undefined {
  const text = values[name] as string | undefined;
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw usageError(`--${name} is a whole number from 1, and ${JSON.stringify(text)} is none.`);
}

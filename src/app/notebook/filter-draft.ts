/** Filters as a form holds them: between the YAML they come from and the overlay they become. */
import {isTidemarkError} from "../../error.ts";
import {isRecord} from "../../fields.ts";
import type {Patterns} from "../../insight/filter.ts";
import type {SortDirection, SortMode} from "../../insight/insight.ts";
import {MOST_SAMPLES} from "../../insight/retention.ts";
import type {Overlay} from "../../notebook/overlay.ts";
import {compileRegex} from "../../regex.ts";
import {parseIso} from "../../time.ts";

/** What is written in the form; lists are texts of one entry a line, "" is nothing. */
export interface FilterDraft {
  readonly include: string;
  readonly exclude: string;
  readonly contexts: readonly string[];
  readonly captureInclude: string;
  readonly captureExclude: string;
  readonly pathInclude: string;
  readonly pathExclude: string;
  readonly language: string;
  readonly owner: readonly string[];
  readonly team: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly sort: SortMode | "";
  readonly direction: SortDirection | "";
  readonly limit: string;
  readonly samples: string;
}

export type DraftField = keyof FilterDraft;

export const EMPTY_DRAFT: FilterDraft = {
  include: "",
  exclude: "",
  contexts: [],
  captureInclude: "",
  captureExclude: "",
  pathInclude: "",
  pathExclude: "",
  language: "",
  owner: [],
  team: [],
  from: "",
  until: "",
  sort: "",
  direction: "",
  limit: "",
  samples: ""
};

/** The draft of filters as YAML gives them: of an insight, or of a notebook's front matter. */
export function draftOf(value: unknown): FilterDraft {
  const whole = isRecord(value) ? value : {};
  const filters = isRecord(whole.filters) ? whole.filters : {};
  const display = isRecord(whole.display) ? whole.display : {};
  const repositories = patternsOf(filters.repositories);
  const captures = patternsOf(filters.captures);
  const paths = patternsOf(filters.paths);
  const word = (one: unknown) => (one === undefined || one === null || one === "default" ? "" : String(one));
  return {
    include: repositories.include.join("\n"),
    exclude: repositories.exclude.join("\n"),
    contexts: listOf(filters.contexts),
    captureInclude: captures.include.join("\n"),
    captureExclude: captures.exclude.join("\n"),
    pathInclude: paths.include.join("\n"),
    pathExclude: paths.exclude.join("\n"),
    language: listOf(filters.languages).join("\n"),
    owner: listOf(filters.owner),
    team: listOf(filters.team),
    from: dateOf(whole.from),
    until: dateOf(whole.until),
    sort: word(display.sort) as FilterDraft["sort"],
    direction: word(display.direction) as FilterDraft["direction"],
    limit: word(display.limit),
    samples: word(display.samples)
  };
}

/**
 * The members of YAML that make one draft of another; null when they are the same. A window that a reader opens has as many
 * points as fit: a number of points that the insight counts back from its end (`points`) does not hold for it.
 */
export function overlayBetween(saved: FilterDraft, draft: FilterDraft, points: unknown): Overlay | null {
  const changed = (field: DraftField) => JSON.stringify(saved[field]) !== JSON.stringify(draft[field]);
  const members = (entries: readonly (readonly [string, DraftField, unknown])[]) =>
    Object.fromEntries(entries.filter(([, field]) => changed(field)).map(([name, , value]) => [name, value]));
  const list = (text: string) => orNull(linesOf(text));
  const repositories = members([
    ["include", "include", list(draft.include)],
    ["exclude", "exclude", list(draft.exclude)]
  ]);
  const captures = members([
    ["include", "captureInclude", list(draft.captureInclude)],
    ["exclude", "captureExclude", list(draft.captureExclude)]
  ]);
  const paths = members([
    ["include", "pathInclude", list(draft.pathInclude)],
    ["exclude", "pathExclude", list(draft.pathExclude)]
  ]);
  const filters = {
    ...whenSome("repositories", repositories),
    ...members([["contexts", "contexts", orNull(draft.contexts)]]),
    ...whenSome("captures", captures),
    ...whenSome("paths", paths),
    ...members([
      ["languages", "language", list(draft.language)],
      ["owner", "owner", oneOrMore(draft.owner)],
      ["team", "team", oneOrMore(draft.team)]
    ])
  };
  const display = members([
    ["sort", "sort", draft.sort || null],
    ["direction", "direction", draft.direction || null],
    ["limit", "limit", draft.limit ? Number(draft.limit) : null],
    ["samples", "samples", draft.samples ? Number(draft.samples) : null]
  ]);
  const overlay = {
    ...whenSome("filters", filters),
    ...whenSome("display", display),
    ...members([
      ["from", "from", draft.from || null],
      ["until", "until", draft.until || null]
    ]),
    ...(draft.from && !saved.from && typeof points === "number" ? {points: null} : {})
  };
  return Object.keys(overlay).length ? overlay : null;
}

/** What is wrong with a draft, by field; empty when it can be used. */
export function draftProblems(draft: FilterDraft): Partial<Record<DraftField, string>> {
  const problems: Partial<Record<DraftField, string>> = {};
  for (const field of [
    "include",
    "exclude",
    "captureInclude",
    "captureExclude",
    "pathInclude",
    "pathExclude"
  ] as const) {
    const problem = patternProblem(draft[field]);
    if (problem) problems[field] = problem;
  }
  for (const field of ["from", "until"] as const)
    if (draft[field] && parseIso(draft[field]) === null) problems[field] = "A date such as 2026-08-15.";
  if (!problems.from && !problems.until && draft.from && draft.until && parseIso(draft.from)! > parseIso(draft.until)!)
    problems.until = "This is before the first time.";
  for (const [field, most] of [
    ["limit", 100],
    ["samples", MOST_SAMPLES]
  ] as const)
    if (draft[field] && !(/^\d+$/.test(draft[field]) && Number(draft[field]) >= 1 && Number(draft[field]) <= most))
      problems[field] = `A whole number from 1 to ${most}.`;
  return problems;
}

/** Patterns as the form holds them. */
export function draftPatterns(include: string, exclude: string): Patterns {
  return {include: linesOf(include), exclude: linesOf(exclude)};
}

/** The entries of a text, one a line. */
export function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function patternProblem(text: string): string | null {
  for (const pattern of linesOf(text)) {
    try {
      compileRegex(pattern);
    } catch (error) {
      if (isTidemarkError(error)) return error.message;
      throw error;
    }
  }
  return null;
}

function patternsOf(value: unknown): Patterns {
  if (!isRecord(value)) return {include: listOf(value), exclude: []};
  return {include: listOf(value.include), exclude: listOf(value.exclude)};
}

function listOf(value: unknown): string[] {
  return value === undefined || value === null ? [] : (Array.isArray(value) ? value : [value]).map(String);
}

function dateOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === "string" ? value : "";
}

function orNull(list: readonly string[]): readonly string[] | null {
  return list.length ? list : null;
}

/** One name is written as a text, several as a list. */
function oneOrMore(list: readonly string[]): string | readonly string[] | null {
  return list.length === 1 ? list[0]! : orNull(list);
}

function whenSome(name: string, members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.keys(members).length ? {[name]: members} : {};
}

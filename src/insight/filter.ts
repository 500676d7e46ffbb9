/**
 * Filters of the data behind an insight: what a reader narrows without a new import. They hold beside the insight's own
 * scope. Several sources (the cell, the notebook, the panel) must all be met; within one list any include is enough, and no
 * exclude may match.
 */
import {type Reading, TidemarkError} from "../error.ts";
import {choice, type Field, field, instant, isRecord, kindOf, Refusal, readFields, texts} from "../fields.ts";
import {languageNamed, nearestLanguage} from "../query/languages.ts";
import type {InsightDefinition} from "./insight.ts";
import type {RepositoryFilter} from "./scope.ts";
import {isScopeQuery, scopePatterns} from "./scope-query.ts";

/** Regular expressions (RE2, unanchored, case-sensitive): any of `include` (all when it is empty), none of `exclude`. */
export type Patterns = RepositoryFilter;

/** One source of filters. */
export interface DataFilter {
  readonly repositories: Patterns;
  /** Names of repository sets of the workspace; `resolveContexts` turns them into patterns. */
  readonly contexts: readonly string[];
  /** Of the labels that captured values make. */
  readonly captures: Patterns;
  /** Of the paths of files; languages by name, owners or teams of files: any of them, all when there are none. */
  readonly paths: Patterns;
  readonly languages: readonly string[];
  readonly owner: readonly string[];
  readonly team: readonly string[];
  /** The context these repositories are of, where they are of one. */
  readonly context?: string;
}

/** What is written under `filters:`. */
export interface WrittenFilter extends DataFilter {
  readonly joining: "intersect" | "upstream";
}

export const NO_PATTERNS: Patterns = {include: [], exclude: []};
export const NO_FILTER: DataFilter = {
  repositories: NO_PATTERNS,
  contexts: [],
  captures: NO_PATTERNS,
  paths: NO_PATTERNS,
  languages: [],
  owner: [],
  team: []
};

/** True when a filter leaves out nothing. */
export function isEmptyFilter({repositories, contexts, captures, paths, languages, owner, team}: DataFilter): boolean {
  return (
    [contexts, languages, owner, team].every((list) => !list.length) &&
    [repositories, captures, paths].every(isEmptyPatterns)
  );
}

export function isEmptyPatterns({include, exclude}: Patterns): boolean {
  return !include.length && !exclude.length;
}

/** A field of patterns: a list of includes, or an object with include and exclude. */
export function patterns(help: string): Field<Patterns> {
  return field<Patterns>(
    help,
    "a list, or an object with include and exclude",
    {control: {is: "repositories"}},
    NO_PATTERNS,
    readPatterns
  );
}

/** A field of patterns on names of repositories, which a search for repositories can stand for: `repo:^github\.com/acme/`. */
export function repositoryPatterns(help: string): Field<Patterns> {
  const plain = patterns(help);
  const read = (value: unknown): Patterns | Refusal => {
    const text = Array.isArray(value) && value.length === 1 ? value[0] : value;
    if (typeof text !== "string" || !isScopeQuery(text)) return plain.read(value);
    const found = scopePatterns(text);
    return "problem" in found ? new Refusal(`it is a search that cannot be used: ${found.problem}`) : found.patterns;
  };
  return {...plain, read};
}

function readPatterns(value: unknown): Patterns | Refusal {
  if (!isRecord(value)) {
    const include = texts("").read(value);
    return include instanceof Refusal ? include : {include, exclude: []};
  }
  const unknown = Object.keys(value).find((name) => name !== "include" && name !== "exclude");
  if (unknown) return new Refusal(`it has "${unknown}"`);
  const include = texts("").read(value.include ?? []);
  const exclude = texts("").read(value.exclude ?? []);
  if (include instanceof Refusal) return include;
  return exclude instanceof Refusal ? exclude : {include, exclude};
}

/** A field of names of whom any is enough; "" is nobody in particular, and leaves out nothing. */
function anyOf(help: string): Field<readonly string[]> {
  const all = texts(help);
  return {...all, read: (value) => (value === "" ? [] : all.read(value))};
}

/** Files that are in no language that is known can be asked for, as the panel of filters offers them. */
const NO_LANGUAGE = "(unknown)";

/** Languages as files are told by: names and aliases of Linguist, in any case. Another word would silently find nothing. */
function languageNames(help: string): Field<readonly string[]> {
  const all = texts(help);
  return {
    ...all,
    read(value) {
      const words = all.read(value);
      if (words instanceof Refusal) return words;
      const unknown = words.find((word) => word !== NO_LANGUAGE && languageNamed(word) === null);
      if (unknown === undefined) return [...new Set(words.map((word) => languageNamed(word) ?? word))];
      const near = nearestLanguage(unknown);
      return new Refusal(`there is no language "${unknown}"${near ? `; "${near}" is near` : ""}`);
    }
  };
}

const FILTER_FIELDS = {
  repositories: repositoryPatterns("names of repositories"),
  contexts: texts("repository sets of the workspace"),
  captures: patterns("captured values"),
  paths: patterns("paths of files"),
  languages: languageNames("languages of files, by name"),
  owner: anyOf("owners of files, as CODEOWNERS names them: any of them"),
  team: anyOf("teams of tidemark.yaml: any of them"),
  joining: choice("whether includes of several sources must all be met", ["intersect", "upstream"])
};

/** The field `filters`. */
export function filtersField(help: string): Field<WrittenFilter> {
  const none: WrittenFilter = {...NO_FILTER, joining: "intersect"};
  return field<WrittenFilter>(
    help,
    "an object with repositories, contexts, captures, paths, languages, owner, team",
    {},
    none,
    (value) => {
      if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
      const read: Record<string, unknown> = {...none};
      for (const [name, given] of Object.entries(value)) {
        if (!Object.hasOwn(FILTER_FIELDS, name)) return new Refusal(`it has "${name}"`);
        const one: Field<unknown> = FILTER_FIELDS[name as keyof typeof FILTER_FIELDS];
        const got = given === null ? one.fallback : one.read(given);
        if (got instanceof Refusal) return new Refusal(`${name} should be ${one.expects}, and ${got.reason}`);
        read[name] = got;
      }
      return read as unknown as WrittenFilter;
    }
  );
}

/** Filters of a whole notebook: every insight in it has them beside its own. */
export interface NotebookFilter {
  readonly filters: DataFilter;
  readonly joining: WrittenFilter["joining"];
  readonly from: number | null;
  readonly until: number | null;
}

const NOTEBOOK_FIELDS = {
  filters: filtersField("conditions on the data of all insights"),
  from: instant("the first time that is shown"),
  until: instant("the last time that is shown")
};

/** The members of a notebook's front matter that filter its insights. */
export const NOTEBOOK_FILTER_MEMBERS = Object.keys(NOTEBOOK_FIELDS) as readonly (keyof typeof NOTEBOOK_FIELDS)[];

/** The filters in a notebook's front matter; what cannot be read leaves out nothing, with an error. */
export function readNotebookFilter(frontMatter: Readonly<Record<string, unknown>>): Reading<NotebookFilter> {
  const own = Object.fromEntries(NOTEBOOK_FILTER_MEMBERS.map((name) => [name, frontMatter[name]]));
  const {value, messages} = readFields(NOTEBOOK_FIELDS, own, "notebook");
  const {filters, from, until} = value;
  const isReversed = from !== null && until !== null && from > until;
  return {
    value: {filters, joining: filters.joining, from, until},
    messages: isReversed ? [...messages, {level: "error", field: "from", text: `"from" is after "until".`}] : messages
  };
}

/**
 * An insight under the filters of its notebook: one source more, and the narrower of both windows. The first time of the
 * notebook only leaves out what comes before it, whatever times the insight has.
 */
export function withNotebookFilter(
  definition: InsightDefinition,
  {filters, joining, from, until}: NotebookFilter
): InsightDefinition {
  const {joining: _, ...filter} = {...filters, joining};
  return {
    ...definition,
    filters: isEmptyFilter(filter) ? definition.filters : [...definition.filters, filter],
    joining: joining === "upstream" ? joining : definition.joining,
    ...(from === null ? {} : {since: from}),
    until: narrower(definition.until, until, Math.min)
  };
}

function narrower(a: number | null, b: number | null, choose: (a: number, b: number) => number): number | null {
  return a === null ? b : b === null ? a : choose(a, b);
}

/** Named sets of repositories, as the workspace defines them. */
export type Contexts = ReadonlyMap<string, Patterns>;

/**
 * Filters whose contexts are patterns: each context is a source of its own.
 * @throws TidemarkError "insight/context" when the workspace has no context of a name.
 */
export function resolveContexts(filters: readonly DataFilter[], contexts: Contexts): DataFilter[] {
  return filters.flatMap((filter) => [
    {...filter, contexts: []},
    ...filter.contexts.map((name) => {
      const repositories = contexts.get(name);
      if (repositories) return {...NO_FILTER, repositories, context: name};
      const known = [...contexts.keys()];
      throw new TidemarkError(
        "insight/context",
        `There is no search context "${name}". ${known.length ? `tidemark.yaml defines ${known.join(", ")}.` : "Define it under contexts: in tidemark.yaml."}`,
        {field: "contexts"}
      );
    })
  ]);
}

/**
 * Teams that filters ask for must be teams of the workspace, or those of files that have none: of another nothing would be
 * found, which is no count of anything.
 * @throws TidemarkError "insight/team"
 */
export function checkTeams(filters: readonly DataFilter[], teams: readonly {readonly name: string}[]): void {
  const known = teams.map(({name}) => name);
  const wrong = filters.flatMap(({team}) => team).find((name) => !known.includes(name) && !name.startsWith("("));
  if (wrong === undefined) return;
  throw new TidemarkError(
    "insight/team",
    `There is no team "${wrong}". ${known.length ? `tidemark.yaml defines ${known.join(", ")}.` : "Define it under teams: in tidemark.yaml."}`,
    {field: "team"}
  );
}

/** A filter in words, for captions: `repositories ^github.com/vega/, not archived`; empty when it leaves out nothing. */
export function filterWords(filter: DataFilter): string {
  const {repositories, contexts, captures, paths, languages, owner, team, context} = filter;
  const words = (name: string, {include, exclude}: Patterns) => {
    const parts = [include.join(" or "), exclude.length ? `not ${exclude.join(" or ")}` : ""].filter(Boolean);
    return parts.length ? `${name} ${parts.join(", ")}` : "";
  };
  return [
    context === undefined ? words("repositories", repositories) : `context ${context}`,
    contexts.length ? `context ${contexts.join(" and ")}` : "",
    words("values", captures),
    words("paths", paths),
    languages.length ? `language ${languages.join(" or ")}` : "",
    owner.length ? `owner ${owner.join(" or ")}` : "",
    team.length ? `team ${team.join(" or ")}` : ""
  ]
    .filter(Boolean)
    .join("; ");
}

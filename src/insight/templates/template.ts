/** A ready-made insight: what it shows, its searches, and the data it needs. */
import {canonicalQuery, isSameQuery} from "../../query/canonical.ts";
import {readQuery} from "../../query/plan.ts";
import {ripgrepCommand, searchCommands, sidecarCommand, snapshotCommand} from "../../query/shell.ts";
import type {Filter} from "../../query/tree.ts";

/** One search of a template. A capture-group template has one, without a label. */
export interface TemplateSearch {
  readonly label: string;
  readonly query: string;
  /** A number of the palette, from 1. */
  readonly color?: number;
}

export interface InsightTemplate {
  readonly id: string;
  readonly title: string;
  /** The title of the insight, where it is another. */
  readonly insightTitle?: string;
  /** A kind of insight. */
  readonly kind: "search" | "capture-group";
  readonly description: string;
  /** What is known to be wrong with a search as it was published. */
  readonly caution?: string;
  /** The search for its repositories; empty: all of them. */
  readonly scope: string;
  readonly searches: readonly TemplateSearch[];
}

/** The values its creation form begins with. */
export function templateValues({
  title,
  insightTitle,
  kind,
  searches
}: InsightTemplate): Readonly<Record<string, unknown>> {
  const head = {title: insightTitle ?? title};
  if (kind === "capture-group") return {...head, query: searches[0]!.query};
  return {...head, series: searches.map(({label, query, color}) => ({label, query, ...(color ? {color} : {})}))};
}

/** What a template has to be given, in words: how many searches, of what, where. */
export function templateNeeds({searches, scope}: InsightTemplate): string {
  const filters = searches.flatMap(({query}) => filtersOf(query));
  const has = (field: string, value: RegExp) => filters.some((one) => one.field === field && value.test(one.value));
  const counted = has("select", /^repo/i)
    ? "repositories"
    : has("select", /^file/i)
      ? "files"
      : has("type", /^(?:commit|diff)$/i)
        ? "commits"
        : "matches";
  const count = searches.length === 1 ? "one search" : `${searches.length} searches`;
  const where = isEverywhere(scope) ? "" : ` in the repositories of ${scope}`;
  const how = has("patterntype", /^structural$/i)
    ? " The pattern is structural, which only Sourcegraph searches for."
    : "";
  return `Results of ${count}, a file for each time you look at, counting ${counted}${where}.${how}`;
}

/**
 * The exact commands that make the data of one of its searches: from clones, with all their history; with src over the repositories of its scope, beside it the
 * sidecar that says which query the file answers; and where ripgrep can search the same, with that in one clone.
 */
export function templateCommands(
  {id, kind, scope, searches}: InsightTemplate,
  {query}: TemplateSearch
): {readonly clones: readonly string[]; readonly src: readonly string[]; readonly ripgrep: readonly string[]} {
  const place = searches.findIndex((search) => search.query === query);
  const name = searches.length > 1 ? `${id}-${place + 1}` : id;
  // as insights read a query that does not say: text, and an expression where values are captured
  const type = kind === "capture-group" ? "regexp" : "literal";
  const typed = /\bpatterntype:/i.test(query) ? query : `${bracketed(query)} patterntype:${type}`;
  const scoped = isEverywhere(scope) ? typed : `${bracketed(scope)} ${bracketed(typed)}`;
  const ripgrep = ripgrepCommand(query, `${name}.rg.jsonl`, type);
  const taken = snapshotCommand(query, kind === "capture-group");
  return {
    clones: taken ? [taken] : [],
    src: [...searchCommands(scoped, `${name}.jsonl`), sidecarCommand(query, `${name}.jsonl`)],
    ripgrep: ripgrep ? [ripgrep, sidecarCommand(query, `${name}.rg.jsonl`)] : []
  };
}

/** True when imported results, by their queries, answer every search of a template. */
export function isAnswered({searches}: InsightTemplate, held: readonly string[]): boolean {
  const known = held.filter(Boolean).map(canonicalQuery);
  return searches.every(({query}) => known.some((one) => isSameQuery(one, canonicalQuery(query))));
}

function isEverywhere(scope: string): boolean {
  return scope === "" || scope === "repo:.*";
}

/** A query as it may stand beside other filters: alternatives in brackets. */
function bracketed(query: string): string {
  return /\s(?:or|and)\s/i.test(query) ? `(${query})` : query;
}

function filtersOf(query: string): Filter[] {
  const {value: plan} = readQuery(query);
  if (plan) return plan.flatMap(({filters}) => [...filters]);
  return Array.from(
    query.matchAll(/(\w+):(\S+)/g),
    ([, field, value]) => ({field: field!.toLowerCase(), value: value!}) as Filter
  );
}

/** What makes a query that can be read one that cannot be run. Source: Sourcegraph internal/search/query/validate.go. */
import {isTidemarkError} from "../error.ts";
import {compileRegex} from "../regex.ts";
import {queryField} from "./field.ts";
import type {Alternative} from "./plan.ts";
import type {SearchType} from "./search-type.ts";
import type {Span} from "./token.ts";
import {type Filter, leaves, type Node, type Pattern} from "./tree.ts";

/** Something wrong with a query: a sentence, and the piece it is about. */
export interface Fault {
  readonly text: string;
  readonly at: Span;
  readonly field: string;
}

/** The faults of an alternative, none when it can be run. */
export function faultsOf({filters, pattern}: Alternative, type: SearchType): Fault[] {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const filter of filters) {
    const text = filterFault(filter, seen.has(filter.field));
    if (text) faults.push({text, at: filter, field: filter.field});
    seen.add(filter.field);
  }
  for (const leaf of leaves(pattern)) {
    const text = leaf.kind === "pattern" ? patternFault(leaf) : null;
    if (text) faults.push({text, at: leaf, field: "pattern"});
  }
  return [...faults, ...pairFaults(filters), ...(type === "structural" ? structuralFaults(filters, pattern) : [])];
}

/** What a structural search, which looks at the content of files only, has not. */
function structuralFaults(filters: readonly Filter[], pattern: Node | null): Fault[] {
  const of = filters.find(({field}) => field === "type");
  const negated = [...leaves(pattern)].find((leaf) => leaf.kind === "pattern" && leaf.negated);
  return [
    ...(of ? [{text: "type: does not go with a structural search.", at: of, field: "type"}] : []),
    ...(negated ? [{text: "A structural search has no negated pattern.", at: negated, field: "pattern"}] : [])
  ];
}

function filterFault({field, name, value, negated, predicate}: Filter, again: boolean): string | null {
  const {single, negatable, check} = queryField(field);
  if (predicate && /\(\s*\)$/.test(value)) return `${name}:${value} has nothing between its brackets.`;
  if (negated && !predicate && !negatable) return `${name}: cannot be negated.`;
  if (single && again) return `${name}: stands more than once.`;
  const wrong = predicate ? null : check(value);
  return wrong ? `${name}:${value} ${wrong}.` : null;
}

function patternFault({value, regexp}: Pattern): string | null {
  if (!regexp) return null;
  try {
    compileRegex(value);
    return null;
  } catch (error) {
    if (isTidemarkError(error)) return error.message;
    throw error;
  }
}

/** Filters that need or exclude each other. */
function pairFaults(filters: readonly Filter[]): Fault[] {
  const find = (...fields: readonly string[]) => filters.find(({field}) => fields.includes(field));
  const types = filters.filter(({field}) => field === "type").map(({value}) => value);
  const faults: Fault[] = [];
  const rev = find("rev");
  // a time names the commit of any repository, a branch or a tag that of some
  if (rev && !rev.predicate && !find("repo"))
    faults.push({text: "rev: needs a repo: filter beside it.", at: rev, field: "rev"});
  if (
    rev &&
    filters.some(
      ({field, value, negated, predicate}) => field === "repo" && !negated && !predicate && value.includes("@")
    )
  )
    faults.push({text: "A revision is given twice: with @ in repo: and with rev:.", at: rev, field: "rev"});
  const ofCommits = find("author", "before", "after", "message");
  if (ofCommits && !types.some((type) => type === "commit" || type === "diff"))
    faults.push({text: `${ofCommits.name}: needs type:commit or type:diff.`, at: ofCommits, field: ofCommits.field});
  const hasFile = find("repohasfile");
  if (hasFile && types.includes("symbol"))
    faults.push({text: "repohasfile: does not go with type:symbol.", at: hasFile, field: "repohasfile"});
  return faults;
}

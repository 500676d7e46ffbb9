/** Scope queries: which repositories an insight looks at. */
import {readQuery} from "./plan.ts";
import {printPattern} from "./print.ts";

/** Why a query cannot be a scope; `what` is the pattern or the field that is in the way, where one is. */
export interface ScopeProblem {
  readonly code: "invalid" | "pattern" | "filter" | "revision";
  readonly what: string;
  readonly text: string;
}

/**
 * What keeps a query from being a scope: it may hold `repo:` filters, their functions, and and/or/not, nothing else. Null
 * when it is one. Source: Sourcegraph querybuilder IsValidScopeQuery.
 */
export function scopeProblem(query: string): ScopeProblem | null {
  const {value: plan, messages} = readQuery(query);
  if (!plan) return {code: "invalid", what: "", text: messages[0]!.text};
  for (const {filters, pattern} of plan) {
    if (pattern) {
      const what = pattern.kind === "pattern" ? pattern.value : printPattern(pattern);
      return {
        code: "pattern",
        what,
        text: `A repository search holds only repo: filters; this one has the pattern ${what}.`
      };
    }
    for (const {field, value, predicate} of filters) {
      if (field === "rev" || (field === "repo" && !predicate && value.includes("@")))
        return {code: "revision", what: value, text: `A repository search names no revision; ${value} has one.`};
      if (field !== "repo")
        return {
          code: "filter",
          what: field,
          text: `A repository search holds only repo: filters; this one has ${field}:.`
        };
    }
  }
  return null;
}

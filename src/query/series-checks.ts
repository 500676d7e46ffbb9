/** What the query of a series may not hold, told while it is written. Source: Sourcegraph's creation forms. */
import {isTidemarkError, type Message} from "../error.ts";
import {findGroups, onlyRegexp} from "./capture-group.ts";
import {placeOf, type Token, tokenize} from "./token.ts";

const NOT_IN_SERIES: Readonly<Record<string, string>> = {
  repo: "name repositories in the insight's repositories, not with repo: in a query",
  context: "choose repositories in the insight's filters, not with context: in a query",
  rev: "revisions (rev:) are not supported: an insight looks at the history of the default branch"
};

/** The errors in the query of a series: it is required, and has no `repo:`, `context:` or `rev:`. */
export function seriesQueryProblems(query: string): Message[] {
  if (!query.trim()) return [{level: "error", field: "query", text: "A query is required."}];
  const {value: tokens, messages} = tokenize(query, "literal");
  const found = filtersOf(tokens).filter(({field}) => Object.hasOwn(NOT_IN_SERIES, field));
  return [
    ...messages,
    ...found.map(
      ({field, name, value, from}): Message => ({
        level: "error",
        field: "query",
        text: `${name}:${value} cannot stand here: ${NOT_IN_SERIES[field]}.`,
        place: placeOf(query, from)
      })
    )
  ];
}

/** One thing a capture-group query has to keep to. */
export type CaptureCheck =
  | "no-operators"
  | "pattern-type"
  | "no-repo"
  | "no-context"
  | "no-rev"
  | "no-commit-or-diff"
  | "no-new-lines"
  | "capture-group";

/**
 * Whether a query keeps to the rules of capture-group insights, rule by rule; null for each while there is no query. An
 * operator counts as soon as it is written, before anything follows it.
 */
export function captureQueryChecks(query: string): Readonly<Record<CaptureCheck, boolean | null>> {
  const {value: tokens} = tokenize(query, "regexp");
  const filters = filtersOf(tokens);
  const has = (field: string, values = /./s) =>
    filters.some((filter) => filter.field === field && values.test(filter.value));
  const known = (isKept: boolean) => (query.length ? isKept : null);
  return {
    "no-operators": known(!tokens.some(isOperator)),
    "pattern-type": known(!has("patterntype", /^(?:literal|structural|standard|keyword)$/i)),
    "no-repo": known(!has("repo")),
    "no-context": known(!has("context")),
    "no-rev": known(!has("rev")),
    "no-commit-or-diff": known(!has("type", /^(?:commit|diff)$/i)),
    "no-new-lines": known(!tokens.some((token) => token.kind === "pattern" && hasNewLine(token.value))),
    "capture-group": known(hasGroup(query))
  };
}

const CAPTURE_RULES: Readonly<Record<CaptureCheck, string>> = {
  "no-operators": "and, or and not do not go with captured values: write one pattern.",
  "pattern-type": "Captured values need a regular expression: take patterntype: out, or make it regexp.",
  "no-repo": "repo: cannot stand here: name repositories in the field for them.",
  "no-context": "context: cannot stand here: name repositories in the field for them.",
  "no-rev": "rev: cannot stand here: an insight looks at the history of the default branch.",
  "no-commit-or-diff":
    "type:commit and type:diff do not go with captured values: only the content of files is captured.",
  "no-new-lines": "Values are captured line by line: a pattern with \\n finds none.",
  "capture-group": "Put brackets around the part that tells the values apart, as in go\\s*(\\d\\.\\d+)."
};

/** The errors in the query of a capture-group insight, one for each rule that is broken; none while there is no query. */
export function captureQueryProblems(query: string): Message[] {
  return Object.entries(captureQueryChecks(query)).flatMap(([check, isKept]): Message[] =>
    isKept === false ? [{level: "error", field: "query", text: CAPTURE_RULES[check as CaptureCheck]}] : []
  );
}

function filtersOf(tokens: readonly Token[]) {
  return tokens.filter((token) => token.kind === "filter").filter(({value}) => value !== "");
}

function isOperator(token: Token, index: number, tokens: readonly Token[]): boolean {
  if (token.kind === "and" || token.kind === "or" || token.kind === "not") return true;
  return index === tokens.length - 1 && token.kind === "pattern" && /^(?:and|or|not)$/i.test(token.value);
}

/** True for an expression that wants the end of a line inside a match; in a set, as in `[^\n]`, it is one of many. */
function hasNewLine(expression: string): boolean {
  let set = -1; // where a [set] began
  for (let i = 0; i < expression.length; i++) {
    const char = expression[i];
    if (set >= 0) {
      // a ] that comes first in a set is one of its characters
      if (char === "]" && i > set + 1 && !(i === set + 2 && expression[set + 1] === "^")) set = -1;
      else if (char === "\\") i++;
    } else if (char === "[") set = i;
    else if (char === "\n" || (char === "\\" && expression[++i] === "n")) return true;
  }
  return false;
}

function hasGroup(query: string): boolean {
  try {
    return findGroups(onlyRegexp(query, "regexp")).some(({capturing}) => capturing);
  } catch (error) {
    if (isTidemarkError(error)) return false;
    throw error;
  }
}

/** The pattern of a query, which may have operators, compiled for the content of files. */
import {unsupported} from "./beyond-clone.ts";
import {type Content, type FoundMatch, type LineMatcher, lineMatcher} from "./line-matcher.ts";
import {quoteRegex} from "./quote.ts";
import {namesLineEnd, spanMatcher} from "./span-matcher.ts";
import {leaves, type Node, type Pattern} from "./tree.ts";

/** A pattern tree compiled for content. `find` gives its places; null when the content does not satisfy it. */
export interface ContentTree {
  readonly groups: number;
  find(content: Content): readonly FoundMatch[] | null;
}

/** @throws TidemarkError "query/unsupported", "query/matches-nothing", "regex/invalid" */
export function contentTree(node: Node, query: string, ignoreCase: boolean): ContentTree {
  const matchers = new Map<Pattern, LineMatcher>();
  for (const leaf of leaves(node)) {
    if (leaf.kind !== "pattern") continue;
    if (leaf.value === "") throw unsupported(query, "a part of its pattern is empty");
    const expression = leaf.regexp ? leaf.value : quoteRegex(leaf.value);
    matchers.set(leaf, matcherOf(expression, ignoreCase));
  }
  const [only] = matchers.values();
  const find = (one: Node, content: Content): readonly FoundMatch[] | null => {
    if (one.kind === "filter") return [];
    if (one.kind === "pattern") {
      const places = matchers.get(one)!.find(content);
      return one.negated ? (places.length ? null : []) : places.length ? places : null;
    }
    const all: (readonly FoundMatch[])[] = [];
    for (const operand of one.operands) {
      const places = find(operand, content);
      if (places) all.push(places);
      else if (one.kind !== "or") return null;
    }
    return all.length ? apart(all.flat()) : null;
  };
  return {
    groups: matchers.size === 1 ? only!.groups : 0,
    find:
      matchers.size === 1 && node.kind === "pattern" && !node.negated
        ? (content) => {
            const places = only!.find(content);
            return places.length ? places : null;
          }
        : (content) => find(node, content)
  };
}

/** An expression, matched line by line or, where it names the end of a line, across lines. */
export function matcherOf(expression: string, ignoreCase: boolean): LineMatcher {
  return namesLineEnd(expression) ? spanMatcher(expression, ignoreCase) : lineMatcher(expression, ignoreCase);
}

/** Places in their order; of those that overlap, the first. */
export function apart(places: readonly FoundMatch[]): FoundMatch[] {
  const sorted = [...places].sort((a, b) => a.line - b.line || a.column - b.column || a.endColumn - b.endColumn);
  const kept: FoundMatch[] = [];
  let end = 0;
  for (const place of sorted) {
    // columns are bytes from the start of the first line, also beyond its end
    if (place.lineFrom + place.column <= end) continue;
    kept.push(place);
    end = place.lineFrom + place.endColumn - 1;
  }
  return kept;
}

/** How many lines some places stand on, which are in their order. */
export function linesOf(places: readonly FoundMatch[]): number {
  let [count, last] = [0, 0];
  for (const place of places) {
    if (place.lastLine <= last) continue;
    count += place.lastLine - Math.max(place.line - 1, last);
    last = place.lastLine;
  }
  return count;
}

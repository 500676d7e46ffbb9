/** What is looked for when somebody asks what is worth tracking: searches, and when what they find is worth an insight. */
import {readableNumber} from "../../number.ts";

/** How much of a search there was at a time, in the repositories that stood then. */
export interface Count {
  readonly matches: number;
  readonly files: number;
  /** Those with a match. */
  readonly repositories: number;
  /** True when a file could not be read: there may be more. */
  readonly atLeast: boolean;
}

/** What one search found. */
export interface SearchFound {
  /** What is counted: places in files, or files that were found by their names. */
  readonly unit: "matches" | "files";
  readonly now: Count;
  /** At the earlier time; null where no repository had a commit then. */
  readonly before: Count | null;
  /** What was captured now, the most first; empty where nothing is captured. */
  readonly values: readonly {readonly value: string; readonly matches: number}[];
}

/** A proposal's place among the others, the higher the further up, and why it was made, as a sentence. */
export interface Worth {
  readonly score: number;
  readonly why: string;
}

/** A search of a rule. Queries say which pattern type they are. */
export interface RuleSearch {
  readonly label: string;
  readonly query: string;
}

/** A rule of discovery. It describes itself; the command's help and documentation are made from it. */
export interface DiscoveryRule {
  /** The id of the cell. */
  readonly id: string;
  readonly title: string;
  readonly kind: "search" | "capture-group";
  readonly searches: readonly RuleSearch[];
  /** Null where what was found is not worth an insight. */
  worth(found: readonly SearchFound[]): Worth | null;
}

/** What each rule of a family adds to it. */
export type RuleText = Pick<DiscoveryRule, "id" | "title" | "searches">;

/** Rules of what should become less: worth it wherever there is something left. */
export function leftovers(weight: number, rules: readonly RuleText[]): DiscoveryRule[] {
  return rules.map((rule) => ({
    ...rule,
    kind: "search",
    worth([found]) {
      const {now, before} = found!;
      if (!now.matches) return null;
      const moved = before ? Math.abs(now.matches - before.matches) / Math.max(now.matches, before.matches) : 0;
      return {score: weight * size(now.matches) * (0.5 + moved), why: `${counted(found!)}${since(before)}`};
    }
  }));
}

/** Rules of an old way, first, and new ones: worth it while the old one is there, the more the closer to half or the faster. */
export function migrations(rules: readonly RuleText[]): DiscoveryRule[] {
  return rules.map((rule) => ({
    ...rule,
    kind: "search",
    worth(found) {
      const [old, ...others] = found;
      const total = (of: (one: SearchFound) => number) => others.reduce((sum, one) => sum + of(one), 0);
      const [left, done] = [old!.now.matches, total(({now}) => now.matches)];
      const [leftBefore, doneBefore] = [old!.before?.matches ?? 0, total(({before}) => before?.matches ?? 0)];
      // of an old way alone nothing says that anybody leaves it
      if (!done || !(left || leftBefore)) return null;
      const share = done / (left + done);
      const moved = leftBefore + doneBefore ? Math.abs(share - doneBefore / (leftBefore + doneBefore)) : 0;
      const score = size(left + done) * (0.2 + 4 * share * (1 - share) + 2 * moved);
      return {
        score,
        why: rule.searches.map(({label}, i) => `${label}: ${counted(found[i]!)}${since(found[i]!.before)}`).join("; ")
      };
    }
  }));
}

/** Rules of values: worth it where there are several, or another one than before. */
export function versions(rules: readonly RuleText[]): DiscoveryRule[] {
  return rules.map((rule) => ({
    ...rule,
    kind: "capture-group",
    worth([found]) {
      const {now, values} = found!;
      if (values.length < 2) return null;
      const named = values.slice(0, 4).map(({value, matches}) => `${value} (${readableNumber(matches)})`);
      const more = values.length > named.length ? `, and ${values.length - named.length} more` : "";
      return {
        score: size(now.matches) * (0.5 + Math.min(1, (values.length - 1) / 5)),
        why: `${now.atLeast ? "at least " : ""}${values.length} values in ${files(now)}: ${named.join(", ")}${more}`
      };
    }
  }));
}

/** Ten times as many are twice as much. */
function size(matches: number): number {
  return Math.log10(1 + matches) + 0.3;
}

function counted({unit, now}: SearchFound): string {
  const {matches, atLeast} = now;
  if (!matches && !atLeast) return "none";
  const least = atLeast ? "at least " : "";
  return unit === "files"
    ? `${least}${files(now)}`
    : `${least}${readableNumber(matches)} ${matches === 1 ? "match" : "matches"} in ${files(now)}`;
}

function files({files: count, repositories}: Count): string {
  const of = repositories > 1 ? ` of ${readableNumber(repositories)} repositories` : "";
  return `${readableNumber(count)} ${count === 1 ? "file" : "files"}${of}`;
}

function since(before: Count | null): string {
  if (!before) return "";
  return ` (${before.atLeast ? "at least " : ""}${readableNumber(before.matches)} a year before)`;
}

import {RE2JS} from "re2js";
import {messageOf, TidemarkError} from "./error.ts";

/** A compiled regular expression of RE2's syntax, matched in linear time. Groups are counted from 1; an absent one is null. */
export interface Regex {
  readonly groups: number;
  test(text: string): boolean;
  /** The groups of every match in the text, in order. */
  matchAll(text: string): (string | null)[][];
  /** Every match with its place: from, and up to but not including `to`; the empty ones too. */
  places(text: string): {readonly from: number; readonly to: number; readonly groups: readonly (string | null)[]}[];
}

/** What was compiled lately, oldest first: a filter that is typed is asked for the same expressions many times. */
const compiledLately = new Map<string, Regex>();
const MOST_COMPILED = 50;

/**
 * Compiles a user's regular expression. Never V8's engine: it can take for ever (query/fast-regex.ts says where it cannot).
 * @throws TidemarkError "regex/invalid" with what RE2 does not accept.
 */
export function compileRegex(pattern: string): Regex {
  const known = compiledLately.get(pattern);
  if (known) return known;
  const regex = compile(pattern);
  compiledLately.set(pattern, regex);
  if (compiledLately.size > MOST_COMPILED) compiledLately.delete(compiledLately.keys().next().value!);
  return regex;
}

function compile(pattern: string): Regex {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    throw new TidemarkError(
      "regex/invalid",
      `${JSON.stringify(pattern)} is no regular expression (RE2 syntax): ${messageOf(error).replace(/\.$/, "")}.`,
      {pattern},
      error
    );
  }
  const groups = compiled.groupCount();
  return {
    groups,
    test: (text) => compiled.matcher(text).find(),
    matchAll(text) {
      const matcher = compiled.matcher(text);
      const all: (string | null)[][] = [];
      while (matcher.find()) all.push(Array.from({length: groups}, (_, i) => matcher.group(i + 1) ?? null));
      return all;
    },
    places(text) {
      const matcher = compiled.matcher(text);
      const all: {from: number; to: number; groups: (string | null)[]}[] = [];
      while (matcher.find())
        all.push({
          from: matcher.start(),
          to: matcher.end(),
          groups: Array.from({length: groups}, (_, i) => matcher.group(i + 1) ?? null)
        });
      return all;
    }
  };
}

/** Parts of an expression that are text whatever they hold: escapes, `\Q…\E`, and sets, whose first `]` is a character. */
const AS_WRITTEN = /\\Q.*?(?:\\E|$)|\\.|\[\^?\]?(?:\\.|\[:\^?\w+:\]|[^\]\\])*\]/s;
const NAMED_GROUP = new RegExp(`(${AS_WRITTEN.source})|\\(\\?<(?=[A-Za-z_])`, "gs");

/** An expression as the RE2 of the database reads it, which is older than ours: it names groups `(?P<name>…)` only. */
export function enginePattern(pattern: string): string {
  return pattern.replace(NAMED_GROUP, (found, asWritten: string | undefined) => (asWritten ? found : "(?P<"));
}

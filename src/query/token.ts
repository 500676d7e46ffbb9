/** The words of a query with their places: filters, patterns, brackets that group, and operators. */
import type {Message, Reading} from "../error.ts";
import {isPredicate} from "./field.ts";
import {readQuoted} from "./quote.ts";
import {fieldAt, isSpace, type Scan, scan} from "./scan.ts";
import type {SearchType} from "./search-type.ts";

/** Where a token stands in the text: from, and up to but not including `to`; counted from 0. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** `-repo:a`: the field by its canonical name, the name as written in lower case, the value without its quotes. */
export interface FilterToken extends Span {
  readonly kind: "filter";
  readonly field: string;
  readonly name: string;
  readonly value: string;
  readonly negated: boolean;
  readonly quoted: boolean;
  /** True for a function such as has.file(…). */
  readonly predicate: boolean;
}

/** A piece of what is searched: its text without quotes or slashes. */
export interface PatternToken extends Span {
  readonly kind: "pattern";
  readonly value: string;
  readonly regexp: boolean;
  readonly quoted: boolean;
}

export interface SignToken extends Span {
  readonly kind: "open" | "close" | "and" | "or" | "not";
}

export type Token = FilterToken | PatternToken | SignToken;

/** The place of a message about a query. */
export function placeOf(text: string, at: number): {readonly line: number; readonly column: number} {
  const before = text.slice(0, at);
  return {line: before.split("\n").length, column: at - before.lastIndexOf("\n")};
}

/**
 * The tokens of a query. Brackets group only where they hold a filter or an operator (in a keyword search always); with
 * `groups: false` they are text everywhere. Never fails: a value with a broken quote is taken as written, with an error.
 */
export function tokenize(text: string, type: SearchType, {groups = true} = {}): Reading<readonly Token[]> {
  const known = scan(text);
  const tokens: Token[] = [];
  const messages: Message[] = [];
  for (let at = 0; ; at = tokens.at(-1)!.to) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at++;
    if (at >= text.length) return {value: tokens, messages};
    const afterNot = tokens.at(-1)?.kind === "not";
    tokens.push(
      (groups ? bracketAt(known, at, type, afterNot) : null) ??
        (afterNot ? null : operatorAt(text, at)) ??
        filterAt(known, at, messages) ??
        patternAt(known, at, type, groups)
    );
  }
}

function bracketAt({text, patternEnd}: Scan, at: number, type: SearchType, afterNot: boolean): SignToken | null {
  if (text[at] === ")") return {kind: "close", from: at, to: at + 1};
  if (text[at] !== "(" || afterNot) return null;
  const groups = patternEnd(at) < 0 || (type === "keyword" && text[at + 1] !== ")");
  return groups ? {kind: "open", from: at, to: at + 1} : null;
}

const OPERATOR = /(and|or|not)(?=\s)/iy;

function operatorAt(text: string, at: number): SignToken | null {
  OPERATOR.lastIndex = at;
  const word = OPERATOR.exec(text)?.[1]?.toLowerCase() as "and" | "or" | "not" | undefined;
  if (!word) return null;
  const spaceBefore = at > 0 && isSpace(text.charCodeAt(at - 1));
  const stands = spaceBefore || (word === "not" && (at === 0 || text[at - 1] === "("));
  return stands ? {kind: word, from: at, to: at + word.length} : null;
}

function filterAt(known: Scan, at: number, messages: Message[]): FilterToken | null {
  const start = fieldAt(known.text, at);
  if (!start) return null;
  const {field, name, negated} = start;
  return {kind: "filter", field, name, negated, from: at, ...valueAt(known, start.value, field, messages)};
}

function valueAt(
  {text, closing, patternEnd, wordEnd}: Scan,
  from: number,
  field: string,
  messages: Message[]
): Pick<FilterToken, "value" | "to" | "quoted" | "predicate"> {
  const raw = (to: number, predicate: boolean) => ({value: text.slice(from, to), to, quoted: false, predicate});
  if (text[from] === '"' || text[from] === "'") {
    const read = readQuoted(text, from, true);
    if ("value" in read) return {...read, quoted: true, predicate: false};
    messages.push({
      level: "error",
      text: `The value of ${field}: ${read.problem}.`,
      field,
      place: placeOf(text, from)
    });
    return raw(wordEnd(from, {brackets: true, escapes: false}), false);
  }
  const name = /^[A-Za-z.]{1,30}(?=\()/.exec(text.slice(from, from + 31))?.[0];
  if (name && isPredicate(field, name)) {
    const end = closing(from + name.length);
    if (end >= 0) return raw(end + 1, true);
  }
  const end = patternEnd(from);
  return raw(end >= 0 ? end : wordEnd(from, {brackets: false, escapes: true}), false);
}

function patternAt({text, patternEnd, wordEnd}: Scan, at: number, type: SearchType, groups: boolean): PatternToken {
  const slashes = text[at] === "/" && type !== "literal" && type !== "structural";
  const quotes = /["']/.test(text[at]!) && (type === "regexp" || type === "keyword");
  if (slashes || quotes) {
    const read = readQuoted(text, at, false);
    if ("value" in read && (read.to === text.length || /[\s)]/.test(text[read.to]!))) {
      // nobody searches for the empty expression: // is meant as text
      if (slashes && read.value === "")
        return {kind: "pattern", value: "//", regexp: false, quoted: false, from: at, to: read.to};
      return {kind: "pattern", value: read.value, regexp: slashes, quoted: quotes, from: at, to: read.to};
    }
  }
  const regexp = type === "regexp";
  const end = groups ? patternEnd(at) : -1;
  // at least one character, so that a bracket that stands for itself is text
  const to = Math.max(at + 1, end >= 0 ? end : wordEnd(at, {brackets: !regexp || !groups, escapes: regexp}));
  // each piece of a keyword search is printed for itself: a quote that closes nothing needs quotes of its own then
  const alone = type === "keyword" && /["'/]/.test(text[at]!);
  return {kind: "pattern", value: text.slice(at, to), regexp, quoted: alone, from: at, to};
}

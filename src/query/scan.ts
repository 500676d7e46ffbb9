/**
 * Where things end in the text of a query. Everything that would have to look far ahead is worked out once, from both
 * sides, so that reading a query takes time in proportion to its length whatever it holds.
 * Source: Sourcegraph internal/search/query/parser.go (the rules, not the way).
 */
import {fieldName} from "./field.ts";

/** A text whose brackets and words are known. Places count from 0. */
export interface Scan {
  readonly text: string;
  /** The `)` that closes the `(` at a place; −1 when nothing does. */
  closing(open: number): number;
  /**
   * The end of the pattern that begins at a place: white space or a `)` it did not open. −1 when brackets are left open,
   * hold a filter or an operator (they group then), or when a filter or an operator stands at the place itself.
   */
  patternEnd(from: number): number;
  /** The end of the word at a place. `brackets`: they belong to it; `escapes`: so does white space after a backslash. */
  wordEnd(from: number, options: {readonly brackets: boolean; readonly escapes: boolean}): number;
}

/** True for white space as Unicode has it. */
export function isSpace(code: number): boolean {
  if (code < 128) return code === 32 || (code >= 9 && code <= 13);
  return /\s/.test(String.fromCharCode(code));
}

const [OPEN, CLOSE, ESCAPE] = [40, 41, 92];

/** Scans a text, in linear time. */
export function scan(text: string): Scan {
  const length = text.length;
  const closing = new Int32Array(length).fill(-1);
  // how many filters and operators begin at or before a place, counted where one may begin inside brackets
  const words = new Int32Array(length + 1);
  const open: number[] = [];
  let mayBegin = false;
  for (let i = 0; i < length; i++) {
    words[i + 1] = words[i]! + Number(mayBegin && beginsWord(text, i));
    const code = text.charCodeAt(i);
    mayBegin = code === OPEN || isSpace(code);
    if (code === OPEN) open.push(i);
    else if (code === CLOSE && open.length) closing[open.pop()!] = i;
    else if (code === ESCAPE && i + 1 < length) words[++i + 1] = words[i]!;
  }
  const ends = new Int32Array(length + 2).fill(length);
  for (let i = length - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === CLOSE || isSpace(code)) ends[i] = i;
    else if (code === ESCAPE) ends[i] = ends[i + 2]!;
    else if (code !== OPEN) ends[i] = ends[i + 1]!;
    else ends[i] = closing[i]! < 0 || words[closing[i]! + 1]! > words[i + 1]! ? -1 : ends[closing[i]! + 1]!;
  }
  return {
    text,
    closing: (place) => closing[place]!,
    patternEnd: (from) => (beginsWord(text, from) ? -1 : ends[from]!),
    wordEnd(from, {brackets, escapes}) {
      let i = from;
      for (; i < length; i++) {
        const code = text.charCodeAt(i);
        if (isSpace(code) || (!brackets && (code === OPEN || code === CLOSE))) break;
        if (escapes && code === ESCAPE) i++;
      }
      return Math.min(i, length);
    }
  };
}

/** A filter's name and colon at a place: its canonical name, the name as written, and where its value begins. */
export interface FieldStart {
  readonly field: string;
  readonly name: string;
  readonly negated: boolean;
  readonly value: number;
}

const FIELD = /(-?)([A-Za-z]{1,20}):/y;

/** The filter whose name begins at a place; null when none does. */
export function fieldAt(text: string, from: number): FieldStart | null {
  FIELD.lastIndex = from;
  const match = FIELD.exec(text);
  const field = match && fieldName(match[2]!);
  return match && field
    ? {field, name: match[2]!.toLowerCase(), negated: match[1] !== "", value: from + match[0].length}
    : null;
}

function beginsWord(text: string, from: number): boolean {
  return fieldAt(text, from) !== null || /^(?:and|or|not) /i.test(text.slice(from, from + 4));
}

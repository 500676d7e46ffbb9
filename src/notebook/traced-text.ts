/** Text made from other text, which knows where each of its characters stood: for telling an author where an error is. */

export interface Traced {
  readonly text: string;
  /** For each character, its offset in the text it was made from. */
  readonly from: readonly number[];
}

/** A part of a text, that begins at an offset of it. */
export function traced(text: string, offset: number): Traced {
  return {text, from: Array.from({length: text.length}, (_, i) => offset + i)};
}

/** Text that stood nowhere, put in for what stood at an offset. */
export function inserted(text: string, offset: number): Traced {
  return {text, from: Array.from({length: text.length}, () => offset)};
}

export function joined(...parts: readonly Traced[]): Traced {
  return {text: parts.map(({text}) => text).join(""), from: parts.flatMap(({from}) => from)};
}

/** The text without each `taken`, which is left out where it stands before `before`. */
export function without(whole: Traced, taken: string, before: string): Traced {
  const keeps = Array.from(whole.from, (_, i) => !whole.text.startsWith(taken + before, i));
  return {
    text: whole.from.map((_, i) => (keeps[i] ? whole.text[i] : "")).join(""),
    from: whole.from.filter((_, i) => keeps[i])
  };
}

/** Where the character at an offset stood; behind the last one, where that ended. Null for a text of nothing. */
export function originOf({from}: Traced, offset: number): number | null {
  if (offset < from.length) return from[Math.max(0, offset)] ?? null;
  const last = from.at(-1);
  return last === undefined ? null : last + 1;
}

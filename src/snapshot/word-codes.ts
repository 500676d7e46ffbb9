import {decodeWindows1252} from "./windows-1252.ts";

/**
 * Gives each distinct byte string a code without making a JavaScript string of it: an open hash table over one array of
 * bytes. Cells of a table repeat a few words millions of times, so the usual work of a cell is one comparison.
 */
export interface WordCodes {
  bytes: Uint8Array;
  /** The same bytes. */
  view: DataView;
  /** `ends[code]` is where a word ends in `bytes`; it starts where the one before it ends. */
  ends: Int32Array;
  hashes: Int32Array;
  slots: Int32Array;
  count: number;
  last: number;
}

/** An empty dictionary. */
export function wordCodes(): WordCodes {
  const bytes = new Uint8Array(256);
  return {
    bytes,
    view: new DataView(bytes.buffer),
    ends: new Int32Array(16),
    hashes: new Int32Array(16),
    slots: new Int32Array(32),
    count: 0,
    last: -1
  };
}

/** The code of the bytes from `start` to `end`; `hash` is any number that equal bytes share. */
export function codeOf(words: WordCodes, from: Uint8Array, start: number, end: number, hash: number): number {
  if (words.last >= 0 && words.hashes[words.last] === hash && isWord(words, words.last, from, start, end))
    return words.last;
  const mask = words.slots.length - 1;
  let slot = (hash ^ (hash >>> 15)) & mask;
  for (let found = words.slots[slot]!; found; found = words.slots[slot]!) {
    if (words.hashes[found - 1] === hash && isWord(words, found - 1, from, start, end)) {
      words.last = found - 1;
      return found - 1;
    }
    slot = (slot + 1) & mask;
  }
  words.slots[slot] = words.count + 1;
  add(words, from, start, end, hash);
  if (words.count * 2 > words.slots.length) spread(words);
  words.last = words.count - 1;
  return words.last;
}

/** The words by code. What is no UTF-8 is read as windows-1252 and counted: old spreadsheets write that. */
export function decodeWords(words: WordCodes): {readonly words: readonly string[]; readonly odd: readonly number[]} {
  const strict = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
  const odd: number[] = [];
  const decoded = Array.from({length: words.count}, (_, code) => {
    const bytes = words.bytes.subarray(code ? words.ends[code - 1] : 0, words.ends[code]);
    try {
      return strict.decode(bytes);
    } catch {
      odd.push(code);
      return decodeWindows1252(bytes);
    }
  });
  return {words: decoded, odd};
}

function isWord(words: WordCodes, code: number, from: Uint8Array, start: number, end: number): boolean {
  const {bytes} = words;
  let at = code ? words.ends[code - 1]! : 0;
  if (words.ends[code]! - at !== end - start) return false;
  for (let i = start; i < end; i++) if (bytes[at++] !== from[i]) return false;
  return true;
}

function add(words: WordCodes, from: Uint8Array, start: number, end: number, hash: number): void {
  const code = words.count++;
  const at = code ? words.ends[code - 1]! : 0;
  if (code === words.ends.length) {
    words.ends = grown(words.ends, new Int32Array(code * 2));
    words.hashes = grown(words.hashes, new Int32Array(code * 2));
  }
  if (at + end - start > words.bytes.length) {
    words.bytes = grown(words.bytes, new Uint8Array(Math.max(words.bytes.length * 2, at + end - start)));
    words.view = new DataView(words.bytes.buffer);
  }
  words.bytes.set(from.subarray(start, end), at);
  words.ends[code] = at + end - start;
  words.hashes[code] = hash;
}

function spread(words: WordCodes): void {
  const slots = new Int32Array(words.slots.length * 2);
  const mask = slots.length - 1;
  for (let code = 0; code < words.count; code++) {
    let slot = (words.hashes[code]! ^ (words.hashes[code]! >>> 15)) & mask;
    while (slots[slot]) slot = (slot + 1) & mask;
    slots[slot] = code + 1;
  }
  words.slots = slots;
}

function grown<T extends Int32Array | Uint8Array>(old: T, wider: T): T {
  wider.set(old);
  return wider;
}

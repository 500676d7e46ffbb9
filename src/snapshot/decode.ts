/**
 * From the bytes of a source to its text: gzip by its magic, UTF-16 by its mark, everything else taken as UTF-8. Nothing is
 * held but the piece in hand and, where lines are read, the line it belongs to.
 */
import {throwIfAborted} from "../error.ts";
import {sha256Stream} from "../hash.ts";
import {gunzip, type Inflater} from "./gunzip.ts";
import type {Head, Source} from "./importer.ts";

/** The longest line that is read, in bytes; longer ones are passed over and told. */
export const MAX_LINE = 128_000_000;

const HEAD_LENGTH = 65_536;
const LF = 10;
const CR = 13;

/** How to read: where to stop and whom to tell. `progress` counts the bytes of the file as it lies there. */
export interface DecodeOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((bytesRead: number) => void) | undefined;
}

/** What is known of a file when all of it was read. `cut` says why a compressed stream is not whole, else null. */
export interface Decoded {
  readonly fileHash: string;
  readonly cut: string | null;
}

/**
 * Passes a source on as UTF-8 text in pieces, without byte order mark. Bytes that are no UTF-8 pass as they are.
 * @throws TidemarkError "import/too-large" for gzip beyond MAX_INFLATED, "call/aborted".
 */
export async function eachChunk(
  source: Source,
  {signal, progress}: DecodeOptions,
  onBytes: (bytes: Uint8Array) => void
): Promise<Decoded> {
  const hash = source.sha256 ? null : sha256Stream();
  const text = toUtf8(onBytes);
  let inflater: Inflater | undefined;
  let read = 0;
  let start = new Uint8Array(0);
  const begin = (bytes: Uint8Array) => {
    inflater = isGzip(bytes) ? gunzip(text.push) : {push: text.push, end: () => null};
    inflater.push(bytes);
  };
  for await (const bytes of source.chunks()) {
    throwIfAborted(signal);
    hash?.update(bytes);
    read += bytes.length;
    if (inflater) inflater.push(bytes);
    else {
      start = joined(start, bytes);
      if (start.length >= 2) begin(start);
    }
    progress?.(read);
  }
  throwIfAborted(signal);
  if (!inflater) begin(start);
  const cut = inflater!.end();
  text.end();
  return {fileHash: hash ? hash.hex() : await source.sha256!(), cut};
}

/** A line of a text: without its end, with the bytes it came from (end included) and where it starts among them. */
export interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
  readonly raw: Uint8Array;
  /** False when the bytes were no UTF-8: what could not be read is U+FFFD. */
  readonly intact: boolean;
}

/** What is known of a text when all its lines were read. `tooLong` are the numbers of lines beyond MAX_LINE. */
export interface DecodedLines extends Decoded {
  readonly lines: number;
  readonly tooLong: readonly number[];
}

/** Is offered the bytes of a line, from `from` to `end`; the next one starts at `next`. True: it needs no Line. */
export type LineTaker = (bytes: Uint8Array, from: number, end: number, next: number) => boolean;

/**
 * Passes a source on line by line, those that `take` wants as bytes; LF and CRLF end a line. The other arguments and errors
 * are those of eachChunk.
 */
export async function eachLine(
  source: Source,
  options: DecodeOptions,
  onLine: (line: Line) => void,
  take: LineTaker = () => false
): Promise<DecodedLines> {
  const strict = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
  const lossy = new TextDecoder("utf-8", {ignoreBOM: true});
  const tooLong: number[] = [];
  let pieces: Uint8Array[] = [];
  let held = 0;
  let offset = 0;
  let number = 0;
  const line = (raw: Uint8Array) => {
    const bytes = raw.subarray(0, contentEnd(raw, 0, raw.length));
    let text: string;
    let intact = true;
    try {
      text = strict.decode(bytes);
    } catch {
      text = lossy.decode(bytes);
      intact = false;
    }
    onLine({text, number, offset, raw, intact});
  };
  const finish = (last: Uint8Array, isOffered = false) => {
    number++;
    const length = held + last.length;
    if (length > MAX_LINE) tooLong.push(number);
    else {
      const raw = pieces.length ? joined(...pieces, last) : last;
      if (isOffered || !take(raw, 0, contentEnd(raw, 0, length), length)) line(raw);
    }
    pieces = [];
    held = 0;
    offset += length;
  };
  const decoded = await eachChunk(source, options, (bytes) => {
    let from = 0;
    for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, from)) {
      if (!held && take(bytes, from, contentEnd(bytes, from, end + 1), end + 1)) {
        number++;
        offset += end + 1 - from;
      } else finish(bytes.subarray(from, end + 1), !held);
      from = end + 1;
    }
    const rest = bytes.subarray(from);
    held += rest.length;
    if (held > MAX_LINE) pieces = [];
    else if (rest.length) pieces.push(rest);
  });
  if (held) finish(new Uint8Array(0));
  return {...decoded, lines: number, tooLong};
}

/** Where a line ends without its line end. */
function contentEnd(bytes: Uint8Array, from: number, next: number): number {
  let end = next;
  if (end > from && bytes[end - 1] === LF) end--;
  if (end > from && bytes[end - 1] === CR) end--;
  return end;
}

/** The first 64 kB of a source's text; what is no text (zip, Parquet, images …) has only its magic. */
export async function readHead(source: Source): Promise<Head> {
  let magic = new Uint8Array(0);
  let head = new Uint8Array(0);
  const text = toUtf8((bytes) => {
    if (head.length < HEAD_LENGTH) head = joined(head, bytes.subarray(0, HEAD_LENGTH));
  });
  let inflater: Inflater | undefined;
  for await (const bytes of source.chunks()) {
    if (magic.length < 16) magic = joined(magic, bytes.subarray(0, 16));
    inflater ??= isGzip(magic) ? gunzip(text.push) : {push: text.push, end: () => null};
    for (let at = 0; at < bytes.length && head.length < HEAD_LENGTH; at += 8192)
      inflater.push(bytes.subarray(at, at + 8192));
    if (head.length >= HEAD_LENGTH) break;
  }
  inflater?.end();
  text.end();
  const container = isGzip(magic) ? "gzip" : isZip(magic) ? "zip" : "none";
  const isText = container !== "zip" && !isBinary(head);
  // `stream` leaves out a character that the cut goes through
  const decoder = new TextDecoder("utf-8");
  return {
    name: source.name,
    text: isText ? decoder.decode(head, {stream: true}) : "",
    magic: magic.slice(0, 16),
    container
  };
}

/**
 * A source's bytes in one piece, as they lie there.
 * @throws TidemarkError from `limit(size)` when there are more than `most`.
 */
export async function readBytes(
  source: Source,
  {signal}: DecodeOptions,
  most: number,
  limit: () => Error
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let held = 0;
  for await (const bytes of source.chunks()) {
    throwIfAborted(signal);
    held += bytes.length;
    if (held > most) throw limit();
    pieces.push(bytes);
  }
  return pieces.length === 1 ? pieces[0]! : joined(...pieces);
}

/** Pieces in one array. */
export function joined(...pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** Drops the byte order mark and turns UTF-16 into UTF-8. */
function toUtf8(onBytes: (bytes: Uint8Array) => void): {push(bytes: Uint8Array): void; end(): void} {
  let start = new Uint8Array(0);
  let pass: ((bytes: Uint8Array, more: boolean) => void) | undefined;
  const begin = () => {
    const [a, b, c] = start;
    const wide = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined;
    if (wide) {
      const decoder = new TextDecoder(wide, {ignoreBOM: true});
      const encoder = new TextEncoder();
      pass = (bytes, more) => onBytes(encoder.encode(decoder.decode(bytes, {stream: more})));
    } else pass = (bytes) => bytes.length && onBytes(bytes);
    pass(start.subarray(wide ? 2 : a === 0xef && b === 0xbb && c === 0xbf ? 3 : 0), true);
  };
  return {
    push(bytes) {
      if (pass) pass(bytes, true);
      else {
        start = joined(start, bytes);
        if (start.length >= 3) begin();
      }
    },
    end() {
      if (!pass) begin();
      pass!(new Uint8Array(0), false);
    }
  };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

/** Text has hardly any control characters; Parquet, Arrow, SQLite and pictures are full of them. */
function isBinary(head: Uint8Array): boolean {
  let odd = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++;
  return odd > head.length / 10;
}

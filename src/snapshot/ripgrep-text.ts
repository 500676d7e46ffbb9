import {isObject} from "./json.ts";

/** A text of ripgrep. One that is no UTF-8 has each byte as the character of its number, so that none are mixed up. */
export interface RipgrepText {
  readonly text: string;
  readonly isLatin1: boolean;
}

/** The text in `{"text": …}` or `{"bytes": base64}`; null for anything else. */
export function readRipgrepText(value: unknown): RipgrepText | null {
  if (!isObject(value)) return null;
  if (typeof value.text === "string") return {text: value.text, isLatin1: false};
  if (typeof value.bytes !== "string") return null;
  let binary: string;
  try {
    binary = atob(value.bytes);
  } catch {
    return null;
  }
  try {
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return {text: new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes), isLatin1: false};
  } catch {
    return {text: binary, isLatin1: true};
  }
}

/** Finds places in a text by their byte offsets, in ascending order. */
export interface TextCursor {
  /** How many lines the text has. */
  readonly lines: number;
  /** The UTF-16 index of a byte, the line it is on, from 0, and the byte at which that line starts. */
  to(byte: number): {readonly at: number; readonly line: number; readonly lineStart: number};
}

/** A cursor at the start of a text. Each call goes on from the one before, so that a long line is walked once. */
export function textCursor({text, isLatin1}: RipgrepText): TextCursor {
  const lastLine = text.endsWith("\n") ? text.length - 1 : text.length;
  const firstEnd = text.indexOf("\n");
  const isOneLine = firstEnd < 0 || firstEnd >= lastLine;
  const isPlain = isLatin1 || /^[\0-\x7f]*$/.test(text);
  let lines = 1;
  if (!isOneLine) for (let at = firstEnd; at >= 0 && at < lastLine; at = text.indexOf("\n", at + 1)) lines++;
  let [at, byte, line, lineStart] = [0, 0, 0, 0];
  return {
    lines,
    to(offset) {
      if (isOneLine && isPlain) return {at: Math.min(offset, text.length), line: 0, lineStart: 0};
      while (byte < offset && at < text.length) {
        const code = text.charCodeAt(at++);
        byte += isLatin1 || code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
        if (code >= 0xd800 && code < 0xdc00 && at < text.length) {
          at++;
          byte++;
        }
        if (code !== 10 || at >= text.length) continue;
        line++;
        lineStart = byte;
      }
      return {at, line, lineStart};
    }
  };
}

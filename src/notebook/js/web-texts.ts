/** Texts and bytes as browsers have them, for a realm that has nothing but the language. Only UTF-8 is known. */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

class Utf8Encoder {
  readonly encoding = "utf-8";
  encode(text = ""): Uint8Array {
    const bytes = unescapePercents(encodeURIComponent(wellFormed(String(text))));
    return Uint8Array.from(bytes);
  }
}

class Utf8Decoder {
  readonly encoding = "utf-8";
  constructor(label = "utf-8") {
    if (!/^utf-?8$/i.test(label)) throw new RangeError(`Only UTF-8 is known here, not ${label}.`);
  }
  decode(given: ArrayBuffer | ArrayBufferView = new ArrayBuffer(0)): string {
    const bytes =
      given instanceof ArrayBuffer
        ? new Uint8Array(given)
        : new Uint8Array(given.buffer, given.byteOffset, given.byteLength);
    let text = "";
    for (let at = 0; at < bytes.length; ) {
      const {point, length} = pointAt(bytes, at);
      text += String.fromCodePoint(point);
      at += length;
    }
    return text.startsWith("\ufeff") ? text.slice(1) : text;
  }
}

function unescapePercents(text: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== "%") bytes.push(text.charCodeAt(at));
    else {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    }
  }
  return bytes;
}

/** Half a surrogate pair is no text: it becomes U+FFFD. */
function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "\ufffd");
}

/** The character at a place; bytes that are none are U+FFFD, one by one. */
function pointAt(bytes: Uint8Array, at: number): {point: number; length: number} {
  const first = bytes[at]!;
  if (first < 0x80) return {point: first, length: 1};
  const length =
    first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 && first < 0xf0 ? 3 : first >= 0xc2 && first < 0xe0 ? 2 : 0;
  let point = length === 4 ? first & 7 : length === 3 ? first & 15 : first & 31;
  for (let i = 1; i < length; i++) {
    const next = bytes[at + i] ?? 0;
    if ((next & 0xc0) !== 0x80) return {point: 0xfffd, length: 1};
    point = (point << 6) | (next & 63);
  }
  const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
  const isText = length > 0 && point >= least && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isText ? {point, length} : {point: 0xfffd, length: 1};
}

/** Base64 of a text of bytes. */
function encodeBase64(text: string): string {
  const padding = (3 - (text.length % 3)) % 3;
  let out = "";
  for (let at = 0; at < text.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((i) => text.charCodeAt(at + i) || 0) as [number, number, number];
    if (a > 255 || b > 255 || c > 255) throw new RangeError("btoa takes bytes as characters up to ÿ.");
    const bits = (a << 16) | (b << 8) | c;
    for (let i = 18; i >= 0; i -= 6) out += ALPHABET[(bits >> i) & 63];
  }
  return padding ? `${out.slice(0, -padding)}${"=".repeat(padding)}` : out;
}

function decodeBase64(text: string): string {
  const plain = text.replace(/\s/g, "").replace(/={1,2}$/, "");
  let [out, bits, held] = ["", 0, 0];
  for (const letter of plain) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError("This is no base64.");
    bits = (bits << 6) | value;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    out += String.fromCharCode((bits >> held) & 255);
  }
  return out;
}

/** Under the names that browsers give them. */
export const WEB_TEXTS: Readonly<Record<string, unknown>> = {
  TextEncoder: Utf8Encoder,
  TextDecoder: Utf8Decoder,
  btoa: encodeBase64,
  atob: decodeBase64
};

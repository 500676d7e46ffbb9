/**
 * Reads markup of the strict form that our own writers and Vega give: quoted attributes, no comments, no `<` in text. What
 * this reads, a browser reads as the same tags, attributes and texts; of all else it says that it is not of this form, and a
 * parser of the whole language has to look at it.
 */

/** Takes tags and texts as they stand; attribute values and texts are still escaped (see `unescaped`). */
export interface MarkupReader {
  /** The attributes are name, value, name, value; of one without a value it is "". */
  open(name: string, attributes: readonly string[], isEmpty: boolean): void;
  close(name: string): void;
  text(escaped: string): void;
}

const START = /<([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z_][\w:.-]*(?:="[^"]*")?)*)\s*(\/?)>/y;
const END = /<\/([A-Za-z][A-Za-z0-9]*)>/y;
const ATTRIBUTE = /\s+([A-Za-z_][\w:.-]*)(?:="([^"]*)")?/g;
/** Elements of HTML that have no end tag. */
const VOID = new Set(["meta", "br", "hr", "img", "input", "wbr"]);
/** Elements whose text ends only at their own end tag. */
const RAW = new Set(["style", "script"]);

/** Reads from `from` to the end; false when the text is not of the strict form, whatever was passed on until then. */
export function readMarkup(text: string, reader: MarkupReader, from = 0): boolean {
  const opened: string[] = [];
  let depthOfSvg = 0;
  let at = from;
  while (at < text.length) {
    const tag = text.indexOf("<", at);
    const end = tag < 0 ? text.length : tag;
    if (end > at) reader.text(text.slice(at, end));
    if (tag < 0) break;
    if (text.charCodeAt(tag + 1) === 47) {
      END.lastIndex = tag;
      const found = END.exec(text);
      if (!found || opened.pop() !== found[1]) return false;
      if (found[1] === "svg") depthOfSvg--;
      reader.close(found[1]!);
      at = END.lastIndex;
      continue;
    }
    START.lastIndex = tag;
    const found = START.exec(text);
    if (!found) return false;
    const [, name, written, slash] = found as unknown as [string, string, string, string];
    at = START.lastIndex;
    // a slash ends an element of SVG only
    if (slash && !depthOfSvg && name !== "svg" && !VOID.has(name)) return false;
    const isEmpty = slash !== "" || VOID.has(name);
    reader.open(name, attributesOf(written), isEmpty);
    if (isEmpty) continue;
    if (RAW.has(name)) {
      const close = text.indexOf(`</${name}>`, at);
      const own = text.slice(at, close);
      // other ways to end or to hide an end are for the whole parser, and so is such an element within SVG
      if (close < 0 || depthOfSvg || /<(?:!--|\/?(?:script|style))/i.test(own)) return false;
      if (own) reader.text(own);
      at = close;
    }
    opened.push(name);
    if (name === "svg") depthOfSvg++;
  }
  return opened.length === 0;
}

function attributesOf(written: string): string[] {
  if (!written) return [];
  const attributes: string[] = [];
  for (const [, name, value] of written.matchAll(ATTRIBUTE)) attributes.push(name!, value ?? "");
  return attributes;
}

const NAMED: Readonly<Record<string, string>> = {amp: "&", lt: "<", gt: ">", quot: '"', apos: "'"};

/** A value or text with its few common references resolved; null when it holds others. */
export function unescaped(escaped: string): string | null {
  if (!escaped.includes("&")) return escaped;
  let known = true;
  const text = escaped.replace(
    /&(?:(amp|lt|gt|quot|apos);|#(\d{2,6});|#x([\da-f]{2,5});|)/gi,
    (_, name, decimal, hex) => {
      if (name !== undefined && NAMED[name] !== undefined) return NAMED[name];
      const code = Number.parseInt(decimal ?? hex ?? "", decimal ? 10 : 16);
      // what is below, and C1, browsers read as something else
      if (code >= 160 ? code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) : code >= 32 && code < 127)
        return String.fromCodePoint(code);
      known = false;
      return "";
    }
  );
  return known ? text : null;
}

/**
 * XML of other tools, one element at a time: nothing is held but the names of the open elements. Nothing is ever loaded, and
 * entities that a document defines are not filled in: one that is used stays as it is written, and the file is partial; one
 * made of others is refused, because only texts that are meant to break readers have it.
 */
import {SaxesParser} from "saxes";
import {type Place, TidemarkError} from "../error.ts";
import type {Clues} from "./clues.ts";
import {eachChunk} from "./decode.ts";
import type {ReadContext, Source} from "./importer.ts";
import type {ProblemList} from "./problems.ts";
import {decodeWindows1252} from "./windows-1252.ts";

/** An element that begins: its attributes by name, and the elements it stands in, outermost first. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly parents: readonly string[];
  /** Where its tag ends. */
  readonly place: Place;
}

/** What a reader is told of a document; `text` is asked for only where it is given. */
export interface XmlEvents {
  open(element: XmlElement): void;
  close?(name: string, parents: readonly string[]): void;
  text?(text: string, parents: readonly string[]): void;
}

/** What is known of a document when all of it was read: why it is not whole, as sentences. */
export interface XmlFile {
  readonly reasons: readonly string[];
  readonly fileHash: string;
}

/** The five that every document may use. Without a prototype: names of members that every object has are no entities. */
const ENTITIES: Record<string, string> = Object.assign(Object.create(null), {
  amp: "&",
  gt: ">",
  lt: "<",
  quot: '"',
  apos: "'"
});

/** Elements in elements; no report comes near. */
const MAX_DEPTH = 200;

/**
 * Reads a document. One that ends too early is read as far as it goes, with a reason.
 * @throws TidemarkError "import/unreadable" with line and column where it is not well-formed.
 */
export async function readXml(
  source: Source,
  {context, clues, problems}: {context: ReadContext; clues: Clues; problems: ProblemList},
  events: XmlEvents
): Promise<XmlFile> {
  const parser = new SaxesParser();
  parser.ENTITIES = ENTITIES;
  const parents: string[] = [];
  const reasons = new Set<string>();
  let elements = 0;
  let isEnding = false;
  const firstLine = clues.hasFrontMatter ? 1 : 0;
  const place = (): Place => ({line: parser.line + firstLine, column: parser.column});
  const refuse = (what: string): never => {
    const {line, column} = place();
    throw new TidemarkError(
      "import/unreadable",
      `${source.name} is no well-formed XML: line ${line}, column ${column}: ${what.replace(/\.?$/, ".")} Make it again.`,
      {line, column}
    );
  };
  parser.on("doctype", (text) => {
    if (/<!ENTITY[^>]*&[\w.-]+;/.test(text))
      throw new TidemarkError(
        "import/unreadable",
        `${source.name} defines entities made of other entities. No report needs them; they are made to break readers.`
      );
  });
  parser.on("error", ({message}) => {
    const what = message.replace(/^\d+:\d+: /, "");
    if (what === "undefined entity.") {
      problems.note("xml/entity", "An entity that the file defines for itself was not filled in.", place());
      reasons.add("The file uses entities of its own, which are never filled in.");
    } else if (what === "disallowed character." && parents.length)
      problems.note("xml/character", "A character that XML does not allow was kept as it is.", place());
    else if (isEnding && elements > 0) reasons.add("The file ends before its elements do: it was cut.");
    else refuse(`${what.slice(0, 1).toUpperCase()}${what.slice(1)}`);
  });
  parser.on("opentag", ({name, attributes, isSelfClosing}) => {
    elements++;
    if (parents.length === MAX_DEPTH) refuse(`Elements stand in more than ${MAX_DEPTH} others.`);
    events.open({name, attributes, parents, place: place()});
    if (isSelfClosing) events.close?.(name, parents);
    else parents.push(name);
  });
  parser.on("closetag", ({name, isSelfClosing}) => {
    if (isSelfClosing) return;
    parents.pop();
    events.close?.(name, parents);
  });
  if (events.text) {
    parser.on("text", (text) => parents.length && events.text!(text, parents));
    parser.on("cdata", (text) => events.text!(text, parents));
  }
  let decode: ((bytes: Uint8Array, more: boolean) => string) | undefined;
  let isSkipping = clues.hasFrontMatter;
  const {fileHash, cut} = await eachChunk(source, context, (bytes) => {
    const from = isSkipping ? bytes.indexOf(10) + 1 : 0;
    if (isSkipping && from === 0) return;
    isSkipping = false;
    decode ??= decoderOf(bytes.subarray(from, from + 200));
    parser.write(decode(bytes.subarray(from), true));
  });
  isEnding = true;
  parser.write(decode?.(new Uint8Array(0), false) ?? "").close();
  return {reasons: [...(cut ? [`Not all could be unpacked: ${cut}.`] : []), ...reasons], fileHash};
}

/** How bytes become text: as the document says of itself; what says nothing is UTF-8. */
function decoderOf(start: Uint8Array): (bytes: Uint8Array, more: boolean) => string {
  const head = String.fromCharCode(...start);
  const encoding = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.-]+)["']/.exec(head)?.[1]?.toLowerCase() ?? "utf-8";
  if (/^(?:iso-?8859-1|latin-?1|windows-1252|us-ascii)$/.test(encoding)) return (bytes) => decodeWindows1252(bytes);
  const decoder = new TextDecoder("utf-8");
  return (bytes, more) => decoder.decode(bytes, {stream: more});
}

/** The name of the root element and the text of its attributes; null for a text that is no XML, or cut before it. */
export function xmlRoot(text: string): {readonly name: string; readonly attributes: string} | null {
  let at = 0;
  for (;;) {
    while (/\s/.test(text[at] ?? "")) at++;
    const end = text.startsWith("<?", at)
      ? after(text, "?>", at)
      : text.startsWith("<!--", at)
        ? after(text, "-->", at)
        : text.startsWith("<!DOCTYPE", at)
          ? doctypeEnd(text, at)
          : at;
    if (end < 0) return null;
    if (end === at) break;
    at = end;
  }
  const [, name, attributes = ""] = /^<([A-Za-z_][\w:.-]{0,100})([^<>]{0,4000})/.exec(text.slice(at, at + 4200)) ?? [];
  return name === undefined ? null : {name, attributes};
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found < 0 ? -1 : found + end.length;
}

function doctypeEnd(text: string, from: number): number {
  const close = text.indexOf(">", from);
  const subset = text.indexOf("[", from);
  if (close < 0) return -1;
  return subset < 0 || subset > close ? close + 1 : after(text, "]>", subset);
}

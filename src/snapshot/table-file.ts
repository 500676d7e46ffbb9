/** A file of rows, whichever way it is written: CSV, JSON lines, a JSON list, or a JSON object around one list. */

import {TidemarkError} from "../error.ts";
import type {Clues} from "./clues.ts";
import {readCsv} from "./csv-file.ts";
import type {Cells, Delimiter} from "./csv-reader.ts";
import {eachChunk, joined} from "./decode.ts";
import type {ReadContext, Source} from "./importer.ts";
import {isObject, type JsonObject, MAX_DEPTH, readJson} from "./json.ts";
import {jsonCells} from "./json-cells.ts";
import {eachJsonLine, MANGLED} from "./json-lines.ts";
import type {ProblemList} from "./problems.ts";

/** How the rows of a file are written. */
export type TableShape = "csv" | "json-lines" | "json";

/** The cells of a file; `names` is null where the first row may or may not be a header. */
export interface TableFile {
  readonly names: readonly string[] | null;
  readonly cells: Cells;
  readonly reasons: readonly string[];
  readonly fileHash: string;
}

/** A JSON document is held whole; beyond this it has to come as JSON lines. */
const MAX_DOCUMENT = 256_000_000;
const LISTS = ["items", "rows", "values", "data", "results", "records", "points", "counts"];

/** How a text is written that may be a table; null when it is none. The text may be the beginning of a longer one. */
export function tableShape(text: string): TableShape | null {
  const start = fromReadable(text);
  if (start === "" || start.startsWith("<")) return null;
  if (start.startsWith("[")) return /^\[\s*(?:\{|\]|$)/.test(start) ? "json" : null;
  if (!start.startsWith("{")) return "csv";
  const end = start.indexOf("\n");
  const first = readJson(end < 0 ? start : start.slice(0, end));
  if ("value" in first && isObject(first.value)) return listIn(first.value) ? "json" : "json-lines";
  return "error" in first && first.error === "too-deep" ? null : "json";
}

/**
 * The member names of a JSON table's first object, none for an empty list, and whether it is one of a list; null when this
 * is no table: no objects, or objects inside them. The text may be the beginning of a longer one.
 */
export function memberNames(given: string): {readonly names: readonly string[]; readonly isList: boolean} | null {
  const text = fromReadable(given);
  const whole = readJson(text);
  const value = "value" in whole ? whole.value : undefined;
  const list = Array.isArray(value) ? value : isObject(value) ? listIn(value) : null;
  if (list?.length === 0) return {names: [], isList: true};
  const first = list ? list[0] : (value ?? firstObject(text));
  if (!isObject(first)) return null;
  const isFlat = Object.values(first).every(
    (value) => !isObject(value) && !(Array.isArray(value) && value.some(isObject))
  );
  return isFlat ? {names: Object.keys(first), isList: first !== value} : null;
}

/** A text of JSON lines from the first one on that is not nested too deep: the rows behind it are as good as any. */
function fromReadable(text: string): string {
  let rest = text.trimStart();
  while (rest.startsWith("{")) {
    const end = rest.indexOf("\n");
    const reading = end < 0 ? null : readJson(rest.slice(0, end));
    if (!reading || !("error" in reading) || reading.error !== "too-deep") break;
    rest = rest.slice(end + 1).trimStart();
  }
  return rest;
}

/** The first object of a text that may be cut: the first line, or what follows the first `[`. */
function firstObject(text: string): unknown {
  const start = text.trimStart();
  const from =
    start.startsWith("[") || !isObject(parsed(start.split("\n", 1)[0]!))
      ? start.indexOf("{", Math.max(0, start.indexOf("[")))
      : 0;
  let depth = 0;
  let isText = false;
  for (let at = from; at >= 0 && at < start.length; at++) {
    const char = start[at];
    if (isText) {
      if (char === "\\") at++;
      else if (char === '"') isText = false;
    } else if (char === '"') isText = true;
    else if (char === "{") depth++;
    else if (char === "}" && --depth === 0) return parsed(start.slice(from, at + 1));
  }
  return undefined;
}

function parsed(text: string): unknown {
  const reading = readJson(text);
  return "value" in reading ? reading.value : undefined;
}

/** Reads the rows of a file. */
export async function readTableFile(
  source: Source,
  shape: TableShape,
  {
    context,
    clues,
    problems,
    delimiter,
    seen
  }: {
    context: ReadContext;
    clues: Clues;
    problems: ProblemList;
    delimiter: Delimiter;
    /** Is shown every entry of a JSON file. */
    seen?: (value: unknown) => void;
  }
): Promise<TableFile> {
  if (shape === "csv") {
    const {cells, reasons, fileHash} = await readCsv(source, {context, clues, problems, delimiter});
    return {names: null, cells, reasons, fileHash};
  }
  const cells = jsonCells();
  const add = (value: unknown, line: number) => {
    seen?.(value);
    if (!cells.add(value, line))
      problems.skip("table/no-object", "An entry is no object with a value for each column.", line);
  };
  if (shape === "json") {
    const {text, reasons, fileHash} = await readText(source, context);
    for (const [i, value] of readList(text, problems).entries()) add(value, i + 1);
    return {...cells.end(), reasons, fileHash};
  }
  const lines = await eachJsonLine(source, context, problems, (value, {number}) => add(value, number), {
    skip: ({number}) => number === 1 && clues.hasFrontMatter
  });
  return {...cells.end(), reasons: [...lines.cuts, ...(lines.isMangled ? [MANGLED] : [])], fileHash: lines.fileHash};
}

/** A whole file of text. @throws TidemarkError "import/too-large" beyond 256 MB. */
export async function readText(
  source: Source,
  context: ReadContext
): Promise<{text: string; reasons: readonly string[]; fileHash: string}> {
  const pieces: Uint8Array[] = [];
  let held = 0;
  const {fileHash, cut} = await eachChunk(source, context, (bytes) => {
    held += bytes.length;
    if (held > MAX_DOCUMENT)
      throw new TidemarkError(
        "import/too-large",
        `${source.name} is one JSON document of more than 256 MB. Write it as JSON lines: one object a line.`
      );
    pieces.push(bytes);
  });
  const bytes = joined(...pieces);
  const reasons = cut ? [`Not all could be unpacked: ${cut}.`] : [];
  try {
    return {text: new TextDecoder("utf-8", {fatal: true}).decode(bytes), reasons, fileHash};
  } catch {
    return {text: new TextDecoder().decode(bytes), reasons: [...reasons, MANGLED], fileHash};
  }
}

/** The list that a document is or holds. What it says of itself beside the list is noted when it admits that it is not all. */
function readList(text: string, problems: ProblemList): readonly unknown[] {
  const reading = readJson(text);
  if ("error" in reading)
    throw new TidemarkError(
      "import/unreadable",
      reading.error === "too-deep"
        ? `This JSON is nested deeper than ${MAX_DEPTH} levels; no table is.`
        : "This JSON ends too early or is damaged. Save it again."
    );
  const {value} = reading;
  if (Array.isArray(value)) return value;
  if (!isObject(value)) return [];
  for (const [name, member] of Object.entries(value))
    if (member === true && /incomplete|truncated|partial|limit|more/i.test(name))
      problems.note("table/says-incomplete", `The file says “${name.slice(0, 60)}”: it may not be all.`);
  return listIn(value) ?? [value];
}

function listIn(value: JsonObject): readonly unknown[] | null {
  const lists = LISTS.map((name) => value[name]).filter((member): member is unknown[] => Array.isArray(member));
  return lists.length === 1 && lists[0]!.every(isObject) ? lists[0]! : null;
}

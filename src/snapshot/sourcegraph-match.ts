import {entryOf} from "./entry-of.ts";
import {type FoundMatch, preview} from "./found-matches.ts";
import {isCount, isObject, type JsonObject} from "./json.ts";
import {repoPath} from "./repo-key.ts";

/** A match of Sourcegraph's stream, with the whole line it is on. */
export interface SourcegraphMatch extends Omit<FoundMatch, "sample" | "path" | "captures"> {
  readonly lineText: string;
}

/** The matches of one event of the stream, and where they are. */
export interface SourcegraphMatches {
  readonly repository: string;
  readonly commit: string | null;
  readonly path: string | null;
  readonly matches: readonly SourcegraphMatch[];
}

/** Reads a content, path, repo, symbol or commit event. */
export function matchesOf(event: JsonObject): SourcegraphMatches | {readonly error: string; readonly text: string} {
  const {type, path} = event;
  if (type === "commit") return commitMatches(event);
  const repository = event.repository;
  if (typeof repository !== "string" || repository.trim() === "")
    return {error: "no-repository", text: "A result does not name its repository."};
  const commit =
    typeof event.commit === "string" && /^[0-9a-f]{7,64}$/i.test(event.commit) ? event.commit.toLowerCase() : null;
  if (type === "repo") return {repository, commit: null, path: null, matches: [whole("repo", null)]};
  if (typeof path !== "string" || path === "")
    return {error: "wrong-type", text: "A result has no path, or fields of a wrong type."};
  const matches = type === "symbol" ? symbolMatches(event) : contentMatches(event);
  if (!matches) return {error: "wrong-type", text: "A result has no path, or fields of a wrong type."};
  return {repository, commit, path: repoPath(path), matches};
}

/** Commits and diffs: the command line drops repository and oid, which the url still holds (`/REPO/-/commit/OID`). */
function commitMatches({
  repository,
  oid,
  url,
  content,
  ranges
}: JsonObject): SourcegraphMatches | {error: string; text: string} {
  const [, urlRepository, urlOid] =
    (typeof url === "string" && /^\/?(.+?)\/-\/commit\/([0-9a-f]{7,64})/i.exec(url)) || [];
  const name = typeof repository === "string" ? repository : urlRepository;
  const commit = typeof oid === "string" ? oid : urlOid;
  if (!name || !commit) return {error: "no-repository", text: "A result does not name its repository."};
  const count = Array.isArray(ranges) && ranges.length ? ranges.length : 1;
  const text = typeof content === "string" ? preview(content) : null;
  const matches = Array.from({length: count}, (_, i) => whole(`${commit}:${i}`, text));
  return {repository: name, commit: null, path: null, matches};
}

function symbolMatches({symbols}: JsonObject): SourcegraphMatch[] | null {
  if (!Array.isArray(symbols)) return null;
  return symbols.flatMap((symbol: unknown): SourcegraphMatch[] => {
    if (!isObject(symbol) || typeof symbol.name !== "string") return [];
    // unlike all other lines of the stream these count from 1 (result.Symbol.Line)
    const line = isCount(symbol.line) && symbol.line > 0 ? symbol.line : null;
    const name = preview(symbol.name);
    return [
      {
        ...whole(`${line}:${symbol.name}:${symbol.kind}`, name),
        firstLine: line ?? 0,
        lineCount: line ? 1 : 0,
        line,
        matched: name
      }
    ];
  });
}

function contentMatches({chunkMatches, lineMatches}: JsonObject): SourcegraphMatch[] | null {
  const chunks = Array.isArray(chunkMatches)
    ? chunkMatches.map(readChunk)
    : Array.isArray(lineMatches)
      ? lineMatches.map(readLine)
      : [];
  if (chunks.includes(null)) return null;
  // a file that was found by its name has neither
  return chunks.length ? (chunks as Chunk[]).flatMap(chunkMatchesOf) : [whole("path", null)];
}

/** A result that is found as a whole and not at a place in a file. */
function whole(place: string, text: string | null): SourcegraphMatch {
  return {
    place,
    firstLine: 0,
    lineCount: 0,
    line: null,
    col: null,
    endCol: null,
    text,
    matched: null,
    lineText: text ?? ""
  };
}

interface Point {
  readonly line: number;
  readonly column: number;
}

interface Chunk {
  readonly content: string;
  readonly start: Point;
  readonly ranges: readonly {readonly start: Point; readonly end: Point}[];
}

function readChunk(value: unknown): Chunk | null {
  if (
    !isObject(value) ||
    typeof value.content !== "string" ||
    !isPoint(value.contentStart) ||
    !Array.isArray(value.ranges)
  )
    return null;
  const ranges = value.ranges as {start: Point; end: Point}[];
  if (
    !ranges.every(
      (range) => isObject(range) && isPoint(range.start) && isPoint(range.end) && range.end.line >= range.start.line
    )
  )
    return null;
  return {content: value.content, start: value.contentStart, ranges};
}

function readLine(value: unknown): Chunk | null {
  if (
    !isObject(value) ||
    typeof value.line !== "string" ||
    !isCount(value.lineNumber) ||
    !Array.isArray(value.offsetAndLengths)
  )
    return null;
  const line = value.lineNumber;
  const pairs = value.offsetAndLengths as [number, number][];
  if (!pairs.every((pair) => Array.isArray(pair) && isCount(pair[0]) && isCount(pair[1]))) return null;
  return {
    content: value.line,
    start: {line, column: 0},
    ranges: pairs.map(([offset, length]) => ({start: {line, column: offset}, end: {line, column: offset + length}}))
  };
}

function isPoint(value: unknown): value is Point {
  return isObject(value) && isCount(value.line) && isCount(value.column);
}

function chunkMatchesOf({content, start, ranges}: Chunk): SourcegraphMatch[] {
  const lines = content.split("\n");
  const cursors = new Map<number, (column: number) => {at: number; bytes: number}>();
  const locate = ({line, column}: Point) => {
    const index = line - start.line;
    const cursor = entryOf(cursors, index, () => codePointCursor(lines[index] ?? ""));
    return cursor(Math.max(0, column - (index === 0 ? start.column : 0)));
  };
  const ascending = [...ranges].sort((a, b) => a.start.line - b.start.line || a.start.column - b.start.column);
  return ascending.map((range): SourcegraphMatch => {
    const {line, column} = range.start;
    const lineText = lines[line - start.line] ?? "";
    const from = locate(range.start);
    const until = locate(range.end);
    const between = lines.slice(line - start.line + 1, range.end.line - start.line);
    const matched =
      range.end.line === line
        ? lineText.slice(from.at, until.at)
        : [lineText.slice(from.at), ...between, (lines[range.end.line - start.line] ?? "").slice(0, until.at)].join(
            "\n"
          );
    const col = from.bytes + (line === start.line ? start.column : 0) + 1;
    const last = range.end.column === 0 && range.end.line > line ? range.end.line - 1 : range.end.line;
    return {
      place: line < 2 ** 25 && column < 2 ** 27 ? line * 2 ** 27 + column : `${line}:${column}`,
      firstLine: line + 1,
      lineCount: Math.min(last - line + 1, Math.max(1, lines.length)),
      line: line + 1,
      col,
      endCol: col + utf8Length(matched),
      text: preview(lineText, from.at),
      matched: preview(matched),
      lineText
    };
  });
}

/** Finds code points of a text: their UTF-16 index and how many bytes are before them. Walks on from the call before. */
function codePointCursor(text: string): (column: number) => {at: number; bytes: number} {
  if (/^[\0-\x7f]*$/.test(text)) return (column) => ({at: Math.min(column, text.length), bytes: column});
  let [at, bytes, passed] = [0, 0, 0];
  return (column) => {
    if (column < passed) [at, bytes, passed] = [0, 0, 0];
    for (; passed < column && at < text.length; passed++) {
      const code = text.codePointAt(at)!;
      at += code > 0xffff ? 2 : 1;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    }
    return {at, bytes};
  };
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x800 && !(code >= 0xd800 && code < 0xe000)) bytes += 2;
    else if (code >= 0x80) bytes++;
  }
  return bytes;
}

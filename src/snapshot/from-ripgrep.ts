/**
 * `rg --json`: one event a line, lines from 1, byte offsets from 0. It has no repository, commit, time or query, and no
 * capture groups (ripgrep issue 2325), but ripgrep 15 writes what `-r` made of a match. Text that is no UTF-8 is base64.
 * Source: ripgrep crates/printer/src/json.rs.
 */
import {type CapturePattern, capturePattern} from "./capture-pattern.ts";
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import {type FoundMatches, foundMatches, preview} from "./found-matches.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {isCount, isObject, type JsonObject, readJson} from "./json.ts";
import {eachJsonLine, MANGLED} from "./json-lines.ts";
import {askedRepository, askedSeries, sampleTime, TIME_NEED} from "./one-search.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {repoPath} from "./repo-key.ts";
import {type RipgrepText, readRipgrepText, textCursor} from "./ripgrep-text.ts";

const EVENTS: ReadonlySet<unknown> = new Set(["begin", "match", "context", "end", "summary"]);

/** Matches of `rg --json`: one point, its files, its matches, and its captured values when they are known. */
export const fromRipgrep: Importer = {
  format: "ripgrep",
  title: "ripgrep",
  madeBy: "rg --json 'PATTERN' > results.rg.jsonl",
  recognizes: ({text}) => (text.split("\n", 100).some(isEvent) ? 1 : 0),
  read
};

function isEvent(line: string): boolean {
  const reading = readJson(line);
  if ("value" in reading) return isObject(reading.value) && EVENTS.has(reading.value.type) && "data" in reading.value;
  // the head may end inside a line
  return /^\{"type":"(?:begin|match|context|end)","data":\{/.test(line);
}

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const given = clues.use("pattern");
  const pattern = given === undefined ? null : capturePattern(given);
  const found = foundMatches();
  const state = {isOpen: false, isClosed: true, ends: 0, replaced: false, complaints: [] as string[]};
  let read = 0;
  const lines = await eachJsonLine(
    source,
    context,
    problems,
    (event, {number}) => {
      if (!isObject(event) || typeof event.type !== "string")
        return problems.skip("ripgrep/no-event", "A line is JSON but no event of ripgrep.", number);
      if (!EVENTS.has(event.type))
        return problems.note("ripgrep/unknown", "Events of unknown types were ignored.", number);
      if (event.type === "context") return;
      if (event.type === "match") read += addMatches(event.data, number, {found, problems, pattern, state});
      state.isClosed = event.type === "summary";
      if (event.type === "begin") {
        if (state.isOpen && state.ends)
          state.complaints.push("A file’s results begin and do not end: the output of ripgrep was cut.");
        state.isOpen = true;
      }
      if (event.type === "end" || event.type === "summary") state.ends++;
      if (event.type !== "end") return;
      state.isOpen = false;
      if (isObject(event.data) && isCount(event.data.binary_offset))
        problems.note("ripgrep/binary", "A binary file was searched only up to its first NUL byte.", number);
    },
    {
      skip: (line) => line.number === 1 && clues.hasFrontMatter,
      onGarbage(line) {
        problems.skip("ripgrep/garbage", "A line is no JSON: something else was written into the file.", line.number);
        if (line.text.startsWith("rg: "))
          state.complaints.push(`ripgrep could not search everything: ${line.text.slice(4, 200)}.`);
      }
    }
  );
  // a file with no end events at all was filtered by hand; nothing can be said about its completeness
  const isCut = state.ends > 0 && (state.isOpen || !state.isClosed);
  if (state.ends === 0)
    problems.note(
      "ripgrep/no-end",
      "The file has no end events, so it does not show whether it is all that was found."
    );
  const bounds = [
    ...lines.cuts,
    ...(isCut && !lines.cuts.length ? ["The summary at the end is missing: the output of ripgrep was cut."] : []),
    ...new Set(state.complaints)
  ];
  const captures = state.replaced ? [1] : Array.from({length: pattern?.groups ?? 0}, (_, i) => i + 1);
  const {series, needs} = askedSeries(clues, {engine: "ripgrep", captures, fileName: source.name});
  const {repository, needs: repositoryNeeds} = askedRepository(clues, context.known);
  const commit = clues.use("commit") ?? null;
  const sampleAt = sampleTime(clues, commit, context.known);
  const sample = {repository, sampleAt, commit, committedAt: commit === null ? null : context.known.commitTime(commit)};
  return conclude({
    importer: fromRipgrep,
    series: [series],
    parts: found.parts(
      series,
      new Map([["", sample]]),
      bounds.length ? "partial" : "ok",
      clues.use("observedAt") ?? null
    ),
    needs: [...repositoryNeeds, ...(sampleAt === null ? [TIME_NEED] : []), ...needs],
    clues,
    problems,
    read,
    reasons: [...bounds, ...(lines.isMangled ? [MANGLED] : [])],
    fileHash: lines.fileHash
  });
}

/** Adds the matches of an event and returns how many were new. */
function addMatches(
  data: unknown,
  number: number,
  {
    found,
    problems,
    pattern,
    state
  }: {found: FoundMatches; problems: ProblemList; pattern: CapturePattern | null; state: {replaced: boolean}}
): number {
  const wrong = (text: string) => {
    problems.skip("ripgrep/wrong-type", text, number);
    return 0;
  };
  if (!isObject(data)) return wrong("A match has no data, or data of a wrong type.");
  const path = readRipgrepText(data.path);
  const lines = readRipgrepText(data.lines);
  const line = data.line_number ?? null;
  const offset = data.absolute_offset;
  if (!path || !lines || !Array.isArray(data.submatches)) return wrong("A match has no data, or data of a wrong type.");
  if (line !== null && !(isCount(line) && line > 0)) return wrong("A match has no data, or data of a wrong type.");
  if (line === null && !isCount(offset)) return wrong("A match has no data, or data of a wrong type.");
  const submatches = (data.submatches as unknown[]).map(readSubmatch);
  const whole = submatches.filter((submatch) => submatch !== null).sort((a, b) => a.start - b.start);
  if (whole.length < submatches.length) wrong("A match has no data, or data of a wrong type.");
  const inverted = {start: 0, end: 0, matched: null, replacement: null};
  const cursor = textCursor(lines);
  const captured =
    pattern && whole.length
      ? pattern.captures(
          lines.text,
          whole.map(({matched}) => matched?.text ?? "")
        )
      : null;
  const file = repoPath(path.text);
  let added = 0;
  // `rg -v` prints the lines without a match as matches without submatches
  (submatches.length ? whole : [inverted]).forEach(({start, end, matched, replacement}, i) => {
    const place = cursor.to(start);
    if (replacement) state.replaced = true;
    const isNew = found.add({
      sample: "",
      path: file,
      place:
        line === null
          ? `@${(offset as number) + start}`
          : line < 2 ** 25 && start < 2 ** 27
            ? line * 2 ** 27 + start
            : `${line}:${start}`,
      firstLine: line ?? (offset as number),
      lineCount: cursor.lines,
      line: line === null ? null : line + place.line,
      col: matched ? start - place.lineStart + 1 : null,
      endCol: matched ? end - place.lineStart + 1 : null,
      text: preview(lines.text, place.at),
      matched: matched && preview(matched.text),
      captures: replacement ? [replacement.text] : (captured?.[i] ?? null)
    });
    if (isNew) added++;
    else problems.note("ripgrep/twice", "A match stands in the file more than once and was counted once.", number);
  });
  return added;
}

interface Submatch {
  readonly start: number;
  readonly end: number;
  readonly matched: RipgrepText | null;
  readonly replacement: RipgrepText | null;
}

function readSubmatch(value: unknown): Submatch | null {
  if (!isObject(value)) return null;
  const {start, end, match, replacement} = value as JsonObject;
  const matched = readRipgrepText(match);
  if (!matched || !isCount(start) || !isCount(end) || end < start) return null;
  return {start, end, matched, replacement: readRipgrepText(replacement)};
}

/**
 * What people write beside a result: `<file>.meta.json`, or the same object in the file's first line as `# {…}` or
 * `{"tidemark": {…}}`. Members: repository, commit, sample_time, observed_at, query, key, title, pattern, unit.
 */
import type {Place} from "../error.ts";
import type {Answers} from "./importer.ts";
import {isObject, type JsonObject, readJson} from "./json.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {readTime, timeProblem} from "./read-time.ts";
import {UNITS, type Unit} from "./snapshot.ts";

/** The ending that makes a file the sidecar of another. */
export const SIDECAR = ".meta.json";

const MEMBERS: ReadonlyMap<string, keyof Answers> = new Map([
  ["repository", "repository"],
  ["commit", "commit"],
  ["sample_time", "sampleAt"],
  ["observed_at", "observedAt"],
  ["query", "query"],
  ["key", "key"],
  ["title", "title"],
  ["pattern", "pattern"],
  ["unit", "unit"]
]);

/** The answers in a sidecar's text. Members that are not known and values that cannot be used are noted. */
export function readSidecar(text: string, place: Place, problems: ProblemList): Answers {
  const reading = readJson(text);
  if ("value" in reading && isObject(reading.value)) return answersIn(reading.value, place, problems);
  problems.note("sidecar/not-json", "The .meta.json file beside this one is no JSON object and was not used.", place);
  return {};
}

/** The answers in a file's first line, or null when that line is data. Excel's `sep=;` is neither: it answers nothing. */
export function readFrontMatter(line: string, problems: ProblemList): Answers | null {
  if (/^\uFEFF?sep=[,;|\t]\s*$/i.test(line)) return {};
  const comment = /^#[ \t]*(\{.*\})\s*$/s.exec(line.trimStart());
  const reading = comment ? readJson(comment[1]!) : line.trimStart().startsWith("{") ? readJson(line) : undefined;
  if (!reading || !("value" in reading) || !isObject(reading.value)) return null;
  if (comment) return answersIn(reading.value, {line: 1}, problems);
  const {tidemark} = reading.value;
  return isObject(tidemark) ? answersIn(tidemark, {line: 1}, problems) : null;
}

/** A text without its first line where that is front matter. */
export function withoutFrontMatter(text: string): string {
  const end = text.indexOf("\n");
  return end > 0 && readFrontMatter(text.slice(0, end), problemList()) ? text.slice(end + 1) : text;
}

function answersIn(given: JsonObject, place: Place, problems: ProblemList): Answers {
  const answers: {-readonly [member in keyof Answers]: Answers[member]} = {};
  for (const [name, value] of Object.entries(given)) {
    const member = MEMBERS.get(name);
    if (value === null) continue;
    if (!member)
      problems.note(
        `sidecar/unknown:${name.slice(0, 40)}`,
        `“${name.slice(0, 40)}” is not something a .meta.json can say; it was ignored.`,
        place
      );
    else if (typeof value !== "string" || value.trim() === "")
      problems.note(`sidecar/wrong-type:${name}`, `“${name}” has to be a text; it was ignored.`, place);
    else if (member === "sampleAt" || member === "observedAt") {
      const reading = readTime(value);
      if ("time" in reading) answers[member] = reading.time;
      else
        problems.note(
          `sidecar/time:${name}`,
          `“${value.slice(0, 40)}” (${name}) ${timeProblem(reading.error)}.`,
          place
        );
    } else if (member === "unit") {
      if ((UNITS as readonly string[]).includes(value)) answers.unit = value as Unit;
      else
        problems.note(
          "sidecar/unit",
          `The unit has to be matches, lines or files, not “${value.slice(0, 40)}”.`,
          place
        );
    } else if (member !== "mapping") answers[member] = value;
  }
  return answers;
}

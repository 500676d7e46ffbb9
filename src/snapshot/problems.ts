import type {Place} from "../error.ts";
import {entryOf} from "./entry-of.ts";
import type {Problem} from "./importer.ts";

/** Places kept of one problem; its count goes on. */
export const MAX_PLACES = 100_000;
/** A file with more kinds of problems was made to have them. */
const MAX_CODES = 1000;

/** Collects what is wrong with a file, by code: the first text of a code is the one that is shown. A number is a line. */
export interface ProblemList {
  skip(code: string, text: string, place?: Place | number, count?: number): void;
  note(code: string, text: string, place?: Place | number, count?: number): void;
  /** Rows or records that were left out so far. */
  readonly skipped: number;
  /** Takes over the problems of a part, whose places are in that file. */
  addAll(problems: readonly Problem[], file: string): void;
  list(): readonly Problem[];
}

/** An empty list of problems. */
export function problemList(): ProblemList {
  const problems = new Map<string, {text: string; effect: Problem["effect"]; count: number; places: Place[]}>();
  let skipped = 0;
  const add = (
    effect: Problem["effect"],
    code: string,
    text: string,
    place: Place | number | undefined,
    count: number
  ) => {
    const known = problems.has(code) || problems.size < MAX_CODES ? code : "other";
    const problem = entryOf(problems, known, () => ({text, effect, count: 0, places: []}));
    problem.count += count;
    if (effect === "skipped") skipped += count;
    if (place !== undefined && problem.places.length < MAX_PLACES)
      problem.places.push(typeof place === "number" ? {line: place} : place);
  };
  return {
    skip: (code, text, place, count = 1) => add("skipped", code, text, place, count),
    note: (code, text, place, count = 1) => add("note", code, text, place, count),
    get skipped() {
      return skipped;
    },
    addAll(others, file) {
      for (const {code, text, effect, count, places} of others) {
        for (const place of places) add(effect, code, text, {...place, file}, 1);
        if (count > places.length) add(effect, code, text, undefined, count - places.length);
      }
    },
    list: () => [...problems].map(([code, problem]) => ({code, ...problem}))
  };
}

/** What is wrong with a file, as sentences: how many rows were left out, why, and where the first of them stand. */
export function problemSentences(problems: readonly Problem[]): string[] {
  return problems.map(({text, effect, count, places}) => {
    const lines = places.flatMap(({line}) => line ?? []);
    const shown = lines.slice(0, 5).join(", ") + (lines.length > 5 ? " …" : "");
    const where = shown ? ` (line${lines.length > 1 ? "s" : ""} ${shown})` : "";
    if (effect === "note") return `${text.replace(/\.$/, "")}${where}.`;
    return `${count} ${count === 1 ? "row was" : "rows were"} left out${where}: ${text}`;
  });
}

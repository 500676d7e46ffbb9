/** Guesses what the columns of a table hold: from the words of its header, and where there is none from the cells. */
import {COLUMN_ROLES, type ColumnRole, type Mapping} from "./importer.ts";
import {readNumber} from "./read-number.ts";
import {readTime} from "./read-time.ts";

/** The words that name a role, in English and German, the surest first. Compared in lower case with `_` between words. */
const WORDS: {readonly [role in ColumnRole]: string} = {
  repository:
    "repository repo repository_name repo_name repo_key repositorium projekt project project_name projektname codebase",
  time: "sample_time sample_at recording_time recorded_at sampled_at time timestamp datetime date datum zeitpunkt zeit at day tag week woche kalenderwoche month monat",
  series:
    "query series query_id series_key reihe serie abfrage suche search label metric metrik kennzahl insight key name title titel pattern muster",
  value: "value wert count anzahl total gesamt hits sum summe number zahl amount menge result_count n",
  files: "files file_count files_count dateien num_files",
  lines: "lines line_count lines_count zeilen matching_lines num_lines",
  matches: "matches match_count matches_count treffer occurrences vorkommen num_matches",
  commit: "commit commit_oid commit_hash commit_sha commit_id sha oid revision rev",
  committedAt: "committed_at commit_time commit_date committer_date commit_datum",
  path: "path file_path filepath pfad file datei filename file_name dateiname dateipfad",
  status: "status state zustand",
  unit: "unit einheit",
  c1: "capture1 capture c1 capture_1 captured captured_value value1 value_1 group1 wert1",
  c2: "capture2 c2 capture_2 value2 value_2 group2 wert2",
  c3: "capture3 c3 capture_3 value3 value_3 group3 wert3"
};

const NUMBER_ROLES = ["value", "matches", "lines", "files"] as const;

/** Columns by role, and the roles for which more than one column had a word. */
export interface Guess {
  readonly columns: Mapping["columns"];
  readonly contested: readonly ColumnRole[];
}

/** The roles of a header's names. */
export function guessFromNames(names: readonly string[]): Guess {
  const words = names.map(plainName);
  const columns: {[role in ColumnRole]?: number} = {};
  const contested: ColumnRole[] = [];
  for (const role of COLUMN_ROLES) {
    const found = WORDS[role]
      .split(" ")
      .flatMap((word) => words.flatMap((name, column) => (name === word ? [column] : [])));
    if (found.length) columns[role] = found[0]!;
    if (found.length > 1) contested.push(role);
  }
  return {columns, contested};
}

/** The roles of columns without names: addresses, times, commits, numbers and what is left, from left to right. */
export function guessFromCells(rows: readonly (readonly string[])[]): Guess {
  const width = rows[0]?.length ?? 0;
  const columns: {[role in ColumnRole]?: number} = {};
  const numbers: number[] = [];
  const texts: number[] = [];
  for (let column = 0; column < width; column++) {
    const cells = rows.map((row) => row[column]!).filter((cell) => cell.trim() !== "");
    const all = (test: (cell: string) => boolean) => cells.length > 0 && cells.every(test);
    if (columns.time === undefined && all(isTime)) columns.time = column;
    else if (all((cell) => "value" in readNumber(cell, ".") || "value" in readNumber(cell, ","))) numbers.push(column);
    else if (columns.repository === undefined && all(isAddress)) columns.repository = column;
    else if (columns.commit === undefined && all((cell) => /^[0-9a-f]{7,64}$/i.test(cell))) columns.commit = column;
    else if (cells.length) texts.push(column);
  }
  if (columns.repository === undefined && texts.length > 1) columns.repository = texts.shift()!;
  if (texts.length) columns.series = texts.shift()!;
  if (numbers.length === 1) columns.value = numbers[0]!;
  if (numbers.length === 3) [columns.files, columns.lines, columns.matches] = numbers as [number, number, number];
  return {columns, contested: []};
}

/** True when the first row names the columns: it has a word we know, or only words above cells that are none. */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const [first = [], ...others] = rows;
  if (Object.keys(guessFromNames(first).columns).length > 0) return true;
  const isDatum = (cell: string) =>
    isTime(cell) || isAddress(cell) || "value" in readNumber(cell, ".") || "value" in readNumber(cell, ",");
  return !first.some(isDatum) && others.some((row) => row.some(isDatum));
}

/** True when a column with numbers is among the roles. */
export function hasNumbers(columns: Mapping["columns"]): boolean {
  return NUMBER_ROLES.some((role) => columns[role] !== undefined);
}

/** A column's name as names are compared: lower case, `_` between words. */
export function plainName(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s.-]+/g, "_");
}

function isTime(cell: string): boolean {
  const reading = readTime(cell, "dmy");
  return "time" in reading || reading.error === "no-such-day" || "time" in readTime(cell, "mdy");
}

/** `host.name/owner/name`, with or without a scheme, or `git@host:owner/name`. */
function isAddress(cell: string): boolean {
  return (
    cell.length < 1000 &&
    /^(?:[a-z+]+:\/\/)?(?:[^@/\s]+@)?[\w-]+(?:\.[\w-]+)+(?::\d+)?[/:][^\s/]+\/\S+$/i.test(cell.trim())
  );
}

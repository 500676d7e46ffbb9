/**
 * Tables whose columns have the names of what they hold: CSV, JSON lines or a JSON list. A kind of table says which names
 * it knows each of its columns by, and which of them show that a file is one of its.
 */
import {TidemarkError} from "../error.ts";
import {type Cell, tableBuilder} from "../table.ts";
import {type Clues, gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import type {CellColumn} from "./csv-reader.ts";
import {readHead} from "./decode.ts";
import {distinctRows} from "./distinct-rows.ts";
import {plainName} from "./guess-mapping.ts";
import type {Finding, Importer, Need, ReadContext, Source} from "./importer.ts";
import {askedRepository, sampleTime, TIME_NEED} from "./one-search.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {decimalOf, numberProblem, readNumber} from "./read-number.ts";
import {dateOrderOf, readTime, timeProblem} from "./read-time.ts";
import {isSigned, KEYS, type Part, REQUIRED, type SeriesRecord, TABLES, type TableName} from "./snapshot.ts";
import {sniffCsv} from "./sniff-csv.ts";
import {readRepositories, usedCodes} from "./table-columns.ts";
import {memberNames, readTableFile, tableShape} from "./table-file.ts";

/** What a kind of table is read as. */
export interface NamedTable {
  readonly format: string;
  readonly title: string;
  readonly madeBy: string;
  readonly table: TableName;
  /** The names of each column, the surest first, in lower case with `_`. */
  readonly names: Readonly<Record<string, string>>;
  /** The columns of which a file needs one each to be of this kind: `metric`, `value at`. */
  readonly shownBy: readonly string[];
  /** Names that show that it is another kind of table. */
  readonly notWith?: string;
  /** The column that says when a row holds; where there is none, the file's own time or its commit's stands for it. */
  readonly time: string;
  /** Whether a row may be about no repository. */
  readonly global?: boolean;
  /** The series of rows, where they have one; with the groups that captured something in them. */
  series?(name: string, captures: readonly number[]): SeriesRecord;
  /** What is put into rows that do not say it. `other` are the cells of columns that are no column of the table. */
  complete?(
    row: Readonly<Record<string, Cell>>,
    about: {
      readonly clues: Clues;
      readonly fileName: string;
      readonly other: Readonly<Record<string, string>>;
      readonly nameOf: (column: string) => string;
    }
  ): Readonly<Record<string, Cell>>;
  /** What else follows from the rows that are kept: of each file one that sees them all, then gives parts of its own. */
  also?(): {
    add(row: Readonly<Record<string, Cell>>): void;
    parts(observedAt: number | null, problems: ProblemList): readonly Part[];
  };
}

/** An importer of tables with named columns. */
export function namedTable(spec: NamedTable): Importer {
  const importer: Importer = {
    format: spec.format,
    title: spec.title,
    madeBy: spec.madeBy,
    recognizes: ({text}) => (isShown(spec, columnNames(text)) ? 0.8 : 0),
    read: (source, context) => read(spec, importer, source, context)
  };
  return importer;
}

/** The names of a table's columns; none when the text is no table with a header. */
function columnNames(text: string): readonly string[] {
  const shape = tableShape(text);
  if (shape === null) return [];
  return shape === "csv" ? (sniffCsv(text)?.rows[0] ?? []) : (memberNames(text)?.names ?? []);
}

function isShown({names, shownBy, notWith = ""}: NamedTable, given: readonly string[]): boolean {
  const plain = new Set(given.map(plainName));
  const has = (column: string) => (names[column] ?? "").split(" ").some((name) => plain.has(name));
  return (
    shownBy.every((one) => one.split(" ").some(has)) &&
    !notWith.split(" ").some((name) => name !== "" && plain.has(name))
  );
}

async function read(spec: NamedTable, importer: Importer, source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const shape = tableShape(clues.text) ?? "csv";
  const delimiter = context.answers.mapping?.delimiter ?? sniffCsv(clues.text)?.delimiter ?? ",";
  const file = await readTableFile(source, shape, {context, clues, problems, delimiter});
  const {rows, columns, lines} = file.cells;
  const start = file.names ? 0 : 1;
  const names = file.names ?? columns.map(({codes, words}) => (rows ? (words[codes[0]!] ?? "") : ""));
  const plain = names.map(plainName);
  const place = new Map(
    Object.entries(spec.names).flatMap(([column, known]) => {
      const name = known.split(" ").find((one) => plain.includes(one));
      return name === undefined ? [] : [[column, plain.indexOf(name)] as const];
    })
  );
  if (!isShown(spec, names))
    throw new TidemarkError("import/unreadable", `${source.name} has not the columns of ${spec.title.toLowerCase()}.`);
  const needs: Need[] = [];
  const cells = cellReaders(spec, place, columns, start, {clues, context, problems, needs});
  const others = names.map((name, i) => ({name, i})).filter(({i}) => ![...place.values()].includes(i));
  const series = new Map<string, SeriesRecord>();
  const groups = groupsIn(cells, start, rows);
  const builder = tableBuilder<string>(TABLES[spec.table]);
  const also = spec.also?.();
  for (let row = start; row < rows; row++) {
    const line = lines[row];
    const found: Record<string, Cell> = {};
    let problem: {code: string; text: string} | undefined;
    for (const [column, cell] of cells) {
      const value = cell(row);
      if (typeof value === "object" && value !== null) problem ??= value;
      else if (value !== null) found[column] = value;
    }
    if (problem) {
      problems.skip(problem.code, problem.text, line);
      continue;
    }
    const other = Object.fromEntries(
      others.map(({name, i}) => [name, columns[i]!.words[columns[i]!.codes[row]!] ?? ""])
    );
    const nameOf = (column: string) => plain[place.get(column) ?? -1] ?? "";
    const whole: Record<string, Cell> = {
      ...found,
      ...spec.complete?.(found, {clues, fileName: source.name, other, nameOf})
    };
    if (spec.series) {
      const name = String(whole.series ?? "");
      if (name === "") {
        problems.skip("table/no-series", "A row does not say which search it belongs to.", line);
        continue;
      }
      const record = series.get(name) ?? spec.series(name, groups.get(String(found.series ?? "")) ?? []);
      series.set(name, record);
      whole.series_id = record.series_id;
    }
    const waits = (column: string) => needs.some(({field}) => NEED_OF[field] === column);
    const missing = (REQUIRED[spec.table] as readonly string[]).find(
      (column) => (whole[column] ?? null) === null && !waits(column) && !(column === spec.time && waits("time"))
    );
    if (missing) problems.skip(`table/missing-${missing}`, `A row has no ${missing.replaceAll("_", " ")}.`, line);
    else {
      builder.push(whole);
      also?.add(whole);
    }
  }
  const distinct = distinctRows(builder.build(), KEYS[spec.table]);
  if (distinct.equal)
    problems.note("table/twice", "A row says what another one says; it was counted once.", undefined, distinct.equal);
  if (distinct.different)
    problems.note(
      "table/replaced",
      "Two rows say different things about the same: the later one stands.",
      undefined,
      distinct.different
    );
  const observedAt = clues.use("observedAt") ?? null;
  return conclude({
    importer,
    series: [...series.values()],
    parts: [{table: spec.table, observedAt, rows: distinct.table}, ...(also?.parts(observedAt, problems) ?? [])],
    needs,
    clues,
    problems,
    read: distinct.table.rows,
    reasons: file.reasons,
    fileHash: file.fileHash
  });
}

/** Which capture groups have a value in the rows of each series, by its name; "" for rows that name none. */
function groupsIn(cells: ReadonlyMap<string, CellReader>, start: number, rows: number): Map<string, readonly number[]> {
  const columns = ["c1", "c2", "c3"].map((column) => cells.get(column));
  const most = new Map<string, number>();
  if (columns.every((cell) => cell === undefined)) return new Map();
  const name = cells.get("series");
  for (let row = start; row < rows; row++) {
    const group = columns.findLastIndex((cell) => typeof cell?.(row) === "string") + 1;
    const key = String(name?.(row) ?? "");
    if (group > (most.get(key) ?? 0)) most.set(key, group);
  }
  return new Map(Array.from(most, ([key, count]) => [key, Array.from({length: count}, (_, i) => i + 1)]));
}

/** Texts in which a space at the end may mean something. */
const AS_WRITTEN: ReadonlySet<string> = new Set(["text", "path"]);

const NEED_OF: Readonly<Record<string, string>> = {repository: "repo_key", time: "time"};

/** The cell of a column in a row: its value, null for none, or why it cannot be read. */
type CellReader = (row: number) => Cell | {readonly code: string; readonly text: string};

function cellReaders(
  {table, names, time, global}: NamedTable,
  place: ReadonlyMap<string, number>,
  columns: readonly CellColumn[],
  start: number,
  {clues, context, problems, needs}: {clues: Clues; context: ReadContext; problems: ProblemList; needs: Need[]}
): Map<string, CellReader> {
  const readers = new Map<string, CellReader>();
  const types: Readonly<Record<string, string>> = TABLES[table];
  for (const column of Object.keys(names)) {
    const cells = columns[place.get(column) ?? -1];
    if (!cells) continue;
    const used = usedCodes(cells, start);
    if (column === "repo_key") {
      const keys = readRepositories(cells, used, context.known, problems);
      readers.set(column, (row) => keys[cells.codes[row]!] ?? null);
    } else if (types[column] === "time") readers.set(column, timeCells(cells, used, problems, needs));
    else if (types[column] === "number") readers.set(column, numberCells(cells, isSigned(table, column)));
    else if (AS_WRITTEN.has(column)) readers.set(column, (row) => cells.words[cells.codes[row]!] || null);
    else readers.set(column, (row) => cells.words[cells.codes[row]!]?.trim() || null);
  }
  if (!readers.has("repo_key") && !global && "repo_key" in TABLES[table]) {
    const {repository, needs: open} = askedRepository(clues, context.known);
    needs.push(...open);
    readers.set("repo_key", () => repository);
  }
  if (!readers.has(time))
    readers.set(time, timeOfCommits(columns[place.get("commit_oid") ?? -1], {clues, context, needs}));
  return readers;
}

function timeCells(cells: CellColumn, used: Uint8Array, problems: ProblemList, needs: Need[]): CellReader {
  const order = dateOrderOf(cells.words.filter((_, code) => used[code]));
  if (order === "undecided")
    needs.push({field: "dateOrder", text: "Are these dates day/month/year or month/day/year? Write them year first."});
  const read = cells.words.map((word, code) => {
    if (!used[code] || word.trim() === "") return null;
    const reading = readTime(word, order === "undecided" ? "dmy" : order);
    if ("time" in reading) {
      if (reading.assumedUtc) problems.note("table/no-zone", "Times without a zone were read as UTC.");
      return reading.time;
    }
    return {code: `table/${reading.error}`, text: `“${word.slice(0, 40)}” ${timeProblem(reading.error)}.`};
  });
  return (row) => read[cells.codes[row]!] ?? null;
}

function numberCells({words, codes}: CellColumn, signed: boolean): CellReader {
  const decimal = decimalOf(words) ?? ".";
  const read = words.map((word) => {
    const sign = signed && /^\s*[-\u2212]/.test(word) ? -1 : 1;
    const reading = readNumber(sign < 0 ? word.trim().slice(1) : word, decimal);
    if ("value" in reading) return sign * reading.value;
    return "empty" in reading
      ? null
      : {code: `table/${reading.error}`, text: `“${word.slice(0, 40)}” ${numberProblem(reading.error)}.`};
  });
  return (row) => read[codes[row]!] ?? null;
}

/** The time of the file; where nobody says it, that of each row's commit. */
function timeOfCommits(
  commit: CellColumn | undefined,
  {clues, context, needs}: {clues: Clues; context: ReadContext; needs: Need[]}
): CellReader {
  const fixed = sampleTime(clues, clues.use("commit") ?? null, context.known);
  if (fixed !== null) return () => fixed;
  const times = commit?.words.map((word) => (word.trim() ? context.known.commitTime(word.trim().toLowerCase()) : null));
  if (!times?.some((found) => found !== null)) {
    needs.push(TIME_NEED);
    return () => null;
  }
  clues.tell({field: "time", value: "the times of the commits", from: "known commits"});
  return (row) =>
    times[commit!.codes[row]!] ?? {
      code: "table/unknown-commit",
      text: "A row has no time, and its commit is not known here."
    };
}

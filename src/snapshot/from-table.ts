/**
 * Tables of counts that people and other tools make: CSV, JSON lines or a JSON list, whose columns are guessed or given.
 * A row counts one series in one repository at one time, perhaps in one file or for one captured value. The cells are
 * codes; every word is read once, and the rows are put together from what their words mean.
 */
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {type CountParts, countParts, distinctCounts} from "./count-rows.ts";
import type {Cells, Delimiter} from "./csv-reader.ts";
import {readHead} from "./decode.ts";
import {guessFromCells, guessFromNames, hasHeader, hasNumbers} from "./guess-mapping.ts";
import type {Finding, Importer, Mapping, Need, ReadContext, Source} from "./importer.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {readNumber} from "./read-number.ts";
import {rowsOf, sniffCsv} from "./sniff-csv.ts";
import {memberNames, readTableFile, tableShape} from "./table-file.ts";
import {tableRows} from "./table-rows.ts";

const SHOWN_ROWS = 20;

/** Counts in a table: points, with files and captured values where there are columns for them. */
export const fromTable: Importer = {
  format: "table",
  title: "Table of counts",
  madeBy: "a spreadsheet or script: CSV or JSON lines with repository, time, series and value",
  recognizes({text}) {
    const shape = tableShape(text);
    if (shape === "csv") {
      const sniffed = sniffCsv(text);
      if (!sniffed) return 0;
      if (Object.keys(guessFromNames(sniffed.rows[0]!).columns).length > 1) return 0.6;
      return sniffed.rows.some((row) => row.some((cell) => "value" in readNumber(cell, "."))) ? 0.2 : 0;
    }
    if (shape === null) return 0;
    const found = memberNames(text);
    if (!found) return 0;
    const known = Object.keys(guessFromNames(found.names).columns).length;
    // one object alone is a table only when it speaks of counts
    return known > 1 ? 0.6 : found.isList ? 0.2 : 0;
  },
  read
};

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const answer = context.answers.mapping;
  const shape = tableShape(clues.text) ?? "csv";
  const delimiter = answer?.delimiter ?? sniffCsv(clues.text)?.delimiter ?? ",";
  const file = await readTableFile(source, shape, {context, clues, problems, delimiter});
  const {
    names,
    start,
    mapping: guessed
  } = understand(file.names, file.cells, shape === "csv" ? delimiter : undefined, answer, problems);
  const needs: Need[] = [];
  const result = tableRows(file.cells.rows, file.cells.lines, {
    column: (role) => file.cells.columns[guessed.columns[role] ?? -1],
    nameOf: (role) => names[guessed.columns[role] ?? -1] ?? "",
    start,
    mapping: guessed,
    clues,
    known: context.known,
    problems,
    needs,
    fileName: source.name
  });
  if (file.cells.rows > start && !hasNumbers(guessed.columns))
    needs.push({
      field: "mapping",
      text: "Which column holds the count? None of them is called value, count, matches, lines or files."
    });
  const distinct = distinctCounts(result.table, "last");
  const counted = countParts(distinct, clues.use("observedAt") ?? null);
  if (distinct.different > distinct.table.rows && !answer)
    needs.push({
      field: "mapping",
      text: "Most rows say different things about the same series, repository and time. Which column tells them apart?"
    });
  if (needs.length === 0) noteChanges(distinct, counted, problems);
  return conclude({
    importer: fromTable,
    series: result.series,
    parts: counted.parts,
    needs,
    clues,
    problems,
    read: distinct.table.rows,
    reasons: file.reasons,
    fileHash: file.fileHash,
    columns: {names, rows: rowsOf(file.cells, start + SHOWN_ROWS).slice(start), mapping: result.mapping}
  });
}

/** The names of the columns, the first row of data, and the mapping: the one that was given, or a guess. */
function understand(
  given: readonly string[] | null,
  cells: Cells,
  delimiter: Delimiter | undefined,
  answer: Mapping | undefined,
  problems: ProblemList
): {names: readonly string[]; start: number; mapping: Mapping} {
  const sample = rowsOf(cells, 100);
  const header = given ? false : (answer?.header ?? hasHeader(sample));
  const first = given ?? (header ? (sample[0] ?? []) : []);
  const names = cells.columns.map((_, column) => first[column]?.trim() || `Column ${column + 1}`);
  const isNamed = given !== null || header;
  const {columns, contested} = isNamed ? guessFromNames(names) : guessFromCells(sample);
  if (!answer)
    for (const role of contested)
      problems.note(
        `table/contested:${role}`,
        `More than one column could be the ${role}; “${names[columns[role]!]}” was taken.`
      );
  return {
    names,
    start: header ? 1 : 0,
    mapping: {
      ...(delimiter ? {delimiter, header} : {}),
      ...answer,
      columns: answer ? withinWidth(answer.columns, names.length) : columns
    }
  };
}

/** A mapping that was made for another file may name columns that this one does not have. */
function withinWidth(columns: Mapping["columns"], width: number): Mapping["columns"] {
  return Object.fromEntries(
    Object.entries(columns).filter(([, column]) => Number.isInteger(column) && column >= 0 && column < width)
  );
}

function noteChanges(
  {equal, different}: {equal: number; different: number},
  {gaps, isScattered}: CountParts,
  problems: ProblemList
): void {
  if (equal) problems.note("table/twice", "A row says what another one says; it was counted once.", undefined, equal);
  if (different)
    problems.note(
      "table/replaced",
      "Two rows say different things about the same series, repository and time: the later one stands.",
      undefined,
      different
    );
  if (gaps)
    problems.note(
      "table/gaps",
      "Gaps are read as zero: rows by file or by captured value leave out what is not there.",
      undefined,
      gaps
    );
  if (isScattered)
    problems.note("table/scattered", "Repositories have times of their own: what has no row was not read as zero.");
}

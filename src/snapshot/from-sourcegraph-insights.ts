/**
 * The CSV that Sourcegraph's Code Insights export: `title,label,query,recording_time,repository,value,capture`. Rows are
 * there only for repositories with a value; a time at which nothing was found appears once with an empty repository and
 * value 0. Of a capture-group insight the label is the captured value. The same key may occur twice, from the archived
 * and the live points; upstream takes the maximum. Source: cmd/frontend/internal/insights/httpapi/export.go.
 */
import {interner, type Table} from "../table.ts";
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {COUNT_COLUMNS, countParts, distinctCounts} from "./count-rows.ts";
import {readCsv} from "./csv-file.ts";
import type {CellColumn, Cells} from "./csv-reader.ts";
import {readHead} from "./decode.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {type PointStatus, type SeriesRecord, seriesRecord} from "./snapshot.ts";
import {readNumbers, readRepositories, readTimes, usedCodes} from "./table-columns.ts";

const HEADER = ["title", "label", "query", "recording_time", "repository", "value"] as const;

/** Insights as Sourcegraph exports them: a series for each label, or for each capture-group insight. */
export const fromSourcegraphInsights: Importer = {
  format: "sourcegraph-insights",
  title: "Sourcegraph Code Insights export",
  madeBy: "“Export data” in the menu of an insight, a zip of one CSV",
  recognizes({text}) {
    const names = headerNames(text);
    return HEADER.every((name) => names.includes(name)) ? 1 : 0;
  },
  read
};

function headerNames(text: string): readonly string[] {
  return text
    .slice(0, 2000)
    .split(/\r?\n/, 1)[0]!
    .split(",")
    .map((name) => name.trim().replace(/^"|"$/g, "").toLowerCase());
}

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const {cells, reasons, fileHash} = await readCsv(source, {context, clues, problems, delimiter: ","});
  const {table, series} = countRows(cells, headerNames(clues.text), context, problems);
  const distinct = distinctCounts(table, "most");
  const sparse = new Set(series.map(({series_id}) => series_id));
  const {parts, gaps, isScattered} = countParts(distinct, clues.use("observedAt") ?? null, sparse);
  if (distinct.equal)
    problems.note(
      "insights/twice",
      "A row stands in the export twice and was counted once.",
      undefined,
      distinct.equal
    );
  if (distinct.different)
    problems.note(
      "insights/maximum",
      "Two rows give different values for the same time and repository: the larger one stands, as in Sourcegraph.",
      undefined,
      distinct.different
    );
  if (gaps) problems.note("insights/gaps", "Gaps are read as zero: the export leaves out zeros.", undefined, gaps);
  if (isScattered)
    problems.note("insights/scattered", "Repositories have times of their own: what has no row was not read as zero.");
  return conclude({
    importer: fromSourcegraphInsights,
    series,
    parts,
    needs: [],
    clues,
    problems,
    read: distinct.table.rows,
    reasons,
    fileHash
  });
}

const STATUSES: readonly PointStatus[] = ["ok", "unknown"];

function countRows(
  cells: Cells,
  names: readonly string[],
  {known}: ReadContext,
  problems: ProblemList
): {table: Table; series: readonly SeriesRecord[]} {
  const none: CellColumn = {codes: new Int32Array(cells.rows), words: [""]};
  const column = (name: string) => cells.columns[names.indexOf(name)] ?? none;
  const [title, label, query, capture] = [column("title"), column("label"), column("query"), column("capture")];
  const [time, repository, value] = [column("recording_time"), column("repository"), column("value")];
  const times = readTimes(time, usedCodes(time, 1), undefined, problems);
  const values = readNumbers(value, usedCodes(value, 1), ".", ".");
  const repositories = readRepositories(repository, usedCodes(repository, 1), known, problems);
  const {seriesOf, records, isCapture} = seriesIn({title, label, query, capture}, cells.rows);

  const rows = Math.max(0, cells.rows - 1);
  const repoWords = interner();
  const repoCodes = Int32Array.from(repositories, (key) => (key === null ? -1 : repoWords.code(key)));
  const codes = {
    series_id: new Int32Array(rows),
    repo_key: new Int32Array(rows),
    c1: new Int32Array(rows),
    status: new Int32Array(rows)
  };
  const numbers = {sample_at: new Float64Array(rows), matches: new Float64Array(rows)};
  let kept = 0;
  for (let row = 1; row <= rows; row++) {
    const repo = repoCodes[repository.codes[row]!]!;
    const count = values.values[value.codes[row]!]!;
    const problem = times.problems.get(time.codes[row]!) ?? values.problems.get(value.codes[row]!);
    if (problem || (repo < 0 && count > 0)) {
      if (problem) problems.skip(problem.code, problem.text, cells.lines[row]!);
      else problems.skip("insights/no-repository", "A row with a value names no repository.", cells.lines[row]!);
      continue;
    }
    const series = seriesOf(row);
    codes.series_id[kept] = series;
    codes.repo_key[kept] = repo;
    codes.c1[kept] = isCapture[series] && repo >= 0 ? capture.codes[row]! : -1;
    codes.status[kept] = Number.isNaN(count) ? 1 : 0;
    numbers.sample_at[kept] = Math.floor(times.values[time.codes[row]!]! / 1000) * 1000;
    numbers.matches[kept] = count;
    kept++;
  }
  const words: {readonly [name: string]: readonly string[]} = {
    series_id: records.map(({series_id}) => series_id),
    repo_key: repoWords.words,
    c1: capture.words,
    status: STATUSES
  };
  return {
    table: {
      rows: kept,
      columns: Object.entries(COUNT_COLUMNS).map(([name, type]) =>
        type === "text"
          ? {
              name,
              type,
              codes: codes[name as keyof typeof codes]?.subarray(0, kept) ?? new Int32Array(kept).fill(-1),
              words: words[name] ?? []
            }
          : {
              name,
              type,
              values:
                numbers[name as keyof typeof numbers]?.subarray(0, kept) ?? new Float64Array(kept).fill(Number.NaN)
            }
      )
    },
    series: records
  };
}

interface SeriesIn {
  seriesOf(row: number): number;
  readonly records: readonly SeriesRecord[];
  readonly isCapture: readonly boolean[];
}

/** The series of the rows: one for each title, label and query; of insights with captured values one for title and query. */
function seriesIn(
  {title, label, query, capture}: {readonly [name in "title" | "label" | "query" | "capture"]: CellColumn},
  rows: number
): SeriesIn {
  const insightOf = (row: number) => title.codes[row]! * query.words.length + query.codes[row]!;
  const captured = new Set<number>();
  for (let row = 1; row < rows; row++) if (capture.words[capture.codes[row]!] !== "") captured.add(insightOf(row));
  const keyOf = (row: number) => {
    const insight = insightOf(row);
    return insight * (label.words.length + 1) + (captured.has(insight) ? label.words.length : label.codes[row]!);
  };
  const found = new Map<number, {name: string; query: string; isCapture: boolean}>();
  for (let row = 1; row < rows; row++) {
    const key = keyOf(row);
    if (found.has(key)) continue;
    const isCapture = captured.has(insightOf(row));
    const name = (isCapture ? title.words[title.codes[row]!] : label.words[label.codes[row]!])!.trim();
    found.set(key, {name: name || title.words[title.codes[row]!]!, query: query.words[query.codes[row]!]!, isCapture});
  }
  const slugs = new Set<string>();
  const ordered = [...found].sort(([, a], [, b]) => compareText(a.name, b.name) || compareText(a.query, b.query));
  const places = new Map(ordered.map(([key], place) => [key, place]));
  return {
    seriesOf: (row) => places.get(keyOf(row))!,
    isCapture: ordered.map(([, {isCapture}]) => isCapture),
    records: ordered.map(([, {name, query: asked, isCapture}]) =>
      seriesRecord({
        engine: "sourcegraph",
        pattern: asked,
        captures: isCapture ? [1] : [],
        key: uniqueSlug(name, slugs),
        title: name,
        source_query: asked
      })
    )
  };
}

/** A name in small letters and hyphens, with a number when it is taken. */
function uniqueSlug(name: string, taken: Set<string>): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "insight";
  let unique = slug;
  for (let number = 2; taken.has(unique); number++) unique = `${slug}-${number}`;
  taken.add(unique);
  return unique;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

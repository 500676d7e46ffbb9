import type {Column, NumberColumn, Table, TextColumn} from "../table.ts";
import {COUNT_COLUMNS} from "./count-rows.ts";
import type {CellColumn} from "./csv-reader.ts";
import type {Mapping} from "./importer.ts";
import {codesFor, codesOfWords, keptRows, numbersFor} from "./kept-rows.ts";
import type {ProblemList} from "./problems.ts";
import {repoPath} from "./repo-key.ts";
import type {PointStatus, SeriesRecord} from "./snapshot.ts";
import {type CellProblem, readTimes, usedCodes} from "./table-columns.ts";
import {countReader, repositoryReader, seriesReader, type TableContext, timeReader} from "./table-readers.ts";

/** What the rows of a table count: rows for distinctCounts, the series they name, and the mapping as it was decided. */
export interface TableRows {
  readonly table: Table;
  readonly series: readonly SeriesRecord[];
  readonly mapping: Mapping;
}

const STATUSES: readonly PointStatus[] = ["ok", "partial", "error", "unknown"];
const [ERROR, UNKNOWN] = [2, 3];
const STATUS_WORDS: ReadonlyMap<string, PointStatus> = new Map(
  Object.entries({
    ok: "ok",
    complete: "ok",
    completed: "ok",
    success: "ok",
    done: "ok",
    partial: "partial",
    incomplete: "partial",
    limited: "partial",
    error: "error",
    failed: "error",
    failure: "error",
    unknown: "unknown",
    missing: "unknown",
    "n/a": "unknown"
  } as const)
);
const NO_STATUS = {code: "table/status", text: "A status is none of ok, partial, error and unknown."};

/** Puts `total` rows of cells together. Rows of which something cannot be read are left out and told. */
export function tableRows(total: number, lines: Int32Array, context: TableContext): TableRows {
  const {column, start, mapping, problems} = context;
  const repositories = repositoryReader(context);
  const times = timeReader(context);
  const counts = countReader(context);
  const series = seriesReader(context, counts.unit);
  const status = column("status");
  const statuses = status && statusCodes(status, start);
  const commit = column("commit");
  const commits = commit?.words.map((word) => word.trim().toLowerCase());
  const committed = column("committedAt");
  const committedTimes = committed && readTimes(committed, usedCodes(committed, start), times.order, problems).values;
  const path = column("path");
  const paths = path?.words.map(repoPath);
  const captures = [column("c1"), column("c2"), column("c3")];

  const isSound = [repositories, times, counts, series].every((reader) => reader.isSound);
  const judge = (row: number): CellProblem | null => {
    // also a row that is left out names its series
    const isNameless = series.of(row) < 0;
    const problem = times.problem(row) ?? counts.problem(row);
    if (problem) return problem;
    if (statuses && statuses[status!.codes[row]!]! < 0) return NO_STATUS;
    const isNowhere = repositories.of(row) < 0;
    if (!isNowhere && !isNameless) return null;
    return {code: "table/empty", text: `A row does not say its ${isNowhere ? "repository" : "series"}.`};
  };
  const isJudged = !isSound || statuses?.includes(-1);
  const kept = keptRows(start, total, isJudged ? chosenRows(start, total, judge, lines, problems) : null);

  const series_id = series.all(kept);
  const {files, lines: lineCounts, matches} = counts.all(kept, series_id, series.units());
  const state = statuses ? codesFor(kept.codes(status!), statuses) : new Int32Array(kept.count);
  for (let i = 0; i < kept.count; i++) {
    const isCounted = matches[i]! >= 0 || lineCounts[i]! >= 0 || files[i]! >= 0;
    if (!isCounted && state[i] !== ERROR) state[i] = UNKNOWN;
    if (state[i]! >= ERROR) matches[i] = lineCounts[i] = files[i] = Number.NaN;
  }
  const none = new Int32Array(kept.count).fill(-1);
  const values = captures.map((cells) => (cells ? codesOfWords(kept.codes(cells), cells.words) : none));
  const groups = captures.some(Boolean) ? groupsOf(values, series_id) : [];
  // in a series of captured values an empty first one is a value, too
  const [c1, c2, c3] = captures.map((cells) => [...(cells?.words ?? []), ""]) as [string[], string[], string[]];
  if (groups.length) values[0] = withEmpty(values[0]!, series_id, groups, c1.length - 1);
  const records = series.records(groups);
  const columns: {readonly [name in keyof typeof COUNT_COLUMNS]: NumbersOf | WordsOf} = {
    series_id: {codes: series_id, words: records.map(({series_id: id}) => id)},
    repo_key: {codes: repositories.all(kept), words: repositories.words},
    sample_at: {values: times.all(kept)},
    path: path ? {codes: codesOfWords(kept.codes(path), paths!), words: paths!} : {codes: none, words: []},
    c1: {codes: values[0]!, words: c1},
    c2: {codes: values[1]!, words: c2},
    c3: {codes: values[2]!, words: c3},
    commit_oid: commit
      ? {codes: codesOfWords(kept.codes(commit), commits!), words: commits!}
      : {codes: none, words: []},
    committed_at: {
      values: committed ? numbersFor(kept.codes(committed), committedTimes!) : times.ofCommits(kept)
    },
    files: {values: files},
    lines: {values: lineCounts},
    matches: {values: matches},
    status: {codes: state, words: STATUSES}
  };
  return {
    table: {
      rows: kept.count,
      columns: (Object.keys(COUNT_COLUMNS) as (keyof typeof COUNT_COLUMNS)[]).map(
        (name) => ({name, type: COUNT_COLUMNS[name], ...columns[name]}) as Column
      )
    },
    series: [...new Map(records.map((record) => [record.series_id, record])).values()],
    mapping: {
      ...mapping,
      ...(times.order ? {dateOrder: times.order} : {}),
      ...(counts.decimal ? {decimal: counts.decimal} : {})
    }
  };
}

type NumbersOf = Pick<NumberColumn, "values">;
type WordsOf = Pick<TextColumn, "codes" | "words">;

/** The rows that have no problem; those that do are told. */
function chosenRows(
  start: number,
  total: number,
  judge: (row: number) => CellProblem | null,
  lines: Int32Array,
  problems: ProblemList
): Uint32Array {
  const chosen = new Uint32Array(Math.max(0, total - start));
  let count = 0;
  for (let row = start; row < total; row++) {
    const problem = judge(row);
    if (problem) problems.skip(problem.code, problem.text, lines[row]!);
    else chosen[count++] = row;
  }
  return chosen.subarray(0, count);
}

/** By code of a word: the status it means, −1 for a word that means none and is used. */
function statusCodes(status: CellColumn, start: number): Int32Array {
  const used = usedCodes(status, start);
  return Int32Array.from(status.words, (word, code) => {
    const said = word.trim() === "" ? "ok" : STATUS_WORDS.get(word.trim().toLowerCase());
    return said || !used[code] ? STATUSES.indexOf(said ?? "ok") : -1;
  });
}

/** By series: how many captured values its rows have. */
function groupsOf(values: readonly Int32Array[], series: Int32Array): number[] {
  const groups: number[] = [];
  for (const [group, codes] of values.entries())
    for (let i = 0; i < codes.length; i++)
      if (codes[i]! >= 0) groups[series[i]!] = Math.max(groups[series[i]!] ?? 0, group + 1);
  return groups;
}

/** Codes of a first captured value, with that of the empty word where a row of a series with captured values has none. */
function withEmpty(codes: Int32Array, series: Int32Array, groups: readonly number[], empty: number): Int32Array {
  const all = codes.slice();
  for (let i = 0; i < all.length; i++) if (all[i]! < 0 && groups[series[i]!]) all[i] = empty;
  return all;
}

/**
 * Tables with a row for each match: path, line, column and text, as `tidemark export matches` and scripts write them. What
 * they count, points, files and captured values, is worked out from the rows; what a sample does not have is zero in it.
 */
import {type Cell, tableBuilder} from "../table.ts";
import {COUNT_COLUMNS, countParts, distinctCounts} from "./count-rows.ts";
import {entryOf} from "./entry-of.ts";
import {namedTable} from "./named-table.ts";
import type {ProblemList} from "./problems.ts";
import {MAX_TEXT, type Part, seriesRecord} from "./snapshot.ts";

export const fromMatches = namedTable({
  format: "matches",
  title: "Table of matches",
  madeBy: "a script or tidemark export matches: a row for each match with repo, sample_time, query, path, line, text",
  table: "match",
  time: "sample_at",
  names: {
    series: "query series series_key key",
    repo_key: "repo repository repo_key repository_name",
    sample_at: "sample_time sample_at recorded_at date time",
    commit_oid: "commit commit_oid sha revision",
    path: "path file file_path filename",
    line: "line line_number lineno",
    col: "column col start_column",
    end_col: "end_column end_col",
    text: "text line_text",
    matched: "match matched match_text",
    c1: "capture1 c1",
    c2: "capture2 c2",
    c3: "capture3 c3"
  },
  shownBy: ["path", "line", "text matched"],
  // a number beside each row, or who wrote the line, makes it a table of another kind
  notWith: "value count matches total files author authored_at rule_id severity metric",
  // as a table of counts: what has captured values is another series than what has none
  series: (name, captures) => seriesRecord({engine: "import", pattern: name, key: name, captures}),
  complete: ({series, text, matched}, {clues}) => ({
    ...(series === undefined ? {series: clues.use("key") ?? clues.use("query") ?? null} : {}),
    ...(typeof text === "string" ? {text: text.slice(0, MAX_TEXT)} : {}),
    ...(typeof matched === "string" ? {matched: matched.slice(0, MAX_TEXT)} : {})
  }),
  also: countedMatches
});

/** A value that was captured in a file: how often, and on lines that no other value of the file was counted on. */
interface Counted {
  readonly captures: readonly (Cell | undefined)[];
  matches: number;
  lines: number;
}

interface FileMatches {
  readonly places: Set<string>;
  readonly lines: Set<Cell | undefined>;
  readonly values: Map<string, Counted>;
}

interface SampleMatches {
  readonly of: Readonly<Record<string, Cell>>;
  readonly files: Map<string, FileMatches>;
}

/** Counts matches, each place once. */
function countedMatches(): {
  add(row: Readonly<Record<string, Cell>>): void;
  parts(observedAt: number | null, problems: ProblemList): readonly Part[];
} {
  const samples = new Map<string, SampleMatches>();
  return {
    add({series_id, repo_key, sample_at, commit_oid = null, path, line, col, end_col, c1, c2, c3}) {
      const sample = entryOf(samples, JSON.stringify([series_id, repo_key, sample_at]), () => ({
        of: {series_id: series_id!, repo_key: repo_key!, sample_at: sample_at!, commit_oid},
        files: new Map<string, FileMatches>()
      }));
      const file = entryOf(sample.files, String(path), () => ({
        places: new Set<string>(),
        lines: new Set<Cell | undefined>(),
        values: new Map<string, Counted>()
      }));
      const place = JSON.stringify([line, col, end_col]);
      if (file.places.has(place)) return;
      file.places.add(place);
      const captures = [c1, c2, c3];
      const value = entryOf(file.values, JSON.stringify(captures), () => ({captures, matches: 0, lines: 0}));
      value.matches++;
      if (!file.lines.has(line)) value.lines++;
      file.lines.add(line);
    },
    parts(observedAt, problems) {
      const rows = tableBuilder(COUNT_COLUMNS);
      for (const {of, files} of samples.values())
        for (const [path, {values}] of files)
          for (const {captures, matches, lines} of values.values()) {
            const [c1, c2, c3] = captures.map((value) => value ?? null);
            // no line of its own is not "on no line"
            rows.push({...of, path, c1: c1!, c2: c2!, c3: c3!, matches, lines: lines || null, status: "ok"});
          }
      const {parts, gaps} = countParts(distinctCounts(rows.build(), "last"), observedAt);
      if (gaps)
        problems.note(
          "table/gaps",
          "Gaps are read as zero: a table of matches leaves out what is not there.",
          undefined,
          gaps
        );
      return parts;
    }
  };
}

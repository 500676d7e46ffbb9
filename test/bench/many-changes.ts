/**
 * Change points as a hundred million raw rows would leave them: 50,000 repositories, twenty series, eight changes of each
 * pair within 48 weeks. No raw rows are made; each side gets the changes in the form that it keeps, from one formula.
 */
import {conclude} from "../../src/snapshot/conclude.ts";
import type {Finding} from "../../src/snapshot/importer.ts";
import {problemList} from "../../src/snapshot/problems.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import type {SeriesQuestion} from "./dense.ts";
import type {NativeDuckDB} from "./native.ts";
import {definitionOf, type Question} from "./questions.ts";

const SERIES = Array.from({length: 20}, (_, s) => `search-${String(s).padStart(2, "0")}`);
const CHANGES = 8;
/** Weeks between two changes of a pair; which of them it is differs by pair. */
const APART = 6;
const WEEK = 7 * 86_400_000;
/** A Monday. */
const FIRST = Date.UTC(2025, 0, 6);
const LAST = FIRST + (CHANGES * APART - 1) * WEEK;

/** Repositories of the case, and with them its rows: 160 each. */
export const MANY = 50_000;
export const MANY_ROWS = MANY * SERIES.length * CHANGES;

const weekOf = (series: number, repository: number, change: number) =>
  change * APART + ((series * 3 + repository) % APART);
/** Never the same twice in a row: 53 is no multiple of 97. */
const countOf = (series: number, repository: number, change: number) =>
  ((series * 37 + repository * 11 + change * 53) % 97) + 1;

const nameOf = (repository: number) => `github.com/meridian/service-${String(repository).padStart(6, "0")}`;

/** What an importer would find in a snapshot with one row for each change. */
export async function manyChanges(repositories: number): Promise<Finding> {
  const records = SERIES.map((key) => seriesRecord({key, engine: "bench", pattern: key, captures: []}));
  const ids = records.map(({series_id}) => series_id).sort();
  const place = ids.map((id) => records.findIndex(({series_id}) => series_id === id));
  const rows = repositories * SERIES.length * CHANGES;
  const [series, repos, status] = [new Int32Array(rows), new Int32Array(rows), new Int32Array(rows)];
  const [time, matches] = [new Float64Array(rows), new Float64Array(rows)];
  for (let row = 0; row < rows; row++) {
    const change = row % CHANGES;
    const repository = Math.floor(row / CHANGES) % repositories;
    const code = Math.floor(row / CHANGES / repositories);
    series[row] = code;
    repos[row] = repository;
    time[row] = FIRST + weekOf(place[code]!, repository, change) * WEEK;
    matches[row] = countOf(place[code]!, repository, change);
  }
  const words = Array.from({length: repositories}, (_, repository) => nameOf(repository));
  return conclude({
    importer: {format: "snapshot", title: "Changes"},
    series: records,
    parts: [
      {
        table: "point",
        observedAt: LAST,
        rows: {
          rows,
          columns: [
            {name: "series_id", type: "text", codes: series, words: ids},
            {name: "repo_key", type: "text", codes: repos, words},
            {name: "sample_at", type: "time", values: time},
            {name: "files", type: "number", values: matches},
            {name: "lines", type: "number", values: matches},
            {name: "matches", type: "number", values: matches},
            {name: "status", type: "text", codes: status, words: ["ok"]}
          ]
        }
      }
    ],
    needs: [],
    problems: problemList(),
    read: rows,
    reasons: [],
    fileHash: ""
  });
}

/** The same changes in the tables of `DERIVE`. */
export async function manyInDuckDB({run}: Pick<NativeDuckDB, "run">, repositories: number): Promise<void> {
  const value = (change: string) => `((sid * 37 + rid * 11 + ${change} * 53) % 97 + 1)`;
  await run(
    `CREATE TABLE series AS SELECT sid::INTEGER AS sid, 'search-' || lpad(sid::VARCHAR, 2, '0') AS series FROM range(${SERIES.length}) AS all_series(sid)`
  );
  await run(
    `CREATE TABLE repo AS SELECT rid::INTEGER AS rid, 'github.com/meridian/service-' || lpad(rid::VARCHAR, 6, '0') AS repo FROM range(${repositories}) AS all_repositories(rid)`
  );
  await run(`CREATE TABLE delta AS
    SELECT sid, rid, epoch_ms(${FIRST} + (change * ${APART} + (sid * 3 + rid) % ${APART}) * ${WEEK}) AS t,
      d AS d_files, d AS d_lines, d AS d_matches, (change = 0)::INTEGER AS d_any, (change = 0)::INTEGER AS d_repos, 0 AS d_partial
    FROM (SELECT sid, rid, change, ${value("change")} - CASE WHEN change = 0 THEN 0 ELSE ${value("(change - 1)")} END AS d
      FROM series, repo, range(${CHANGES}) AS all_changes(change))
    ORDER BY sid, t, rid`);
}

/** Twenty series by week, over all repositories or those whose names match. */
export function manyQuestion(repositories: string | null): Question<SeriesQuestion> {
  const points = CHANGES * APART;
  return {
    definition: definitionOf(SERIES, {step: {unit: "week", value: 1}, points}, repositories),
    asked: {
      series: Object.fromEntries(SERIES.map((key) => [key, key])),
      times: Array.from({length: points}, (_, week) => FIRST + week * WEEK),
      repositories
    }
  };
}

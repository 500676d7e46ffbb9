import type {Table} from "../table.ts";
import {COUNT_COLUMNS} from "./count-rows.ts";
import type {Mapping} from "./importer.ts";
import {repoPath} from "./repo-key.ts";
import type {PointStatus, SeriesRecord} from "./snapshot.ts";
import {readTimes, usedCodes} from "./table-columns.ts";
import {countReader, repositoryReader, seriesReader, type TableContext, timeReader} from "./table-readers.ts";

/** What the rows of a table count: rows for distinctCounts, the series they name, and the mapping as it was decided. */
export interface TableRows {
  readonly table: Table;
  readonly series: readonly SeriesRecord[];
  readonly mapping: Mapping;
}

const STATUSES: readonly PointStatus[] = ["ok", "partial", "error", "unknown"];
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
  const statusWords = status?.words.map((word) =>
    word.trim() === "" ? "ok" : STATUS_WORDS.get(word.trim().toLowerCase())
  );
  const commit = column("commit");
  const commits = commit?.words.map((word) => word.trim().toLowerCase());
  const committed = column("committedAt");
  const committedTimes = committed && readTimes(committed, usedCodes(committed, start), times.order, problems).values;
  const path = column("path");
  const paths = path?.words.map(repoPath);
  const captures = [column("c1"), column("c2"), column("c3")];

  const room = Math.max(0, total - start);
  const rows = rowArrays(room);
  const groups: number[] = []; // by series: how many captured values its rows have
  let kept = 0;
  for (let row = start; row < total; row++) {
    const said = statusWords ? statusWords[status!.codes[row]!] : "ok";
    const problem = times.problem(row) ?? counts.problem(row) ?? (said ? undefined : NO_STATUS);
    const repository = repositories.of(row);
    const name = series.of(row);
    if (problem || repository < 0 || name < 0) {
      if (problem) problems.skip(problem.code, problem.text, lines[row]!);
      else
        problems.skip(
          "table/empty",
          `A row does not say its ${repository < 0 ? "repository" : "series"}.`,
          lines[row]!
        );
      continue;
    }
    rows.series_id[kept] = name;
    rows.repo_key[kept] = repository;
    rows.sample_at[kept] = times.of(row);
    counts.put(row, series.unitOf(name), rows, kept);
    const isCounted = rows.matches[kept]! >= 0 || rows.lines[kept]! >= 0 || rows.files[kept]! >= 0;
    const state = isCounted || said === "error" ? said! : "unknown";
    if (state === "error" || state === "unknown") rows.matches[kept] = rows.lines[kept] = rows.files[kept] = Number.NaN;
    rows.status[kept] = STATUSES.indexOf(state);
    rows.path[kept] = path && paths![path.codes[row]!] !== "" ? path.codes[row]! : -1;
    rows.commit_oid[kept] = commit && commits![commit.codes[row]!] !== "" ? commit.codes[row]! : -1;
    rows.committed_at[kept] = committed ? committedTimes![committed.codes[row]!]! : times.ofCommit(row);
    for (let i = 0; i < 3; i++) {
      const cells = captures[i];
      const isEmpty = !cells || cells.words[cells.codes[row]!] === "";
      rows.captures[i]![kept] = isEmpty ? -1 : cells.codes[row]!;
      if (!isEmpty) groups[name] = Math.max(groups[name] ?? 0, i + 1);
    }
    kept++;
  }
  // in a series of captured values an empty first one is a value, too
  const [c1, c2, c3] = captures.map((cells) => [...(cells?.words ?? []), ""]) as [string[], string[], string[]];
  if (groups.length)
    for (let row = 0; row < kept; row++)
      if (rows.captures[0]![row]! < 0 && groups[rows.series_id[row]!]) rows.captures[0]![row] = c1.length - 1;

  const records = series.records(groups);
  const words = {
    series_id: records.map(({series_id}) => series_id),
    repo_key: repositories.words,
    path: paths ?? [],
    commit_oid: commits ?? [],
    status: STATUSES,
    c1,
    c2,
    c3
  };
  const arrays = {...rows, c1: rows.captures[0]!, c2: rows.captures[1]!, c3: rows.captures[2]!};
  return {
    table: {
      rows: kept,
      columns: (Object.keys(COUNT_COLUMNS) as (keyof typeof COUNT_COLUMNS)[]).map((name) => {
        const type = COUNT_COLUMNS[name];
        return type === "text"
          ? {
              name,
              type,
              codes: (arrays[name] as Int32Array).subarray(0, kept),
              words: words[name as keyof typeof words]
            }
          : {name, type, values: (arrays[name] as Float64Array).subarray(0, kept)};
      })
    },
    series: [...new Map(records.map((record) => [record.series_id, record])).values()],
    mapping: {
      ...mapping,
      ...(times.order ? {dateOrder: times.order} : {}),
      ...(counts.decimal ? {decimal: counts.decimal} : {})
    }
  };
}

function rowArrays(room: number) {
  const codes = () => new Int32Array(room);
  const numbers = () => new Float64Array(room);
  return {
    series_id: codes(),
    repo_key: codes(),
    path: codes(),
    commit_oid: codes(),
    status: codes(),
    captures: [codes(), codes(), codes()],
    sample_at: numbers(),
    committed_at: numbers(),
    files: numbers(),
    lines: numbers(),
    matches: numbers()
  };
}

/**
 * The tables of a workspace as they are exported: with the columns of tables of counts, so that what is exported can be
 * imported again. One row is what one sample said; nothing is carried forward. Spans are told at each sample they last over.
 */
import {TidemarkError} from "../error.ts";
import {type Sql, sql} from "../sql.ts";
import type {Table} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import type {DetailTable} from "./schema.ts";
import {AFTER_SPANS, SPAN_MATCHED, sampledSpans} from "./spans.ts";

/** What can be exported. */
export const EXPORTS = ["points", "captures", "files", "matches", "samples", "languages"] as const;
export type ExportName = (typeof EXPORTS)[number];

/** What an export reads, and what it is for readers. */
interface Export {
  readonly help: string;
  readonly needs: readonly DetailTable[];
  readonly times: readonly string[];
  rows(series: Sql): Sql;
}

const COMMIT = sql`commit_oid AS "commit"`;

const TABLES: Readonly<Record<ExportName, Export>> = {
  points: {
    help: "how much each query found in each repository at each sample time",
    needs: ["point"],
    times: ["sample_time", "committed_at"],
    rows: (series) => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, epoch_ms(committed_at)::DOUBLE AS committed_at,
        key AS query, files, lines, matches, status
      FROM store.point JOIN store.repo USING (rid) JOIN store.series USING (sid)
      WHERE ${series}
      ORDER BY repo, sample_time, query, series_id`
  },
  captures: {
    help: "how often each captured value was found",
    needs: ["capture", "point"],
    times: ["sample_time"],
    rows: (series) => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, key AS query,
        c1 AS capture1, c2 AS capture2, c3 AS capture3, capture.matches, capture.files
      FROM store.capture JOIN store.repo USING (rid) JOIN store.series USING (sid)
        LEFT JOIN (SELECT sid, rid, t, commit_oid FROM store.point) AS searched USING (sid, rid, t)
      WHERE ${series}
      ORDER BY repo, sample_time, query, series_id, c1, c2, c3`
  },
  files: {
    help: "the files that held matches",
    needs: ["file", "point", "file_span"],
    times: ["sample_time"],
    rows: (series) => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, path, key AS query, held.lines, held.matches
      FROM (
        SELECT sid, rid, t, path, lines, matches FROM store.file AS sampled WHERE NOT ${AFTER_SPANS}
        UNION ALL
        SELECT sid, rid, t, path, lines, matches FROM (${sampledSpans(series)}) AS spanned
      ) AS held JOIN store.repo USING (rid) JOIN store.series USING (sid)
        LEFT JOIN (SELECT sid, rid, t, commit_oid FROM store.point) AS searched USING (sid, rid, t)
      WHERE ${series}
      ORDER BY repo, sample_time, query, series_id, path`
  },
  matches: {
    help: "the matches themselves: path, line, column, text",
    needs: ["match", "point", "file_span", "match_span"],
    times: ["sample_time"],
    rows: (series) => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, path, key AS query,
        line, col AS "column", end_col AS end_column, matched AS "match", text, c1 AS capture1, c2 AS capture2, c3 AS capture3
      FROM (
        SELECT sid, rid, t, path, line, col, end_col, matched, text, c1, c2, c3 FROM store.match AS sampled WHERE NOT ${AFTER_SPANS}
        UNION ALL
        SELECT sid, rid, t, path, line, col, end_col, ${SPAN_MATCHED} AS matched, text, c1, c2, c3
        FROM (${sampledSpans(series)}) AS spanned JOIN store.match_span USING (sid, blob_oid)
      ) AS held JOIN store.repo USING (rid) JOIN store.series USING (sid)
        LEFT JOIN (SELECT sid, rid, t, commit_oid FROM store.point) AS searched USING (sid, rid, t)
      WHERE ${series}
      ORDER BY repo, sample_time, query, series_id, path, line, col`
  },
  samples: {
    help: "which commit stood for a repository at a sample time, and how many files could not be searched",
    needs: ["point"],
    times: ["sample_time", "committed_at"],
    rows: (series) => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, epoch_ms(committed_at)::DOUBLE AS committed_at,
        max(unscanned_files)::DOUBLE AS unscanned_files
      FROM store.point JOIN store.repo USING (rid)
        JOIN (SELECT rid, t, count(commit_oid) AS told FROM store.point WHERE ${series} GROUP BY rid, t) AS named USING (rid, t)
      WHERE ${series} AND (commit_oid IS NOT NULL OR told = 0)
      GROUP BY repo_key, t, commit_oid, committed_at
      ORDER BY repo, sample_time, commit_oid`
  },
  languages: {
    help: "files, lines and bytes by language",
    needs: ["language"],
    times: ["sample_time"],
    rows: () => sql`
      SELECT repo_key AS repo, epoch_ms(t)::DOUBLE AS sample_time, ${COMMIT}, language, tool, files, lines, bytes
      FROM store.language JOIN store.repo USING (rid)
      ORDER BY repo, sample_time, tool, language`
  }
};

/** What a table holds, in words. */
export function exportHelp(name: ExportName): string {
  return TABLES[name].help;
}

/** The tables that must be filled before an export. */
export function exportNeeds(name: ExportName): readonly DetailTable[] {
  return TABLES[name].needs;
}

/** The codes of series by their keys or ids. @throws TidemarkError "export/series" for one that is not held. */
export function seriesOfKeys({series}: Filled, keys: readonly string[]): number[] {
  return keys.flatMap((key) => {
    const found = series.flatMap((record, sid) => (record.key === key || record.series_id === key ? [sid] : []));
    if (found.length) return found;
    throw new TidemarkError(
      "export/series",
      `There is no series ${key}. The series are ${[...new Set(series.map((record) => record.key))].join(", ") || "none: nothing was imported"}.`
    );
  });
}

/** The rows of an export, of all series or of those with these codes. Columns that hold nothing at all are left out of the end. */
export async function exportTable(
  engine: Engine,
  name: ExportName,
  series: readonly number[] | null,
  options: CallOptions
): Promise<Table> {
  const {rows, times} = TABLES[name];
  const table = await engine.query(rows(series ? sql`sid IN ${series}` : sql`TRUE`), options);
  return {
    ...table,
    columns: table.columns
      .map((column) =>
        column.type === "number" && times.includes(column.name) ? {...column, type: "time" as const} : column
      )
      .filter((column) => !OPTIONAL.has(column.name) || !isEmpty(column))
  };
}

/** Columns that only some sources have. */
const OPTIONAL: ReadonlySet<string> = new Set(["capture2", "capture3"]);

function isEmpty(column: Table["columns"][number]): boolean {
  return column.type === "text" ? column.codes.every((code) => code < 0) : column.values.every(Number.isNaN);
}

import type {Clues} from "./clues.ts";
import {contentHash} from "./content-hash.ts";
import type {Finding, Importer, Need} from "./importer.ts";
import type {ProblemList} from "./problems.ts";
import type {Part, RepoRecord, SeriesRecord, Snapshot} from "./snapshot.ts";

/** What an importer has in its hands when a file is read. */
export interface Conclusion {
  readonly importer: Pick<Importer, "format" | "title">;
  readonly series: readonly SeriesRecord[];
  readonly repos?: readonly RepoRecord[];
  readonly parts: readonly Part[];
  readonly needs: readonly Need[];
  readonly clues?: Clues;
  readonly problems: ProblemList;
  readonly read: number;
  readonly reasons: readonly string[];
  readonly fileHash: string;
  readonly columns?: Finding["columns"];
}

/**
 * The finding: series by key, every repository of the rows, no empty parts, each question once (none without a row), and
 * the hash of the content.
 */
export async function conclude({
  importer,
  series,
  repos = [],
  parts,
  needs,
  clues,
  problems,
  read,
  reasons,
  fileHash,
  columns
}: Conclusion): Promise<Finding> {
  const filled = parts.filter(({rows}) => rows.rows > 0);
  const snapshot: Snapshot = {
    series: [...series].sort(
      (a, b) => compareText(a.key, b.key) || compareText(a.title, b.title) || compareText(a.series_id, b.series_id)
    ),
    repos: allRepos(repos, filled),
    parts: filled
  };
  return {
    format: importer.format,
    title: importer.title,
    snapshot,
    // of a file without a row nothing needs to be known
    needs:
      read || filled.length ? needs.filter(({field}, i) => needs.findIndex((need) => need.field === field) === i) : [],
    facts: clues?.facts() ?? [],
    problems: problems.list(),
    read,
    skipped: problems.skipped,
    status: reasons.length ? "partial" : "complete",
    reasons,
    ...(columns ? {columns} : {}),
    fileHash,
    contentHash: await contentHash(snapshot)
  };
}

function allRepos(given: readonly RepoRecord[], parts: readonly Part[]): RepoRecord[] {
  const records = new Map(given.map((record) => [record.repo_key, record]));
  for (const {rows} of parts)
    for (const column of rows.columns)
      if (column.name === "repo_key" && column.type === "text")
        for (const repo_key of column.words) if (!records.has(repo_key)) records.set(repo_key, {repo_key});
  return [...records.values()].sort((a, b) => compareText(a.repo_key, b.repo_key));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The interchange format: a manifest.json with its parts beside it, or one NDJSON stream of records with their kind in `t`
 * (`snapshot` first, `end` last with the number of records between and the SHA-256 of all bytes before it). What cannot be
 * read is left out and told; the rest comes in. Parts keep their own observed_at: merging them is the store's.
 */

import {takeRows} from "../table.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import {distinctRows} from "./distinct-rows.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {isObject, readJson} from "./json.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {joinRepoKeys, repoKey} from "./repo-key.ts";
import {KEYS, type Part, type RepoRecord} from "./snapshot.ts";
import {loadFolder} from "./snapshot-folder.ts";
import {loadStream} from "./snapshot-stream.ts";
import {sortRows} from "./sort-rows.ts";

/** Snapshots in the interchange format, as a folder (its manifest, the parts beside it) or as one stream. */
export const fromSnapshot: Importer = {
  format: "snapshot",
  title: "Insight snapshot",
  madeBy: "tidemark snapshot, or the backup of a workspace",
  recognizes: ({name, text}) =>
    isStream(text) ? 1 : isManifest(text) ? (/(?:^|\/)manifest\.json$/.test(name) ? 1 : 0.9) : 0,
  read
};

/** True for the beginning of a manifest: JSON with a format and, if it goes that far, series or parts. */
export function isManifest(text: string): boolean {
  return (
    /^\s*\{/.test(text) &&
    (/"format"\s*:\s*"insight-snapshot"/.test(text) || (/"format"\s*:\s*"/.test(text) && /"parts"\s*:\s*\[/.test(text)))
  );
}

function isStream(text: string): boolean {
  const reading = readJson(text.trimStart().split("\n", 1)[0]!);
  return "value" in reading && isObject(reading.value) && reading.value.t === "snapshot";
}

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const {text} = await readHead(source);
  const loaded = isStream(text)
    ? await loadStream(source, context, problems)
    : await loadFolder(source, context, problems);
  const {series, repos, reasons, fileHash} = loaded;
  const joined = joinRepoKeys(
    [...new Set([...repos.map(({repo_key}) => repo_key), ...loaded.parts.flatMap(repositoriesIn)])],
    context.known.repositories
  );
  const ids = new Set(series.map(({series_id}) => series_id));
  const parts = loaded.parts.map((part) => tidied(withRepositories(ofSeries(part, ids, problems), joined), problems));
  return conclude({
    importer: fromSnapshot,
    series: [
      ...new Map(series.map((record) => [`${record.series_id} ${record.key} ${record.title}`, record])).values()
    ],
    repos: repos.map((record): RepoRecord => ({...record, repo_key: joined.get(record.repo_key)!})),
    parts,
    needs: [],
    problems,
    read: parts.reduce((sum, {rows}) => sum + rows.rows, 0),
    reasons,
    fileHash
  });
}

function repositoriesIn({rows}: Part): string[] {
  return rows.columns.flatMap((column) =>
    column.name === "repo_key" && column.type === "text" ? column.words.map(repoKey) : []
  );
}

function withRepositories(part: Part, joined: ReadonlyMap<string, string>): Part {
  const columns = part.rows.columns.map((column) =>
    column.name === "repo_key" && column.type === "text"
      ? {...column, words: column.words.map((word) => joined.get(repoKey(word))!)}
      : column
  );
  return {...part, rows: {...part.rows, columns}};
}

/** The rows of series that the snapshot defines. */
function ofSeries(part: Part, ids: ReadonlySet<string>, problems: ProblemList): Part {
  const column = part.rows.columns.find(({name}) => name === "series_id");
  if (column?.type !== "text" || column.words.every((id) => ids.has(id))) return part;
  const isKnown = column.words.map((id) => ids.has(id));
  const rows = Uint32Array.from(column.codes.keys()).filter((row) => isKnown[column.codes[row]!]);
  problems.skip(
    "snapshot/unknown-series",
    "A row names a series that the snapshot does not define.",
    undefined,
    part.rows.rows - rows.length
  );
  return {...part, rows: takeRows(part.rows, rows)};
}

/** Sorted, each key once; matches have none, for ripgrep without line numbers finds several at no line. */
function tidied(part: Part, problems: ProblemList): Part {
  if (part.table === "match" || part.table === "match_span")
    return {...part, rows: sortRows(part.rows, KEYS[part.table])};
  const {table, equal, different} = distinctRows(part.rows, KEYS[part.table]);
  if (equal) problems.note("snapshot/twice", "A row stands in a part twice and was counted once.", undefined, equal);
  if (different)
    problems.note(
      "snapshot/replaced",
      "Two rows of a part say different things about the same sample: the later one stands.",
      undefined,
      different
    );
  return {...part, rows: table};
}

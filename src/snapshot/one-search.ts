import type {Clues} from "./clues.ts";
import {stemOf} from "./file-name.ts";
import type {Known, Need} from "./importer.ts";
import {joinRepoKeys, repoKey} from "./repo-key.ts";
import {type SeriesRecord, seriesRecord, type Unit} from "./snapshot.ts";

/** What was asked in a file that holds the results of one search, and where that is known from. */
export interface Asked {
  readonly series: SeriesRecord;
  readonly needs: readonly Need[];
}

/** The series of a search result. Files of search tools hold neither the query nor its name: the clues have to. */
export function askedSeries(
  clues: Clues,
  {
    engine,
    captures,
    fileName,
    unit = "matches"
  }: {readonly engine: string; readonly captures: readonly number[]; readonly fileName: string; readonly unit?: Unit}
): Asked {
  const query = clues.use("query");
  const pattern = clues.use("pattern");
  const key = clues.use("key");
  const title = clues.use("title");
  const asked = query ?? pattern ?? key;
  const series = seriesRecord({
    engine,
    pattern: asked ?? stemOf(fileName),
    captures,
    unit: clues.use("unit") ?? unit,
    key: key ?? title ?? asked ?? stemOf(fileName),
    ...(title ? {title} : {}),
    ...(query ? {source_query: query} : {})
  });
  const needs: Need[] = asked ? [] : [{field: "query", text: "Which query found this? The file does not hold it."}];
  return {series, needs};
}

/** The repository that a file without repositories is about: its key, or null with the question. */
export function askedRepository(
  clues: Clues,
  known: Known
): {readonly repository: string | null; readonly needs: readonly Need[]} {
  const given = clues.use("repository");
  if (given === undefined)
    return {
      repository: null,
      needs: [{field: "repository", text: "Which repository was searched? The file does not say it."}]
    };
  const key = repoKey(given);
  return {repository: joinRepoKeys([key], known.repositories).get(key) ?? key, needs: []};
}

/** The sample time of a commit: what the clues say of the file, else when the commit was made; null when nobody knows. */
export function sampleTime(clues: Clues, commit: string | null, known: Known): number | null {
  const said = clues.use("sampleAt");
  if (said !== undefined) return said;
  const time = commit === null ? null : known.commitTime(commit);
  if (time !== null) clues.tell({field: "time", value: commit!, from: "the commit’s own time"});
  return time;
}

/** The question for a file whose sample time nobody knows. */
export const TIME_NEED: Need = {
  field: "time",
  text: "For which day do these results hold? The file has no time, and its commit is not known here."
};

import type {Place} from "../error.ts";
import {isObject} from "./json.ts";
import type {ProblemList} from "./problems.ts";
import {repoKey} from "./repo-key.ts";
import {type RepoRecord, type SeriesRecord, seriesId, UNITS, type Unit} from "./snapshot.ts";

/**
 * The record of a series in somebody else's snapshot; null, and told, when it cannot be one. An id that is not the one of
 * its definition is kept: the rows name the series by it.
 */
export function readSeriesRecord(value: unknown, place: Place, problems: ProblemList): SeriesRecord | null {
  const bad = (text: string) => {
    problems.skip("snapshot/series", text, place);
    return null;
  };
  if (!isObject(value) || typeof value.series_id !== "string" || value.series_id === "")
    return bad("A series has no series_id.");
  const {series_id} = value;
  const unit = value.unit ?? "matches";
  if (!(UNITS as readonly unknown[]).includes(unit))
    return bad(`The series ${series_id.slice(0, 40)} counts in a unit that is none of matches, lines and files.`);
  const text = (name: string) => (typeof value[name] === "string" ? (value[name] as string) : "");
  const texts = (name: string) =>
    Array.isArray(value[name]) ? (value[name] as unknown[]).filter((item) => typeof item === "string") : [];
  const definition = {
    engine: text("engine"),
    pattern: text("pattern"),
    flags: text("flags"),
    include: texts("include"),
    exclude: texts("exclude"),
    captures: Array.isArray(value.captures)
      ? (value.captures as unknown[]).filter((group) => typeof group === "number")
      : [],
    unit: unit as Unit,
    ...(text("repo_scope") ? {repo_scope: text("repo_scope")} : {})
  };
  if (seriesId(definition) !== series_id)
    problems.note(
      "snapshot/series-id",
      "The id of a series is not the one of its definition; it was kept as it is.",
      place
    );
  const key = text("key") || text("title") || definition.pattern || series_id;
  return {
    series_id,
    key,
    title: text("title") || key,
    ...definition,
    ...(text("source_query") ? {source_query: text("source_query")} : {})
  };
}

/** The record of a repository; null, and told, when it names none. Addresses that are no web pages are left out. */
export function readRepoRecord(value: unknown, place: Place, problems: ProblemList): RepoRecord | null {
  if (!isObject(value) || typeof value.repo_key !== "string" || value.repo_key.trim() === "") {
    problems.skip("snapshot/repo", "A repository has no repo_key.", place);
    return null;
  }
  const {repo_key, url, default_branch} = value;
  return {
    repo_key: repoKey(repo_key),
    ...(typeof url === "string" && /^https?:\/\/[^\s]+$/i.test(url) ? {url} : {}),
    ...(typeof default_branch === "string" ? {default_branch} : {})
  };
}

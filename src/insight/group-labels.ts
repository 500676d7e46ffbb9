/** What groups of results are called, and which table tells them apart. */
import {type Sql, sql} from "../sql.ts";
import type {Grouping} from "./insight.ts";

/** The group of what a search counted and no imported file, author or owner accounts for. */
export const NOT_TOLD = {
  repository: "",
  capture: "",
  path: "(in files not imported)",
  directory: "(in files not imported)",
  language: "(in files not imported)",
  owner: "(in files not imported)",
  team: "(in files not imported)",
  author: "(author not imported)",
  date: "(date not imported)"
} as const satisfies Readonly<Record<Grouping["by"], string>>;

/** What stands in the place of an owner: nobody owns the file; nothing is known of its repository's owners; no team. */
export const NO_OWNER = "(no owner)";
export const UNKNOWN_OWNER = "(owners not imported)";
export const NO_TEAM = "(no team)";

/** Files that lie in no folder. */
export const ROOT_FOLDER = "(root)";

/** The table of changes in which groups are told apart; null where they are no groups of files. */
export const GROUP_TABLES = {
  repository: null,
  capture: null,
  path: "delta_path",
  directory: "delta_path",
  language: "delta_path",
  author: "delta_author",
  date: "delta_author",
  owner: "delta_owner",
  team: "delta_team"
} as const satisfies Readonly<Record<Grouping["by"], string | null>>;

/** The column of that table which tells groups apart; null is nobody. */
export const GROUP_CODES = {
  path: "pid",
  directory: "pid",
  language: "pid",
  author: "aid",
  date: "changed_at",
  owner: "oid",
  team: "tid"
} as const satisfies Partial<Record<Grouping["by"], string>>;

/** True where what is grouped are lines by who changed them, whose files may not be imported. */
export function isOfAuthors({by}: Grouping): boolean {
  return GROUP_TABLES[by] === "delta_author";
}

const DATE_FORMATS = {day: "%Y-%m-%d", week: "%Y-%m-%d", month: "%Y-%m", quarter: "%Y-%m", year: "%Y"} as const;

/** Joins rows of changes with the labels of their groups. */
export function joinLabels({by, depth, bucket}: Grouping): Sql {
  switch (by) {
    case "path":
      return sql`JOIN (SELECT pid, path AS label FROM store.path) AS labels USING (pid)`;
    case "directory":
      return sql`JOIN (
        SELECT pid, CASE WHEN dir = '' THEN ${ROOT_FOLDER}
          ELSE array_to_string(list_slice(string_split(dir, '/'), 1, ${depth}::BIGINT), '/') END AS label
        FROM store.path) AS labels USING (pid)`;
    case "language":
      return sql`JOIN (SELECT pid, language AS label FROM store.path) AS labels USING (pid)`;
    case "author":
      return sql`JOIN (SELECT aid, author AS label FROM store.author) AS labels USING (aid)`;
    case "date":
      return sql`JOIN (
        SELECT DISTINCT changed_at, strftime(date_trunc(${bucket}, changed_at), ${DATE_FORMATS[bucket]}) AS label
        FROM store.delta_author WHERE changed_at IS NOT NULL) AS labels USING (changed_at)`;
    case "owner":
      return sql`JOIN (SELECT oid, owner AS label FROM store.owner) AS labels USING (oid)`;
    case "team":
      return sql`JOIN (SELECT tid, team AS label FROM store.team) AS labels USING (tid)`;
    default:
      return sql``;
  }
}

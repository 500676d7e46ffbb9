import {parseIso} from "../time.ts";
import type {Answers} from "./importer.ts";

const COMMIT = /^(.+?)@([0-9a-f]{7,64})(?=[._-]|$)(.*)$/i;
const STAMP =
  /(?<!\d)(\d{4}-\d{2}-\d{2})[T_](\d{2})[:_-]?(\d{2})[:_-]?(\d{2})(?:[.,]\d{1,9})?(Z|[+-]\d{2}[:_-]?\d{2})?(?!\d)/i;
const DATE = /(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)/;
const ENDINGS: ReadonlySet<string> = new Set([
  "gz",
  "json",
  "jsonl",
  "ndjson",
  "csv",
  "tsv",
  "txt",
  "log",
  "zip",
  "rg",
  "ripgrep",
  "sse",
  "snapshot"
]);

/**
 * What the name of a file says: `framework@74db43ee36.todo-marker.rg.jsonl` the repository, the commit and the query's
 * short name; `search-jobs_69_2026-08-15_101500.jsonl` and `Title-2026-08-15T10:15:00Z.csv` when the search ran (colons
 * may be `-` or `_`, no zone is UTC); `…-2026-08-01.rg.json` the sample date. Folders before the name are not looked at.
 */
export function readFileName(path: string): Answers {
  const name = path.slice(path.replaceAll("\\", "/").lastIndexOf("/") + 1).slice(0, 400);
  const stamp = STAMP.exec(name);
  const time = stamp
    ? parseIso(`${stamp[1]}T${stamp[2]}:${stamp[3]}:${stamp[4]}${(stamp[5] ?? "Z").replace("_", ":")}`)
    : null;
  const day = DATE.exec(name);
  const sampleAt = time ?? (day ? parseIso(day[1]!) : null);
  const [, repository, commit, rest = ""] = COMMIT.exec(name) ?? [];
  const key = rest.replace(/^[._-]/, "").split(".")[0]!;
  return {
    ...(repository ? {repository, commit: commit!.toLowerCase()} : {}),
    ...(repository && key && !ENDINGS.has(key) && !DATE.test(key) ? {key} : {}),
    ...(sampleAt === null ? {} : {sampleAt}),
    ...(time === null ? {} : {observedAt: time})
  };
}

/** The name of a file without folders and endings: `a/todo.rg.jsonl.gz` is `todo`. */
export function stemOf(path: string): string {
  const parts = path.slice(path.replaceAll("\\", "/").lastIndexOf("/") + 1).split(".");
  while (parts.length > 1 && ENDINGS.has(parts.at(-1)!.toLowerCase())) parts.pop();
  return parts.join(".");
}

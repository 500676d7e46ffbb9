/** Spans of owners or teams of files: whom a path belongs to from when until when, whatever was found in it. */
import type {Table} from "../table.ts";
import {growing} from "./changes.ts";
import type {PathDimension} from "./file-changes.ts";
import type {Belonging} from "./owner-changes.ts";

/** Before any sample, and still a TIMESTAMP: some day in the year 68. */
const LONG_AGO = -6e13;

/**
 * Rows (pid, <code>, valid_from, valid_to) of some paths: each belongs to somebody at any time, and to several at once where
 * it has several owners. A span without an end has `valid_to` NaN; the first one begins long ago.
 */
export function ownerSpans(
  pids: Iterable<number>,
  {rids, paths}: PathDimension,
  belonging: Belonging,
  code: "oid" | "tid",
  codeOf: (label: string) => number
): Table {
  const out = growing(["pid", code, "valid_from", "valid_to"]);
  for (const pid of pids) {
    const [rid, path] = [rids[pid]!, paths[pid]!];
    const times = [LONG_AGO, ...belonging.changes(rid)];
    // since when each of its present owners has had it
    const since = new Map<number, number>();
    for (const time of times) {
      const now = new Set(belonging.at(rid, path, time).map(codeOf));
      for (const [owner, from] of since)
        if (!now.has(owner)) {
          out.push([pid, owner, from, time]);
          since.delete(owner);
        }
      for (const owner of now) if (!since.has(owner)) since.set(owner, time);
    }
    for (const [owner, from] of since) out.push([pid, owner, from, Number.NaN]);
  }
  const table = out.build();
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name.startsWith("valid_") && column.type !== "text" ? {...column, type: "time"} : column
    )
  };
}

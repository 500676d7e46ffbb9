/**
 * Change points by owner or team of a file. What a file holds counts for whoever had it then: when its owners change, it
 * leaves the old ones and comes to the new ones at that time, though nothing in it changed.
 */
import {numbersOf, type Table} from "../table.ts";
import {growing} from "./changes.ts";
import type {PathDimension} from "./file-changes.ts";

/** Whom a file belongs to at a time, as labels; and when that may change in its repository, ascending epoch ms. */
export interface Belonging {
  at(rid: number, path: string, time: number): readonly string[];
  changes(rid: number): readonly number[];
}

const COUNTS = ["d_files", "d_lines", "d_matches"] as const;

/**
 * Rows (sid, rid, pid, <code>, t, d_files, d_lines, d_matches) of changes by file. A file with several owners counts for
 * each of them.
 */
export function ownerChanges(
  files: Table,
  {paths}: PathDimension,
  belonging: Belonging,
  code: "oid" | "tid",
  codeOf: (label: string) => number
): Table {
  const out = growing(["sid", "rid", "pid", code, "t", ...COUNTS]);
  const [sid, rid, pid, t] = ["sid", "rid", "pid", "t"].map((name) => numbersOf(files, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array
  ];
  const deltas = COUNTS.map((name) => numbersOf(files, name));
  const order = Uint32Array.from({length: files.rows}, (_, row) => row).sort(
    (a, b) => sid[a]! - sid[b]! || pid[a]! - pid[b]! || t[a]! - t[b]!
  );
  const known = new Map<string, readonly number[]>();
  const ownersAt = (row: number, time: number): readonly number[] => {
    const changes = belonging.changes(rid[row]!);
    let version = changes.length;
    while (version > 0 && changes[version - 1]! > time) version--;
    const key = `${pid[row]} ${version}`;
    let codes = known.get(key);
    if (!codes) {
      codes = belonging.at(rid[row]!, paths[pid[row]!]!, time).map(codeOf);
      known.set(key, codes);
    }
    return codes;
  };
  for (let start = 0, end = 0; start < order.length; start = end) {
    const first = order[start]!;
    while (end < order.length && sid[order[end]!] === sid[first] && pid[order[end]!] === pid[first]) end++;
    const turns = belonging.changes(rid[first]!).filter((time) => time > t[first]!);
    const times = [...new Set([...turns, ...Array.from(order.subarray(start, end), (row) => t[row]!)])].sort(
      (a, b) => a - b
    );
    const held = [0, 0, 0];
    let owners: readonly number[] = [];
    let next = start;
    for (const time of times) {
      const before = [...held];
      for (; next < end && t[order[next]!]! <= time; next++)
        for (let c = 0; c < 3; c++) held[c]! += deltas[c]![order[next]!]!;
      const now = ownersAt(first, time);
      for (const owner of new Set([...owners, ...now])) {
        const change = held.map(
          (value, c) => (now.includes(owner) ? value : 0) - (owners.includes(owner) ? before[c]! : 0)
        );
        if (change.some((delta) => delta !== 0))
          out.push([sid[first]!, rid[first]!, pid[first]!, owner, time, ...change]);
      }
      owners = now;
    }
  }
  return out.build();
}

/** Change points by author of a matching line: who last changed the lines that a search finds, and when they did. */
import {numbersOf, type Table, textOf} from "../table.ts";
import {growing, knownZeros} from "./changes.ts";
import type {Code, PathDimension} from "./file-changes.ts";
import type {Merged} from "./merge.ts";
import {setChanges} from "./set-changes.ts";

const PAIR = 2 ** 26;

/**
 * Rows (sid, rid, pid, aid, t, changed_at, d_files, d_lines) of merged lines, sorted by series, repository, time. A line
 * counts for who changed it last; `d_files` tells whether the author has a line in the file at all.
 */
export function blameChanges(
  points: Merged,
  lines: Table,
  {sid, rid, aid, paths}: {readonly sid: Code; readonly rid: Code; readonly aid: Code; readonly paths: PathDimension}
): Table {
  const [series, repo, path, author] = [
    textOf(lines, "series_id"),
    textOf(lines, "repo_key"),
    textOf(lines, "path"),
    textOf(lines, "author")
  ];
  const sids = series.words.map(sid);
  const rids = repo.words.map(rid);
  const aids = author.words.map(aid);
  const changed = numbersOf(lines, "authored_at");
  const keys = new Map<string, number>();
  const places: {readonly pid: number; readonly aid: number; readonly at: number}[] = [];
  const group = Float64Array.from(series.codes, (code, row) => sids[code]! * PAIR + rids[repo.codes[row]!]!);
  const key = Float64Array.from(author.codes, (code, row) => {
    const place = {
      pid: paths.code(rids[repo.codes[row]!]!, path.words[path.codes[row]!]!),
      aid: aids[code]!,
      at: changed[row]!
    };
    const name = `${place.pid} ${place.aid} ${place.at}`;
    const known = keys.get(name);
    if (known !== undefined) return known;
    keys.set(name, places.length);
    return places.push(place) - 1;
  });
  const ones = new Float64Array(lines.rows).fill(1);
  const zeros = knownZeros(points, (id, repository) => sid(id) * PAIR + rid(repository));
  const out = growing(["sid", "rid", "pid", "aid", "t", "changed_at", "d_files", "d_lines"]);
  // lines an author has in a file now, over all the days of their changes
  const held = new Map<string, number>();
  setChanges(
    {group, time: numbersOf(lines, "sample_at"), key, values: [ones]},
    (pair) => zeros.get(pair) ?? [],
    (pair, code, t, [delta]) => {
      const {pid, aid: who, at} = places[code]!;
      const name = `${pair} ${pid} ${who}`;
      const before = held.get(name) ?? 0;
      held.set(name, before + delta!);
      const files = Number(before + delta! > 0) - Number(before > 0);
      out.push([Math.floor(pair / PAIR), pair % PAIR, pid, who, t, at, files, delta!]);
    }
  );
  const table = out.build();
  return {
    ...table,
    columns: table.columns.map((column) =>
      column.name === "changed_at" && column.type !== "text" ? {...column, type: "time"} : column
    )
  };
}

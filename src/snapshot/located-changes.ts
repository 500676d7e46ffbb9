/**
 * Change points of what is known by path where authors are asked for. Files and blamed lines are imported apart: a path
 * holds as many lines as the one or the other says, whichever is more.
 */
import {numbersOf, type Table} from "../table.ts";
import {growing} from "./changes.ts";

/**
 * Rows (sid, rid, pid, t, d_files, d_lines, d_sure) from changes by file and by author. `d_sure` counts the files all of whose
 * lines have an author.
 */
export function locatedChanges(files: Table, authors: Table): Table {
  const out = growing(["sid", "rid", "pid", "t", "d_files", "d_lines", "d_sure"]);
  const both = (name: string, ofAuthors = name) =>
    Float64Array.from([...numbersOf(files, name), ...(ofAuthors ? numbersOf(authors, ofAuthors) : none(authors.rows))]);
  const [sid, rid, pid, t] = [both("sid"), both("rid"), both("pid"), both("t")];
  const [held, lines, matches] = [both("d_files", ""), both("d_lines", ""), both("d_matches", "")];
  const blamed = Float64Array.from([...none(files.rows), ...numbersOf(authors, "d_lines")]);
  const order = Uint32Array.from(t, (_, row) => row).sort(
    (a, b) => sid[a]! - sid[b]! || pid[a]! - pid[b]! || t[a]! - t[b]!
  );
  let [file, line, match, blame] = [0, 0, 0, 0];
  let before: readonly [number, number, number] = [0, 0, 0];
  for (let i = 0; i < order.length; i++) {
    const row = order[i]!;
    const next = order[i + 1];
    file += held[row]!;
    line += lines[row]!;
    match += matches[row]!;
    blame += blamed[row]!;
    const isSame = next !== undefined && sid[next] === sid[row] && pid[next] === pid[row];
    if (!isSame || t[next] !== t[row]) {
      // where nobody counted lines there are no more of them than matches
      const most = line > 0 ? line : match;
      const now = [Number(file > 0 || blame > 0), Math.max(line, blame), Number(blame > 0 && blame >= most)] as const;
      if (now.some((value, c) => value !== before[c]))
        out.push([sid[row]!, rid[row]!, pid[row]!, t[row]!, ...now.map((value, c) => value - before[c]!)]);
      before = now;
    }
    if (isSame) continue;
    [file, line, match, blame] = [0, 0, 0, 0];
    before = [0, 0, 0];
  }
  return out.build();
}

function none(rows: number): Float64Array {
  return new Float64Array(rows);
}

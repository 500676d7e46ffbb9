/** Change points by language. What a tool saw at a time is the whole of a repository: a language that is missing is gone. */
import {interner, numberColumn, numbersOf, type Table, textOf} from "../table.ts";
import {growing} from "./changes.ts";
import type {Code} from "./file-changes.ts";
import {setChanges} from "./set-changes.ts";

/** What the rows of `language` give. */
export interface LanguageChanges {
  /** Rows (tool_id, tool, has_files, has_lines, has_bytes): which units a tool counted. */
  readonly tools: Table;
  /** Rows (tool_id, rid, lid, t, d_files, d_lines, d_bytes). */
  readonly changes: Table;
  /** Rows (tool_id, rid, t): when a repository was looked at. */
  readonly samples: Table;
}

const UNITS = ["files", "lines", "bytes"] as const;
const PAIR = 2 ** 26;

/** The changes of merged rows, sorted by tool, repository, time. */
export function languageChanges(rows: Table, {rid, lid}: {readonly rid: Code; readonly lid: Code}): LanguageChanges {
  const [tool, repo, language] = [textOf(rows, "tool"), textOf(rows, "repo_key"), textOf(rows, "language")];
  const time = numbersOf(rows, "sample_at");
  const values = UNITS.map((unit) => numbersOf(rows, unit));
  const tools = interner();
  const toolIds = tool.words.map(tools.code);
  const rids = repo.words.map(rid);
  const lids = language.words.map(lid);
  const group = Float64Array.from(tool.codes, (code, row) => toolIds[code]! * PAIR + rids[repo.codes[row]!]!);
  const key = Float64Array.from(language.codes, (code) => lids[code]!);
  const changes = growing(["tool_id", "rid", "lid", "t", "d_files", "d_lines", "d_bytes"]);
  setChanges(
    {group, time, key, values},
    () => [],
    (pair, code, t, [files, lines, bytes]) =>
      changes.push([Math.floor(pair / PAIR), pair % PAIR, code, t, files!, lines!, bytes!])
  );
  const samples = growing(["tool_id", "rid", "t"]);
  for (let row = 0; row < rows.rows; row++)
    if (row === 0 || group[row] !== group[row - 1] || time[row] !== time[row - 1])
      samples.push([Math.floor(group[row]! / PAIR), group[row]! % PAIR, time[row]!]);
  const counted = UNITS.map((_, unit) => {
    const has = new Float64Array(tools.words.length);
    for (let row = 0; row < rows.rows; row++)
      if (!Number.isNaN(values[unit]![row]!)) has[toolIds[tool.codes[row]!]!] = 1;
    return has;
  });
  return {
    tools: {
      rows: tools.words.length,
      columns: [
        numberColumn(
          "tool_id",
          Float64Array.from(tools.words, (_, i) => i)
        ),
        {name: "tool", type: "text", codes: Int32Array.from(tools.words, (_, i) => i), words: tools.words},
        ...UNITS.map((unit, i) => numberColumn(`has_${unit}`, counted[i]!, "boolean"))
      ]
    },
    changes: changes.build(),
    samples: samples.build()
  };
}

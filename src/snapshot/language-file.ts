/** What the tools that count languages have in common: one repository at one time, which their output does not name. */
import {TidemarkError} from "../error.ts";
import {tableBuilder} from "../table.ts";
import {gatherClues} from "./clues.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {readJson} from "./json.ts";
import {askedRepository, sampleTime, TIME_NEED} from "./one-search.ts";
import {problemList} from "./problems.ts";
import {KEYS, TABLES} from "./snapshot.ts";
import {sortRows} from "./sort-rows.ts";
import {readText} from "./table-file.ts";

/** What a tool counted of one language; null for what it does not count. `lines` are lines of code. */
export interface LanguageCount {
  readonly files: number | null;
  readonly lines: number | null;
  readonly bytes: number | null;
}

/** A tool: how its JSON is recognised, and what it says. `languages` gives null for JSON that is not its own. */
export interface LanguageTool {
  readonly tool: string;
  readonly title: string;
  readonly madeBy: string;
  readonly shows: RegExp;
  languages(value: unknown): ReadonlyMap<string, LanguageCount> | null;
}

/** An importer of a tool's output. */
export function languageFile({tool, title, madeBy, shows, languages}: LanguageTool): Importer {
  const importer: Importer = {
    format: tool,
    title,
    madeBy,
    recognizes: ({text}) => (shows.test(text.slice(0, 4096)) ? 1 : 0),
    read
  };
  return importer;

  async function read(source: Source, context: ReadContext): Promise<Finding> {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const {text, reasons, fileHash} = await readText(source, context);
    const reading = readJson(clues.hasFrontMatter ? text.slice(text.indexOf("\n") + 1) : text);
    const found = "value" in reading ? languages(reading.value) : null;
    if (!found)
      throw new TidemarkError(
        "import/unreadable",
        `${source.name} begins like the output of ${title} and is not whole. Make it again: ${madeBy}.`
      );
    const {repository, needs} = askedRepository(clues, context.known);
    const commit = clues.use("commit") ?? null;
    const sampleAt = sampleTime(clues, commit, context.known);
    const builder = tableBuilder<string>(TABLES.language);
    for (const [language, counts] of found)
      builder.push({repo_key: repository, sample_at: sampleAt, commit_oid: commit, tool, language, ...counts});
    return conclude({
      importer,
      series: [],
      parts: [
        {
          table: "language",
          observedAt: clues.use("observedAt") ?? null,
          rows: sortRows(builder.build(), KEYS.language)
        }
      ],
      needs: [...needs, ...(sampleAt === null ? [TIME_NEED] : [])],
      clues,
      problems,
      read: found.size,
      reasons,
      fileHash
    });
  }
}

/** Adds counts up; a count that one of them does not have stays null only when none has it. */
export function addCounts(a: LanguageCount | undefined, b: LanguageCount): LanguageCount {
  const add = (x: number | null | undefined, y: number | null) =>
    x === null || x === undefined ? y : y === null ? x : x + y;
  return {files: add(a?.files, b.files), lines: add(a?.lines, b.lines), bytes: add(a?.bytes, b.bytes)};
}

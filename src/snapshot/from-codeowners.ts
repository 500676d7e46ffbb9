/** A CODEOWNERS file as it lies in a repository; which repository and since when, the file's name or somebody has to say. */
import {tableBuilder} from "../table.ts";
import {gatherClues} from "./clues.ts";
import {parseCodeowners} from "./codeowners.ts";
import {conclude} from "./conclude.ts";
import {readHead} from "./decode.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {askedRepository, sampleTime} from "./one-search.ts";
import {ownersDialect} from "./owner-history.ts";
import {problemList} from "./problems.ts";
import {TABLES} from "./snapshot.ts";
import {readText} from "./table-file.ts";

const NAMED = /(?:^|[/.@_-])CODEOWNERS(?:\.txt)?$/;

/** One version of a file. */
export const fromCodeowners: Importer = {
  format: "codeowners",
  title: "CODEOWNERS file",
  madeBy: "git show COMMIT:.github/CODEOWNERS > NAME@COMMIT.CODEOWNERS",
  recognizes: ({name, text}) =>
    NAMED.test(name) ? 1 : /^(?:#[^\n]*\n|\s)*(?:\*|\/)\S*[ \t]+@\S/.test(text.slice(0, 8192)) ? 0.9 : 0,
  read
};

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const {text: whole, reasons, fileHash} = await readText(source, context);
  const text = clues.hasFrontMatter ? whole.slice(whole.indexOf("\n") + 1) : whole;
  const {repository, needs} = askedRepository(clues, context.known);
  const commit = clues.use("commit") ?? null;
  const validFrom = sampleTime(clues, commit, context.known);
  const path = placeOf(source.name);
  const {value, messages} = parseCodeowners(text, ownersDialect(repository ?? "", path));
  for (const {text: said, place} of messages) {
    // the file is kept as it is; what its host skips is told as left out
    const add = said.startsWith("The line is skipped") ? problems.skip : problems.note;
    add(`codeowners/${said.slice(0, 60)}`, said, place?.line);
  }
  const builder = tableBuilder<string>(TABLES.owner_file);
  builder.push({repo_key: repository, path, valid_from: validFrom, commit_oid: commit, text});
  return conclude({
    importer: fromCodeowners,
    series: [],
    parts: [{table: "owner_file", observedAt: clues.use("observedAt") ?? null, rows: builder.build()}],
    needs: [
      ...needs,
      ...(validFrom === null
        ? [
            {
              field: "time" as const,
              text: "Since which day does this file hold? Its commit is not known here; give the day it was committed."
            }
          ]
        : [])
    ],
    clues,
    problems,
    read: value.sections.reduce((sum, {rules}) => sum + rules.length, 0),
    reasons,
    fileHash
  });
}

/** Where a file lay, by the end of its name: in `.github/`, `docs/` or `.gitlab/`, else at the root. */
function placeOf(name: string): string {
  const folder = /(?:^|[/.@_-])(\.?github|docs|\.?gitlab)[/_]CODEOWNERS(?:\.txt)?$/.exec(name)?.[1];
  if (!folder) return "CODEOWNERS";
  return folder === "docs" ? "docs/CODEOWNERS" : `.${folder.replace(/^\./, "")}/CODEOWNERS`;
}

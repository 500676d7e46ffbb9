import {TidemarkError} from "../error.ts";
import {gatherClues} from "./clues.ts";
import {coverageFinding, coveragePaths, type LineCoverage} from "./coverage-file.ts";
import {readHead} from "./decode.ts";
import type {Importer} from "./importer.ts";
import {isCount, isObject, readJson} from "./json.ts";
import {problemList} from "./problems.ts";
import {readText} from "./table-file.ts";

/** Istanbul's coverage-summary.json: totals by file, of which the lines are taken; percentages are worked out anew. */
export const fromCoverageSummary: Importer = {
  format: "coverage-summary",
  title: "Istanbul coverage summary",
  madeBy: "c8 or nyc --reporter=json-summary > NAME@COMMIT.coverage-summary.json",
  recognizes: ({text}) =>
    /^\s*(?:#[^\n]*\n)?\{\s*"total"\s*:\s*\{\s*"lines"\s*:\s*\{\s*"total"/.test(text.slice(0, 4096)) ? 1 : 0,
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const {text, reasons, fileHash} = await readText(source, context);
    const reading = readJson(clues.hasFrontMatter ? text.slice(text.indexOf("\n") + 1) : text);
    if (!("value" in reading) || !isObject(reading.value))
      throw new TidemarkError("import/unreadable", `${source.name} is no whole JSON object. Make it again.`);
    const files = new Map<string, LineCoverage>();
    for (const [path, entry] of Object.entries(reading.value)) {
      if (path === "total") continue;
      const lines = isObject(entry) ? entry.lines : null;
      if (isObject(lines) && isCount(lines.total) && isCount(lines.covered))
        files.set(path, {total: lines.total, covered: lines.covered});
      else problems.skip("coverage/no-lines", "A file has no number of lines.");
    }
    const {paths, cut} = coveragePaths(files);
    if (cut) problems.note("coverage/root", `All paths begin with ${cut.slice(0, 200)}, which was cut off.`);
    return coverageFinding(fromCoverageSummary, paths, {clues, context, problems, reasons, fileHash});
  }
};

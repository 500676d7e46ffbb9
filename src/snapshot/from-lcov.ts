/**
 * lcov.info: `SF:` begins a file, `DA:line,hits` counts a line, `end_of_record` ends the file. The sums in LF and LH are not
 * believed: lines are counted. A file that comes several times (once for each test) has the hits of all of them.
 */
import {gatherClues} from "./clues.ts";
import {coverageFinding, coveragePaths, lineCoverage} from "./coverage-file.ts";
import {eachLine, readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import type {Finding, Importer, ReadContext, Source} from "./importer.ts";
import {problemList} from "./problems.ts";

/** Line coverage by file. */
export const fromLcov: Importer = {
  format: "lcov",
  title: "lcov coverage",
  madeBy: "c8 --reporter=lcovonly, gcov, node --test-reporter=lcov … > NAME@COMMIT.lcov.info",
  recognizes: ({text}) => (/^(?:#[^\n]*\n|\s)*(?:TN:[^\n]*\n\s*)*SF:/.test(text.slice(0, 8192)) ? 1 : 0),
  read
};

async function read(source: Source, context: ReadContext): Promise<Finding> {
  const problems = problemList();
  const clues = await gatherClues(source, await readHead(source), context, problems);
  const files = new Map<string, Map<number, number>>();
  let lines: Map<number, number> | null = null;
  let isOpen = false;
  const decoded = await eachLine(source, context, ({text, number}) => {
    if (text.startsWith("SF:")) {
      lines = entryOf(files, text.slice(3).trim(), () => new Map<number, number>());
      isOpen = true;
    } else if (text.startsWith("DA:")) {
      const [, line, hits] = /^DA:(\d{1,9}),(\d{1,15})(?:,|\s*$)/.exec(text) ?? [];
      if (!lines) problems.skip("lcov/no-file", "A line belongs to no file.", number);
      else if (line === undefined)
        problems.skip("lcov/no-count", "A line has no number, or hits that are no count.", number);
      else lines.set(Number(line), (lines.get(Number(line)) ?? 0) + Number(hits));
    } else if (text.trim() === "end_of_record") isOpen = false;
  });
  const {paths, cut} = coveragePaths(lineCoverage(files));
  if (cut) problems.note("coverage/root", `All paths begin with ${cut.slice(0, 200)}, which was cut off.`);
  return coverageFinding(fromLcov, paths, {
    clues,
    context,
    problems,
    reasons: [
      ...(decoded.cut ? [`Not all could be unpacked: ${decoded.cut}.`] : []),
      ...(isOpen ? ["The last file’s record does not end: the output was cut."] : [])
    ],
    fileHash: decoded.fileHash
  });
}

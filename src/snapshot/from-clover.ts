/** Clover's coverage.xml, as PHPUnit, Istanbul and c8 write it: lines below their file, `generated` in seconds or milliseconds. */
import {gatherClues} from "./clues.ts";
import {coverageFinding, coveragePaths, type LineHits, lineCoverage, reportTime} from "./coverage-file.ts";
import {readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import type {Importer} from "./importer.ts";
import {problemList} from "./problems.ts";
import {readXml, xmlRoot} from "./xml.ts";

/** Line coverage by file. */
export const fromClover: Importer = {
  format: "clover",
  title: "Clover coverage",
  madeBy: "phpunit --coverage-clover, c8 --reporter=clover … > NAME@COMMIT.clover.xml",
  recognizes({text}) {
    const root = xmlRoot(text);
    return root?.name === "coverage" && /\b(?:generated|clover)\s*=/.test(root.attributes) ? 1 : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const files = new Map<string, LineHits>();
    let lines: LineHits | null = null;
    const {reasons, fileHash} = await readXml(
      source,
      {context, clues, problems},
      {
        open({name, attributes, parents, place}) {
          if (parents.length === 0) reportTime(attributes.generated, "generated", {clues, problems, place});
          else if (name === "file") {
            const path = attributes.path ?? attributes.name ?? "";
            lines = path ? entryOf(files, path, () => new Map<number, number>()) : null;
            if (!lines) problems.skip("coverage/no-file", "A file has no name.", place);
          } else if (name === "line" && parents.at(-1) === "file" && lines) {
            const [number, hits] = [Number(attributes.num), Number(attributes.count)];
            if (Number.isSafeInteger(number) && number > 0 && hits >= 0)
              lines.set(number, Math.max(lines.get(number) ?? 0, hits));
            else problems.skip("coverage/no-count", "A line has no number, or hits that are no count.", place);
          }
        }
      }
    );
    const {paths, cut} = coveragePaths(files);
    if (cut) problems.note("coverage/root", `All paths begin with ${cut.slice(0, 200)}, which was cut off.`);
    return coverageFinding(fromClover, lineCoverage(paths), {clues, context, problems, reasons, fileHash});
  }
};

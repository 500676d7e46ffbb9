/**
 * JaCoCo's jacoco.xml. A line counts when it has instructions and is covered when one of them ran. A path is that of the
 * package: the source root is not in the file. `sessioninfo` has the times of the runs, in milliseconds; the last one stands.
 */
import {gatherClues} from "./clues.ts";
import {coverageFinding, type LineHits, lineCoverage, reportTime} from "./coverage-file.ts";
import {readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import type {Importer} from "./importer.ts";
import {problemList} from "./problems.ts";
import {repoPath} from "./repo-key.ts";
import {readXml, xmlRoot} from "./xml.ts";

/** Line coverage by file. */
export const fromJacoco: Importer = {
  format: "jacoco",
  title: "JaCoCo coverage",
  madeBy: "mvn jacoco:report, gradle jacocoTestReport: jacoco.xml as NAME@COMMIT.jacoco.xml",
  recognizes({text}) {
    if (xmlRoot(text)?.name !== "report") return 0;
    return /DTD Report|<sessioninfo\b|<package\b|<group\b|<counter\b/.test(text.slice(0, 8192)) ? 1 : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const files = new Map<string, LineHits>();
    let folder = "";
    let lines: LineHits | null = null;
    const session = {start: 0, dump: 0};
    const {reasons, fileHash} = await readXml(
      source,
      {context, clues, problems},
      {
        open({name, attributes, parents, place}) {
          if (name === "sessioninfo") {
            session.start = Math.max(session.start, Number(attributes.start) || 0);
            session.dump = Math.max(session.dump, Number(attributes.dump) || 0);
          } else if (name === "package") folder = attributes.name ?? "";
          else if (name === "sourcefile") {
            const path = repoPath(folder ? `${folder}/${attributes.name ?? ""}` : (attributes.name ?? ""));
            if (files.has(path))
              problems.note("coverage/twice", "A file comes in several modules; its lines were put together.", place);
            lines = entryOf(files, path, () => new Map<number, number>());
          } else if (name === "line" && parents.at(-1) === "sourcefile" && lines) {
            const [number, missed, covered] = [attributes.nr, attributes.mi, attributes.ci].map(Number);
            if (!Number.isSafeInteger(number) || !(missed! >= 0) || !(covered! >= 0))
              problems.skip("coverage/no-count", "A line has no number, or instructions that are no count.", place);
            else if (missed! + covered! > 0) lines.set(number!, Math.max(lines.get(number!) ?? 0, covered!));
          }
        }
      }
    );
    if (session.start) reportTime(String(session.start), "sessioninfo", {clues, problems, place: {}});
    if (session.dump) clues.own({observedAt: session.dump}, "sessioninfo of the file");
    return coverageFinding(fromJacoco, lineCoverage(files), {clues, context, problems, reasons, fileHash});
  }
};

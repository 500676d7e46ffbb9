/**
 * Cobertura's coverage.xml, as coverage.py, gcovr, c8, Jest and many others write it. File names stand below one of
 * `<sources>`; a file comes once for each of its classes, and its lines may come again below its methods. Rates are rounded
 * and not read. `timestamp` is seconds or milliseconds.
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
export const fromCobertura: Importer = {
  format: "cobertura",
  title: "Cobertura coverage",
  madeBy: "coverage xml, gcovr --cobertura, c8 --reporter=cobertura … > NAME@COMMIT.cobertura.xml",
  recognizes({text}) {
    const root = xmlRoot(text);
    return root?.name === "coverage" && /\bline-rate\s*=/.test(root.attributes) ? 1 : 0;
  },
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const files = new Map<string, LineHits>();
    const sources: string[] = [];
    let lines: LineHits | null = null;
    const {reasons, fileHash} = await readXml(
      source,
      {context, clues, problems},
      {
        open({name, attributes, parents, place}) {
          if (parents.length === 0) reportTime(attributes.timestamp, "timestamp", {clues, problems, place});
          else if (name === "class") {
            const path = attributes.filename?.trim();
            if (path) lines = entryOf(files, path, () => new Map<number, number>());
            else {
              lines = null;
              problems.skip("coverage/no-file", "A class has no file name.", place);
            }
          } else if (name === "line" && parents.at(-2) === "class" && lines) {
            const [number, hits] = [Number(attributes.number), Number(attributes.hits)];
            if (Number.isSafeInteger(number) && number > 0 && hits >= 0)
              lines.set(number, Math.max(lines.get(number) ?? 0, hits));
            else problems.skip("coverage/no-count", "A line has no number, or hits that are no count.", place);
          }
        },
        text(text, parents) {
          if (parents.at(-1) === "source" && text.trim()) sources.push(text.trim());
        }
      }
    );
    const roots = sources.filter((root) => !root.includes("&"));
    const above = roots.length === 1 ? folderInRepository(roots[0]!) : "";
    if (roots.length > 1)
      problems.note("coverage/sources", "The file names several sources; paths were taken as they are written.");
    if (roots.length === 1)
      problems.note(
        "coverage/root",
        above
          ? `Paths stand below ${roots[0]!.slice(0, 200)}; they were taken to be below ${above}.`
          : `Paths stand below ${roots[0]!.slice(0, 200)}, which was taken for the root of the repository.`
      );
    const paths = new Map<string, LineHits>();
    for (const [path, hits] of files) {
      const isAbsolute = /^(?:[a-z]:)?[\\/]/i.test(path);
      const whole = repoPath(isAbsolute || !above ? path : `${above}/${path}`);
      const known = paths.get(whole);
      for (const [line, count] of hits) known?.set(line, Math.max(known.get(line) ?? 0, count));
      if (!known) paths.set(whole, hits);
    }
    return coverageFinding(fromCobertura, lineCoverage(paths), {clues, context, problems, reasons, fileHash});
  }
};

/**
 * Where a source folder of somebody's machine is in the repository: from its last `src`, `lib` or `packages` on. A container's
 * `/usr/src/app` is none of them.
 */
function folderInRepository(folder: string): string {
  const parts = folder
    .replaceAll("\\", "/")
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  if (!/^(?:[a-z]:)?[\\/]/i.test(folder)) return parts.join("/");
  const at = parts.findLastIndex(
    (part, i) => (part === "src" || part === "lib" || part === "packages") && i > 0 && parts[i - 1] !== "usr"
  );
  return at < 0 ? "" : parts.slice(at).join("/");
}

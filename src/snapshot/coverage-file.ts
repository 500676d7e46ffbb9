/**
 * What the formats of test coverage have in common: lines by file, of one repository at one time. They become three metrics:
 * `lines_total` and `lines_covered` of each path, and `coverage` of the repository, per cent of all lines.
 */
import type {Place} from "../error.ts";
import type {Clues} from "./clues.ts";
import type {Finding, Importer} from "./importer.ts";
import {metricFinding, type Report, type ReportedNumber} from "./metric-file.ts";
import type {ProblemList} from "./problems.ts";
import {readTime, timeProblem} from "./read-time.ts";
import {repoPath} from "./repo-key.ts";

/** The lines of a file that can be run, and how many of them were. */
export interface LineCoverage {
  readonly total: number;
  readonly covered: number;
}

/** How often each line ran, by number. */
export type LineHits = Map<number, number>;

/** Lines counted by file. */
export function lineCoverage(files: ReadonlyMap<string, LineHits>): Map<string, LineCoverage> {
  return new Map(
    Array.from(files, ([path, hits]) => [
      path,
      {total: hits.size, covered: [...hits.values()].filter((count) => count > 0).length}
    ])
  );
}

/** The time that a report gives for itself, epoch seconds or milliseconds: its run, and with nothing better its sample. */
export function reportTime(
  text: string | undefined,
  field: string,
  {clues, problems, place}: {readonly clues: Clues; readonly problems: ProblemList; readonly place: Place}
): void {
  if (text === undefined) return;
  const reading = readTime(text);
  if ("error" in reading)
    problems.note("report/no-time", `“${text.slice(0, 40)}” in ${field} ${timeProblem(reading.error)}.`, place);
  else clues.own({sampleAt: reading.time, observedAt: reading.time}, `${field} of the file`);
}

/** The finding of a coverage file. `reasons` say why it is not all. */
export function coverageFinding(
  importer: Pick<Importer, "format" | "title">,
  files: ReadonlyMap<string, LineCoverage>,
  report: Omit<Report, "read">
): Promise<Finding> {
  return metricFinding(importer, coverageNumbers(files), {...report, read: files.size});
}

function* coverageNumbers(files: ReadonlyMap<string, LineCoverage>): Generator<ReportedNumber> {
  const all = {total: 0, covered: 0};
  for (const [path, {total, covered}] of files) {
    all.total += total;
    all.covered += covered;
    yield {metric: "lines_total", of: "path", path, value: total, unit: "lines"};
    yield {metric: "lines_covered", of: "path", path, value: covered, unit: "lines"};
  }
  if (all.total > 0) yield {metric: "coverage", of: "repo", value: (all.covered / all.total) * 100, unit: "%"};
}

/**
 * Paths as the repository has them. Tools write where the code lay on their machine: what all absolute paths begin with is
 * cut off, down to the folder above `packages`, or above the last `src` or `lib`, where there is one.
 */
export function coveragePaths<T>(files: ReadonlyMap<string, T>): {paths: Map<string, T>; cut: string} {
  const plain = new Map([...files].map(([path, value]) => [path.replaceAll("\\", "/"), value]));
  const isAbsolute = (path: string) => /^(?:[a-z]:)?\//i.test(path);
  if (!plain.size || ![...plain.keys()].every(isAbsolute))
    return {paths: new Map([...plain].map(([path, value]) => [repoPath(path), value])), cut: ""};
  const folders = [...plain.keys()].map((path) => path.split("/").slice(0, -1));
  let shared = folders[0]!;
  for (const parts of folders) {
    let length = 0;
    while (length < Math.min(shared.length, parts.length) && shared[length] === parts[length]) length++;
    shared = shared.slice(0, length);
  }
  const packages = shared.indexOf("packages");
  const source = packages > 0 ? packages : shared.findLastIndex((part) => part === "src" || part === "lib");
  const root = source > 0 ? shared.slice(0, source) : shared;
  const cut = root.join("/");
  return {paths: new Map([...plain].map(([path, value]) => [repoPath(path.slice(cut.length)), value])), cut};
}

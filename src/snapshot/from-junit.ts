/**
 * JUnit XML, as nearly every test runner writes it: `testsuites` or `testsuite` outside, suites in suites. A test failed when
 * it holds a `failure` or an `error`; sums that suites give of themselves are not believed. Counted by class (and file,
 * where the runner says it): `tests`, `tests_failed`, `tests_skipped` and `test_seconds`.
 */

import {gatherClues} from "./clues.ts";
import {reportTime} from "./coverage-file.ts";
import {readHead} from "./decode.ts";
import {entryOf} from "./entry-of.ts";
import type {Importer} from "./importer.ts";
import {metricFinding, type ReportedNumber} from "./metric-file.ts";
import {problemList} from "./problems.ts";
import {readNumber} from "./read-number.ts";
import {repoPath} from "./repo-key.ts";
import {readXml, type XmlElement, xmlRoot} from "./xml.ts";

interface ClassCount {
  readonly path: string | null;
  readonly name: string;
  tests: number;
  failed: number;
  skipped: number;
  seconds: number;
}

/** Results of tests by class. */
export const fromJunit: Importer = {
  format: "junit",
  title: "JUnit test results",
  madeBy: "any test runner: vitest --reporter=junit, pytest --junitxml, mvn test … as NAME@COMMIT.junit.xml",
  recognizes: ({text}) => (/^testsuites?$/.test(xmlRoot(text)?.name ?? "") ? 1 : 0),
  async read(source, context) {
    const problems = problemList();
    const clues = await gatherClues(source, await readHead(source), context, problems);
    const classes = new Map<string, ClassCount>();
    const suites: string[] = [];
    let started: string | null = null;
    let declared: number | null = null;
    let read = 0;
    let current: {count: ClassCount; outcome: "passed" | "failed" | "skipped"} | null = null;
    const begin = ({attributes, place}: XmlElement) => {
      read++;
      const name = attributes.classname?.trim() || suites.at(-1)?.trim() || attributes.file?.trim() || "";
      if (!name && !attributes.name?.trim()) {
        read--;
        problems.skip("junit/no-name", "A test has no name, and neither has its class.", place);
        return;
      }
      const path = attributes.file?.trim() ? repoPath(attributes.file.trim()) : null;
      const count = entryOf(classes, JSON.stringify([path, name]), () => ({
        path,
        name: name || "(no class)",
        tests: 0,
        failed: 0,
        skipped: 0,
        seconds: 0
      }));
      count.tests++;
      const time = readNumber(attributes.time ?? "", ".");
      if ("value" in time) count.seconds += time.value;
      else if ("error" in time)
        problems.note("junit/no-time", "The duration of a test is no number; the test counts without it.", place);
      current = {count, outcome: "passed"};
    };
    const {reasons, fileHash} = await readXml(
      source,
      {context, clues, problems},
      {
        open(element) {
          const {name, attributes, parents} = element;
          if (name === "testsuite" || name === "testsuites") {
            if (parents.length === 0 && attributes.tests !== undefined) declared = Number(attributes.tests);
            if (name === "testsuite") suites.push(attributes.name ?? "");
            const time = attributes.timestamp?.trim();
            if (time && (started === null || time < started)) started = time;
          } else if (name === "testcase") begin(element);
          else if (current && parents.at(-1) === "testcase") {
            if (name === "failure" || name === "error") current.outcome = "failed";
            else if (name === "skipped" && current.outcome === "passed") current.outcome = "skipped";
          }
        },
        close(name) {
          if (name === "testsuite") suites.pop();
          if (name !== "testcase" || !current) return;
          if (current.outcome !== "passed") current.count[current.outcome]++;
          current = null;
        }
      }
    );
    if (started !== null) reportTime(started, "timestamp", {clues, problems, place: {}});
    if (declared !== null && Number.isFinite(declared) && declared !== read)
      problems.note(
        "junit/other-sum",
        `The file says ${declared} tests and holds ${read}; those it holds were counted.`
      );
    return metricFinding(fromJunit, numbersOf([...classes.values()]), {
      clues,
      context,
      problems,
      read,
      reasons,
      fileHash
    });
  }
};

function* numbersOf(classes: readonly ClassCount[]): Generator<ReportedNumber> {
  const whole: Omit<ClassCount, "path"> & {path: null} = {
    path: null,
    name: "",
    tests: 0,
    failed: 0,
    skipped: 0,
    seconds: 0
  };
  for (const {path, name, tests, failed, skipped, seconds} of classes.length ? classes : [whole]) {
    const of = {of: "test" as const, ...(path === null ? {} : {path}), ...(name ? {name} : {})};
    yield {...of, metric: "tests", value: tests, unit: "tests"};
    yield {...of, metric: "tests_failed", value: failed, unit: "tests"};
    yield {...of, metric: "tests_skipped", value: skipped, unit: "tests"};
    // the same sum in whichever order durations are added up
    yield {...of, metric: "test_seconds", value: Math.round(seconds * 1e6) / 1e6, unit: "seconds"};
  }
}

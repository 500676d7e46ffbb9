import {describe, expect, it} from "vitest";
import {readIssueTime} from "../../src/snapshot/issue-time.ts";
import type {Cell} from "../../src/table.ts";
import {HAS_DATA} from "../data-dir.ts";
import {dataSource, findingOf, problemsIn, readOne, rowsIn, sourceOf} from "./sources.ts";

const IN = {repository: "h.x/a"};
const AT = {...IN, sampleAt: Date.parse("2026-08-01")};
const DAY = 86_400_000;

/** Values of a metric, by what tells its rows apart. */
function valuesOf(rows: readonly Record<string, Cell>[], metric: string, ...by: string[]): Record<string, Cell> {
  return Object.fromEntries(
    rows.filter((row) => row.metric === metric).map((row) => [by.map((name) => row[name] ?? "–").join(" "), row.value!])
  );
}

describe("Cobertura", () => {
  const xml = (sources: string, files: string, timestamp = "1785542400") =>
    `<?xml version="1.0" ?>\n<!DOCTYPE coverage SYSTEM "http://cobertura.sourceforge.net/xml/coverage-04.dtd">\n` +
    `<coverage line-rate="0.99" timestamp="${timestamp}"><sources>${sources}</sources>` +
    `<packages><package name="p"><classes>${files}</classes></package></packages></coverage>`;
  const lines = (...hits: number[]) =>
    `<lines>${hits.map((count, i) => `<line number="${i + 1}" hits="${count}"/>`).join("")}</lines>`;

  it("counts the lines of classes, not those of methods again, and puts the classes of a file together", async () => {
    // a.py: line 1 (hit by the first class), 2 (by the second), 3 (by none): two of three
    const first = `<class filename="a.py"><methods><method name="m">${lines(9, 9, 9, 9)}</method></methods>${lines(1, 0, 0)}</class>`;
    const second = `<class filename="a.py">${lines(0, 4)}</class>`;
    const finding = await findingOf(sourceOf("c.xml", xml("", first + second)), IN);
    const rows = rowsIn(finding, "metric");
    expect([finding.format, finding.read, finding.status, finding.needs]).toEqual(["cobertura", 1, "complete", []]);
    expect([valuesOf(rows, "lines_total", "path"), valuesOf(rows, "lines_covered", "path")]).toEqual([
      {"a.py": 3},
      {"a.py": 2}
    ]);
    expect(valuesOf(rows, "coverage", "repo_key")["h.x/a"]).toBeCloseTo(66.667, 2);
  });

  it.each([
    ["/builds/app/src", "bin/a.ts", "src/bin/a.ts"],
    ["/home/ci/app", "src/a.ts", "src/a.ts"],
    ["/usr/src/app", "a.ts", "a.ts"],
    ["C:\\work\\lib", "a.ts", "lib/a.ts"],
    ["packages/one", "a.ts", "packages/one/a.ts"]
  ])("takes files below %s to be %s in %s", async (folder, name, path) => {
    const text = xml(`<source>${folder}</source>`, `<class filename="${name}">${lines(1)}</class>`);
    const rows = rowsIn(await findingOf(sourceOf("c.xml", text), IN), "metric");
    expect(Object.keys(valuesOf(rows, "lines_total", "path"))).toEqual([path]);
  });

  it.each(["1785542400", "1785542400000"])(
    "takes its time from the timestamp %s, unless you say another",
    async (at) => {
      const text = xml("", `<class filename="a">${lines(1)}</class>`, at);
      const timeOf = async (answers: object) =>
        rowsIn(await findingOf(sourceOf("api@c1c2b2653a.2026-01-01.xml", text), answers), "metric")[0]!.at;
      expect(await timeOf(IN)).toBe(Date.parse("2026-08-01T00:00:00Z"));
      expect(await timeOf({...IN, sampleAt: DAY})).toBe(DAY);
    }
  );

  it("without a timestamp asks, and names the place of what is left out", async () => {
    const text = `<coverage line-rate="1">\n<class filename="">\n</class>\n<class filename="a"><lines>\n<line number="x" hits="1"/></lines></class></coverage>`;
    const finding = await findingOf(sourceOf("c.xml", text), IN);
    expect(finding.needs.map(({field}) => field)).toEqual(["time"]);
    expect(finding.problems.map(({code, places}) => [code, places[0]!.line])).toEqual([
      ["coverage/no-file", 2],
      ["coverage/no-count", 5]
    ]);
  });
});

describe("JaCoCo and Clover", () => {
  it("count lines with instructions", async () => {
    // lines 1 (ran), 2 (half), 3 (not); 4 has no instructions and is none
    const line = (number: number, missed: number, covered: number) =>
      `<line nr="${number}" mi="${missed}" ci="${covered}" mb="0" cb="0"/>`;
    const text = `<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="r"><sessioninfo id="a" start="1785542400000" dump="1785542405000"/><package name="com/acme"><class name="com/acme/Foo"><counter type="LINE" missed="9" covered="9"/></class><sourcefile name="Foo.java">${line(1, 0, 3)}${line(2, 2, 1)}${line(3, 4, 0)}${line(4, 0, 0)}</sourcefile></package></report>`;
    const finding = await findingOf(sourceOf("j.xml", text), IN);
    const rows = rowsIn(finding, "metric");
    expect([finding.format, valuesOf(rows, "lines_total", "path"), valuesOf(rows, "lines_covered", "path")]).toEqual([
      "jacoco",
      {"com/acme/Foo.java": 3},
      {"com/acme/Foo.java": 2}
    ]);
    expect(finding.facts.filter(({field}) => field === "time" || field === "observed")).toMatchObject([
      {value: "2026-08-01T00:00:00Z"},
      {value: "2026-08-01T00:00:05Z"}
    ]);
  });

  it("of Clover are the statements of a file, below the root all files share", async () => {
    const text = `<coverage generated="1785542400" clover="3.2.0"><project><package name="p"><file name="a.php" path="/app/src/a.php"><class name="A"/><line num="1" count="2" type="method"/><line num="3" count="0" type="stmt"/></file><file name="b.php" path="/app/src/sub/b.php"><line num="1" count="1" type="stmt"/></file></package></project></coverage>`;
    const finding = await findingOf(sourceOf("clover.xml", text), IN);
    const rows = rowsIn(finding, "metric");
    expect([finding.format, valuesOf(rows, "lines_total", "path"), valuesOf(rows, "lines_covered", "path")]).toEqual([
      "clover",
      {"src/a.php": 2, "src/sub/b.php": 1},
      {"src/a.php": 1, "src/sub/b.php": 1}
    ]);
  });
});

describe("JUnit XML", () => {
  const suite = `<testsuite name="com.acme.FooTest" time="1,234.56" tests="4" timestamp="2026-08-01T10:00:00">
  <testcase name="a" classname="com.acme.FooTest" time="0.5"/>
  <testcase name="b" classname="com.acme.FooTest" time="0.25"><failure>no</failure><error>and worse</error></testcase>
  <testcase name="c" classname="com.acme.FooTest" time="soon"><skipped/></testcase>
  <testcase name="d" classname="com.acme.BarTest" file="test/bar.test.ts" time="1,000"><error/></testcase>
</testsuite>`;

  it("counts tests by class, a failed one once, and durations that can be read", async () => {
    // FooTest: 3 tests, b failed, c skipped, 0.5 + 0.25 s; BarTest: 1 test, failed, 1000 s
    const finding = await findingOf(sourceOf("junit.xml", suite), IN);
    const rows = rowsIn(finding, "metric");
    expect([finding.format, finding.read, finding.needs]).toEqual(["junit", 4, []]);
    const of = (metric: string) => Object.values(valuesOf(rows, metric, "path", "name"));
    expect(Object.keys(valuesOf(rows, "tests", "path", "name")).sort()).toEqual([
      "test/bar.test.ts com.acme.BarTest",
      "– com.acme.FooTest"
    ]);
    expect([of("tests"), of("tests_failed"), of("tests_skipped"), of("test_seconds")].map((one) => one.sort())).toEqual(
      [
        [1, 3],
        [1, 1],
        [0, 1],
        [0.75, 1000]
      ]
    );
    expect(finding.problems.map(({code, places}) => [code, places[0]!.line])).toEqual([["junit/no-time", 4]]);
    expect(rows[0]!.at).toBe(Date.parse("2026-08-01T10:00:00Z"));
  });

  it("reads suites in suites, latin-1 as it says of itself, and a run without tests as zeros", async () => {
    const latin = new Uint8Array(
      Array.from(
        `<?xml version="1.0" encoding="ISO-8859-1"?><testsuites><testsuite name="\u00e9t\u00e9"><testsuite name="inner"><testcase name="x"/></testsuite><testcase name="y"/></testsuite></testsuites>`,
        (char) => char.charCodeAt(0)
      )
    );
    const rows = rowsIn(await findingOf(sourceOf("junit.xml", latin), AT), "metric");
    expect(valuesOf(rows, "tests", "name")).toEqual({inner: 1, "\u00e9t\u00e9": 1});
    const none = rowsIn(await findingOf(sourceOf("junit.xml", "<testsuites/>"), AT), "metric");
    expect(none.map(({metric, value, name}) => [metric, value, name])).toEqual([
      ["test_seconds", 0, undefined],
      ["tests", 0, undefined],
      ["tests_failed", 0, undefined],
      ["tests_skipped", 0, undefined]
    ]);
  });

  it("that is cut is partial, that is broken is refused with its place, in pieces of any size", async () => {
    const cut = await findingOf(sourceOf("junit.xml", suite.slice(0, suite.indexOf('<testcase name="d"')), 7), AT);
    expect([cut.status, cut.read, cut.reasons]).toEqual([
      "partial",
      3,
      ["The file ends before its elements do: it was cut."]
    ]);
    const broken = await readOne(sourceOf("junit.xml", "<testsuite>\n<testcase name='a'>\n</testsuite>", 3), AT);
    expect(broken).toMatchObject({error: {code: "import/unreadable", message: expect.stringContaining("line 3")}});
  });

  it("fills in no entity, and refuses those that are made of others", async () => {
    const one = `<!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/hostname">]><testsuite name="&x;"><testcase name="a"/></testsuite>`;
    const finding = await findingOf(sourceOf("junit.xml", one), AT);
    expect([finding.status, valuesOf(rowsIn(finding, "metric"), "tests", "name")]).toEqual(["partial", {"&x;": 1}]);
    const bomb = `<!DOCTYPE t [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><testsuite name="&b;"/>`;
    expect(await readOne(sourceOf("junit.xml", bomb), AT)).toMatchObject({error: {code: "import/unreadable"}});
    const member = await findingOf(
      sourceOf("j.xml", `<testsuite name="&constructor;"><testcase name="a"/></testsuite>`),
      AT
    );
    expect(valuesOf(rowsIn(member, "metric"), "tests", "name")).toEqual({"&constructor;": 1});
  });
});

describe("npm audit", () => {
  const advisory = (source: number, severity: string) => ({source, name: "x", title: "t", severity, range: "*"});
  const second = {
    auditReportVersion: 2,
    vulnerabilities: {
      semver: {name: "semver", severity: "high", isDirect: false, via: [advisory(1, "high"), advisory(2, "low")]},
      notifier: {name: "notifier", severity: "high", isDirect: true, via: ["semver"]},
      odd: {name: "odd", severity: "frightening", via: []}
    },
    metadata: {vulnerabilities: {info: 0, low: 0, moderate: 0, high: 2, critical: 0, total: 2}}
  };
  const first = {
    actions: [],
    advisories: {
      1: {findings: [{version: "7.3.8", paths: ["a>semver", "b>semver"]}], module_name: "semver", severity: "high"},
      2: {findings: [], module_name: "semver", severity: "low"}
    },
    muted: [],
    metadata: {vulnerabilities: {info: 0, low: 1, moderate: 0, high: 2, critical: 0}, totalDependencies: 9}
  };

  it.each([
    // high: semver and notifier, as npm counts packages
    ["npm 7 and later", JSON.stringify(second, null, 2), {critical: 0, high: 2, moderate: 0, low: 0, info: 0}, 1],
    // high: one advisory on two paths, as npm 6 counts paths
    ["npm 6", JSON.stringify(first, null, 2), {critical: 0, high: 2, moderate: 0, low: 1, info: 0}, 0]
  ])("of %s counts as npm does, and advisories alike", async (_, text, counted, skipped) => {
    const finding = await findingOf(sourceOf("audit.json", text), AT);
    const rows = rowsIn(finding, "metric");
    const bySeverity = (metric: string) =>
      Object.fromEntries(
        Object.entries(valuesOf(rows, metric, "labels")).map(([labels, value]) => [JSON.parse(labels).severity, value])
      );
    expect([finding.format, finding.skipped]).toEqual(["npm-audit", skipped]);
    expect(bySeverity("vulnerabilities")).toEqual(counted);
    expect(bySeverity("advisories")).toEqual({critical: 0, high: 1, moderate: 0, low: 1, info: 0});
    expect(valuesOf(rows, "package_advisories", "name", "labels")).toEqual({
      'semver {"severity":"high"}': 1,
      'semver {"severity":"low"}': 1
    });
    const problem = finding.problems[0];
    if (skipped) expect(text.split("\n")[problem!.places[0]!.line! - 1]).toContain('"odd":');
  });

  it("without findings is zeros, also for packages", async () => {
    const text = JSON.stringify({auditReportVersion: 2, vulnerabilities: {}, metadata: {vulnerabilities: {total: 0}}});
    const rows = rowsIn(await findingOf(sourceOf("audit.json", text), AT), "metric");
    expect(rows).toHaveLength(11);
    expect(rows.every(({value}) => value === 0)).toBe(true);
  });

  it("that failed says why", async () => {
    const text = JSON.stringify({error: {code: "ENOLOCK", message: "This command requires an existing lockfile."}});
    expect(await readOne(sourceOf("audit.json", text), AT)).toMatchObject({
      error: {message: expect.stringContaining("This command requires an existing lockfile.")}
    });
  });
});

describe("issues", () => {
  const csv = (rows: readonly string[]) =>
    `\ufeffSummary,Issue key,Issue Type,Status,Priority,Resolution,Created,Resolved,Labels,Labels,Custom field (Team)\r\n${rows.join("\r\n")}\r\n`;
  const three = csv([
    `"One,\nover two lines",P-1,Bug,Open,High,,01/Aug/26 9:00 AM,,a,b,Blue`,
    `Two,P-2,Bug,Done,High,Done,02/Aug/26 12:30 PM,03/Aug/26 12:05 AM,,,`,
    `Three,P-3,Bug,Open,High,,soon,,,,`,
    `Four,P-4,Bug,Done,High,Done,02/Aug/26 1:00 PM,,,,`
  ]);

  it("of Jira are events, and open ones are counted at each change", async () => {
    const finding = await findingOf(sourceOf("jira.csv", three));
    const time = (text: string) => Date.parse(`2026-08-${text}Z`);
    expect([finding.format, finding.read, finding.needs]).toEqual(["jira-csv", 3, []]);
    expect(rowsIn(finding, "event")[0]).toEqual({
      event_id: "P-1",
      kind: "issue",
      at: time("01T09:00"),
      state: "Open",
      labels: JSON.stringify({
        labels: "a, b",
        priority: "High",
        project: "P",
        summary: "One,\nover two lines",
        team: "Blue",
        type: "Bug"
      })
    });
    const rows = rowsIn(finding, "metric");
    // P-1 on the 1st, P-2 on the 2nd at 12:30 until five past midnight; P-4 is done nobody knows since when
    expect(valuesOf(rows, "open_issues", "at")).toEqual({
      [time("01T09:00")]: 1,
      [time("02T12:30")]: 2,
      [time("03T00:05")]: 1
    });
    expect(valuesOf(rows, "resolved_issues", "at")[time("03T00:05")]).toBe(1);
    expect(finding.problems.map(({code, places, count}) => [code, count, places[0]?.line])).toEqual([
      ["table/no-zone", 3, undefined],
      ["jira/no-created", 1, 5],
      ["jira/no-resolved", 1, 6]
    ]);
  });

  it("of Jira with dates in numbers only ask for their order, unless one shows it", async () => {
    const row = (created: string) => `x,P-1,Bug,Open,High,,${created},,,,`;
    const asked = await findingOf(sourceOf("jira.csv", csv([row("03/04/26 3:04 PM")])));
    expect(asked.needs.map(({field}) => field)).toEqual(["dateOrder"]);
    const shown = await findingOf(
      sourceOf("jira.csv", csv([row("03/04/26 3:04 PM"), row("13/04/26 3:04 PM").replace("P-1", "P-2")]))
    );
    expect([shown.needs, rowsIn(shown, "event")[0]!.at]).toEqual([[], Date.parse("2026-04-03T15:04Z")]);
  });

  it("of Jira by the thousand may be more", async () => {
    const rows = Array.from({length: 1000}, (_, i) => `x,P-${i},Bug,Open,High,,2026-01-01,,,,`);
    expect((await findingOf(sourceOf("jira.csv", csv(rows)))).status).toBe("partial");
    expect((await findingOf(sourceOf("jira.csv", csv(rows.slice(1))))).status).toBe("complete");
  });

  it.each([
    [
      "gh",
      [
        {
          number: 1,
          state: "CLOSED",
          createdAt: "2026-08-01T00:00:00Z",
          closedAt: "2026-08-02T00:00:00Z",
          labels: [{name: "bug"}],
          title: "t"
        }
      ],
      IN
    ],
    [
      "the REST API",
      [
        {
          number: 1,
          state: "closed",
          created_at: "2026-08-01T00:00:00Z",
          closed_at: "2026-08-02T00:00:00Z",
          labels: [{name: "bug"}],
          title: "t",
          author_association: "NONE",
          repository_url: "https://api.github.com/repos/acme/api"
        },
        {number: 2, pull_request: {}, created_at: "2026-08-01T00:00:00Z"}
      ],
      {}
    ]
  ])("of GitHub by %s are events and counts", async (_, value, answers) => {
    const finding = await findingOf(sourceOf("issues.json", JSON.stringify(value)), answers);
    const [event] = rowsIn(finding, "event");
    expect([finding.format, finding.read, finding.needs]).toEqual(["github-issues", 1, []]);
    expect(event).toMatchObject({
      event_id: "1",
      state: "closed",
      repo_key: "repository" in answers ? "h.x/a" : "github.com/acme/api"
    });
    expect(Object.values(valuesOf(rowsIn(finding, "metric"), "open_issues", "at"))).toEqual([1, 0]);
  });

  it.each([
    ["12/Aug/26 3:04 PM", "2026-08-12T15:04Z"],
    ["12 August 2026 15:04", "2026-08-12T15:04Z"],
    ["1/Jan/26 12:00 AM", "2026-01-01T00:00Z"],
    ["2026-08-12 15:04", "2026-08-12T15:04Z"],
    ["12.08.2026 15:04", "2026-08-12T15:04Z"]
  ])("are from %s", (text, iso) => {
    expect(readIssueTime(text)).toMatchObject({time: Date.parse(iso)});
  });

  it.each(["12/Foo/26", "32/Aug/26", "12/Aug/26 13:00 PM", "yesterday"])("are not from %s", (text) => {
    expect(readIssueTime(text)).toHaveProperty("error");
  });
});

describe("SARIF", () => {
  const result = (ruleId: string, uri: string, more: object = {}) => ({
    ruleId,
    message: {text: "m"},
    locations: [
      {
        physicalLocation: {
          artifactLocation: {uri},
          region: {startLine: 3, startColumn: 5, endColumn: 7, snippet: {text: "\u00e9\u00e9\u00e9 TODO"}}
        }
      }
    ],
    ...more
  });
  const log = (results: readonly object[]) =>
    JSON.stringify({
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {name: "Linter", rules: [{id: "todo", shortDescription: {text: "TODO comments"}}, {id: "clean"}]}
          },
          versionControlProvenance: [
            {
              repositoryUri: "https://github.com/acme/api.git",
              revisionId: "ABCDEF1234",
              asOfTimeUtc: "2026-08-01T00:00:00Z"
            }
          ],
          invocations: [{executionSuccessful: true, endTimeUtc: "2026-08-02T03:04:09Z"}],
          results
        }
      ]
    });

  it("is a series a rule, zeros too, with repository, commit and times of its own", async () => {
    const results = [
      result("todo", "src/a%20b.ts"),
      result("todo", "src/a%20b.ts"),
      result("todo", "src/c.ts", {suppressions: [{kind: "inSource"}]}),
      result("todo", "src/d.ts", {baselineState: "absent"}),
      result("todo", "src/e.ts", {kind: "pass"}),
      {message: {text: "of no rule"}}
    ];
    const finding = await findingOf(sourceOf("x.sarif", log(results)));
    expect([finding.format, finding.read, finding.skipped, finding.needs]).toEqual(["sarif", 1, 1, []]);
    expect(finding.snapshot.series.map(({key, title}) => [key, title])).toEqual([
      ["clean", "clean"],
      ["todo", "TODO comments"]
    ]);
    const points = rowsIn(finding, "point");
    expect(points.map(({matches}) => matches).sort()).toEqual([0, 1]);
    expect(points[0]).toMatchObject({
      repo_key: "github.com/acme/api",
      sample_at: Date.parse("2026-08-01"),
      commit_oid: "abcdef1234",
      status: "ok"
    });
    // four UTF-16 units of seven bytes come before the column 5
    expect(rowsIn(finding, "match")[0]).toMatchObject({path: "src/a b.ts", line: 3, col: 8, end_col: 10});
    expect(problemsIn(finding)).toEqual([
      "sarif/twice × 1",
      "sarif/suppressed × 1",
      "sarif/absent × 1",
      "sarif/no-failure × 1",
      "sarif/no-rule × 1"
    ]);
  });

  it("of a run that failed is a lower bound", async () => {
    const finding = await findingOf(sourceOf("x.sarif", log([]).replace("true", "false")));
    expect([finding.status, rowsIn(finding, "point")[0]!.status]).toEqual(["partial", "partial"]);
  });
});

describe.skipIf(!HAS_DATA)("the shared reports", () => {
  it.each([
    ["metrics/junit.jest.xml", "junit", 3],
    ["metrics/junit.surefire.xml", "junit", 4],
    ["metrics/junit.node-test-runner.xml", "junit", 5],
    ["metrics/npm-audit.v2.json", "npm-audit", 2],
    ["metrics/jira-export.csv", "jira-csv", 240],
    ["metrics/gh-issue-list.json", "github-issues", 240],
    ["metrics/cobertura.gcovr-style-empty.xml", "cobertura", 0],
    ["formats/sarif/framework@c1c2b2653a.todo-marker.sarif", "sarif", 52],
    ["formats/sarif/src-cli@e74c327812.go-ioutil.sarif", "sarif", 64],
    ["formats/ast-grep/framework@c1c2b2653a.as-any.sarif", "sarif", 16]
  ])("%s is %s, %s records", async (file, format, records) => {
    const finding = await findingOf(dataSource(file), AT);
    expect([finding.format, finding.read, finding.skipped, finding.status]).toEqual([format, records, 0, "complete"]);
  });

  it("of small.* say the same in four formats", async () => {
    const linesOf = async (format: string) => {
      const rows = rowsIn(await findingOf(dataSource(`metrics/small.c8.${format}`), AT), "metric");
      return [valuesOf(rows, "lines_total", "path"), valuesOf(rows, "lines_covered", "path")];
    };
    const wanted = [
      {"src/a.js": 9, "src/b.js": 2},
      {"src/a.js": 5, "src/b.js": 2}
    ];
    for (const format of ["cobertura.xml", "clover.xml", "lcov.info", "coverage-summary.json"])
      expect(await linesOf(format), format).toEqual(wanted);
  });
});

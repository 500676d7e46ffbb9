/**
 * The third-party gallery: what other tools can put beside searches. It takes the place that code insight extensions had
 * upstream. An entry says what it needs, the exact commands that make it, and the insights it is good for.
 */

/** An insight that an entry makes: the values its form begins with. */
export interface GalleryInsight {
  readonly kind: "metric" | "search";
  readonly values: Readonly<Record<string, unknown>> & {readonly title: string};
}

export interface GalleryEntry {
  readonly id: string;
  readonly title: string;
  /** What is seen with it. */
  readonly shows: string;
  /** What has to be there, in whole sentences. */
  readonly needs: string;
  /** Commands to run in a clone, or what to click, each by the tool it is for. */
  readonly ways: readonly {readonly tool: string; readonly commands: readonly string[]; readonly steps?: string}[];
  /** The importers that read it, by format. */
  readonly formats: readonly string[];
  /** The metrics it brings; none where it brings series. */
  readonly metrics: readonly string[];
  readonly insights: readonly GalleryInsight[];
}

/** A name for a result that says repository, commit and day, so that the import asks nothing. */
function named(ending: string): string {
  return `"../$(basename "$PWD")@$(git rev-parse HEAD).$(git log -1 --format=%cs).${ending}"`;
}

const COVERAGE = ["coverage", "lines_total", "lines_covered"] as const;
const COVERAGE_INSIGHTS: readonly GalleryInsight[] = [
  {kind: "metric", values: {title: "Test coverage", metric: "coverage", by: "repository"}},
  {
    kind: "metric",
    values: {
      title: "Covered lines by folder",
      metric: "lines_covered",
      by: "directory",
      depth: 2,
      presentation: "stacked"
    }
  }
];

/** Every entry, what most teams have first. */
export const GALLERY: readonly GalleryEntry[] = [
  {
    id: "lcov",
    title: "Test coverage: lcov",
    shows: "How many lines tests run, by repository, folder and file, from week to week.",
    needs: "An lcov.info of one test run. It has no repository and no time: the file’s name says both.",
    ways: [
      {
        tool: "Node.js, any test runner, by c8",
        commands: ["npx c8 --reporter=lcovonly npm test", `cp coverage/lcov.info ${named("lcov.info")}`]
      },
      {
        tool: "Jest",
        commands: ["npx jest --coverage --coverageReporters=lcovonly", `cp coverage/lcov.info ${named("lcov.info")}`]
      },
      {tool: "Python, coverage.py", commands: [`coverage lcov -o ${named("lcov.info")}`]},
      {tool: "Rust, cargo-llvm-cov", commands: [`cargo llvm-cov --lcov --output-path ${named("lcov.info")}`]}
    ],
    formats: ["lcov"],
    metrics: COVERAGE,
    insights: COVERAGE_INSIGHTS
  },
  {
    id: "istanbul",
    title: "Test coverage: Istanbul’s summary",
    shows: "The same from coverage-summary.json, which many builds keep.",
    needs: "The coverage-summary.json of one test run. It has no repository and no time: the file’s name says both.",
    ways: [
      {
        tool: "c8, nyc",
        commands: [
          "npx c8 --reporter=json-summary npm test",
          `cp coverage/coverage-summary.json ${named("coverage-summary.json")}`
        ]
      }
    ],
    formats: ["coverage-summary"],
    metrics: COVERAGE,
    insights: COVERAGE_INSIGHTS
  },
  {
    id: "xml-coverage",
    title: "Test coverage: Cobertura, JaCoCo, Clover",
    shows: "The same from the XML of Java, Python, .NET, PHP and C++.",
    needs: "The report of one test run. Its time is in it; its repository is not: the file’s name says it.",
    ways: [
      {tool: "Python, coverage.py", commands: [`coverage xml -o ${named("cobertura.xml")}`]},
      {
        tool: "Java, Maven",
        commands: ["mvn verify jacoco:report", `cp target/site/jacoco/jacoco.xml ${named("jacoco.xml")}`]
      },
      {tool: "C and C++, gcovr", commands: [`gcovr --cobertura ${named("cobertura.xml")}`]},
      {tool: "PHP, PHPUnit", commands: [`phpunit --coverage-clover ${named("clover.xml")}`]}
    ],
    formats: ["cobertura", "jacoco", "clover"],
    metrics: COVERAGE,
    insights: COVERAGE_INSIGHTS
  },
  {
    id: "junit",
    title: "Test results: JUnit XML",
    shows: "How many tests there are, fail and are skipped, and how long they take, by class and file.",
    needs:
      "The JUnit XML of one run, which nearly every test runner writes. Where it has no time, the file’s name says it.",
    ways: [
      {tool: "Vitest", commands: [`npx vitest run --reporter=junit --outputFile=${named("junit.xml")}`]},
      {
        tool: "Node.js",
        commands: [`node --test --test-reporter=junit --test-reporter-destination=${named("junit.xml")}`]
      },
      {tool: "pytest", commands: [`pytest --junitxml=${named("junit.xml")}`]},
      {tool: "Go, gotestsum", commands: [`gotestsum --junitfile ${named("junit.xml")}`]}
    ],
    formats: ["junit"],
    metrics: ["tests", "tests_failed", "tests_skipped", "test_seconds"],
    insights: [
      {kind: "metric", values: {title: "Failing tests", metric: "tests_failed", by: "repository"}},
      {kind: "metric", values: {title: "Skipped tests", metric: "tests_skipped", by: "repository"}},
      {kind: "metric", values: {title: "The slowest test classes", metric: "test_seconds", by: "name"}}
    ]
  },
  {
    id: "npm-audit",
    title: "Vulnerabilities: npm audit",
    shows: "Known holes in dependencies, by severity and by package.",
    needs: "The JSON of an audit by npm 6 or later, and a lockfile to audit. The file’s name says repository and time.",
    ways: [{tool: "npm", commands: [`npm audit --json > ${named("npm-audit.json")}`]}],
    formats: ["npm-audit"],
    metrics: ["vulnerabilities", "advisories", "package_advisories"],
    insights: [
      {
        kind: "metric",
        values: {
          title: "Vulnerabilities by severity",
          metric: "vulnerabilities",
          by: "label",
          label: "severity",
          presentation: "stacked"
        }
      },
      {kind: "metric", values: {title: "Packages with advisories", metric: "package_advisories", by: "name"}}
    ]
  },
  {
    id: "issues",
    title: "Issues: Jira, GitHub",
    shows: "How many issues are open, were created and were resolved, by project, type and priority.",
    needs:
      "All issues of a filter or a repository with the times when they were created and resolved: one file is the whole history.",
    ways: [
      {
        tool: "Jira",
        commands: [],
        steps:
          "Open a filter, then Export → Export Excel CSV (all fields). Jira writes at most 1,000 issues: narrow the filter where there are more, by project or by year."
      },
      {
        tool: "GitHub",
        commands: [
          `gh issue list --state all --limit 100000 --json number,state,createdAt,closedAt,labels,title > "../$(basename "$PWD").issues.json"`
        ]
      }
    ],
    formats: ["jira-csv", "github-issues"],
    metrics: ["open_issues", "created_issues", "resolved_issues"],
    insights: [
      {
        kind: "metric",
        values: {title: "Open issues", metric: "open_issues", by: "total", step: {weeks: 1}, points: 52}
      },
      {
        kind: "metric",
        values: {
          title: "Open issues by priority",
          metric: "open_issues",
          by: "label",
          label: "priority",
          presentation: "stacked",
          step: {weeks: 1},
          points: 52
        }
      }
    ]
  },
  {
    id: "sarif",
    title: "Findings of linters: SARIF",
    shows: "What a linter or a scanner finds, a series for each rule, down to the line and its owner.",
    needs: "SARIF 2.1.0 of one run. What it does not say of repository and time, the file’s name does.",
    ways: [
      {tool: "Semgrep", commands: [`semgrep scan --config auto --sarif --output ${named("sarif")}`]},
      {
        tool: "ESLint",
        commands: [`npx eslint . -f @microsoft/eslint-formatter-sarif -o ${named("sarif")}`]
      },
      {tool: "CodeQL", commands: [`codeql database analyze DATABASE --format=sarif-latest --output=${named("sarif")}`]}
    ],
    formats: ["sarif"],
    metrics: [],
    insights: [{kind: "search", values: {title: "Findings of a rule"}}]
  },
  {
    id: "metrics",
    title: "Any number: a table of metrics",
    shows: "Build times, bundle sizes, costs: whatever a script can write down.",
    needs:
      "CSV or JSON lines with the columns metric, value and at, and where there are some repo, path, name, unit and labels.",
    ways: [
      {
        tool: "A shell script",
        commands: [
          `echo "metric,value,at,repo,unit" > ../metrics.csv`,
          `echo "bundle_size,$(stat -c %s dist/app.js),$(git log -1 --format=%cs),$(basename "$PWD"),bytes" >> ../metrics.csv`
        ]
      }
    ],
    formats: ["metrics"],
    metrics: [],
    insights: [{kind: "metric", values: {title: "A number over time"}}]
  },
  {
    id: "mapped-csv",
    title: "Any table: CSV with columns you name",
    shows: "Counts from a spreadsheet or another system, as series of their own.",
    needs:
      "CSV, or JSON lines, with a row for each count: when, of what, how many. The preview asks which column is which, and for what the rows do not say.",
    ways: [
      {tool: "A spreadsheet", commands: [], steps: "Save the sheet as CSV; comma, semicolon and tab are all read."},
      {
        tool: "A shell script",
        commands: [
          `echo "repo,date,query,value" > ../counts.csv`,
          `echo "$(basename "$PWD"),$(git log -1 --format=%cs),todo,$(git grep -c TODO | wc -l)" >> ../counts.csv`
        ]
      }
    ],
    formats: ["table"],
    metrics: [],
    insights: [{kind: "search", values: {title: "Counts over time"}}]
  }
];

import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Security”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const security: readonly InsightTemplate[] = [
  {
    id: "vulnerable-open-source",
    title: "Vulnerable open source library",
    kind: "search",
    description: "Places that pin a release with a known hole. Put the package and its version in.",
    scope: "repo:.*",
    searches: [{label: "vulnerableLibrary@14.3.9", query: "vulnerableLibrary@14.3.9", color: 2}]
  },
  {
    id: "api-keys-detection",
    title: "API keys",
    kind: "search",
    description:
      "Text that looks like a secret key. Put the expression for your keys in; the line should stay at zero.",
    scope: "repo:.*",
    searches: [{label: "API key", query: "regexMatchingAPIKey patternType:regexp", color: 7}]
  },
  {
    id: "skipped-tests",
    title: "How many tests are skipped",
    kind: "search",
    description: "Tests in TypeScript that are there and do not run.",
    scope: "repo:.*",
    searches: [{label: "Skipped tests", query: "(this.skip() OR it.skip) lang:TypeScript", color: 7}]
  },
  {
    id: "test-amount-and-types",
    title: "Tests amount and types",
    kind: "search",
    description: "How many tests there are of three sorts, told apart by the folder they stand in.",
    scope: "repo:has.file(path:\\.ts$)",
    searches: [
      {
        label: "e2e tests",
        query: "patternType:regexp case:yes \\b(it|test)\\( f:/end-to-end/.*\\.test\\.ts$",
        color: 4
      },
      {
        label: "regression tests",
        query: "patternType:regexp case:yes \\b(it|test)\\( f:/regression/.*\\.test\\.ts$",
        color: 6
      },
      {
        label: "integration tests",
        query: "patternType:regexp case:yes \\b(it|test)\\( f:/integration/.*\\.test\\.ts$",
        color: 2
      }
    ]
  }
];

import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Popular”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const popular: readonly InsightTemplate[] = [
  {
    id: "terraform-versions",
    title: "Terraform versions",
    kind: "search",
    description:
      "How many module blocks ask for each of two Terraform versions, and when the newer one overtakes the older. Put your own versions in.",
    scope: "repo:has.file(path:\\.tf$)",
    searches: [
      {
        label: "1.1.0",
        query: "app.terraform.io/(.*)\\n version =(.*)1.1.0 patternType:regexp lang:Terraform",
        color: 6
      },
      {label: "1.2.0", query: "app.terraform.io/(.*)\\n version =(.*)1.2.0 patternType:regexp lang:Terraform", color: 2}
    ]
  },
  {
    id: "css-modules-migration",
    title: "Global CSS to CSS modules",
    kind: "search",
    description:
      "Global style sheets against modules, counted in files: the first line should fall as the second rises.",
    scope: "repo:.*",
    searches: [
      {label: "Global CSS", query: "select:file lang:SCSS -file:module patterntype:regexp", color: 7},
      {label: "CSS Modules", query: "select:file lang:SCSS file:module patterntype:regexp", color: 3}
    ]
  },
  {
    id: "log4j-fixed-versions",
    title: "Vulnerable and fixed Log4j versions",
    kind: "search",
    description:
      "Gradle builds that still name a log4j release open to Log4Shell, beside those that name a repaired one.",
    scope: "repo:has.file(path:\\.gradle$)",
    searches: [
      {
        label: "Vulnerable",
        query:
          "lang:gradle org\\.apache\\.logging\\.log4j['\"] 2\\.(0|1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16)(\\.[0-9]+) patterntype:regexp",
        color: 7
      },
      {
        label: "Fixed",
        query: "lang:gradle org\\.apache\\.logging\\.log4j['\"] 2\\.(17)(\\.[0-9]+) patterntype:regexp",
        color: 3
      }
    ]
  },
  {
    id: "yarn-adoption",
    title: "Yarn adoption",
    kind: "search",
    description: "Repositories with a Yarn lock file, as a measure of how many teams moved to it.",
    scope: "repo:has.file(path:yarn\\.lock$)",
    searches: [{label: "Yarn", query: "select:repo file:yarn.lock", color: 6}]
  },
  {
    id: "java-versions",
    title: "Java versions",
    kind: "capture-group",
    description:
      "Every Java version that a Maven build asks for becomes a line of its own; nothing has to be listed beforehand.",
    scope: "repo:has.file(path:pom\\.xml$)",
    searches: [{label: "", query: "file:pom\\.xml$ <java\\.version>(.*)</java\\.version>"}]
  },
  {
    id: "linter-override-rules",
    title: "Linter override rules",
    kind: "search",
    description: "Lines in ESLint ignore files: each one is code that the linter never sees.",
    scope: "repo:has.file(path:\\.eslintignore$)",
    searches: [{label: "Rule overrides", query: "file:^\\.eslintignore ^[^#].*.\\n patternType:regexp", color: 2}]
  },
  {
    id: "ts-js-usage",
    title: "Language use over time",
    kind: "search",
    description: "TypeScript files beside JavaScript files: how far a code base has come from one to the other.",
    scope: "repo:has.file(path:\\.ts$) or repo:has.file(path:\\.js$)",
    searches: [
      {label: "TypeScript", query: "select:file lang:TypeScript", color: 1},
      {label: "JavaScript", query: "select:file lang:JavaScript", color: 5}
    ]
  }
];

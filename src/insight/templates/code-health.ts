import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Code health”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const codeHealth: readonly InsightTemplate[] = [
  {
    id: "todos",
    title: "TODOs",
    kind: "search",
    description: "How many TODO notes there are, and whether they become fewer.",
    scope: "repo:.*",
    searches: [{label: "TODOs", query: "TODO", color: 6}]
  },
  {
    id: "revert-commits",
    title: "Commits with “revert”",
    kind: "search",
    description:
      "Commits whose message says that they take something back: a rough measure of how often a change fails.",
    scope: "repo:.*",
    searches: [{label: "Reverts", query: "type:commit revert", color: 4}]
  },
  {
    id: "deprecated-calls",
    title: "Deprecated calls",
    kind: "search",
    description: "What is marked as deprecated in Java, and so waits to be removed.",
    scope: "repo:has.file(path:\\.java$)",
    searches: [{label: "@deprecated", query: "lang:java @deprecated", color: 4}]
  },
  {
    id: "storybook-tests",
    title: "Storybook tests",
    kind: "search",
    description: "Stories that show a component by itself.",
    scope: "repo:.*",
    searches: [{label: "Stories", query: "patternType:regexp f:\\.story\\.tsx$ \\badd\\(", color: 7}]
  },
  {
    id: "repos-with-readme",
    title: "Repos with Documentation",
    kind: "search",
    description: "Repositories with a readme file beside those without one.",
    scope: "repo:.*",
    searches: [
      {label: "with readme", query: "repohasfile:readme.md select:repo", color: 3},
      {label: "without readme", query: "-repohasfile:readme.md select:repo", color: 5}
    ]
  },
  {
    id: "ownership-tracking",
    title: "Ownership via CODEOWNERS files",
    kind: "search",
    description: "Repositories that say who owns their code beside those that do not.",
    scope: "repo:.*",
    searches: [
      {label: "with CODEOWNERS", query: "repohasfile:CODEOWNERS select:repo", color: 3},
      {label: "without CODEOWNERS", query: "-repohasfile:CODEOWNERS select:repo", color: 5}
    ]
  }
];

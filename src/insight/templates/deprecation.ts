import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Deprecation”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const deprecation: readonly InsightTemplate[] = [
  {
    id: "css-class",
    title: "CSS class",
    kind: "search",
    description: "Places where a class that is to go away is still named.",
    scope: "repo:.*",
    searches: [{label: "Deprecated CSS class", query: "deprecated-class", color: 2}]
  },
  {
    id: "icon-or-image",
    title: "Icon or image",
    kind: "search",
    description: "Places that still show an old picture, by its file name.",
    scope: "repo:.*",
    searches: [{label: "Deprecated logo", query: "2018logo.png", color: 2}]
  },
  {
    id: "structural-code-pattern",
    title: "Structural code pattern",
    kind: "search",
    description: "try blocks in Java that end in finally, found by their structure rather than by their text.",
    scope: "repo:has.file(path:\\.java$)",
    searches: [
      {
        label: "Try catch",
        query: "try {:[_]} catch (:[e]) { } finally {:[_]} lang:java patternType:structural",
        color: 4
      }
    ]
  },
  {
    id: "tooling-migration",
    title: "Tooling",
    kind: "search",
    description: "Calls of a logger that has a successor: how many are left, and whether somebody adds new ones.",
    scope: "repo:.*",
    searches: [{label: "Deprecated logger", query: "deprecatedEventLogger.log", color: 2}]
  },
  {
    id: "var-keywords",
    title: "Var keywords",
    kind: "search",
    description: "var declarations in TypeScript and JavaScript that could be const or let.",
    scope: "repo:has.file(path:\\.ts$) or repo:has.file(path:\\.js$)",
    searches: [
      {
        label: "var statements",
        query: "(lang:TypeScript OR lang:JavaScript) var ... = patterntype:structural",
        color: 2
      }
    ]
  },
  {
    id: "testing-libraries",
    title: "Consolidation of Testing Libraries",
    kind: "search",
    description: "Two libraries for testing React, by their imports: does one of them go away?",
    scope: "repo:.*",
    searches: [
      {label: "@testing-library", query: "from '@testing-library/react'", color: 6},
      {label: "enzyme", query: "from 'enzyme'", color: 2}
    ]
  }
];

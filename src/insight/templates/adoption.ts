import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Adoption”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const adoption: readonly InsightTemplate[] = [
  {
    id: "new-api-usage",
    title: "New API usage",
    kind: "search",
    description: "Repositories that call a new interface at least once. Put the name of its first call in.",
    scope: "",
    searches: [{label: "New API", query: "select:repo ourApiLibraryName.load", color: 6}]
  },
  {
    id: "frequently-used-database",
    title: "Frequently used databases",
    kind: "search",
    description: "Calls of two data stores side by side: which one grows, and which one could be let go.",
    scope: "repo:.*",
    searches: [
      {label: "Redis", query: "redis\\.set patternType:regexp", color: 6},
      {label: "GraphQL", query: "graphql\\( patternType:regexp", color: 7}
    ]
  },
  {
    id: "large-package-usage",
    title: "Large or expensive package usage",
    kind: "search",
    description: "Repositories that import a package you would rather not pay for, in money or in kilobytes.",
    scope: "repo:.*",
    searches: [
      {
        label: "Repositories with large package usage",
        query: "select:repo import\\slargePkg patternType:regexp",
        color: 2
      }
    ]
  },
  {
    id: "react-component-lib-usage",
    title: "React Component use",
    kind: "search",
    description: "Imports from a shared component library: is it used more from month to month?",
    scope: "repo:.*",
    searches: [{label: "Library imports", query: "from '@sourceLibrary/component' patternType:literal", color: 4}]
  },
  {
    id: "ci-tooling",
    title: "CI tooling adoption",
    kind: "search",
    description: "Repositories with a CircleCI configuration; change the path for any other service.",
    scope: "repo:has.file(path:\\.circleci/config\\.yml)",
    searches: [{label: "Repo with CircleCI config", query: "file:\\.circleci/config\\.yml select:repo", color: 4}]
  }
];

import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Migration”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const migration: readonly InsightTemplate[] = [
  {
    id: "config-or-doc-file",
    title: "Config or docs file",
    kind: "search",
    description: "Repositories that have adopted a file you ask everybody for. Write its real name into the search.",
    scope: "repo:.*",
    searches: [{label: "Repositories with doc", query: "select:repo file:docs/*/new_config_filename", color: 7}]
  },
  {
    id: "allow-deny-list-tracking",
    title: "“blacklist/whitelist” to “denylist/allowlist”",
    kind: "search",
    description:
      "Files that use the old pair of words beside files that use the new one, until the first line reaches zero.",
    scope: "repo:.*",
    searches: [
      {label: "blacklist/whitelist", query: "select:file blacklist OR whitelist", color: 7},
      {label: "denylist/allowlist", query: "select:file denylist OR allowlist", color: 3}
    ]
  },
  {
    id: "python-2-3",
    title: "Python 2 to Python 3",
    kind: "search",
    description:
      "Scripts by the interpreter in their first line: what still starts Python 2, and what starts Python 3.",
    scope: "repo:has.file(path:\\.py$)",
    searches: [
      {label: "Python 3", query: "#!/usr/bin/env python3", color: 6},
      {label: "Python 2", query: "#!/usr/bin/env python2", color: 2}
    ]
  },
  {
    id: "react-function-class",
    title: "React Class to Function Components Migration",
    insightTitle: "React function component migration",
    kind: "search",
    description: "React components written as typed functions beside those written as classes.",
    scope: "",
    searches: [
      {
        label: "Function components",
        query: "patternType:regexp const\\s\\w+:\\s(React\\.)?FunctionComponent",
        color: 6
      },
      {label: "Class components", query: "patternType:regexp extends\\s(React\\.)?(Pure)?Component", color: 2}
    ]
  }
];

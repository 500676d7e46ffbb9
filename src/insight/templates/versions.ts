import type {InsightTemplate} from "./template.ts";

/** Templates whose first tab is “Versions and patterns”. Titles and queries: Sourcegraph code-insights-templates; the words are ours. */
export const versions: readonly InsightTemplate[] = [
  {
    id: "license-types",
    title: "License types in the codebase",
    kind: "capture-group",
    description:
      "Every licence that a package.json names, as a line of its own; a new one shows as soon as it appears.",
    scope: "repo:has.file(path:package\\.json$)",
    searches: [{label: "", query: 'file:package.json "license":\\s"(.*)"'}]
  },
  {
    id: "all-log4j-versions",
    title: "All log4j versions",
    kind: "capture-group",
    description: "Every minor version of log4j 2 in Gradle builds, as a line of its own.",
    scope: "repo:has.file(path:\\.gradle$)",
    searches: [{label: "", query: "lang:gradle org\\.apache\\.logging\\.log4j['\"] 2\\.([0-9]+)\\."}]
  },
  {
    id: "python-versions",
    title: "Python versions",
    kind: "capture-group",
    description: "Every Python version that a script names in its first line.",
    scope: "repo:.*",
    searches: [{label: "", query: "#!/usr/bin/env python([0-9]\\.[0-9]+)"}]
  },
  {
    id: "nodejs-versions",
    title: "Node.js versions",
    kind: "capture-group",
    description: "Every Node.js version that is chosen with nvm.",
    scope: "repo:.*",
    searches: [{label: "", query: "nvm\\suse\\s([0-9]+\\.[0-9]+)"}]
  },
  {
    id: "css-colors",
    title: "CSS Colors",
    kind: "capture-group",
    description: "Every hexadecimal colour in style sheets: how many there are beside the ones you agreed on.",
    scope: "repo:.*",
    searches: [{label: "", query: "color:#([0-9a-fA-f]{3,6})"}]
  },
  {
    id: "checkov-skip-types",
    title: "Types of checkov skips",
    kind: "capture-group",
    description: "Which checkov rules are switched off in Terraform files, one line a reason.",
    scope: "repo:.*",
    searches: [{label: "", query: "patterntype:regexp file:.tf #checkov:skip=(.*)"}]
  }
];

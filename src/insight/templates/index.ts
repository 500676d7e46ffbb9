import {adoption} from "./adoption.ts";
import {codeHealth} from "./code-health.ts";
import {deprecation} from "./deprecation.ts";
import {goChecks} from "./go-checks.ts";
import {migration} from "./migration.ts";
import {other} from "./other.ts";
import {popular} from "./popular.ts";
import {security} from "./security.ts";
import type {InsightTemplate} from "./template.ts";
import {versions} from "./versions.ts";

/** Every template, each once. */
export const TEMPLATES: readonly InsightTemplate[] = [
  ...popular,
  ...migration,
  ...adoption,
  ...deprecation,
  ...versions,
  ...codeHealth,
  ...security,
  ...goChecks,
  ...other
];

/** A tab of templates; one may be on several. */
export interface TemplateSection {
  readonly title: string;
  readonly templates: readonly InsightTemplate[];
}

const byId = new Map(TEMPLATES.map((template) => [template.id, template]));
const section = (title: string, ...ids: readonly string[]): TemplateSection => ({
  title,
  templates: ids.map((id) => byId.get(id)!)
});

/** The tabs in their order. Source: Sourcegraph code-insights-templates, the Go checks with them. */
export const TEMPLATE_SECTIONS: readonly TemplateSection[] = [
  section(
    "Popular",
    "terraform-versions",
    "css-modules-migration",
    "log4j-fixed-versions",
    "yarn-adoption",
    "java-versions",
    "linter-override-rules",
    "ts-js-usage"
  ),
  section(
    "Migration",
    "config-or-doc-file",
    "allow-deny-list-tracking",
    "css-modules-migration",
    "python-2-3",
    "react-function-class"
  ),
  section(
    "Adoption",
    "new-api-usage",
    "yarn-adoption",
    "frequently-used-database",
    "large-package-usage",
    "react-component-lib-usage",
    "ci-tooling"
  ),
  section(
    "Deprecation",
    "css-class",
    "icon-or-image",
    "structural-code-pattern",
    "tooling-migration",
    "var-keywords",
    "testing-libraries"
  ),
  section(
    "Versions and patterns",
    "java-versions",
    "license-types",
    "all-log4j-versions",
    "python-versions",
    "nodejs-versions",
    "css-colors",
    "checkov-skip-types"
  ),
  section(
    "Code health",
    "todos",
    "linter-override-rules",
    "revert-commits",
    "deprecated-calls",
    "storybook-tests",
    "repos-with-readme",
    "ownership-tracking",
    "ci-tooling"
  ),
  section(
    "Security",
    "vulnerable-open-source",
    "api-keys-detection",
    "log4j-fixed-versions",
    "skipped-tests",
    "test-amount-and-types"
  ),
  section(
    "Go code checker",
    "go-static-check-sa6005",
    "go-static-check-s1002",
    "go-static-check-s1003",
    "go-static-check-s1004",
    "go-static-check-s1005",
    "go-static-check-s1006",
    "go-static-check-s1010",
    "go-static-check-s1012",
    "go-static-check-s1019",
    "go-static-check-s1020",
    "go-static-check-s1023",
    "go-static-check-s1024",
    "go-static-check-s1025",
    "go-static-check-s1028",
    "go-static-check-s1029",
    "go-static-check-s1032",
    "go-static-check-s1035",
    "go-static-check-s1037",
    "go-static-check-s1038",
    "go-static-check-s1039"
  ),
  section("Other", "ts-vs-go", "ios-app-screens", "adopting-new-api", "problematic-api-by-team", "data-fetching-gql")
];

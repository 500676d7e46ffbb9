import {leftovers as rules} from "./rule.ts";

/** Not what others wrote. */
const OWN = "-file:(^|/)(?:node_modules|vendor|third_party|dist)/";
const one = (id: string, title: string, label: string, pattern: string, files = "") => ({
  id,
  title,
  searches: [{label, query: ["patterntype:regexp", pattern, files, OWN].filter(Boolean).join(" ")}]
});

/** What a team means to get rid of. */
export const leftovers = rules(0.8, [
  one("todos", "Notes to do something later", "TODO, FIXME", "\\b(?:TODO|FIXME|XXX|HACK)\\b"),
  one(
    "skipped_tests",
    "Tests that are skipped",
    "Skipped",
    "\\b(?:it|test|describe)\\.skip\\(|\\bxit\\(|@(?:Ignore|Disabled)\\b|@(?:pytest\\.mark|unittest)\\.skip|\\bt\\.Skip"
  ),
  one("deprecated", "What is marked as deprecated", "Marks", "@[Dd]eprecated\\b|^\\s*//\\s*Deprecated:|#\\[deprecated"),
  one(
    "lint_off",
    "Rules of linters that are switched off",
    "Comments",
    "eslint-disable|tslint:disable|biome-ignore|//\\s*nolint|#\\s*noqa|#\\s*pylint:\\s*disable|rubocop:disable|@SuppressWarnings|#!?\\[allow\\("
  ),
  one(
    "type_checks_off",
    "Type checks that are switched off",
    "Comments",
    "@ts-(?:ignore|nocheck|expect-error)|#\\s*type:\\s*ignore|#\\s*pyright:\\s*ignore|\\$FlowFixMe"
  ),
  one("any_types", "TypeScript: any", "any", "(?::|\\bas)\\s*any\\b", "file:\\.[cm]?tsx?$"),
  one("console_log", "Calls of console.log", "console.log", "\\bconsole\\.log\\(", "file:\\.[cm]?[jt]sx?$"),
  one("lodash", "Imports of lodash", "lodash", "['\"]lodash(?:[./-][^'\"]*)?['\"]", "file:\\.[cm]?[jt]sx?$"),
  one("jquery", "Calls of jQuery", "jQuery", "\\bjQuery\\(|(?:^|[^\\w$])\\$\\(['\"]", "file:\\.(?:[cm]?[jt]sx?|html)$"),
  one("go_ioutil", "Go: io/ioutil", "io/ioutil", '"io/ioutil"', "file:\\.go$"),
  one("rust_unwrap", "Rust: unwrap()", "unwrap()", "\\.unwrap\\(\\)", "file:\\.rs$"),
  one("rust_unsafe", "Rust: unsafe", "unsafe", "\\bunsafe\\s*(?:\\{|fn\\b|impl\\b)", "file:\\.rs$"),
  one("python2", "Python: six and __future__", "Imports", "^\\s*(?:import|from) (?:six|__future__)\\b", "file:\\.py$")
]);

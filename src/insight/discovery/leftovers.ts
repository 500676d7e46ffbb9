import {IMPORTED, OWN} from "./asked.ts";
import {leftovers as rules} from "./rule.ts";

const one = (id: string, title: string, label: string, pattern: string, files = "") => ({
  id,
  title,
  searches: [{label, query: ["patterntype:regexp case:yes", pattern, files, OWN].filter(Boolean).join(" ")}]
});

/** What a team means to get rid of. */
export const leftovers = rules(0.8, [
  one("todos", "Notes to do something later", "TODO, FIXME", "\\b(?:TODO|FIXME|XXX|HACK)\\b"),
  one(
    "skipped_tests",
    "Tests that are skipped",
    "Skipped",
    "\\b(?:it|test|describe)\\.skip\\b|\\bx(?:it|describe)\\(|@(?:Ignore|Disabled)\\b|@(?:pytest\\.mark|unittest)\\.skip|\\bt\\.Skip(?:Now|f)?\\(|#\\[ignore\\b"
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
  // what follows a type: a sentence goes on with a word
  one(
    "any_types",
    "TypeScript: any",
    "any",
    "(?::|\\bas\\s|<)\\s*any\\s*(?:[\\[\\],;=\\)>|&{}?:]|as\\b|$)|,\\s*any\\s*>",
    "file:\\.[cm]?tsx?$"
  ),
  one("console_log", "Calls of console.log", "console.log", "\\bconsole\\.log\\(", "file:\\.[cm]?[jt]sx?$"),
  one("lodash", "Imports of lodash", "lodash", `${IMPORTED}lodash(?:[./-][^'"]*)?['"]`, "file:\\.[cm]?[jt]sx?$"),
  // no method of that name, as browsers under test have, and no command of a shell
  one(
    "jquery",
    "Calls of jQuery",
    "jQuery",
    "\\bjQuery\\(|(?:^|[^\\w$.])\\$\\((?:['\"][#.:<\\w*\\[]|document\\b|window\\b|this\\b)",
    "file:\\.(?:[cm]?[jt]sx?|html)$"
  ),
  one("go_ioutil", "Go: io/ioutil", "io/ioutil", '^\\s*(?:import\\s+)?(?:[\\w.]+\\s+)?"io/ioutil"', "file:\\.go$"),
  one("rust_unwrap", "Rust: unwrap()", "unwrap()", "\\.unwrap\\(\\)", "file:\\.rs$"),
  one("rust_unsafe", "Rust: unsafe", "unsafe", "\\bunsafe\\s*(?:\\{|(?:fn|impl|trait|extern)\\b)", "file:\\.rs$"),
  // "annotations" is of today
  one(
    "python2",
    "Python: six and __future__",
    "Imports",
    "^\\s*(?:(?:import|from)\\s+six\\b|from\\s+__future__\\s+import\\s.*\\b(?:print_function|unicode_literals|absolute_import|division|with_statement)\\b)",
    "file:\\.py$"
  )
]);

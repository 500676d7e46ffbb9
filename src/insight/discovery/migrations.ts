import {migrations as rules} from "./rule.ts";

const SCRIPTS = "file:\\.[cm]?[jt]sx?$";
const PACKAGE = "file:(^|/)package\\.json$";
const exp = (pattern: string, files: string) => `patterntype:regexp ${pattern} ${files}`;
const path = (pattern: string) => `type:path file:${pattern}`;

/** Two ways to do one thing, the old one first. */
export const migrations = rules([
  {
    id: "javascript_to_typescript",
    title: "JavaScript to TypeScript",
    searches: [
      {label: "JavaScript files", query: path("\\.[cm]?jsx?$")},
      {label: "TypeScript files", query: path("\\.[cm]?tsx?$")}
    ]
  },
  {
    id: "require_to_import",
    title: "CommonJS to modules",
    searches: [
      {label: "require()", query: exp("\\brequire\\(['\"]", SCRIPTS)},
      {label: "import", query: exp("^import\\b.*['\"]", SCRIPTS)}
    ]
  },
  {
    id: "moment",
    title: "Away from Moment.js",
    searches: [
      {label: "Moment.js", query: exp("['\"]moment(?:-timezone)?['\"]", SCRIPTS)},
      {label: "Others", query: exp("['\"](?:date-fns|dayjs|luxon)(?:/[^'\"]*)?['\"]", SCRIPTS)}
    ]
  },
  {
    id: "enzyme",
    title: "Enzyme to Testing Library",
    searches: [
      {label: "Enzyme", query: exp("['\"]enzyme['\"]", SCRIPTS)},
      {label: "Testing Library", query: exp("['\"]@testing-library/[^'\"]+['\"]", SCRIPTS)}
    ]
  },
  {
    id: "test_runner",
    title: "Test runners of JavaScript",
    searches: [
      {label: "Jest, Mocha, Jasmine, Karma", query: exp('"(?:jest|mocha|jasmine|karma)":', PACKAGE)},
      {label: "Vitest", query: exp('"vitest":', PACKAGE)}
    ]
  },
  {
    id: "bundler",
    title: "Bundlers",
    searches: [
      {label: "webpack, Parcel, Gulp", query: exp('"(?:webpack|parcel|gulp)":', PACKAGE)},
      {label: "Vite, esbuild, Rspack", query: exp('"(?:vite|esbuild|@rspack/core)":', PACKAGE)}
    ]
  },
  {
    id: "linter",
    title: "Linters of JavaScript",
    searches: [
      {label: "ESLint, TSLint", query: exp('"(?:eslint|tslint)":', PACKAGE)},
      {label: "Biome, oxlint", query: exp('"(?:@biomejs/biome|oxlint)":', PACKAGE)}
    ]
  },
  {
    id: "http_client",
    title: "Request libraries to fetch()",
    searches: [
      {label: "Libraries", query: exp("['\"](?:axios|request|node-fetch|superagent|got)['\"]", SCRIPTS)},
      {label: "fetch()", query: exp("\\bfetch\\(", SCRIPTS)}
    ]
  },
  {
    id: "sass_import",
    title: "Sass: @import to @use",
    searches: [
      {label: "@import", query: exp("^\\s*@import\\b", "file:\\.s[ac]ss$")},
      {label: "@use", query: exp("^\\s*@(?:use|forward)\\b", "file:\\.s[ac]ss$")}
    ]
  },
  {
    id: "ci",
    title: "Travis, Circle and Jenkins to GitHub Actions",
    searches: [
      {label: "Others", query: path("(^|/)(?:\\.travis\\.yml|\\.circleci/config\\.yml|Jenkinsfile)$")},
      {label: "GitHub Actions", query: path("^\\.github/workflows/[^/]+\\.ya?ml$")}
    ]
  },
  {
    id: "unittest_to_pytest",
    title: "unittest to pytest",
    searches: [
      {label: "unittest", query: exp("^\\s*(?:import|from) unittest\\b", "file:\\.py$")},
      {label: "pytest", query: exp("^\\s*(?:import|from) pytest\\b", "file:\\.py$")}
    ]
  },
  {
    id: "pyproject",
    title: "setup.py to pyproject.toml",
    searches: [
      {label: "setup.py", query: path("(^|/)setup\\.(?:py|cfg)$")},
      {label: "pyproject.toml", query: path("(^|/)pyproject\\.toml$")}
    ]
  },
  {
    id: "typing_generics",
    title: "Python: typing.List to list",
    searches: [
      {label: "typing", query: exp("\\b(?:List|Dict|Tuple|Set|Optional|Union)\\[", "file:\\.pyi?$")},
      {label: "Built in", query: exp("\\b(?:list|dict|tuple|set)\\[|\\| None\\b", "file:\\.pyi?$")}
    ]
  },
  {
    id: "go_any",
    title: "Go: interface{} to any",
    searches: [
      {label: "interface{}", query: exp("\\binterface\\{\\}", "file:\\.go$")},
      {label: "any", query: exp("(?:[\\]\\s(*]|\\.\\.\\.)any\\b", "file:\\.go$")}
    ]
  },
  {
    id: "go_errors",
    title: "Go: pkg/errors to wrapped errors",
    searches: [
      {label: "pkg/errors", query: exp('"github\\.com/pkg/errors"', "file:\\.go$")},
      {label: "%w", query: exp("Errorf\\(.*%w", "file:\\.go$")}
    ]
  },
  {
    id: "go_logging",
    title: "Go: to log/slog",
    searches: [
      {
        label: "logrus, zap, zerolog",
        query: exp('"(?:github\\.com/sirupsen/logrus|go\\.uber\\.org/zap|github\\.com/rs/zerolog)', "file:\\.go$")
      },
      {label: "log/slog", query: exp('"log/slog"', "file:\\.go$")}
    ]
  },
  {
    id: "jakarta",
    title: "javax to jakarta",
    searches: [
      {
        label: "javax",
        query: exp(
          "^import javax\\.(?:servlet|persistence|inject|ws|validation|annotation|ejb)\\b",
          "file:\\.(?:java|kt)$"
        )
      },
      {label: "jakarta", query: exp("^import jakarta\\.", "file:\\.(?:java|kt)$")}
    ]
  },
  {
    id: "junit",
    title: "JUnit 4 to JUnit 5",
    searches: [
      {
        label: "JUnit 4",
        query: exp("^import (?:static )?org\\.junit\\.(?:[A-Z]|rules|runner)", "file:\\.(?:java|kt)$")
      },
      {label: "JUnit 5", query: exp("^import (?:static )?org\\.junit\\.jupiter\\.", "file:\\.(?:java|kt)$")}
    ]
  },
  {
    id: "newtonsoft",
    title: "Newtonsoft.Json to System.Text.Json",
    searches: [
      {label: "Newtonsoft.Json", query: exp("\\bNewtonsoft\\.Json\\b", "file:\\.cs(?:proj)?$")},
      {label: "System.Text.Json", query: exp("\\bSystem\\.Text\\.Json\\b", "file:\\.cs(?:proj)?$")}
    ]
  },
  {
    id: "lazy_static",
    title: "Rust: lazy_static to the standard library",
    searches: [
      {label: "lazy_static, once_cell", query: exp("\\b(?:lazy_static!|once_cell::)", "file:\\.rs$")},
      {label: "LazyLock, OnceLock", query: exp("\\b(?:LazyLock|OnceLock)\\b", "file:\\.rs$")}
    ]
  }
]);

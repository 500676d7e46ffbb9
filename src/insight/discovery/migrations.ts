import {IMPORTED, OWN} from "./asked.ts";
import {migrations as rules} from "./rule.ts";

const SCRIPTS = "file:\\.[cm]?[jt]sx?$";
const PACKAGE = "file:(^|/)package\\.json$";
const exp = (pattern: string, files: string) => `patterntype:regexp case:yes ${pattern} ${files} ${OWN}`;
const path = (pattern: string) => `type:path file:${pattern} ${OWN}`;
/** A use of modules whose names an expression finds. */
const imports = (names: string) => exp(`${IMPORTED}(?:${names})['"]`, SCRIPTS);
/** Packages under dependencies, and not what is set of them: there stands a version. */
const depends = (names: string) =>
  exp(`"(?:${names})":\\s*"[\\^~<>=]*\\s*(?:\\d|\\*|latest|next|workspace:|catalog:|npm:)`, PACKAGE);

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
      {label: "import", query: exp("^\\s*(?:import\\s*|(?:import\\b[^'\"]*|\\}\\s*)\\bfrom\\s*)['\"]", SCRIPTS)}
    ]
  },
  {
    id: "moment",
    title: "Away from Moment.js",
    searches: [
      {label: "Moment.js", query: imports("moment(?:-timezone)?")},
      {label: "Others", query: imports("(?:date-fns|dayjs|luxon)(?:/[^'\"]*)?")}
    ]
  },
  {
    id: "enzyme",
    title: "Enzyme to Testing Library",
    searches: [
      {label: "Enzyme", query: imports("enzyme")},
      {label: "Testing Library", query: imports("@testing-library/[^'\"]+")}
    ]
  },
  {
    id: "test_runner",
    title: "Test runners of JavaScript",
    searches: [
      {label: "Jest, Mocha, Jasmine, Karma", query: depends("jest|mocha|jasmine|karma")},
      {label: "Vitest", query: depends("vitest")}
    ]
  },
  {
    id: "bundler",
    title: "Bundlers",
    searches: [
      {label: "webpack, Parcel, Gulp", query: depends("webpack|parcel|gulp")},
      {label: "Vite, esbuild, Rspack", query: depends("vite|esbuild|@rspack/core")}
    ]
  },
  {
    id: "linter",
    title: "Linters of JavaScript",
    searches: [
      {label: "ESLint, TSLint", query: depends("eslint|tslint")},
      {label: "Biome, oxlint", query: depends("@biomejs/biome|oxlint")}
    ]
  },
  {
    id: "http_client",
    title: "Request libraries to fetch()",
    searches: [
      {label: "Imports of libraries", query: imports("axios|request|node-fetch|superagent|got")},
      {
        label: "Calls of fetch()",
        query: exp("(?:^|[^\\w$.]|\\b(?:window|globalThis|self)\\.)fetch\\(", SCRIPTS)
      }
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
      {
        label: "unittest",
        // its mocks are used with pytest, too
        query: exp(
          "^\\s*(?:import\\s+unittest\\s*(?:[#,]|$)|from\\s+unittest\\s+import\\s.*\\b(?:TestCase|IsolatedAsyncioTestCase|main)\\b)",
          "file:\\.py$"
        )
      },
      {label: "pytest", query: exp("^\\s*(?:import|from)\\s+pytest\\b", "file:\\.py$")}
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
      {label: "Built in", query: exp("\\b(?:list|dict|tuple|set)\\[|\\|\\s*None\\b", "file:\\.pyi?$")}
    ]
  },
  {
    id: "go_any",
    title: "Go: interface{} to any",
    searches: [
      {label: "interface{}", query: exp("\\binterface\\{\\}", "file:\\.go$")},
      {
        label: "any",
        // as a type; comments say "if any" and "of any"
        query: exp("(?:[\\]\\(*]|\\.\\.\\.)any\\b|[^f\\s/]\\s+any(?:[,\\)\\]]|\\s*[{=`]|\\s*$)", "file:\\.go$")
      }
    ]
  },
  {
    id: "go_errors",
    title: "Go: pkg/errors to wrapped errors",
    searches: [
      {
        label: "pkg/errors",
        query: exp("\\berrors\\.(?:Wrapf?|WithStack|WithMessagef?|Cause)\\(", "file:\\.go$")
      },
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
      {label: "log/slog", query: exp('^\\s*(?:import\\s+)?(?:[\\w.]+\\s+)?"log/slog"', "file:\\.go$")}
    ]
  },
  {
    id: "jakarta",
    title: "javax to jakarta",
    searches: [
      {
        label: "javax",
        query: exp(
          // javax.annotation.processing, javax.sql and others stay in Java
          "^import\\s+(?:static\\s+)?javax\\.(?:(?:servlet|persistence|inject|ws\\.rs|validation|ejb)\\b|annotation\\.(?:PostConstruct|PreDestroy|Priority|Resource|security)\\b)",
          "file:\\.(?:java|kt)$"
        )
      },
      {label: "jakarta", query: exp("^import\\s+(?:static\\s+)?jakarta\\.", "file:\\.(?:java|kt)$")}
    ]
  },
  {
    id: "junit",
    title: "JUnit 4 to JUnit 5",
    searches: [
      {
        label: "JUnit 4",
        query: exp(
          "^import\\s+(?:static\\s+)?org\\.junit\\.(?:[A-Z*]|rules|runners?|experimental)",
          "file:\\.(?:java|kt)$"
        )
      },
      {label: "JUnit 5", query: exp("^import\\s+(?:static\\s+)?org\\.junit\\.jupiter\\.", "file:\\.(?:java|kt)$")}
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

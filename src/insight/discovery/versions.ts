import {OWN} from "./asked.ts";
import {versions as rules} from "./rule.ts";

const one = (id: string, title: string, pattern: string, files: string) => ({
  id,
  title,
  searches: [{label: title, query: `patterntype:regexp ${pattern} file:${files} ${OWN}`}]
});

const PACKAGE = "(^|/)package\\.json$";

/** Which versions are in use. */
export const versions = rules([
  one("go_versions", "Versions of Go", "^go\\s+(\\d+\\.\\d+)", "(^|/)go\\.mod$"),
  one("node_versions", "Versions of Node.js", '"node":\\s*"[^\\d"]*(\\d+)', PACKAGE),
  one("nvmrc_versions", "Versions of Node.js in .nvmrc", "^v?(\\d+)", "(^|/)\\.(?:nvmrc|node-version)$"),
  one("typescript_versions", "Versions of TypeScript", '"typescript":\\s*"[^\\d"]*(\\d+\\.\\d+)', PACKAGE),
  one("react_versions", "Versions of React", '"react":\\s*"[^\\d"]*(\\d+)', PACKAGE),
  one(
    "python_versions",
    "Versions of Python",
    "requires-python\\s*=\\s*['\"][^\\d'\"]*(\\d+\\.\\d+)",
    "(^|/)pyproject\\.toml$"
  ),
  one(
    "java_versions",
    "Versions of Java",
    "<(?:java\\.version|maven\\.compiler\\.(?:source|release))>([\\d.]+)<",
    "(^|/)pom\\.xml$"
  ),
  one("gradle_versions", "Versions of Gradle", "gradle-([\\d.]+)-", "(^|/)gradle-wrapper\\.properties$"),
  one("dotnet_versions", "Frameworks of .NET", "<TargetFrameworks?>([^<]+)<", "\\.(?:cs|fs|vb)proj$"),
  one("ruby_versions", "Versions of Ruby", "^(?:ruby-)?(\\d+\\.\\d+)", "(^|/)\\.ruby-version$"),
  one("rust_editions", "Editions of Rust", '^edition\\s*=\\s*"(\\d+)"', "(^|/)Cargo\\.toml$"),
  one("terraform_versions", "Versions of Terraform", 'required_version\\s*=\\s*"[^\\d"]*(\\d+\\.\\d+)', "\\.tf$"),
  one(
    "base_images",
    "Base images",
    // with a tag or a folder: a name alone is most often an earlier stage of the same file
    "^FROM\\s+(?:--platform=\\S+\\s+)?((?:[\\w.-]+(?::\\d+)?/)*[\\w.-]+:[\\w.-]+|(?:[\\w.-]+(?::\\d+)?/)+[\\w.-]+)",
    "(^|/)(?:Dockerfile|Containerfile)[^/]*$"
  ),
  one(
    "actions",
    "GitHub Actions and their versions",
    // a commit may begin with digits as well
    "uses:\\s*['\"]?([\\w.-]+/[\\w./-]+@v?\\d+)(?:\\.[\\d.]*)?(?:['\"\\s#]|$)",
    "^\\.github/.*\\.ya?ml$"
  ),
  one("licences", "Licences of packages", '"license":\\s*"([^"]+)"', PACKAGE)
]);

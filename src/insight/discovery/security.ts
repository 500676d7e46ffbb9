import {OWN} from "./asked.ts";
import {leftovers} from "./rule.ts";

const one = (id: string, title: string, label: string, pattern: string, files = "") => ({
  id,
  title,
  searches: [{label, query: ["patterntype:regexp case:yes", pattern, files].filter(Boolean).join(" ")}]
});

/** What should not be there at all: it weighs more, however few there are. */
export const security = leftovers(1.5, [
  one("private_keys", "Private keys in the code", "Keys", "-----BEGIN\\s(?:[A-Z]+\\s)?PRIVATE\\sKEY-----"),
  one("cloud_keys", "Keys of AWS in the code", "Keys", "\\b(?:AKIA|ASIA)[0-9A-Z]{16}\\b"),
  one(
    "weak_hashes",
    "MD5 and SHA-1",
    "Calls",
    '\\bcreateHash\\([\'"](?:md5|sha1|MD5|SHA1)[\'"]|\\bhashlib\\.(?:md5|sha1)\\(|\\b(?:md5|sha1)\\.(?:New|Sum)\\(|getInstance\\("(?:MD5|SHA-?1)"\\)',
    OWN
  ),
  one(
    "tls_checks_off",
    "Certificates that are not checked",
    "Places",
    "InsecureSkipVerify:\\s*true|rejectUnauthorized:\\s*false|\\bverify\\s*=\\s*False\\b|NODE_TLS_REJECT_UNAUTHORIZED\\W{1,8}0\\b",
    OWN
  ),
  one(
    "inner_html",
    "Text that is set as HTML",
    "Places",
    "\\bdangerouslySetInnerHTML\\s*[=:]|\\.innerHTML\\s*\\+?=\\s*(?:[^=\\s'\"]|['\"][^'\"]|$)",
    `file:\\.[cm]?[jt]sx?$ ${OWN}`
  ),
  one(
    "shell_commands",
    "Commands through a shell",
    "Calls",
    "\\bshell\\s*=\\s*True\\b|\\bos\\.system\\(|\\bchild_process\\.exec\\(|\\bexecSync\\(",
    OWN
  ),
  one(
    "unsafe_loading",
    "Python: pickle and yaml.load",
    "Calls",
    "\\bpickle\\.loads?\\(|\\byaml\\.(?:unsafe_load|full_load)(?:_all)?\\(|\\byaml\\.load\\((?:[^,\\(\\)]*(?:\\([^\\(\\)]*\\))?[^,\\(\\)]*\\)|.*\\bLoader\\s*=\\s*(?:yaml\\.)?(?:Unsafe|Full)?Loader\\b)",
    `file:\\.py$ ${OWN}`
  ),
  one(
    "moving_actions",
    "GitHub Actions from a moving branch",
    "uses: …@main",
    "uses:\\s*['\"]?[\\w./-]+@(?:main|master)\\b",
    "file:^\\.github/.*\\.ya?ml$"
  ),
  one(
    "pull_request_target",
    "Workflows with pull_request_target",
    "Workflows",
    "\\bpull_request_target\\b",
    "file:^\\.github/.*\\.ya?ml$"
  )
]);

/** The commands that make importable results for a query, ready to paste into a POSIX shell. */
import {isTidemarkError} from "../error.ts";
import {fileSearch} from "./file-search.ts";
import {detectSearchType, readQuery} from "./plan.ts";
import type {SearchType} from "./search-type.ts";
import type {Filter} from "./tree.ts";

/** The search with `src`, into a file. */
export function searchCommands(query: string, file = "results.jsonl"): readonly string[] {
  return [`src search -stream -json ${shellQuoted(`${query} count:all`)} > ${shellQuoted(file)}`];
}

/**
 * The command that takes a query from the histories of clones, ready but for their folders; null for what the files of a
 * clone cannot answer. With `captured` its groups make values of their own.
 */
export function snapshotCommand(query: string, captured: boolean): string | null {
  try {
    const type = captured ? "regexp" : detectSearchType(query, "literal");
    const {groups} = fileSearch(query, type, () => "");
    if (captured && !groups) return null;
  } catch (error) {
    if (isTidemarkError(error)) return null;
    throw error;
  }
  return `tidemark snapshot --query ${shellQuoted(query)}${captured ? " --capture" : ""} --repos DIR`;
}

/** What tells the import of a file which query it answers: the sidecar beside it. */
export function sidecarCommand(query: string, file = "results.jsonl"): string {
  return `echo ${shellQuoted(JSON.stringify({query}))} > ${shellQuoted(`${file}.meta.json`)}`;
}

/** Languages of queries as ripgrep calls their files. */
const TYPES: Readonly<Record<string, string>> = {
  go: "go",
  gradle: "groovy",
  java: "java",
  javascript: "js",
  kotlin: "kotlin",
  python: "py",
  ruby: "ruby",
  rust: "rust",
  scss: "sass",
  swift: "swift",
  terraform: "tf",
  typescript: "ts"
};

/** Filters that ripgrep, run in one clone, has no need of. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(["patterntype", "case", "fork", "archived", "count", "timeout"]);

/**
 * The same search with ripgrep in the clone of one repository; null for what ripgrep cannot search: structure, commits,
 * several patterns, languages it has no name for. Case counts only with case:yes, as in the search language; `type` is how a
 * query is read that does not say.
 */
export function ripgrepCommand(query: string, file = "results.rg.jsonl", type: SearchType = "literal"): string | null {
  const {value: plan} = readQuery(query, type);
  const [alternative, ...more] = plan ?? [];
  if (!alternative || more.length || alternative.pattern?.kind !== "pattern") return null;
  const {filters, pattern} = alternative;
  const of = (field: string) => filters.filter((filter) => filter.field === field);
  const others = filters.filter(({field}) => field !== "file" && field !== "lang" && !SAYS_NOTHING.has(field));
  const languages = of("lang").map(({value}) => TYPES[value.toLowerCase()]);
  if (others.length || languages.includes(undefined) || of("lang").some(({negated}) => negated)) return null;
  if (of("patterntype").some(({value}) => /^structural$/i.test(value)) || pattern.negated || !pattern.value)
    return null;
  if (of("file").some(({predicate}) => predicate)) return null;
  const isCaseSensitive = of("case").some(({value}) => /^(?:y|yes|true|t|1)$/i.test(value));
  const words = [
    "rg --json",
    ...(isCaseSensitive ? [] : ["-i"]),
    ...(pattern.regexp ? [] : ["-F"]),
    ...(pattern.value.includes("\\n") && pattern.regexp ? ["-U"] : []),
    ...languages.map((type) => `-t ${type}`),
    `-e ${shellQuoted(pattern.value)}`
  ];
  const paths = of("file").map(pathFilter);
  const search = words.join(" ");
  const into = ` > ${shellQuoted(file)}`;
  return paths.length
    ? `rg --files | ${paths.join(" | ")} | tr '\\n' '\\0' | xargs -0 ${search}${into}`
    : search + into;
}

function pathFilter({value, negated}: Filter): string {
  return `rg -i${negated ? " -v" : ""} -e ${shellQuoted(value)}`;
}

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

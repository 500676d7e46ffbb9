/**
 * The functions of repo: and file: that ask for files: repo:has.file(path:… content:…) and its kin choose repositories by a
 * file that they hold, file:has.content(…) chooses files by what else is in them. Both are asked of the commit that is
 * searched. Source: Sourcegraph internal/search/query/predicate.go and types.go (RepoHasFileContentArgs), and
 * jobutil/filter_file_contains.go.
 */
import {TidemarkError} from "../error.ts";
import {predicateBeyondClone, unsupported} from "./beyond-clone.ts";
import {matcherOf} from "./content-tree.ts";
import {type Content, textTest} from "./line-matcher.ts";
import {tokenize} from "./token.ts";
import type {Filter} from "./tree.ts";

/** That a repository holds a file: one whose path passes, and whose content does where it is asked for. */
export interface RepositoryCondition {
  /** Conditions of one name ask the same. */
  readonly name: string;
  hasPath(path: string): boolean;
  /** Null where the path alone says it. */
  readonly hasContent: ((content: Content) => boolean) | null;
}

/** What a function of repo: or file: asks. */
export type FilePredicate =
  | {readonly of: "repository"; readonly condition: RepositoryCondition}
  | {readonly of: "file"; hasContent(content: Content): boolean};

/**
 * What repo:has.file(…), file:has.content(…), their other names and repohasfile: ask.
 * @throws TidemarkError "query/unsupported" for the functions that files do not answer; "query/invalid", "regex/invalid"
 */
export function filePredicate(
  {field, name, value, predicate}: Filter,
  query: string,
  ignoreCase: boolean
): FilePredicate {
  if (field === "repohasfile") return ofRepository(value, null);
  const open = value.indexOf("(");
  const called = value
    .slice(0, open)
    .toLowerCase()
    .replace(/^contains(?=\.)/, "has");
  const inner = value.slice(open + 1, -1);
  if (predicate && field === "repo") {
    if (called === "has.path") return ofRepository(inner, null);
    if (called === "has.content") return ofRepository(null, inner);
    if (called === "has.file" || called === "contains") {
      const {path, content} = parameters(inner, `${name}:${value}`);
      return ofRepository(path, content);
    }
  }
  if (predicate && field === "file" && called === "has.content")
    return {of: "file", hasContent: contentTest(inner, ignoreCase)};
  throw unsupported(query, `${name}:${value} ${predicateBeyondClone(field, called)}`);

  function ofRepository(path: string | null, content: string | null): FilePredicate {
    const condition = {
      name: JSON.stringify([path, content, ignoreCase]),
      hasPath: path === null ? () => true : textTest(ignoreCase ? `(?i:${path})` : path),
      hasContent: content === null ? null : contentTest(content, ignoreCase)
    };
    return {of: "repository", condition};
  }
}

/** Whether an expression matches somewhere in a content; one that matches the empty text matches in all. */
function contentTest(expression: string, ignoreCase: boolean): (content: Content) => boolean {
  if (textTest(ignoreCase ? `(?i:${expression})` : expression)("")) return () => true;
  const matcher = matcherOf(expression, ignoreCase);
  return (content) => matcher.find(content).length > 0;
}

/** `path:a content:b`, of which one is enough; a lone expression is a path, as it was written before. */
function parameters(inner: string, written: string): {readonly path: string | null; readonly content: string | null} {
  const bad = (text: string) => new TidemarkError("query/invalid", `${written} ${text}.`);
  const {value: tokens, messages} = tokenize(inner, "regexp", {groups: false});
  if (messages[0]) throw bad(`cannot be read: ${messages[0].text.replace(/\.$/, "")}`);
  const [only] = tokens;
  if (tokens.length === 1 && only!.kind === "pattern") return {path: only!.value, content: null};
  const found: {path: string | null; content: string | null} = {path: null, content: null};
  for (const token of tokens) {
    const field = token.kind === "filter" ? ({file: "path", content: "content"} as const)[token.field] : undefined;
    if (token.kind !== "filter" || field === undefined)
      throw bad(`should hold path: and content: only, as in repo:has.file(path:go\\.mod content:go)`);
    if (token.negated) throw bad("holds a negated part; negate the whole of it: -repo:has.file(…)");
    if (found[field] !== null) throw bad(`says ${field}: more than once`);
    if (token.value !== "") found[field] = token.value;
  }
  if (found.path === null && found.content === null) throw bad("should say path: or content:");
  return found;
}

import {describe, expect, it} from "vitest";
import {fileSearch, patternSearch} from "../../src/query/file-search.ts";
import {contentOf} from "../../src/query/line-matcher.ts";
import type {SearchType} from "../../src/query/search-type.ts";

const languageOf = (path: string) => (path.endsWith(".go") ? "Go" : path.endsWith(".ts") ? "TypeScript" : "");

/** Lines and matches that a query finds in a file; null: nothing. */
function found(query: string, text: string, {path = "src/a.go", repo = "github.com/acme/api", type = "literal"} = {}) {
  const search = fileSearch(query, type as SearchType, languageOf);
  const mask = search.alternativesOf(path, search.alternativesIn(repo));
  const one = mask ? search.find(mask, path, search.needsContent(mask) ? contentOf(text) : null) : null;
  return one && [one.lines, one.matches];
}

describe("a search of files", () => {
  it.each([
    // a literal is found in either case unless case:yes says otherwise
    ["todo", "TODO todo\ntodo", [2, 3]],
    ["todo case:yes", "TODO todo\ntodo", [2, 2]],
    ["a.b", "a.b axb", [1, 1]],
    ["/a.b/ patterntype:standard", "a.b axb", [1, 2]],
    ["a.b patterntype:regexp", "a.b axb", [1, 2]],
    // side by side: one text in a literal search, all of them in a keyword search
    ["foo bar", "foo bar\nfoo\nbar", [1, 1]],
    ["foo bar patterntype:keyword", "foo bar\nfoo\nbar", [3, 4]],
    ["foo bar patterntype:regexp", "foo x bar\nfoo\nbar", [1, 1]],
    // and: the file holds both, and the places of both count
    ["foo and bar", "foo\nbar", [2, 2]],
    ["foo and baz", "foo\nbar", null],
    ["foo or bar", "foo\nbar", [2, 2]],
    // places that overlap count once
    ["foob or oba", "fooba", [1, 1]],
    ["foo not bar", "foo", [1, 1]],
    ["foo not bar", "foo\nbar", null],
    // what is not there stands in no line
    ["not bar", "foo", [0, 1]],
    ["content:foo", "foo", [1, 1]],
    ['content:"a b"', "a b", [1, 1]],
    // no pattern: the file itself
    ["file:\\.go$", "anything", [0, 1]],
    ["file:\\.ts$", "anything", null],
    ["api type:path", "x", null],
    ["src type:path", "x", [0, 1]]
  ])("%s in %j finds %j", (query, text, result) => {
    expect(found(query, text)).toEqual(result);
  });

  it.each([
    ["x file:SRC/", [1, 1]],
    ["x file:SRC/ case:yes", null],
    ["x -file:_test\\.go$", [1, 1]],
    ["x -file:src", null],
    ["x lang:golang", [1, 1]],
    ["x lang:typescript", null],
    ["x -lang:go", null],
    ["x repo:ACME/", [1, 1]],
    ["x repo:other", null],
    ["x -repo:acme", null],
    ["x fork:no archived:no count:all timeout:10s", [1, 1]],
    ["(file:a x) or (file:zzz y)", [1, 1]],
    ["(file:zzz x) or (lang:go y)", null]
  ])("%s looks at the right repositories and paths", (query, result) => {
    expect(found(query, "x")).toEqual(result);
  });

  it.each([
    ["author:ann type:commit x", "type:commit looks at commits"],
    ["x type:symbol", "looks at symbols"],
    ["x rev:main repo:a", "names a revision"],
    ["x repo:has.file(go.mod)", "is a function"],
    ["x select:commit.diff.added", "select:commit.diff.added is not worked out"],
    ["x repohasfile:go.mod", "choose the clones with --repos"],
    ["a :[x] patterntype:structural", "structural"],
    ["a\\nb patterntype:regexp", "line by line"],
    ["x context:mine", "search context"]
  ])("%s cannot be answered, and says why", (query, why) => {
    expect(() => fileSearch(query, "literal", languageOf)).toThrow(why);
  });

  it("captures the groups of the only expression", () => {
    const search = fileSearch("go\\s+(\\d+)\\.(\\d+)", "regexp", languageOf);
    expect(search.groups).toBe(2);
    expect(search.find(1, "a", contentOf("go 1.2"))?.places[0]?.groups).toEqual(["1", "2"]);
    expect(fileSearch("(a) or (b)", "regexp", languageOf).groups).toBe(0);
  });

  it("counts files or repositories where a query selects them", () => {
    expect(fileSearch("x", "literal", languageOf).counts).toBe("matches");
    expect(fileSearch("x select:file", "literal", languageOf).counts).toBe("files");
    expect(fileSearch("x select:repo", "literal", languageOf).counts).toBe("repositories");
    expect(fileSearch("file:x", "literal", languageOf).counts).toBe("files");
  });

  it("reads the globs of a list of queries as git's pathspecs", () => {
    const search = patternSearch("x", {include: ["*.ts", "docs", "a?c"], ignoreCase: false, groups: 0});
    const takes = (path: string) => search.alternativesOf(path, 1) > 0;
    expect(["a.ts", "x/y/a.ts", "docs/a", "docs", "a/c"].map(takes)).toEqual([true, true, true, true, true]);
    expect(["a.tsx", "docs2/a", "x/docs/a"].map(takes)).toEqual([false, false, false]);
  });
});

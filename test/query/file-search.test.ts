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
    // a file that holds something else, too: only the places of the pattern count
    ["foo file:has.content(ba[rz])", "foo\nbar", [1, 1]],
    ["foo file:contains.content(ba[rz])", "foo\nbat", null],
    ["foo -file:has.content(bar)", "foo\nbar", null],
    ["foo -file:has.content(bar)", "foo\nbaz", [1, 1]],
    ["foo file:has.content(BAR)", "foo bar", [1, 1]],
    ["foo file:has.content(BAR) case:yes", "foo bar", null],
    ["file:has.content(a\\nb)", "a\nb", [0, 1]],
    ["src type:path file:has.content(x)", "x", [0, 1]],
    ["src type:path file:has.content(x)", "y", null],
    // the end of a line that is named is searched for: a match counts once, the lines it stands on each
    ["a\\nb patterntype:regexp", "a\nb\na b\na\nb", [4, 2]],
    ["(?s)a.b patterntype:regexp", "a\nb", [2, 1]],
    ["a[\\s\\S]*?z patterntype:regexp", "a\n\nz a z", [3, 2]],
    ["a[^z\\n]b patterntype:regexp", "a\nb axb", [1, 1]],
    ['content:"a\\nb"', "a\nb", [2, 1]],
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
    ["x repo:has.meta(team:a)", "which no clone holds; choose the clones with --repos"],
    ["x repo:has.topic(a)", "which no clone holds"],
    ["x repo:has.commit.after(2024-01-01)", "what was committed lately"],
    ["x file:has.owner(ann)", "filter or group the insight by owner"],
    ["x file:has.contributor(ann)", "asks who wrote commits"],
    ["x repo:has.file(path:a or)", "should hold path: and content: only"],
    ["x repo:has.file(-path:a)", "negate the whole of it"],
    ["x repo:has.file(path:a path:b)", "says path: more than once"],
    ["x repo:has.file(path:a content:[)", "no regular expression"],
    ["x select:commit.diff.added", "select:commit.diff.added is not worked out"],
    ["a :[x] patterntype:structural", "structural"],
    ["x context:mine", "search context"]
  ])("%s cannot be answered, and says why", (query, why) => {
    expect(() => fileSearch(query, "literal", languageOf)).toThrow(why);
  });

  it("asks what a repository holds, of each alternative", () => {
    const search = fileSearch(
      "(repo:has.file(path:go\\.mod content:go) x) or (-repo:has.path(\\.lock$) y) or (repohasfile:GO.MOD z)",
      "literal",
      languageOf
    );
    const [file, lock, mod] = search.conditions;
    expect(search.conditions).toHaveLength(3);
    expect([file, lock, mod].map((one) => one!.hasPath("a/go.mod"))).toEqual([true, false, true]);
    expect(file!.hasContent?.(contentOf("GO 1.20"))).toBe(true);
    expect([lock, mod].map((one) => one!.hasContent)).toEqual([null, null]);
    const at = (...holds: (boolean | null)[]) => search.alternativesAt(0b111, (condition) => holds[condition]!);
    expect(at(true, false, false)).toEqual({mask: 0b011, undecided: 0});
    expect(at(false, true, true)).toEqual({mask: 0b100, undecided: 0});
    expect(at(null, null, false)).toEqual({mask: 0, undecided: 0b011});
  });

  it.each([
    ["repo:has.path(go\\.mod)", ["go\\.mod", null]],
    ["repo:contains.path(go mod)", ["go mod", null]],
    ["repo:has.content(a b)", [null, "a b"]],
    ["repo:contains.content(a)", [null, "a"]],
    ["repo:has.file(go.mod)", ["go.mod", null]],
    ["repo:contains.file(path:a content:b)", ["a", "b"]],
    ['repo:has.file(content:"a b" path:c)', ["c", "a b"]],
    ["repo:contains(file:a content:b)", ["a", "b"]],
    ["-repohasfile:a", ["a", null]]
  ])("%s is a condition on a file", (query, asked) => {
    const {conditions, counts} = fileSearch(query, "literal", languageOf);
    expect(conditions.map(({name}) => JSON.parse(name))).toEqual([[...asked, true]]);
    // nothing is said of files: what is found is the repository
    expect(counts).toBe("repositories");
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
    expect(() => patternSearch("a\\nb", {include: [], groups: 0})).toThrow("line by line");
    expect(["a.tsx", "docs2/a", "x/docs/a"].map(takes)).toEqual([false, false, false]);
  });
});

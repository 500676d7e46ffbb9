import {describe, expect, it} from "vitest";
import {commitLink, DEFAULT_LINKS, diffLink, fileLink, isLinkForm, searchLink} from "../src/code-links.ts";
import {readWorkspace} from "../src/workspace.ts";

describe("links to a code host", () => {
  it.each([
    ["github.com", "https://github.com/a/b/blob/c1/src/x%20y.ts#L7", "https://github.com/a/b/compare/c1...c2"],
    ["gitlab.com", "https://gitlab.com/a/b/-/blob/c1/src/x%20y.ts#L7", "https://gitlab.com/a/b/-/compare/c1...c2"],
    [
      "bitbucket.org",
      "https://bitbucket.org/a/b/src/c1/src/x%20y.ts#lines-7",
      "https://bitbucket.org/a/b/branches/compare/c2..c1"
    ],
    [
      "codeberg.org",
      "https://codeberg.org/a/b/src/commit/c1/src/x%20y.ts#L7",
      "https://codeberg.org/a/b/compare/c1...c2"
    ]
  ])("are known for %s", (host, file, diff) => {
    const repo = `${host}/a/b`;
    expect(fileLink(DEFAULT_LINKS, {repo, commit: "c1", path: "src/x y.ts", line: 7})).toBe(file);
    expect(fileLink(DEFAULT_LINKS, {repo, commit: "c1", path: "src/x y.ts"})).toBe(file.replace(/#.*/, ""));
    expect(diffLink(DEFAULT_LINKS, {repo, before: "c1", after: "c2"})).toBe(diff);
    expect(commitLink(DEFAULT_LINKS, {repo, commit: "c1"})).toContain("c1");
  });

  it("are none for a host that is not known, a bare name, or a commit that nobody recorded", () => {
    expect(fileLink(DEFAULT_LINKS, {repo: "git.acme.org/a/b", commit: "c1", path: "x"})).toBeNull();
    expect(fileLink(DEFAULT_LINKS, {repo: "shop", commit: "c1", path: "x"})).toBeNull();
    expect(fileLink(DEFAULT_LINKS, {repo: "github.com/a/b", commit: null, path: "x"})).toBeNull();
    expect(diffLink(DEFAULT_LINKS, {repo: "github.com/a/b", before: null, after: "c2"})).toBeNull();
    expect(searchLink(DEFAULT_LINKS, "todo")).toBeNull();
  });

  it("follow the workspace, and put nothing of a path into the address but its parts", () => {
    const {links} = readWorkspace(`links:
  search: https://search.acme.org/
  hosts:
    git.acme.org: {file: "https://{host}:8443/{repo}/{path}?at={commit}#{line}"}
`).value;
    expect(fileLink(links, {repo: "git.acme.org/a/b", commit: "c1", path: 'a"/../<b>#?{line}', line: 3})).toBe(
      "https://git.acme.org:8443/git.acme.org/a/b/a%22/../%3Cb%3E%23%3F%7Bline%7D?at=c1#3"
    );
    expect(diffLink(links, {repo: "git.acme.org/a/b", before: "c1", after: "c2"})).toBeNull();
    expect(searchLink(links, "repo:a lang:go x+y", "regexp")).toBe(
      "https://search.acme.org/search?q=repo%3Aa%20lang%3Ago%20x%2By&patternType=regexp"
    );
  });

  it.each([
    ["https://a.org/{path}", true],
    ["http://localhost:3000", true],
    ["https://{host}/{name}", true],
    ["javascript:alert(1)", false],
    ["https://{name}/x", false],
    ["https://user@a.org/", false],
    ["//a.org/x", false],
    ['https://a.org/"onclick=', false]
  ])("takes the form %s: %s", (form, expected) => {
    expect(isLinkForm(form)).toBe(expected);
  });
});

import {describe, expect, it} from "vitest";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {repositoryTest} from "../../src/insight/scope.ts";

const REPOS = ["github.com/acme/shop", "github.com/acme/archive-1", "github.com/Globex/shop", "git.x/y"];
/** The repositories that pass what is written, or what is said of it. */
const passing = (repositories: unknown) => {
  const {value, messages} = readInsight({title: "t", query: "q", repositories});
  return value ? REPOS.filter(repositoryTest([value.repositories])) : messages[0]!.text;
};

describe("repositories written as a search", () => {
  it.each([
    ["repo:acme", ["github.com/acme/shop", "github.com/acme/archive-1"]],
    ["repo:^github\\.com/ -repo:archive", ["github.com/acme/shop", "github.com/Globex/shop"]],
    ["r:globex", ["github.com/Globex/shop"]],
    ["repo:globex or repo:^git\\.x/", ["github.com/Globex/shop", "git.x/y"]],
    ["-repo:github", ["git.x/y"]],
    [["repo:acme/shop$"], ["github.com/acme/shop"]]
  ])("%j are those it finds", (written, expected) => {
    expect(passing(written)).toEqual(expected);
  });

  it.each([
    ["repo:a file:go.mod", /has file:/],
    ["repo:a TODO", /has the pattern TODO/],
    ["repo:a@v1", /names no revision/],
    ["repo:a repo:b", /joins repo: filters in a way/],
    [
      "repo:has.file(path:go.mod)",
      /known to a code host only. Find the repositories with src search -stream -json 'fork:yes archived:yes count:all repo:has\.file\(path:go\.mod\) select:repo' > repositories\.jsonl and name them/
    ]
  ])("%s are refused, with what to do", (written, text) => {
    expect(passing(written)).toMatch(text);
  });

  it("are regular expressions where no repo: stands in them", () => {
    expect(passing("acme/shop")).toEqual(["github.com/acme/shop"]);
    expect(passing({include: ["Globex"], exclude: []})).toEqual(["github.com/Globex/shop"]);
  });
});

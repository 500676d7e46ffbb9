import {describe, expect, it} from "vitest";
import {joinRepoKeys, repoKey, repoPath} from "../../src/snapshot/repo-key.ts";
import * as fc from "../property.ts";

describe("repoKey", () => {
  it.each([
    "https://github.com/acme/app",
    "https://github.com/acme/app.git",
    "http://user:secret@github.com/acme/app/",
    "git@github.com:acme/app.git",
    "ssh://git@github.com:22/acme/app",
    "git+ssh://git@github.com/acme/app.git/",
    "GitHub.com/acme/app",
    "github.com:acme/app",
    "https://github.com/acme/app?tab=readme#x",
    " //github.com//acme/app// ",
    "github.com\\acme\\app"
  ])("is github.com/acme/app for %s", (address) => expect(repoKey(address)).toBe("github.com/acme/app"));

  it("keeps the case of names, and names that are no addresses", () => {
    expect(repoKey("github.com/Acme/App")).toBe("github.com/Acme/App");
    for (const name of ["app", "acme/app", "c#-tools", "a\r\nb", "=1+1", "me@home"]) expect(repoKey(name)).toBe(name);
  });

  it("keeps hosts without dots and drops their ports", () => {
    expect(repoKey("ssh://git@localhost:2222/a/b.git")).toBe("localhost/a/b");
    expect(repoKey("git@host:a/b")).toBe("host/a/b");
  });

  it("is its own key", () => {
    const piece = fc.constantFrom(
      "a",
      "B",
      "github.com",
      ":",
      "/",
      "@",
      ".git",
      "git",
      "ssh://",
      "https://",
      "22",
      " ",
      "\\",
      "?",
      "#",
      ".",
      "ä"
    );
    const text = fc.oneof(
      fc.array(piece, {maxLength: 12}).map((pieces) => pieces.join("")),
      fc.string({maxLength: 40})
    );
    const isOwnKey = (key: string) => repoKey(key) === key;
    fc.assert(
      fc.property(text, (address) => isOwnKey(repoKey(address))),
      {numRuns: 5000}
    );
  });

  it("does not follow text that is made to be slow", () => {
    // with the square of the length each takes minutes
    for (const text of ["a@", ".git", "/", "a:"]) expect(() => repoKey(text.repeat(500_000))).not.toThrow();
  });
});

describe("joinRepoKeys", () => {
  it("joins spellings that differ in case on hosts that ignore it, in favour of lower case", () => {
    const joined = joinRepoKeys(["github.com/Acme/App", "github.com/acme/app", "git.acme.com/X/y", "git.acme.com/x/y"]);
    expect([...joined.values()]).toEqual([
      "github.com/acme/app",
      "github.com/acme/app",
      "git.acme.com/X/y",
      "git.acme.com/x/y"
    ]);
  });

  it("joins names without host to the only repository that ends with them", () => {
    const joined = joinRepoKeys(
      ["acme/app", "app", "other", "lib"],
      ["github.com/acme/app", "github.com/a/lib", "github.com/b/lib"]
    );
    expect([...joined.values()]).toEqual(["github.com/acme/app", "github.com/acme/app", "other", "lib"]);
  });

  it("does not depend on the order of the keys", () => {
    const key = fc.constantFrom(
      "github.com/A/b",
      "github.com/a/B",
      "github.com/a/b",
      "github.com/c/b",
      "a/b",
      "b",
      "gitlab.com/x/b",
      "C/B"
    );
    fc.assert(
      fc.property(fc.uniqueArray(key), fc.infiniteStream(fc.nat()), (keys, random) => {
        const shuffled = keys
          .map((name) => ({name, at: random.next().value}))
          .sort((a, b) => a.at - b.at)
          .map(({name}) => name);
        const [left, right] = [joinRepoKeys(keys), joinRepoKeys(shuffled)];
        for (const name of keys) expect(right.get(name)).toBe(left.get(name));
      })
    );
  });

  it("joins 50,000 repositories without comparing each with each", () => {
    const keys = Array.from({length: 50_000}, (_, i) => (i % 2 ? `github.com/org${i % 100}/repo${i}` : `repo${i + 1}`));
    expect(joinRepoKeys(keys).get("repo1")).toBe("github.com/org1/repo1");
  });
});

describe("repoPath", () => {
  it("spells a file one way and keeps case and Unicode form", () => {
    for (const path of ["src/a.ts", "src\\a.ts", "./src/a.ts", "/src/a.ts", "src/../src/a.ts", "src//a.ts"])
      expect(repoPath(path)).toBe("src/a.ts");
    expect(repoPath("src/A.ts")).toBe("src/A.ts");
    expect(repoPath("e\u0301.ts")).not.toBe(repoPath("\u00e9.ts"));
    expect(repoPath("../x")).toBe("../x");
  });
});

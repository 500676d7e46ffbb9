import {describe, expect, it} from "vitest";
import {type OwnersDialect, pathPattern} from "../../src/snapshot/path-pattern.ts";
import * as fc from "../property.ts";

const matches = (pattern: string, path: string, dialect: OwnersDialect) => {
  const compiled = pathPattern(pattern, dialect);
  return typeof compiled === "string" ? compiled : compiled.test(path.split("/"));
};

describe("a GitHub pattern", () => {
  it.each([
    ["*", "a", true],
    ["*", "a/b/.c", true],
    ["*.js", "a.js", true],
    ["*.js", "src/a.js", true],
    ["*.js", "a.jsx", false],
    ["*.js", ".js", true],
    ["docs/*", "docs/a.md", true],
    ["docs/*", "docs/a/b.md", false], // not what is deeper
    ["docs/*", "x/docs/a.md", false], // a slash inside ties it to the root
    ["docs/*.md", "docs/a.md", true],
    ["docs/*.md", "docs/a.md/b", true], // a directory that matches owns all below
    ["apps/", "apps/x", true],
    ["apps/", "sub/apps/x/y", true],
    ["apps/", "apps", false], // a file of that name is no directory
    ["/apps/", "sub/apps/x", false],
    ["/apps", "apps", true],
    ["/apps", "apps/x", true],
    ["/apps", "apps2/x", false],
    ["apps", "sub/apps/x", true],
    ["**/logs", "logs/a", true],
    ["**/logs", "a/b/logs/c", true],
    ["a/**/b", "a/b", true],
    ["a/**/b", "a/x/y/b/c", true],
    ["a/**", "a/x/y", true],
    ["a/**", "a", false],
    ["/**/x", "x", true],
    ["**", "a/b", true],
    ["cmd/src/lsif*", "cmd/src/lsif/a.go", true],
    ["cmd/src/lsif*", "cmd/src/lsif_a.go", true],
    ["cmd/src/lsif*", "x/cmd/src/lsif_a.go", false],
    ["a?c", "abc", true],
    ["a?c", "a/c", false],
    ["a?c", "a😀c", true], // one character, two UTF-16 units
    ["a*b*c", "axbxbxc", true],
    ["a*b*c", "axcxb", false],
    ["path\\ with\\ space/", "path with space/f", true],
    ["\\*", "*", true],
    ["\\*", "a", false],
    ["@surma", "@surma", true],
    ["Case", "case", false]
  ] as const)("%s and %s: %s", (pattern, path, expected) => {
    expect(matches(pattern, path, "github")).toBe(expected);
  });

  it.each([
    ["!a", "exclusions"],
    ["[ab].txt", "ranges"],
    ["\\#a", "escaped #"],
    ["/", "empty"],
    ["a//b", "empty"]
  ])("%s is refused with its reason", (pattern, reason) => {
    expect(matches(pattern, "a", "github")).toContain(reason);
  });
});

describe("a GitLab pattern", () => {
  it.each([
    ["*", "a/b/.c", true],
    ["README.md", "x/y/README.md", true],
    ["/README.md", "x/README.md", false],
    ["internal/README.md", "docs/internal/README.md", true], // a slash inside does not tie it to the root
    ["docs", "docs/a.md", false], // a directory needs its slash
    ["docs/", "docs/a/b.md", true],
    ["docs/", "x/docs/a.md", true],
    ["/docs/", "x/docs/a.md", false],
    ["/docs/*", "docs/a/b", false],
    ["/docs/**", "docs/a", true], // two stars that no slash follows are one
    ["/docs/**", "docs/a/b", false],
    ["/docs/**/*.md", "docs/a/b/c.md", true],
    ["/docs/**/*.md", "docs/c.md", true],
    ["/docs/*/README.md", "docs/README.md", false],
    ["*.rb", ".rb", true],
    ["[ab].txt", "x/a.txt", true],
    ["[ab].txt", "c.txt", false],
    ["[!ab].txt", "c.txt", true],
    ["[^a-c].txt", "b.txt", false],
    ["[a-].txt", "-.txt", true],
    ["[a", "[a", false], // a class without its end matches nothing
    ["\\[a", "[a", true],
    ["\\#file", "x/#file", true],
    ["a\\ b/", "a b/c", true],
    ["a?b", "a/b", false],
    ["{a,b}", "a", false]
  ] as const)("%s and %s: %s", (pattern, path, expected) => {
    expect(matches(pattern, path, "gitlab")).toBe(expected);
  });
});

describe("patterns of both", () => {
  it("agree with a search of all ways to place the stars", () => {
    const piece = fc.constantFrom("a", "b", "*", "?", "**");
    const part = fc.array(piece, {minLength: 1, maxLength: 4}).map((pieces) => pieces.join(""));
    const pattern = fc.array(part, {minLength: 1, maxLength: 5}).map((parts) => `/${parts.join("/")}`);
    const path = fc.array(fc.stringMatching(/^[ab]{1,4}$/), {minLength: 1, maxLength: 6});
    fc.assert(
      fc.property(pattern, path, (pattern, path) => {
        expect(matches(pattern, path.join("/"), "gitlab")).toBe(slow(pattern.slice(1).split("/"), path));
      }),
      {numRuns: 3000}
    );

    function slow(parts: readonly string[], path: readonly string[]): boolean {
      const [first, ...rest] = parts;
      if (first === undefined) return path.length === 0;
      if (first === "**" && rest.length) return slow(rest, path) || (path.length > 0 && slow(parts, path.slice(1)));
      return path.length > 0 && slowPart(first, path[0]!) && slow(rest, path.slice(1));
    }
    function slowPart(glob: string, text: string): boolean {
      if (glob === "") return text === "";
      if (glob[0] === "*") return slowPart(glob.slice(1), text) || (text !== "" && slowPart(glob, text.slice(1)));
      return text !== "" && (glob[0] === "?" || glob[0] === text[0]) && slowPart(glob.slice(1), text.slice(1));
    }
  });

  it("take steps in proportion to pattern × path, however many stars there are", () => {
    const pattern = `${"**/a*a*a*b*/".repeat(40)}*a*a*a*a*a*a*a*b`;
    const path = Array.from({length: 300}, () => "a".repeat(40));
    let reads = 0;
    // a path that counts how often its parts are looked at
    const counted = new Proxy(path, {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) reads++;
        return Reflect.get(target, key);
      }
    });
    for (const dialect of ["github", "gitlab"] as const) {
      reads = 0;
      const compiled = pathPattern(pattern, dialect);
      if (typeof compiled === "string") throw new Error(compiled);
      expect(compiled.test(counted)).toBe(false);
      expect(reads).toBeLessThan(path.length * 90);
    }
  });
});

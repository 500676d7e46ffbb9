import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {MAX_CODEOWNERS, ownersOf, parseCodeowners, sectionsOf} from "../../src/snapshot/codeowners.ts";
import {ownerHistory, ownersDialect} from "../../src/snapshot/owner-history.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";

const read = (path: string) => readFileSync(`${DATA_DIR}/codeowners/${path}`, "utf8");
const csv = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) =>
      Array.from(line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g), ([, quoted, bare]) =>
        (quoted?.replaceAll('""', '"') ?? bare ?? "").trim()
      )
    );

describe.skipIf(!HAS_DATA)("CODEOWNERS files with known owners", () => {
  it("gives each path of the GitHub example the owners and the line expected", () => {
    const {value, messages} = parseCodeowners(read("github-all-features.CODEOWNERS"), "github");
    const rows = csv(read("github-all-features.expected.csv"));
    expect(rows.length).toBeGreaterThan(0);
    for (const [path, line, owners] of rows) {
      const [found] = sectionsOf(value, path!);
      expect(`${path} ${found?.line} ${found?.owners.join(" ")}`).toBe(`${path} ${line} ${owners}`);
    }
    // the exclusion and the character range, which GitHub does not know
    expect(messages.map(({place}) => place?.line)).toEqual([14, 15]);
  });

  it("gives each path of the GitLab example the owners of each section expected", () => {
    const {value} = parseCodeowners(read("gitlab-sections.CODEOWNERS"), "gitlab");
    const {expected} = JSON.parse(read("gitlab-sections.expected.json")) as {
      expected: Record<string, Record<string, string[]>>;
    };
    for (const [path, sections] of Object.entries(expected))
      expect(
        [path, Object.fromEntries(sectionsOf(value, path).map(({section, owners}) => [section.name, owners]))],
        path
      ).toEqual([path, sections]);
    expect(value.sections.map(({name, optional, approvals}) => [name, optional, approvals])).toEqual([
      ["Required", false, 1],
      ["README Owners", false, 1],
      ["Documentation", false, 2],
      ["Optional", true, 1],
      ["Excl", false, 1]
    ]);
  });

  it("gives every path of every real version its owners, at the time of that version", () => {
    const index = JSON.parse(read("index.json")) as {
      repo: string;
      path: string;
      commit: string;
      committed_at: string;
      deleted: boolean;
      file: string;
    }[];
    const history = ownerHistory(
      index.map(({repo, path, committed_at, deleted, file}) => ({
        repo,
        path,
        committedAt: Date.parse(committed_at),
        text: deleted ? null : read(file)
      }))
    );
    const times = new Map(index.map(({repo, commit, committed_at}) => [`${repo} ${commit}`, Date.parse(committed_at)]));
    const rows = csv(gunzipSync(readFileSync(`${DATA_DIR}/codeowners/owners-truth.csv.gz`)).toString());
    expect(rows.length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const [repo, , commit, path, , owners] of rows) {
      if (!times.has(`${repo} ${commit}`)) continue; // a version that is not there
      const found = history.ownersAt(repo!, path!, times.get(`${repo} ${commit}`)!);
      const text = found.state === "owned" ? found.owners.join(" ") : "";
      if (text !== owners || (owners === "" && found.state !== "unowned")) wrong.push(`${repo} ${path}: ${text}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe("a hostile CODEOWNERS file", () => {
  it("skips lines with what is no owner, and reads tabs, CRLF and a byte order mark", () => {
    const text = "\uFEFF*\t@all\r\n\r\n# c\r\n/a/\t@a   @b\r\n/b/ not-an-owner\r\n";
    const {value, messages} = parseCodeowners(text, "github");
    expect(value.sections[0]!.rules.map(({line, owners}) => [line, owners])).toEqual([
      [1, ["@all"]],
      [4, ["@a", "@b"]]
    ]);
    expect(messages).toEqual([
      {
        level: "error",
        text: 'The line is skipped: "not-an-owner" is no owner (@user, @org/team or an e-mail address).',
        place: {line: 5}
      }
    ]);
    expect(ownersOf(value, "a/x")).toEqual(["@a", "@b"]);
    expect(ownersOf(value, "b/x")).toEqual(["@all"]);
  });

  it("answers for 10,000 paths over the exploding pattern", () => {
    const text = `${"**/".repeat(60)}${"*a".repeat(11)}*b @x\n* @all\n`;
    for (const dialect of ["github", "gitlab"] as const) {
      const {value} = parseCodeowners(text, dialect);
      expect(value.sections[0]!.rules.length).toBe(2);
      for (let i = 0; i < 10_000; i++) expect(ownersOf(value, `${"a".repeat(60)}${i}`)).toEqual(["@all"]);
    }
    // in the other order the pattern decides, and it is found where it matches
    const reversed = parseCodeowners(text.trim().split("\n").reverse().join("\n"), "github").value;
    expect(ownersOf(reversed, `x/${"a".repeat(60)}`)).toEqual(["@all"]);
    expect(ownersOf(reversed, `x/${"a".repeat(60)}b`)).toEqual(["@x"]);
  });
});

describe("CODEOWNERS at GitHub", () => {
  const owners = (text: string, path: string) => ownersOf(parseCodeowners(text, "github").value, path);

  it("lets the last matching line win, also when nobody stands on it", () => {
    expect(owners("*.js @a\n/x/ @b\n", "x/a.js")).toEqual(["@b"]);
    expect(owners("*.js @a\n/x/\n", "x/a.js")).toEqual([]);
  });

  it("knows comments behind owners and reads sections as lines with errors", () => {
    expect(owners("* @a # b @c\n", "x")).toEqual(["@a"]);
    expect(parseCodeowners("[Docs]\n* @a\n", "github").messages).toHaveLength(1);
  });

  it("refuses roles and deeper groups, which only GitLab has", () => {
    expect(parseCodeowners("* @@maintainer\n* @a/b/c\n", "github").value.sections).toEqual([]);
  });

  it("keeps one spelling of an owner that is named twice", () => {
    expect(owners("* @A @a\n", "x")).toEqual(["@a"]);
  });

  it("does not load a file of 3 MB", () => {
    const line = "/some/path @owner\n";
    const {value, messages} = parseCodeowners(line.repeat(Math.ceil(MAX_CODEOWNERS / line.length)), "github");
    expect(value.sections).toEqual([]);
    expect(messages[0]!.text).toContain("3 MB");
    expect(parseCodeowners(line.repeat(1000), "github").value.sections[0]!.rules).toHaveLength(1000);
  });
});

describe("CODEOWNERS at GitLab", () => {
  const file = (text: string) => parseCodeowners(text, "gitlab").value;

  it("adds up the owners of all sections and of the lines before them, each once", () => {
    expect(ownersOf(file("* @all\n[A]\n*.md @docs\n[B]\nREADME.md @ALL @b\n"), "README.md")).toEqual([
      "@all",
      "@docs",
      "@b"
    ]);
  });

  it("excludes for good within a section, and only there", () => {
    // rows: a rule, an exclusion, a later rule that cannot bring the path back
    const text = "[Ruby]\n*.rb @ruby\n!/config/**/*.rb\n/config/routes.rb @ops\n[Config]\n/config/ @config\n";
    expect(ownersOf(file(text), "config/routes.rb")).toEqual(["@config"]);
    expect(ownersOf(file(text), "app/a.rb")).toEqual(["@ruby"]);
  });

  it("fills in the section's defaults only where no owner is written", () => {
    const text = "[Docs] @docs @more\na\nb @b\nc nobody\n";
    expect(ownersOf(file(text), "a")).toEqual(["@docs", "@more"]);
    expect(ownersOf(file(text), "b")).toEqual(["@b"]);
    expect(ownersOf(file(text), "c")).toEqual([]);
  });

  it("takes the defaults of the heading above a line, also in a section that is opened again", () => {
    const text = "[Docs] @one\na\n[Other]\nx @x\n[DOCS] @two\nb\n";
    expect(file(text).sections.map(({name}) => name)).toEqual(["Docs", "Other"]);
    expect(ownersOf(file(text), "a")).toEqual(["@one"]);
    expect(ownersOf(file(text), "b")).toEqual(["@two"]);
  });

  it("makes a section optional only when all its headings are", () => {
    expect(file("^[A]\na @a\n^[a]\nb @b\n").sections[0]!.optional).toBe(true);
    expect(file("^[A]\na @a\n[a]\nb @b\n").sections[0]!.optional).toBe(false);
  });

  it.each([
    ["[A]", 1],
    ["[A][3]", 3],
    ["[A][0]", 1],
    ["[A][]", 1],
    ["[A][2] @x", 2]
  ])("reads the approvals of %s as %s", (heading, approvals) => {
    expect(file(`${heading}\na @a\n`).sections[0]!.approvals).toBe(approvals);
  });

  it("parses owners in what looks like a comment, ignores other words, and knows roles and nested groups", () => {
    const {value, messages} = parseCodeowners(
      "*.a @a # thanks @b\n*.c @@maintainers @g/h/i x@y.org @@guest\n",
      "gitlab"
    );
    expect(ownersOf(value, "x.a")).toEqual(["@a", "@b"]);
    expect(ownersOf(value, "x.c")).toEqual(["@@maintainers", "@g/h/i", "x@y.org"]);
    expect(messages.map(({place, level}) => [place?.line, level])).toEqual([
      [1, "warning"],
      [2, "warning"]
    ]);
  });

  it("reads escapes of # and of spaces, and a heading without its bracket as a path", () => {
    const {value, messages} = parseCodeowners("\\#a @x\na\\ b/ @y\n[Section name\n", "gitlab");
    expect(ownersOf(value, "#a")).toEqual(["@x"]);
    expect(ownersOf(value, "a b/c")).toEqual(["@y"]);
    expect(value.sections).toHaveLength(1);
    expect(messages.map(({place}) => place?.line)).toEqual([3, 3]);
  });
});

describe("the history of owners", () => {
  const day = (n: number) => Date.UTC(2026, 0, n);
  const repo = "github.com/acme/app";

  it("resolves at the commit's time: before the first file unowned, never seen unknown", () => {
    const history = ownerHistory([
      {repo, path: "CODEOWNERS", committedAt: day(10), text: "* @new\n"},
      {repo, path: "CODEOWNERS", committedAt: day(5), text: "* @old\n"},
      {repo, path: "CODEOWNERS", committedAt: day(20), text: null}
    ]);
    expect([4, 5, 9, 10, 19, 20].map((n) => history.ownersAt(repo, "a", day(n)))).toEqual([
      {state: "unowned"},
      {state: "owned", owners: ["@old"]},
      {state: "owned", owners: ["@old"]},
      {state: "owned", owners: ["@new"]},
      {state: "owned", owners: ["@new"]},
      {state: "unowned"}
    ]);
    expect(history.ownersAt("github.com/acme/other", "a", day(9))).toEqual({state: "unknown"});
    expect(history.changes(repo)).toEqual([day(5), day(10), day(20)]);
  });

  it("reads the place the host looks at first, and the next one when that is removed", () => {
    const history = ownerHistory([
      {repo, path: "docs/CODEOWNERS", committedAt: day(1), text: "* @docs\n"},
      {repo, path: ".github/CODEOWNERS", committedAt: day(2), text: "* @hidden\n"},
      {repo, path: "CODEOWNERS", committedAt: day(3), text: "* @root\n"},
      {repo, path: ".github/CODEOWNERS", committedAt: day(4), text: null}
    ]);
    expect([1, 2, 3, 4].map((n) => history.ownersAt(repo, "a", day(n)))).toEqual(
      ["@docs", "@hidden", "@hidden", "@root"].map((owner) => ({state: "owned", owners: [owner]}))
    );
    // the root's file changed nothing while .github's was there
    expect(history.changes(repo)).toEqual([day(1), day(2), day(4)]);
  });

  it("names the file and the line of what is wrong", () => {
    const history = ownerHistory([{repo, path: "CODEOWNERS", committedAt: day(1), text: "* x\n"}]);
    expect(history.messages[0]!.place).toEqual({file: `${repo}/CODEOWNERS`, line: 1});
  });

  it.each([
    ["gitlab.com/a/b", "CODEOWNERS", "gitlab"],
    ["gitlab.acme.org/a/b", "CODEOWNERS", "gitlab"],
    ["git.acme.org/a/b", ".gitlab/CODEOWNERS", "gitlab"],
    ["github.com/gitlab/b", "CODEOWNERS", "github"],
    ["git.acme.org/a/b", "CODEOWNERS", "github"]
  ])("reads %s with %s as a file for %s", (repo, path, dialect) => {
    expect(ownersDialect(repo, path)).toBe(dialect);
  });
});

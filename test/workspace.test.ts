import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {teamIndex} from "../src/teams.ts";
import {currentName, EMPTY_WORKSPACE, readWorkspace} from "../src/workspace.ts";

const WHOLE = `# a workspace
repositories:
  - github.com/acme/shop
  - key: git.acme.org/acme/api
    url: https://git.acme.org/acme/api
    codeowners: gitlab
    tags: [service]
aliases:
  github.com/acme/store: github.com/acme/storefront
  github.com/acme/storefront: github.com/acme/shop
teams:
  Payments:
    owners: ["@acme/payments", ana@acme.org]
    authors: ["*@pay.acme.org", Bo Berg]
    repositories: ^github\\.com/acme/pay-
  Web:
    owners: "@Acme/Web"
contexts:
  services: [^github\\.com/acme/.*-service$]
  live: {exclude: [archived]}
links:
  search: https://search.acme.org
  hosts:
    git.acme.org: gitlab
    code.acme.org: {file: "https://code.acme.org/{name}/{path}#L{line}"}
events:
  - {at: 2026-05-01, text: Freeze, kind: freezes, until: 2026-05-08}
  - {at: 2026-03-01T12:00:00Z, text: CI moved, repositories: [shop]}
`;

describe("tidemark.yaml", () => {
  const {value, messages} = readWorkspace(WHOLE);

  it("is read whole without a word", () => {
    expect(messages).toEqual([]);
    expect(value.repositories).toEqual([
      {key: "github.com/acme/shop", url: null, codeowners: null, tags: []},
      {
        key: "git.acme.org/acme/api",
        url: "https://git.acme.org/acme/api",
        codeowners: "gitlab",
        tags: ["service"]
      }
    ]);
    expect(value.contexts.get("services")).toEqual({include: ["^github\\.com/acme/.*-service$"], exclude: []});
    expect(value.contexts.get("live")).toEqual({include: [], exclude: ["archived"]});
    expect(value.links.search).toBe("https://search.acme.org");
    // oldest first
    expect(value.events).toEqual([
      {at: Date.UTC(2026, 2, 1, 12), until: null, text: "CI moved", kind: "event", repositories: ["shop"]},
      {at: Date.UTC(2026, 4, 1), until: Date.UTC(2026, 4, 8), text: "Freeze", kind: "freezes", repositories: []}
    ]);
  });

  it("follows a repository's names to the present one", () => {
    const names = ["store", "storefront", "shop", "other"].map((name) => currentName(value, `github.com/acme/${name}`));
    expect(names).toEqual(["shop", "shop", "shop", "other"].map((name) => `github.com/acme/${name}`));
  });

  it("survives structuredClone, which takes it to the worker", () => {
    expect(structuredClone(value)).toEqual(value);
  });

  it.each([null, "", "  \n", "# nothing yet\n"])("says nothing when its text is %j", (text) => {
    expect(readWorkspace(text)).toEqual({value: EMPTY_WORKSPACE, messages: []});
  });

  it("keeps what can be read of a broken one, and names the line of what cannot", () => {
    const {value, messages} = readWorkspace(`teams:
  Web: "@acme/web"
  Pay:
    owners: {a: b}
    repos: x
    repositories: ["(", "^ok"]
aliases:
  a: b
  b: a
  c: [d]
  e: f
link: {}
events:
  - {at: soon, text: Launch}
  - {at: 2026-01-01}
  - {at: 2026-01-01, text: Kept}
links:
  hosts:
    git.acme.org: gitlabb
    x.org: {file: "javascript:alert(1)"}
repositories: github.com/acme/shop
`);
    expect(messages.map(({place, level, text}) => `${place!.line} ${level}: ${text}`)).toEqual([
      '12 warning: "link" is not read. Did you mean "links"?',
      '21 error: "repositories" should be a list of repositories; it is the text "github.com/acme/shop".',
      "10 error: The new name of c should be a repository (host/owner/name); it is a list.",
      "8 error: The names of a lead back to it; the line is ignored.",
      "9 error: The names of b lead back to it; the line is ignored.",
      '2 error: The team Web should have owners, authors or repositories; this is the text "@acme/web".',
      '5 warning: "repos" is not read here.',
      '4 error: "owners" should be a text or a list of texts, but it holds an object.',
      expect.stringMatching(/^6 error: "\(" is no regular expression/),
      '19 error: git.acme.org should be one of github, gitlab, bitbucket, gitea, or hold "file", "commit" and "diff"; it is the text "gitlabb".',
      '20 error: "file" should be an http(s) address; it is the text "javascript:alert(1)".',
      '14 error: "at" should be a date such as 2026-03-01, but it is "soon".',
      '15 error: An event needs a "text" that says what happened.'
    ]);
    expect(messages.every(({place}) => place!.file === "tidemark.yaml")).toBe(true);
    expect(value.teams).toEqual([{name: "Pay", owners: [], authors: [], repositories: ["^ok"]}]);
    expect([...value.aliases]).toEqual([["e", "f"]]);
    expect(value.events.map(({text}) => text)).toEqual(["Kept"]);
  });

  it.each([
    ["teams: [", "is no YAML"],
    ["- a\n- b\n", "this is a list"],
    ["42", "this is the number 42"],
    [`a: &a [*a]\nteams: *a\n`, "holds itself"],
    [`a: ${"[".repeat(200)}${"]".repeat(200)}`, "nested more than"],
    [`x: "${"a".repeat(2_000_001)}"`, "2,000,000 characters"]
  ])("is empty, with one error, when it cannot be read at all (%#)", (text, words) => {
    const {value, messages} = readWorkspace(text);
    expect(value).toEqual(EMPTY_WORKSPACE);
    expect(messages.map(({text}) => text).join(" ")).toContain(words);
  });

  it("takes names of members that objects inherit for what they are: unknown, or a team's name", () => {
    const {value, messages} = readWorkspace("constructor: 1\n__proto__: 2\nteams:\n  toString: {owners: a}\n");
    expect(messages.filter(({level}) => level === "error")).toEqual([]);
    expect(value.teams.map(({name}) => name)).toEqual(["toString"]);
  });

  it("is written as the manual shows it", () => {
    const manual = readFileSync(new URL("../src/app/docs/9-workspace.md", import.meta.url), "utf8");
    const [, shown] = /^```yaml\n([\s\S]*?)^```$/m.exec(manual)!;
    const {value, messages} = readWorkspace(shown!);
    expect(messages).toEqual([]);
    expect(Object.entries(value).filter(([, member]) => (member.size ?? member.length) === 0)).toEqual([]);
  });

  it("says when two teams claim one owner", () => {
    const {messages} = readWorkspace('teams:\n  A: {owners: "@x/y"}\n  B: {owners: ["@X/Y"]}\n');
    expect(messages.map(({text, place}) => [place!.line, text])).toEqual([[3, "@X/Y is an owner of A too; A has it."]]);
  });
});

describe("the index of teams", () => {
  const index = teamIndex(readWorkspace(WHOLE).value.teams);

  it.each([
    ["@acme/payments", "Payments"],
    ["@ACME/Payments", "Payments"],
    ["acme/web", "Web"],
    ["ANA@acme.org", "Payments"],
    ["@acme", null]
  ])("gives the owner %s to %s", (owner, team) => {
    expect(index.ofOwner(owner)).toBe(team);
  });

  it.each([
    ["bo berg", "Payments"],
    ["Bo Berg <bo@home.example>", "Payments"],
    ["Cy <cy@pay.acme.org>", "Payments"],
    ["cy@PAY.acme.org", "Payments"],
    ["cy@notpay.acme.org", null],
    ["Bo", null]
  ])("gives the author %s to %s", (author, team) => {
    expect(index.ofAuthor(author)).toBe(team);
  });

  it("gives a path to the teams of its owners, else to its repository's", () => {
    const pay = "github.com/acme/pay-core";
    expect(index.ofPath(["@acme/web"], pay)).toEqual(["Web"]);
    expect(index.ofPath(["@acme/web", "@acme/payments", "@Acme/Web"], pay)).toEqual(["Web", "Payments"]);
    expect(index.ofPath(["@acme/nobody"], pay)).toEqual(["Payments"]);
    expect(index.ofPath([], "github.com/acme/shop")).toEqual([]);
  });
});

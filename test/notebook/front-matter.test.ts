import {describe, expect, it} from "vitest";
import {readFrontMatter} from "../../src/notebook/front-matter.ts";

function messagesOf(yaml: string): string[] {
  return readFrontMatter(yaml).messages.map(({level, text, place}) => `${level} ${place?.line}: ${text}`);
}

describe("front matter", () => {
  it("is empty where there is none", () => {
    const none = {
      version: null,
      title: "",
      grants: [],
      snapshots: "workspace",
      filter: {},
      events: [],
      tables: [],
      messages: []
    };
    expect(readFrontMatter(null)).toEqual(none);
    expect(readFrontMatter("")).toEqual(none);
    expect(readFrontMatter("just words")).toEqual(none);
  });

  it("holds version, title, grants and which snapshots are read", () => {
    expect(
      readFrontMatter(
        "tidemark: 1\ntitle: T\ngrants: [org:platform, user:ada, global]\nsnapshots: sample\ntables: {owners: data/owners.csv}"
      )
    ).toEqual({
      version: 1,
      title: "T",
      grants: ["org:platform", "user:ada", "global"],
      snapshots: "sample",
      filter: {},
      events: [],
      tables: [{name: "owners", path: "data/owners.csv", line: 6}],
      messages: []
    });
  });

  it("keeps what filters all insights, and says what is wrong with it", () => {
    expect(readFrontMatter("filters: {repositories: [^a]}\nuntil: 2026-01-01")).toMatchObject({
      filter: {filters: {repositories: ["^a"]}, until: "2026-01-01"},
      messages: []
    });
    expect(readFrontMatter("filters: {repos: [^a]}").messages[0]!.text).toContain('it has "repos"');
  });

  it("keeps a title that YAML takes for a number", () => {
    expect(readFrontMatter("title: 2026").title).toBe("2026");
  });

  it("takes one grant for a list of one", () => {
    expect(readFrontMatter("grants: global").grants).toEqual(["global"]);
    expect(readFrontMatter("grants:").grants).toEqual([]);
  });

  it("ignores keys that it does not know", () => {
    expect(messagesOf("theme: air\nkeywords: [a]")).toEqual([]);
  });

  it.each([
    ["tidemark: yes please", 'error 1: "tidemark" should be the number of the format, 1.'],
    ["tidemark:", 'error 1: "tidemark" should be the number of the format, 1.'],
    [
      "tidemark: 2",
      "error 1: This notebook is written in version 2 of the format; this Tidemark reads version 1. Update Tidemark to see all of it."
    ],
    [
      "timezone: Europe/Rome",
      'error 1: "timezone" can only be UTC today; this notebook asks for Europe/Rome. All times are shown in UTC.'
    ],
    [
      "snapshots: mine",
      'error 1: "snapshots" should be workspace, or data that comes with Tidemark (sample, acme); it is "mine".'
    ],
    ["grants: [everyone]", 'error 1: A grant is user:<name>, org:<name> or global; this one is "everyone".'],
    [
      "tables: a.csv",
      'error 2: "tables" should be names with a file each, such as {owners: data/owners.csv}; it is the text "a.csv".'
    ],
    [
      "tidemark: 1\ntables:\n  owners: a.csv\n  teams: ../b.csv",
      'error 5: tables: the file of teams, "../b.csv", leads out of its folder. A table\'s file lies in the workspace.'
    ],
    [
      "events: {a: b}",
      'error 1: "events" should be a kind of events, such as releases, or a list of them, but it holds an object.'
    ],
    [
      "a: 1\nb: [",
      "error 3: The front matter is no YAML: Flow sequence in block collection must be sufficiently indented and end with a ]."
    ],
    ["a: 1\na: 2", "error 3: The front matter is no YAML: Map keys must be unique."],
    ["a: *b", "error 2: The front matter is no YAML: Unresolved alias (the anchor must be set before the alias): b."]
  ])("says what is wrong with %j", (yaml, message) => {
    expect(messagesOf(yaml)).toEqual([message]);
  });

  it("accepts UTC", () => {
    expect(messagesOf("timezone: UTC")).toEqual([]);
  });

  it("says all that is wrong at once", () => {
    expect(messagesOf("tidemark: 9\ntimezone: CET\ngrants: x")).toHaveLength(3);
  });

  it("makes no member of a prototype", () => {
    readFrontMatter("__proto__: {polluted: 1}\nconstructor: {prototype: {polluted: 1}}");
    expect(({} as {polluted?: number}).polluted).toBeUndefined();
  });
});

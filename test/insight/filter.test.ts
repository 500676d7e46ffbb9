import {describe, expect, it} from "vitest";
import {
  checkTeams,
  filterWords,
  NO_FILTER,
  readNotebookFilter,
  resolveContexts,
  withNotebookFilter
} from "../../src/insight/filter.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {languageOf} from "../../src/snapshot/extension-language.ts";

const insight = (value: Readonly<Record<string, unknown>>) => readInsight({title: "t", query: "q", ...value});

describe("the filters of an insight", () => {
  it("are read from its YAML; what leaves out nothing is none", () => {
    const {value} = insight({
      filters: {repositories: ["^a"], captures: {exclude: "rc"}, contexts: "web", joining: "upstream"}
    });
    expect(value).toMatchObject({
      joining: "upstream",
      filters: [
        {repositories: {include: ["^a"], exclude: []}, captures: {include: [], exclude: ["rc"]}, contexts: ["web"]}
      ]
    });
    expect(insight({filters: {repositories: null, captures: {}}}).value).toMatchObject({
      filters: [],
      joining: "intersect"
    });
  });

  it.each([
    [
      {repo: "a"},
      '"filters" should be an object with repositories, contexts, captures, paths, languages, owner, team, but it has "repo".'
    ],
    [
      ["a"],
      '"filters" should be an object with repositories, contexts, captures, paths, languages, owner, team, but it is a list.'
    ],
    [
      {repositories: {only: "a"}},
      'but repositories should be a list, or an object with include and exclude, and it has "only".'
    ],
    [{joining: "any"}, 'and it is "any".']
  ])("that are %j say what is wrong", (filters, words) => {
    const {value, messages} = insight({filters});
    expect(value).toBeNull();
    expect(messages[0]!.text).toContain(words);
  });

  it("take languages by their names and aliases, and no word that would silently find nothing", () => {
    const languages = (value: unknown) => insight({filters: {languages: value}});
    expect(languages(["typescript", "ts", "(unknown)", "VIM"]).value?.filters[0]?.languages).toEqual([
      "TypeScript",
      "(unknown)",
      "Vim Script"
    ]);
    expect(languages("typoscript").value).toBeNull();
    expect(languages("typescrpt").messages[0]!.text).toContain(
      'there is no language "typescrpt"; "TypeScript" is near'
    );
    // the languages of files are among those that can be asked for
    for (const ending of [".vim", ".ts", ".go", ".py", ".cs", ".cpp", ".md", ".yml", ".sh", ".tf", ".rb"])
      expect(languages(languageOf(ending)).value?.filters[0]?.languages).toEqual([languageOf(ending)]);
  });

  it("name teams that the workspace has", () => {
    const [filter] = insight({filters: {team: ["Pricing", "(no team)"]}}).value!.filters;
    checkTeams([filter!], [{name: "Data"}, {name: "Pricing"}]);
    expect(() => checkTeams([filter!], [{name: "Data"}])).toThrow(
      'There is no team "Pricing". tidemark.yaml defines Data.'
    );
    expect(() => checkTeams([filter!], [])).toThrow("Define it under teams: in tidemark.yaml.");
  });

  it("have words", () => {
    const [filter] = insight({
      filters: {repositories: {include: ["^a", "^b"], exclude: ["z"]}, captures: ["1"], contexts: "web"}
    }).value!.filters;
    expect(filterWords(filter!)).toBe("repositories ^a or ^b, not z; context web; values 1");
    expect(filterWords(NO_FILTER)).toBe("");
  });

  it("name contexts, which are sources of their own", () => {
    const [filter] = insight({filters: {repositories: ["^a"], contexts: ["web", "old"]}}).value!.filters;
    const contexts = new Map([
      ["web", {include: ["w"], exclude: []}],
      ["old", {include: [], exclude: ["new"]}]
    ]);
    expect(resolveContexts([filter!], contexts).map(({repositories}) => repositories)).toEqual([
      {include: ["^a"], exclude: []},
      {include: ["w"], exclude: []},
      {include: [], exclude: ["new"]}
    ]);
    expect(resolveContexts([filter!], contexts).map(filterWords)).toEqual([
      "repositories ^a",
      "context web",
      "context old"
    ]);
    expect(() => resolveContexts([filter!], new Map([["all", {include: [], exclude: []}]]))).toThrow(
      'There is no search context "web". tidemark.yaml defines all.'
    );
  });
});

describe("the filters of a notebook", () => {
  const day = (text: string) => Date.parse(text);

  it("are one source more for every insight, and narrow its window", () => {
    const {value, messages} = readNotebookFilter({
      filters: {repositories: ["^a"]},
      from: "2026-01-01",
      until: "2026-06-01"
    });
    expect(messages).toEqual([]);
    const definition = insight({filters: {repositories: ["b"]}, from: "2025-01-01", until: "2026-03-01"}).value!;
    expect(withNotebookFilter(definition, value)).toMatchObject({
      from: day("2025-01-01"),
      since: day("2026-01-01"),
      until: day("2026-03-01"),
      filters: [{repositories: {include: ["b"]}}, {repositories: {include: ["^a"]}}]
    });
  });

  it("that are none leave an insight as it is", () => {
    const definition = insight({}).value!;
    expect(withNotebookFilter(definition, readNotebookFilter({}).value)).toEqual(definition);
  });

  it("say what is wrong", () => {
    expect(readNotebookFilter({filters: 3, from: "x"}).messages).toHaveLength(2);
    expect(readNotebookFilter({from: "2026-02-01", until: "2026-01-01"}).messages[0]!.text).toBe(
      '"from" is after "until".'
    );
  });
});

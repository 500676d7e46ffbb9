import {existsSync, readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {formProblems} from "../../src/insight/form.ts";
import {kindDescription} from "../../src/insight/kinds/index.ts";
import {TEMPLATE_SECTIONS, TEMPLATES} from "../../src/insight/templates/index.ts";
import {isAnswered, templateCommands, templateNeeds, templateValues} from "../../src/insight/templates/template.ts";
import {DATA_DIR} from "../data-dir.ts";

const REFERENCE = `${DATA_DIR}/../reference/templates.json`;

interface Published {
  readonly sections: {title: string; templates: string[]}[];
  readonly templates: {
    id: string;
    title: string;
    type: string;
    insightTitle: string;
    repoQuery: string | null;
    query?: string;
    series?: {name: string; query: string}[];
  }[];
}

describe("templates", () => {
  it.skipIf(!existsSync(REFERENCE))("are all that were published, with their titles and queries", () => {
    const published = JSON.parse(readFileSync(REFERENCE, "utf8")) as Published;
    const id = (name: string) => name.toLowerCase().replaceAll("_", "-");
    expect(
      [...TEMPLATES]
        .map(({id, title, insightTitle, kind, scope, searches}) => ({
          id,
          title,
          insightTitle: insightTitle ?? title,
          kind,
          scope,
          searches: searches.map(({label, query}) => [label, query])
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    ).toEqual(
      published.templates
        .map((one) => ({
          id: id(one.id),
          title: one.title,
          insightTitle: one.insightTitle,
          kind: one.type,
          scope: one.repoQuery ?? "",
          searches: one.series?.map(({name, query}) => [name, query]) ?? [["", one.query]]
        }))
        .sort((a, b) => (a.id < b.id ? -1 : 1))
    );
    expect(TEMPLATE_SECTIONS.map(({title, templates}) => [title, templates.map((one) => one.id)])).toEqual(
      published.sections.map(({title, templates}) => [title, templates.map(id)])
    );
  });

  it("number 63, on tabs of at least four, each with words of its own", () => {
    expect(TEMPLATES.length).toBe(63);
    expect(TEMPLATE_SECTIONS.every(({templates}) => templates.length >= 4 && templates.every(Boolean))).toBe(true);
    expect(new Set(TEMPLATES.map(({description}) => description)).size).toBe(63);
  });

  it("say what data they need and how to make it", () => {
    const one = TEMPLATES.find(({id}) => id === "todos")!;
    expect(templateNeeds(one)).toBe("Results of one search, a file for each time you look at, counting matches.");
    expect(templateCommands(one, one.searches[0]!)).toEqual({
      clones: ["tidemark snapshot --query TODO --repos DIR"],
      src: [
        "src search -stream -json 'TODO patterntype:literal count:all' > todos.jsonl",
        `echo '{"query":"TODO"}' > todos.jsonl.meta.json`
      ],
      ripgrep: ["rg --json -i -F -e TODO > todos.rg.jsonl", `echo '{"query":"TODO"}' > todos.rg.jsonl.meta.json`]
    });
    const scoped = TEMPLATES.find(({id}) => id === "var-keywords")!;
    expect(templateCommands(scoped, scoped.searches[0]!).src[0]).toBe(
      String.raw`src search -stream -json '(repo:has.file(path:\.ts$) or repo:has.file(path:\.js$)) ((lang:TypeScript OR lang:JavaScript) var ... = patterntype:structural) count:all' > var-keywords.jsonl`
    );
    expect(templateCommands(scoped, scoped.searches[0]!)).toMatchObject({clones: [], ripgrep: []});
    const licences = TEMPLATES.find(({id}) => id === "license-types")!;
    expect(templateCommands(licences, licences.searches[0]!).clones[0]).toBe(
      String.raw`tidemark snapshot --query 'file:package.json "license":\s"(.*)"' --capture --repos DIR`
    );
    expect(templateCommands(licences, licences.searches[0]!).ripgrep[0]).toBe(
      String.raw`rg --files | rg -i -e package.json | tr '\n' '\0' | xargs -0 rg --json -i -e '"license":\s"(.*)"' > license-types.rg.jsonl`
    );
    for (const template of TEMPLATES)
      for (const search of template.searches) expect(templateCommands(template, search).src[0]).toContain("src search");
  });

  it("are answered by results of the same queries", () => {
    const one = TEMPLATES.find(({id}) => id === "python-2-3")!;
    expect(
      isAnswered(
        one,
        one.searches.map(({query}) => `${query} count:all`)
      )
    ).toBe(true);
    expect(isAnswered(one, [one.searches[0]!.query])).toBe(false);
  });

  it("fill a form in without a mistake", () => {
    for (const template of TEMPLATES)
      expect([
        template.id,
        formProblems(kindDescription(template.kind), templateValues(template)).map(({text}) => text)
      ]).toEqual([template.id, []]);
  });
});

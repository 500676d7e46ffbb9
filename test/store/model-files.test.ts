/** Answers by file against a model that looks at every file and line: every group under every sort of filter. */
import {expect, it} from "vitest";
import * as fc from "../property.ts";
import {type FileFilters, type FileQuestion, fileAnswer} from "./file-model.ts";
import {testInsight} from "./stores.ts";
import {ASKED, distinct, expectSumsBehind, type Key, present, standing, withStore, world} from "./world.ts";

const GROUPS = ["search", "repository", "path", "directory", "language", "owner", "team", "author", "date"];
const FILTERS = {
  paths: fc.constantFrom<FileFilters[]>({paths: ["^src/"]}, {paths: {exclude: ["\\.md$"]}}),
  languages: fc.constant<FileFilters>({languages: ["Python", "Markdown"]}),
  owner: fc.constantFrom<FileFilters[]>(
    {owner: "@all"},
    {owner: ["@docs", "@all"]},
    {owner: "(no owner)"},
    {owner: ["@core", "(owners not imported)"]}
  ),
  team: fc.constantFrom<FileFilters[]>({team: "Core"}, {team: ["Docs", "Core"]})
};
type FilterName = keyof typeof FILTERS;
const COMBINATIONS: readonly (readonly FilterName[])[] = [
  [],
  ["paths"],
  ["languages"],
  ["owner"],
  ["team"],
  ["owner", "team"],
  ["paths", "owner"],
  ["paths", "languages", "owner", "team"]
];

const combinations = COMBINATIONS.map((names) =>
  fc.tuple(...names.map((name) => FILTERS[name])).map((parts): FileFilters => Object.assign({}, ...parts))
);
const questions = fc.tuple(
  ...GROUPS.flatMap((by) =>
    combinations.map((filters) =>
      fc.record({
        by: fc.constant(by),
        filters,
        include: fc.constantFrom([], [], ["api"], ["web", "api-2"]),
        limit: fc.constantFrom(2, 50, 50),
        other: fc.boolean(),
        unit:
          by === "date"
            ? fc.constant("lines")
            : by === "search" || by === "repository"
              ? fc.constantFrom("matches", "files", "repositories", "repositories")
              : fc.constantFrom(by === "author" ? "lines" : "matches", "files"),
        times: fc.subarray(ASKED, {minLength: 1}),
        key: fc.constantFrom<Key>("todo", "hack")
      })
    )
  )
);

it("answers by file equal a model that looks at every file and line", async () => {
  for (const [{samples, owners}, all] of fc.sample(fc.tuple(world, questions), Number(process.env.WORLDS ?? 1))) {
    const clean = distinct(samples, (one) => [one.key, present(one.repo), one.day]);
    const owned = distinct(owners, (one) => [present(one.repo), one.day]);
    await withStore(clean, owned, async (store) => {
      for (const one of all) {
        const mine = standing(clean, one.key);
        if (!mine.size) continue;
        const note = JSON.stringify(one);
        const definition = testInsight({
          ...(one.by === "search" ? {label: "s"} : {kind: "group-by", by: one.by, presentation: "line"}),
          data: one.key,
          filters: {repositories: one.include, ...one.filters},
          times: one.times,
          unit: one.unit,
          display: {limit: one.limit, other: one.other}
        });
        const result = await store.insight(definition, null);
        const expected = fileAnswer(mine, owned, one as FileQuestion);
        const shown = result.series.filter(({holds}) => !holds);
        expect(shown.length, note).toBe(Math.min(one.limit, expected.size));
        for (const {label, values, status} of shown) {
          const wanted = expected.get(label);
          expect(wanted, `${note} ${label}`).toBeDefined();
          expect({status, values: Array.from(values)}, `${note} ${label}`).toEqual({
            status: wanted!.status,
            values: wanted!.values.map((value, i) =>
              ["absent", "unknown"].includes(wanted!.status[i]!) ? Number.NaN : value
            )
          });
        }
        const rest = result.series.find(({holds}) => holds > 0);
        const left = [...expected].filter(([name]) => !shown.some(({label}) => label === name));
        expect(rest?.holds ?? 0, note).toBe(one.other && one.by !== "search" ? left.length : 0);
        if (rest)
          expect(Array.from(rest.values), `${note} Other`).toEqual(
            one.times.map((_, i) => {
              const known = left.filter(([, {status}]) => !["absent", "unknown"].includes(status[i]!));
              return known.length ? known.reduce((sum, [, {values}]) => sum + values[i]!, 0) : Number.NaN;
            })
          );
        // what is behind points asks much more than it tells: of one combination, and of groups with a rest
        const filtered = Object.keys(one.filters).join();
        if (filtered === "paths,owner" || (!filtered && one.by === "author"))
          await expectSumsBehind(store, definition, result, note);
      }
    });
  }
}, 600_000);

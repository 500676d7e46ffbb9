/** Searches and groups of them under filters on captured values, against the model of answers by file. */
import {expect, it} from "vitest";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import * as fc from "../property.ts";
import {type FileFilters, fileAnswer} from "./file-model.ts";
import {memoryFiles, openTestStore, testInsight, testSeries} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";
import {distinct, expectSumsBehind, OWNER_FILES, type OwnerFile, type Sample, standing} from "./world.ts";

const DAYS = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"];
const REPOS = ["h.x/a", "h.x/b"];
const SERIES = testSeries("todo", [1]);

/** A sample: its lines with what they captured; whether they were imported, or their authors; matches beyond them. */
const sample = fc.record({
  repo: fc.constantFrom(...REPOS),
  day: fc.constantFrom(...DAYS),
  lines: fc.array(
    fc.record({
      path: fc.constantFrom("a.md", "src/a.ts", "src/lib/b.py"),
      value: fc.constantFrom("1.2", "1.3", "2.0"),
      author: fc.constantFrom("ann", "bob", null),
      date: fc.constantFrom("2023-01-05", "2023-03-05", null)
    }),
    {maxLength: 6}
  ),
  isTold: fc.boolean(),
  isBlamed: fc.boolean(),
  beyond: fc.constantFrom(0, 0, 1)
});
type ValuedSample = typeof sample extends fc.Arbitrary<infer T> ? T : never;

const world = fc.record({
  all: fc.array(sample, {minLength: 4, maxLength: 12}),
  owned: fc.array(
    fc.record({repo: fc.constantFrom(...REPOS), day: fc.constantFrom(...DAYS), text: fc.constantFrom(...OWNER_FILES)}),
    {maxLength: 3}
  )
});

const valuesIn = ({lines, beyond}: ValuedSample) => {
  const values: Record<string, number> = {};
  for (const {value} of lines) values[value] = (values[value] ?? 0) + 1;
  const [first] = lines;
  if (first) values[first.value]! += beyond;
  return values;
};

/** What a filter keeps of a sample, as the model takes it. */
function keptOf(one: ValuedSample, passes: (value: string) => boolean): Sample {
  const lines = one.isTold ? one.lines.filter(({value}) => passes(value)) : [];
  const files: Record<string, number> = {};
  const blame: Record<string, {author: string; day: string | null}[]> = {};
  for (const {path, author, date} of lines) {
    files[path] = (files[path] ?? 0) + 1;
    if (one.isBlamed && author !== null) blame[path] = [...(blame[path] ?? []), {author, day: date}];
  }
  return {
    ...{key: "todo", repo: one.repo, day: one.day, status: "ok", observed: "2026-01-01", files, blame},
    captures: Object.fromEntries(Object.entries(valuesIn(one)).filter(([value]) => passes(value))),
    told: {
      files: one.isTold && one.lines.length > 0,
      blame: one.isTold && one.isBlamed && one.lines.some(({author}) => author !== null)
    }
  };
}

function findingOf(all: readonly ValuedSample[], owned: readonly OwnerFile[]) {
  const at = ({repo, day}: ValuedSample) => ({series_id: SERIES.series_id, repo_key: repo, sample_at: day});
  const told = all.filter(({isTold}) => isTold);
  return tableFinding(
    {
      point: all.map((one) => {
        const count = Object.values(valuesIn(one)).reduce((a, b) => a + b, 0);
        const files = new Set(one.lines.map(({path}) => path)).size;
        return {...at(one), matches: count, lines: count, files, status: "ok"};
      }),
      capture: all.flatMap((one) => Object.entries(valuesIn(one)).map(([c1, matches]) => ({...at(one), c1, matches}))),
      match: told.flatMap((one) =>
        one.lines.map(({path, value}, i) => ({...at(one), path, line: i + 1, text: value, matched: value, c1: value}))
      ),
      file: told.flatMap((one) =>
        [...new Set(one.lines.map(({path}) => path))].map((path) => {
          const count = one.lines.filter((line) => line.path === path).length;
          return {...at(one), path, matches: count, lines: count};
        })
      ),
      blame: told
        .filter(({isBlamed}) => isBlamed)
        .flatMap((one) =>
          one.lines.flatMap(({path, author, date}, i) =>
            author === null ? [] : [{...at(one), path, line: i + 1, author, authored_at: date}]
          )
        ),
      owner_file: owned.map(({repo, day, text}) => ({
        ...{repo_key: repo, path: "CODEOWNERS", valid_from: day, commit_oid: "aaaaaaa", text}
      }))
    },
    [SERIES]
  );
}

const GROUPS = ["search", "repository", "path", "directory", "language", "owner", "team", "author", "date"];
const FILTERS: readonly FileFilters[] = [
  {},
  {paths: ["^src/"]},
  {owner: "@all"},
  {owner: ["@docs", "@all"], team: "Core"}
];
const CAPTURES: readonly {readonly include?: readonly string[]; readonly exclude?: readonly string[]}[] = [
  {include: ["^1"]},
  {exclude: ["3$"]},
  {include: ["nothing"]}
];

const unitsOf = (by: string) =>
  by === "author" || by === "date"
    ? ["lines"]
    : by === "search" || by === "repository"
      ? ["matches", "repositories"]
      : ["matches"];

it("answers under filters on captured values equal a model that looks at every line", async () => {
  const yaml = 'teams:\n  Docs: {owners: ["@docs"]}\n  Core: {owners: ["@core", "@all"]}\n';
  for (const {all: drawn, owned: files} of fc.sample(world, Number(process.env.WORLDS ?? 1))) {
    const all = distinct(drawn, ({repo, day}) => [repo, day]);
    const owned = distinct(files, ({repo, day}) => [repo, day]);
    const folder = memoryFiles(new Map([[WORKSPACE_FILE, new TextEncoder().encode(yaml)]]));
    const store = openTestStore(memoryFiles(), {folder});
    try {
      await store.import(findingOf(all, owned), ["f"]);
      for (const [i, captures] of CAPTURES.entries())
        for (const filters of FILTERS)
          for (const [g, by] of GROUPS.entries()) {
            // each filter on values with a third of the rest
            if ((g + FILTERS.indexOf(filters)) % CAPTURES.length !== i) continue;
            for (const unit of unitsOf(by)) {
              const note = JSON.stringify({by, captures, filters, unit});
              const definition = testInsight({
                ...(by === "search" ? {label: "s"} : {kind: "group-by", by, presentation: "line"}),
                ...{data: "todo", unit, times: DAYS, display: {limit: 100}, filters: {...filters, captures}}
              });
              const passes = (value: string) =>
                (captures.include ?? [value]).some((pattern) => new RegExp(pattern).test(value)) &&
                !(captures.exclude ?? []).some((pattern) => new RegExp(pattern).test(value));
              const mine = standing(
                all.map((one) => keptOf(one, passes)),
                "todo"
              );
              const expected = fileAnswer(mine, owned, {by, filters, include: [], unit, times: DAYS, ofValues: true});
              const result = await store.insight(definition, null);
              expect(
                Object.fromEntries(
                  result.series.map(({label, values, status}) => [label, {values: Array.from(values), status}])
                ),
                note
              ).toEqual(
                Object.fromEntries(
                  [...expected].map(([label, {values, status}]) => [
                    label,
                    {
                      status,
                      values: values.map((value, t) =>
                        status[t] === "absent" || status[t] === "unknown" ? Number.NaN : value
                      )
                    }
                  ])
                )
              );
              if (by === "owner" || unit === "repositories") await expectSumsBehind(store, definition, result, note);
            }
          }
    } finally {
      await store.close();
    }
  }
}, 600_000);

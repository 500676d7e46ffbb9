/** Worlds of random imports for models that look at every repository, file and time one by one, from the rows as given. */

import {expect} from "vitest";
import type {InsightDefinition, InsightResult} from "../../src/insight/insight.ts";
import type {InsightStore, RepositoryShare} from "../../src/store/store.ts";
import {recordsOf} from "../../src/table.ts";
import {WORKSPACE_FILE} from "../../src/workspace.ts";
import * as fc from "../property.ts";
import {memoryFiles, openTestStore, testSeries} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const DAYS = ["2023-12-31", "2024-02-29", "2024-03-31", "2024-04-30", "2024-10-27", "2025-02-28"];
export const ASKED = ["2023-12-01", ...DAYS, "2024-03-30", "2024-05-15", "2025-03-30", "2026-01-01"].sort();
export const REPOS = ["h.x/api", "h.x/web", "h.y/api-2", "h.y/old"];
const PATHS = ["a.md", "src/a.ts", "src/lib/b.py", "docs/c.md"];
export const OWNER_FILES = ["* @all\n*.md @docs\n", "*.md @docs @all\n", "/src/ @core\n"];
const WORKSPACE =
  'teams:\n  Docs: {owners: ["@docs"]}\n  Core: {owners: ["@core", "@all"]}\naliases:\n  h.y/old: h.x/web\n';

const seriesOf = {todo: testSeries("todo", [1]), hack: testSeries("hack", [1])};
export type Key = keyof typeof seriesOf;

export interface Sample {
  key: Key;
  repo: string;
  day: string;
  status: string;
  captures: Record<string, number>;
  files: Record<string, number> | null;
  /** Of lines by path: who changed each last, and when; null: nobody knows. */
  blame: Record<string, readonly Blamed[]> | null;
  observed: string;
  /** Whether it says where things are, or whose; else it does where it names any. */
  told?: {readonly files: boolean; readonly blame: boolean};
}

export interface Blamed {
  readonly author: string;
  readonly day: string | null;
}

const sample: fc.Arbitrary<Sample> = fc.record({
  key: fc.constantFrom<Key>("todo", "hack"),
  repo: fc.constantFrom(...REPOS),
  day: fc.constantFrom(...DAYS),
  status: fc.constantFrom("ok", "ok", "ok", "partial", "unknown"),
  captures: fc.dictionary(fc.constantFrom("1.2", "1.10", "v2", "x", "y"), fc.integer({min: 1, max: 9}), {maxKeys: 4}),
  files: fc.option(fc.dictionary(fc.constantFrom(...PATHS), fc.integer({min: 1, max: 9}), {maxKeys: 4}), {freq: 4}),
  blame: fc.option(
    fc.dictionary(
      fc.constantFrom(...PATHS),
      fc.array(
        fc.record({
          author: fc.constantFrom("ann", "bob"),
          day: fc.constantFrom("2023-01-05", "2023-01-20", "2024-02-01", null)
        }),
        {minLength: 1, maxLength: 4}
      ),
      {maxKeys: 3}
    ),
    {freq: 4}
  ),
  observed: fc.constantFrom("2026-01-01", "2026-02-01")
});
/** A CODEOWNERS file from a day on. */
export interface OwnerFile {
  readonly repo: string;
  readonly day: string;
  readonly text: string;
}

const owners: fc.Arbitrary<OwnerFile> = fc.record({
  repo: fc.constantFrom(...REPOS),
  day: fc.constantFrom(...DAYS),
  text: fc.constantFrom(...OWNER_FILES)
});

export const world = fc.record({
  samples: fc.uniqueArray(sample, {
    minLength: 10,
    maxLength: 60,
    selector: (one) => [one.key, one.repo, one.day, one.observed].join()
  }),
  owners: fc.uniqueArray(owners, {maxLength: 5, selector: (one) => [one.repo, one.day].join()})
});

/** What a sample counted. */
export const countOf = ({captures, status}: Sample) =>
  status === "unknown" ? null : Object.values(captures).reduce((a, b) => a + b, 0);

/** The files a sample tells of: never more than it counted. */
export function filesOf(one: Sample): Record<string, number> {
  let left = countOf(one) ?? 0;
  const files: Record<string, number> = {};
  for (const [path, matches] of Object.entries(one.files ?? {})) {
    if (left > 0) files[path] = Math.min(left, matches);
    left -= matches;
  }
  return files;
}

/** The lines of a sample whose authors are told: none where nothing was found. */
export function blamedIn(one: Sample): Record<string, readonly Blamed[]> {
  return countOf(one) ? (one.blame ?? {}) : {};
}

export const fileCountOf = (one: Sample) => (countOf(one) ? Object.keys(filesOf(one)).length || 1 : 0);

function findings(samples: readonly Sample[], owned: readonly OwnerFile[]) {
  return ["2026-01-01", "2026-02-01"].map((observed, i) => {
    const mine = samples.filter((one) => one.observed === observed);
    const of = (one: Sample) => ({series_id: seriesOf[one.key].series_id, repo_key: one.repo, sample_at: one.day});
    return tableFinding(
      {
        point: mine.map((one) => ({
          ...of(one),
          matches: countOf(one),
          lines: countOf(one),
          files: one.status === "unknown" ? null : fileCountOf(one),
          status: one.status
        })),
        capture: mine
          .filter((one) => one.status !== "unknown")
          .flatMap((one) => Object.entries(one.captures).map(([c1, matches]) => ({...of(one), c1, matches}))),
        file: mine
          .filter((one) => one.status !== "unknown")
          .flatMap((one) =>
            Object.entries(filesOf(one)).map(([path, matches]) => ({...of(one), path, matches, lines: matches}))
          ),
        blame: mine.flatMap((one) =>
          Object.entries(blamedIn(one)).flatMap(([path, lines]) =>
            lines.map(({author, day}, line) => ({...of(one), path, line: line + 1, author, authored_at: day}))
          )
        ),
        ...(i === 0
          ? {
              owner_file: owned.map(({repo, day, text}) => ({
                repo_key: repo,
                path: "CODEOWNERS",
                valid_from: day,
                commit_oid: "aaaaaaa",
                text
              }))
            }
          : {})
      },
      Object.values(seriesOf),
      observed
    );
  });
}

/** The samples that stand, under their present names, oldest first: the later observed, then ok. */
export function standing(samples: readonly Sample[], key: Key): Map<string, Sample[]> {
  const named = samples
    .filter((one) => one.key === key)
    .map((one) => ({...one, repo: one.repo === "h.y/old" ? "h.x/web" : one.repo}));
  const best = new Map<string, Sample>();
  const better = (a: Sample, b: Sample) =>
    a.observed !== b.observed ? a.observed > b.observed : (a.status === "ok" ? 1 : 0) > (b.status === "ok" ? 1 : 0);
  for (const one of named) {
    const at = `${one.repo} ${one.day}`;
    const other = best.get(at);
    if (!other || better(one, other)) best.set(at, one);
  }
  const byRepo = new Map<string, Sample[]>();
  for (const one of [...best.values()].sort((a, b) => (a.day < b.day ? -1 : 1)))
    byRepo.set(one.repo, [...(byRepo.get(one.repo) ?? []), one]);
  return byRepo;
}

/** A repository under its present name. */
export const present = (repo: string) => (repo === "h.y/old" ? "h.x/web" : repo);

/** Runs a task over a store into which both imports of a world have come. */
export async function withStore(
  samples: readonly Sample[],
  owned: readonly OwnerFile[],
  task: (store: InsightStore) => Promise<void>
): Promise<void> {
  const folder = memoryFiles(new Map([[WORKSPACE_FILE, new TextEncoder().encode(WORKSPACE)]]));
  const store = openTestStore(memoryFiles(), {folder});
  try {
    for (const finding of findings(samples, owned)) await store.import(finding, ["f"]);
    await task(store);
  } finally {
    await store.close();
  }
}

/** Worlds, each with questions; `WORLDS` and `EACH` in the environment ask for more of them. */
export function asked<Q>(questions: fc.Arbitrary<Q>) {
  const [worlds, each] = [Number(process.env.WORLDS ?? 2), Number(process.env.EACH ?? 12)];
  return fc.sample(fc.tuple(world, fc.array(questions, {minLength: each, maxLength: each})), worlds);
}

/** What stands for one sample, the first of each: by names that hold now. */
export function distinct<T>(all: readonly T[], nameOf: (one: T) => readonly string[]): T[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(nameOf(one).join()) && Boolean(seen.add(nameOf(one).join())));
}

/** What is behind each point of an answer, and its export, come to the values that are shown. */
export async function expectSumsBehind(
  store: InsightStore,
  definition: InsightDefinition,
  {series, times}: InsightResult,
  note: string
): Promise<void> {
  const shown = series.filter(({holds}) => !holds).map(({label}) => label);
  const at = times.length - 1;
  for (const {label, values} of series) {
    if (Number.isNaN(values[at]!)) continue;
    const before = at > 0 ? times[at - 1]! : null;
    const detail = await store.point({definition, label, shown, at: times[at]!, before});
    const sum = (of: (one: RepositoryShare) => number | null) =>
      detail.repositories.reduce((all, one) => all + (of(one) ?? 0), 0);
    expect(
      sum(({value}) => value),
      `${note} behind ${label}`
    ).toBe(values[at]);
    if (at > 0 && !Number.isNaN(values[at - 1]!))
      expect(
        sum(({before: earlier}) => earlier),
        `${note} behind ${label}, before`
      ).toBe(values[at - 1]);
  }
  const table = await store.exportInsight(definition);
  if (!table || definition.kind === "search") return;
  const rows = recordsOf(table);
  for (const {label, values, holds} of series) {
    if (holds || Number.isNaN(values[at]!)) continue;
    const mine = rows.filter((row) => (row.capture ?? row.label) === label && Number(row.recording_time) === times[at]);
    expect(
      mine.reduce((all, {value}) => all + (Number(value) || 0), 0),
      `${note} exported ${label}`
    ).toBe(values[at]);
  }
}

/** Answers by file against a model that looks at every file: groups, and filters by path, language, owner and team. */
import {expect, it} from "vitest";
import * as fc from "../property.ts";
import {testInsight} from "./stores.ts";
import {
  ASKED,
  asked,
  countOf,
  distinct,
  fileCountOf,
  filesOf,
  type Key,
  OWNER_FILES,
  type OwnerFile,
  present,
  standing,
  withStore
} from "./world.ts";

/** Who has a path in a repository then, of the owner files as they stood. */
function ownersAt(owned: readonly OwnerFile[], repo: string, path: string, day: string): string[] {
  const mine = owned.filter((one) => present(one.repo) === repo).sort((a, b) => (a.day < b.day ? -1 : 1));
  if (!mine.length) return ["(owners not imported)"];
  const held = mine.filter((one) => one.day <= day).at(-1);
  const md = path.endsWith(".md");
  const src = path.startsWith("src/");
  if (held?.text === OWNER_FILES[0]) return md ? ["@docs"] : ["@all"];
  if (held?.text === OWNER_FILES[1]) return md ? ["@docs", "@all"] : ["(no owner)"];
  if (held?.text === OWNER_FILES[2]) return src ? ["@core"] : ["(no owner)"];
  return ["(no owner)"];
}

const teamsOf = (names: readonly string[]) => {
  const found = [
    ...new Set(names.flatMap((one) => (one === "@docs" ? ["Docs"] : one === "@core" || one === "@all" ? ["Core"] : [])))
  ];
  return found.length ? found : ["(no team)"];
};
const LANGUAGE: Record<string, string> = {md: "Markdown", ts: "TypeScript", py: "Python"};

const fileDefinitions = fc.record({
  by: fc.constantFrom("search", "path", "directory", "language", "owner", "team", "repository"),
  paths: fc.constantFrom({}, {paths: ["^src/"]}, {paths: {exclude: ["\\.md$"]}}),
  languages: fc.constantFrom({}, {}, {languages: ["Python", "Markdown"]}),
  owner: fc.constantFrom({}, {}, {owner: "@all"}, {owner: ["@docs", "@all"]}, {owner: "(no owner)"}),
  team: fc.constantFrom({}, {}, {team: "Core"}, {team: ["Docs", "Core"]}),
  include: fc.constantFrom([], ["api"], ["web", "api-2"]),
  limit: fc.constantFrom(2, 50),
  other: fc.boolean(),
  unit: fc.constantFrom("matches", "files"),
  times: fc.subarray(ASKED, {minLength: 1}),
  key: fc.constantFrom<Key>("todo", "hack")
});

it("answers by file equal a model that looks at every file", async () => {
  for (const [{samples, owners}, questions] of asked(fileDefinitions)) {
    const clean = distinct(samples, (one) => [one.key, present(one.repo), one.day]);
    const owned = distinct(owners, (one) => [present(one.repo), one.day]);
    await withStore(clean, owned, async (store) => {
      for (const one of questions) {
        const mine = standing(clean, one.key);
        if (!mine.size) continue;
        const filters = {...one.paths, ...one.languages, ...one.owner, ...one.team};
        const isFiltered = Object.keys(filters).length > 0;
        let result: Awaited<ReturnType<typeof store.insight>>;
        try {
          result = await store.insight(
            testInsight({
              ...(one.by === "search" ? {} : {kind: "group-by", by: one.by, presentation: "line"}),
              data: one.key,
              filters: {repositories: one.include, ...filters},
              times: one.times,
              unit: one.unit,
              display: {limit: one.limit, other: one.other}
            }),
            null
          );
        } catch (error) {
          if ((error as {code?: string}).code === "insight/filter") continue;
          throw error;
        }
        const passes = (repo: string, path: string, day: string) => {
          const own = ownersAt(owned, repo, path, day);
          const {paths, languages, owner, team} = filters as Record<string, never>;
          const list = (value: unknown): string[] => (Array.isArray(value) ? value : [value]) as string[];
          if (paths && Array.isArray(paths) && !path.startsWith("src/")) return false;
          if (paths && !Array.isArray(paths) && path.endsWith(".md")) return false;
          if (languages && !list(languages).includes(LANGUAGE[path.split(".").at(-1)!]!)) return false;
          if (owner && !list(owner).some((name) => own.includes(name))) return false;
          return !team || list(team).some((name) => teamsOf(own).includes(name));
        };
        const labels = (repo: string, path: string, day: string): string[] => {
          if (one.by === "search") return ["s"];
          if (one.by === "repository") return [repo];
          if (one.by === "path") return [path];
          if (one.by === "directory") return [path.includes("/") ? path.split("/")[0]! : "(root)"];
          if (one.by === "language") return [LANGUAGE[path.split(".").at(-1)!]!];
          const own = ownersAt(owned, repo, path, day);
          return one.by === "owner" ? own : teamsOf(own);
        };
        const lines = new Map<string, number[]>();
        const told: number[] = [];
        const counted: number[] = [];
        const states: string[] = [];
        one.times.forEach((day, i) => {
          told[i] = counted[i] = 0;
          let [there, unknown, partial] = [0, 0, 0];
          for (const [repo, list] of mine) {
            if (one.include.length && !one.include.some((pattern) => repo.includes(pattern))) continue;
            const before = list.filter((sample) => sample.day <= day);
            if (!before.length) continue;
            there++;
            if (before.at(-1)!.status === "unknown") unknown++;
            if (before.at(-1)!.status === "partial") partial++;
            let files: Record<string, number> = {};
            let count = 0;
            let fileCount = 0;
            for (const sample of before) {
              if (sample.status === "unknown") continue;
              count = countOf(sample)!;
              fileCount = fileCountOf(sample);
              if (!count || Object.keys(filesOf(sample)).length) files = filesOf(sample);
            }
            counted[i]! += one.unit === "files" ? fileCount : count;
            for (const [path, found] of Object.entries(files)) {
              const value = one.unit === "files" ? 1 : found;
              told[i]! += value;
              if (!passes(repo, path, day)) continue;
              for (const label of labels(repo, path, day)) {
                const values = lines.get(label) ?? one.times.map(() => 0);
                values[i]! += value;
                lines.set(label, values);
              }
            }
          }
          states.push(
            !there ? "absent" : unknown === there ? "unknown" : unknown ? "incomplete" : partial ? "partial" : "ok"
          );
        });
        const label = JSON.stringify(one);
        if (one.by === "search") lines.set("s", lines.get("s") ?? one.times.map(() => 0));
        if (!isFiltered && one.by === "search") lines.set("s", counted);
        if (!isFiltered && one.by === "repository") continue;
        for (const {label: name, values, holds, status} of result.series) {
          if (holds || name.startsWith("(in files")) continue;
          const wanted =
            lines.get(one.by === "search" ? "s" : name) ??
            (one.by === "repository" ? one.times.map(() => 0) : undefined);
          expect(wanted, `${label} ${name}`).toBeDefined();
          expect(
            Array.from(values, (v, i) => (Number.isNaN(v) ? "none" : v === wanted![i]) || status[i]),
            `${label} ${name} ${Array.from(values)}`
          ).toEqual(Array.from(values, (v) => (Number.isNaN(v) ? "none" : true)));
          Array.from(values).forEach((v, i) => {
            const isTold = !isFiltered || counted[i] === told[i];
            if (one.by === "repository" || told[i]! > counted[i]!) return;
            if (Number.isNaN(v))
              expect(!isTold || ["absent", "unknown"].includes(states[i]!), `${label} ${name} at ${i}`).toBe(true);
            if (isTold) expect(status[i], `${label} at ${i}`).toBe(states[i]);
            if (!isTold && !["absent", "unknown"].includes(states[i]!))
              expect(["partial", "incomplete", "unknown"], `${label} at ${i}`).toContain(status[i]);
          });
        }
        const alive = [...lines].filter(([, values]) => values.some((v) => v !== 0)).length;
        const rest = result.series.find(({holds}) => holds > 0);
        const shown = result.series.filter(({holds, label: name}) => !holds && !name.startsWith("(in files")).length;
        if (one.limit === 50 && one.by !== "search" && one.by !== "repository") expect(shown, label).toBe(alive);
        if (rest && isFiltered) {
          const left = [...lines].filter(([name]) => !result.series.some((s) => s.label === name));
          Array.from(rest.values).forEach((v, i) => {
            if (!Number.isNaN(v))
              expect(v, `${label} Other ${i}`).toBe(left.reduce((sum, [, values]) => sum + values[i]!, 0));
          });
        }
      }
    });
  }
}, 600_000);

/** Answers against a model that is as simple as can be: every repository and every time, one by one. */
import {expect, it} from "vitest";
import * as fc from "../property.ts";
import {testInsight} from "./stores.ts";
import {ASKED, asked, countOf, distinct, expectSumsBehind, type Key, present, standing, withStore} from "./world.ts";

const definitions = fc.record({
  kind: fc.constantFrom("search", "capture-group", "by-repository", "by-capture"),
  include: fc.constantFrom([], ["api"], ["x/", "api-2"], ["^h\\.x"]),
  exclude: fc.constantFrom([], ["web"], ["y"]),
  captures: fc.constantFrom({}, {captures: {include: ["^1"]}}, {captures: {exclude: ["x"]}}),
  limit: fc.constantFrom(1, 2, 20),
  other: fc.boolean(),
  sort: fc.constantFrom("result-count", "median", "lexicographical", "date-added"),
  direction: fc.constantFrom("asc", "desc"),
  times: fc.subarray(ASKED, {minLength: 1}),
  unit: fc.constantFrom("matches", "repositories"),
  key: fc.constantFrom<Key>("todo", "hack")
});

it("answers equal a model that looks at every repository and time", async () => {
  for (const [{samples, owners}, questions] of asked(definitions)) {
    // of equal keys under an alias and of one observation the content decides: left out
    const clean = distinct(samples, (one) => [one.key, present(one.repo), one.day, one.observed]);
    await withStore(clean, owners, async (store) => {
      for (const one of questions) {
        const isCapture = one.kind === "capture-group" || one.kind === "by-capture";
        const definition = testInsight({
          kind: one.kind.startsWith("by-") ? "group-by" : one.kind,
          ...(one.kind.startsWith("by-") ? {by: one.kind.slice(3), presentation: "line"} : {}),
          data: one.key,
          filters: {repositories: {include: one.include, exclude: one.exclude}, ...(isCapture ? one.captures : {})},
          times: one.times,
          unit: one.unit,
          display: {limit: one.limit, other: one.other, sort: one.sort, direction: one.direction}
        });
        const mine = standing(clean, one.key);
        if (!mine.size) continue;
        const result = await store.insight(definition, null);
        const repos = [...mine.keys()].filter(
          (repo) =>
            (!one.include.length || one.include.some((p) => new RegExp(p).test(repo))) &&
            !one.exclude.some((p) => new RegExp(p).test(repo))
        );
        const passes = (label: string) => {
          const {include = [], exclude = []} =
            (one.captures as {captures?: {include?: string[]; exclude?: string[]}}).captures ?? {};
          return (
            (!include.length || include.some((p) => new RegExp(p).test(label))) &&
            !exclude.some((p) => new RegExp(p).test(label))
          );
        };
        // label → time → value
        const lines = new Map<string, number[]>();
        const states: string[] = [];
        const own = new Map<string, string[]>();
        one.times.forEach((day, i) => {
          let [there, unknown, partial] = [0, 0, 0];
          for (const repo of repos) {
            const before = mine.get(repo)!.filter((s) => s.day <= day);
            const last = before.at(-1);
            const word = !last ? "absent" : last.status;
            own.set(repo, [...(own.get(repo) ?? []), word]);
            if (!last) continue;
            there++;
            if (last.status === "unknown") unknown++;
            if (last.status === "partial") partial++;
            const known = before.filter((s) => s.status !== "unknown").at(-1);
            const add = (label: string, value: number) => {
              const values = lines.get(label) ?? one.times.map(() => 0);
              values[i]! += one.unit === "repositories" ? Number(value > 0) : value;
              lines.set(label, values);
            };
            if (!known) {
              if (one.kind === "search") add("s", 0);
              if (one.kind === "by-repository") add(repo, 0);
              continue;
            }
            if (one.kind === "search") add("s", countOf(known)!);
            else if (one.kind === "by-repository") add(repo, countOf(known)!);
            else for (const [label, value] of Object.entries(known.captures)) if (passes(label)) add(label, value);
          }
          states.push(
            !there ? "absent" : unknown === there ? "unknown" : unknown ? "incomplete" : partial ? "partial" : "ok"
          );
        });
        if (one.kind === "search") lines.set("s", lines.get("s") ?? one.times.map(() => 0));
        await expectSumsBehind(store, definition, result, JSON.stringify(one));
        const shown = result.series.filter((s) => !s.holds);
        const rest = result.series.find((s) => s.holds);
        const label = JSON.stringify(one);
        expect(Array.from(result.times), label).toEqual(one.times.map((day) => Date.parse(day)));
        const statusOf = (name: string) => (one.kind === "by-repository" ? own.get(name)! : states);
        const lookup = (name: string) => lines.get(one.kind === "search" ? "s" : name);
        const seen = (values: readonly number[], status: readonly string[]) =>
          values.map((v, i) => (status[i] === "absent" || status[i] === "unknown" ? null : v));
        for (const s of shown) {
          expect(lookup(s.label), `${label} ${s.label}`).toBeDefined();
          expect(s.status, `${label} ${s.label}`).toEqual(statusOf(s.label));
          expect(
            Array.from(s.values, (v) => (Number.isNaN(v) ? null : v)),
            `${label} ${s.label}`
          ).toEqual(seen(lookup(s.label)!, statusOf(s.label)));
        }
        const alive = [...lines].filter(
          ([name, values]) =>
            one.kind === "search" ||
            values.some((v, i) => v !== 0 && !["absent"].includes(statusOf(name)[i]!)) ||
            (one.kind === "by-repository" && own.get(name)!.some((w) => w === "unknown" || w === "partial"))
        );
        expect(shown.length, label).toBe(Math.min(one.limit, alive.length));
        expect(rest?.holds ?? 0, label).toBe(
          one.other && one.kind !== "search" ? Math.max(0, alive.length - shown.length) : 0
        );
        if (rest) {
          const left = alive.filter(([name]) => !shown.some((s) => s.label === name));
          const sums = one.times.map((_, i) =>
            left.reduce(
              (sum, [name, values]) => sum + (["absent", "unknown"].includes(statusOf(name)[i]!) ? 0 : values[i]!),
              0
            )
          );
          Array.from(rest.values).forEach((v, i) => {
            if (!Number.isNaN(v)) expect(v, `${label} Other at ${i}`).toBe(sums[i]);
            else
              expect(
                left.every(([name]) => ["absent", "unknown"].includes(statusOf(name)[i]!)),
                label
              ).toBe(true);
          });
        }
      }
    });
  }
}, 600_000);

/**
 * The past of a repository, searched: 52 times × 8 queries, weekly or as close as its age allows, beside `git grep` at each
 * of them. It is this project's own, or the clone that BENCH_CLONE names.
 */
import {execFileSync, spawnSync} from "node:child_process";
import {openClone} from "../../src/cli/git/clone.ts";
import {patternSearch} from "../../src/query/file-search.ts";
import {commitsAt} from "../../src/snapshot/git-history.ts";
import {historyRows} from "../../src/snapshot/history-rows.ts";
import {searchHistory} from "../../src/snapshot/search-history.ts";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {numbersOf, textOf} from "../../src/table.ts";
import type {Answer, Case} from "./measure.ts";

const POINTS = 52;
const WEEK = 604_800_000;

/** Expressions with the paths they look at, none for all. */
const QUERIES: Readonly<Record<string, readonly [pattern: string, ...include: string[]]>> = {
  marker: ["\\b(TODO|FIXME|HACK|XXX)\\b"],
  import: ["^\\s*import\\s.*\\bfrom\\s+['\"]([^'\"]+)['\"]", "*.ts"],
  any: ["[:<,]\\s*any\\b", "*.ts"],
  declared: ["^\\s*(?:export\\s+)?(?:declare\\s+)?(interface|type)\\s+[A-Z]\\w*", "*.ts"],
  variable: ["^\\s*(?:export\\s+)?(var|let|const)\\s", "*.ts", "*.js"],
  source: ["Source: [A-Z]\\w+"],
  version: ['"version":\\s*"([^"]+)"', "*.json"],
  test: ["\\b(?:describe|it|test)(?:\\.each)?\\("]
};

/** The cases over the repository that `project` is a checkout of; none where it is none. */
export function historyCases(project: string): Case[] {
  const {BENCH_CLONE: root = project} = process.env;
  const git = (...args: string[]) => execFileSync("git", args, {cwd: root, maxBuffer: 1e9}).toString("utf8");
  if (spawnSync("git", ["rev-parse", "HEAD"], {cwd: root}).status !== 0) return [];
  const times = () => {
    const commits = git("rev-list", "--first-parent", "--format=%ct", "HEAD")
      .split("\n")
      .filter((line) => /^\d+$/.test(line));
    const [last, first] = [Number(commits[0]) * 1000, Number(commits.at(-1)) * 1000];
    const step = Math.max(1000, Math.floor(Math.min(WEEK, (last - first) / (POINTS - 1)) / 1000) * 1000);
    return Float64Array.from({length: POINTS}, (_, i) => last - (POINTS - 1 - i) * step);
  };
  return [
    {
      name: "native/history",
      about: `${POINTS} times × ${Object.keys(QUERIES).length} queries of one repository, from its clone`,
      rows: POINTS * Object.keys(QUERIES).length,
      product: {
        name: "Tidemark",
        run: async () => {
          const at = times();
          const begun = performance.now();
          const asked = Object.entries(QUERIES).map(([key, [pattern, ...include]]) => ({
            record: seriesRecord({engine: "bench", pattern, include, key}),
            search: patternSearch(pattern, {include, groups: 0}),
            times: at
          }));
          const {history} = await openClone({folder: root, key: "self"});
          const found = await searchHistory("self", history, asked, new Map());
          const rows = historyRows();
          rows.add(found, new Map());
          const point = rows.parts(0).find(({table}) => table === "point")!.rows;
          const ms = performance.now() - begun;
          // what reading costs without searching: the same trees and files once more
          const read = performance.now();
          const steps = [...new Set(commitsAt(history.commits, at).map((commit) => commit!.tree))];
          for await (const _ of history.changes(steps));
          await history.contents([...new Set(found.occurrences.blobs)], () => undefined);
          const floor = performance.now() - read;
          const series = textOf(point, "series_id");
          const lines = numbersOf(point, "lines");
          const answer = Object.fromEntries(
            asked.map(({record}) => [
              record.key,
              Array.from(lines).filter((_, row) => series.words[series.codes[row]!] === record.series_id)
            ])
          );
          return {
            ms,
            answer,
            note: `${found.read.blobs} files, ${(found.read.bytes / 1e6).toFixed(0)} MB; reading alone ${floor.toFixed(0)} ms`
          };
        }
      },
      peers: [
        {
          name: "git grep at each time",
          target: 1 / 50,
          run: async () => {
            const at = times();
            const answer: Record<string, number[]> = {};
            const begun = performance.now();
            const commits = Array.from(at, (time) =>
              git("rev-list", "-1", "--first-parent", `--before=${new Date(time).toISOString()}`, "HEAD").trim()
            );
            for (const [key, [pattern, ...include]] of Object.entries(QUERIES))
              answer[key] = commits.map((commit) => {
                const {stdout} = spawnSync("git", ["grep", "-I", "-c", "-P", "-e", pattern, commit, "--", ...include], {
                  cwd: root,
                  env: {...process.env, LC_ALL: "C"},
                  maxBuffer: 1e9
                });
                return stdout
                  .toString("utf8")
                  .split("\n")
                  .reduce((sum, line) => sum + (line ? Number(line.slice(line.lastIndexOf(":") + 1)) : 0), 0);
              });
            return {ms: performance.now() - begun, answer: answer as Answer};
          }
        }
      ]
    }
  ];
}

/** The sample notebooks run, and their numbers are those that the samples' own history gives, counted here without a store. */
import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {afterAll, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import type {InsightResult} from "../../src/insight/insight.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {type CellState, createRun} from "../../src/notebook/run.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {recordsOf} from "../../src/table.ts";
import type {SnapshotsName} from "../../src/workspace.ts";
import {acmeChanges} from "./acme-changes.ts";
import {acmeHistory, type Occurrence, type Search} from "./acme-history.ts";
import {ACME_REPOSITORIES, MONTHS} from "./acme-people.ts";
import {codeOf} from "./make-acme.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NAMES = readdirSync(`${ROOT}notebooks`).filter((name) => name.endsWith(".md"));
const LAST = MONTHS.length - 1;
const stores = new Map<SnapshotsName, InsightStore>();
afterAll(() => Promise.all([...stores.values()].map((store) => store.close())));

const runs = new Map<string, Promise<readonly CellState[]>>();
function cellsOf(name: string): Promise<readonly CellState[]> {
  const run = runs.get(name) ?? runOnce(name);
  runs.set(name, run);
  return run;
}

async function runOnce(name: string): Promise<readonly CellState[]> {
  const notebook = parseNotebook(readFileSync(`${ROOT}notebooks/${name}`, "utf8"));
  expect(notebook.messages).toEqual([]);
  const {snapshots} = notebook.frontMatter;
  const store = stores.get(snapshots) ?? openStore(ROOT, snapshots, () => 0);
  stores.set(snapshots, store);
  const session = name.replace(/[^a-z]/g, "");
  const run = createRun({store, session, now: () => 0}, notebook);
  const states = await run.settled();
  run.dispose();
  return states;
}

/** The values of an insight by label. */
async function insight(name: string, id: string): Promise<Record<string, number[]>> {
  const result = outputOf(await cellsOf(name), id, "chart");
  return Object.fromEntries((result as InsightResult).series.map(({label, values}) => [label, Array.from(values)]));
}

async function rows(name: string, id: string) {
  return recordsOf(outputOf(await cellsOf(name), id, "table") as Parameters<typeof recordsOf>[0]);
}

function outputOf(states: readonly CellState[], id: string, type: "chart" | "table"): unknown {
  const output = states.find(({cell}) => cell.id === id)?.output;
  if (type === "chart" && output?.type === "chart" && output.of === "insight") return output.result;
  if (type === "table" && output?.type === "table") return output.table;
  throw new Error(`${id} gives no ${type}`);
}

/** The prose of a notebook, without marks. */
async function prose(name: string): Promise<string> {
  const texts = (await cellsOf(name)).map(({output}) => (output?.type === "markdown" ? output.html : ""));
  return texts
    .join(" ")
    .replace(/<[^>]+>/g, "")
    .replace(/\s+/g, " ");
}

describe.each(NAMES)("the sample notebook %s", (name) => {
  it("runs, every cell of it, with nothing to say against it", async () => {
    for (const {cell, status, messages} of await cellsOf(name))
      expect(`${status} ${messages.map(({text}) => text)}`, `${cell.id} ${cell.body}`).toBe("done ");
  });

  it("shows values in its prose, none of them unknown", async () => {
    const text = await prose(name);
    expect(text).toMatch(/\d/);
    expect(text).not.toMatch(/\$\{|undefined|NaN/);
  });
});

const history = acmeHistory();
const changes = acmeChanges();
const isThere = ({from, until}: Occurrence, month: number) => from <= month && month < until;
const count = (search: Search, month: number, is: (one: Occurrence) => boolean = () => true) =>
  history.filter((one) => one.search === search && isThere(one, month) && is(one)).length;
const overTime = (search: Search, is?: (one: Occurrence) => boolean) =>
  MONTHS.map((_, month) => count(search, month, is));
const teamOf = new Map(ACME_REPOSITORIES.map(({key, team}) => [key, team]));

/** The teams of a file at the newest sample, by the rules of the generated CODEOWNERS files, written out once more. */
function teamsOf({repository, path}: Occurrence): string[] {
  const own = teamOf.get(repository)!;
  const hasRules = !/\/(?:label-printer|forecasts)$/.test(repository);
  if (!hasRules) return [own];
  const isSectioned = repository.endsWith("/wms-core");
  if (path.startsWith("deploy/")) return isSectioned ? [own, "Platform"] : ["Platform"];
  if (path.startsWith("src/reporting/")) return isSectioned ? [own, "Data"] : ["Data"];
  return path.startsWith("src/auth/") && !isSectioned ? ["Identity"] : [own];
}

function byTeam(search: Search): Record<string, number> {
  const teams: Record<string, number> = {};
  for (const one of history)
    if (one.search === search && isThere(one, LAST))
      for (const team of teamsOf(one)) teams[team] = (teams[team] ?? 0) + 1;
  return teams;
}

const newest = (values: Record<string, number[]>) =>
  Object.fromEntries(Object.entries(values).map(([label, numbers]) => [label, numbers.at(-1)!]));

describe("the numbers of the notebooks over Acme", () => {
  it("http-client-migration: calls over time, and what is left by team", async () => {
    const name = "http-client-migration.md";
    const [old, fresh] = [overTime("http-legacy"), overTime("http-new")];
    expect(await insight(name, "calls")).toEqual({legacyFetch: old, "@acme/http": fresh});
    const left = byTeam("http-legacy");
    expect(newest(await insight(name, "left_by_team"))).toEqual(left);
    expect(newest(await insight(name, "team_history"))).toEqual(left);
    // what the titles say
    const crossed = MONTHS[fresh.findIndex((calls, month) => calls > old[month]!)]!;
    expect(new Date(crossed).toISOString().slice(0, 7)).toBe("2025-10");
    expect(left.Warehouse! / old.at(-1)!).toBeGreaterThan(0.5);
    expect(await prose(name)).toContain(
      `Today ${old.at(-1)} calls of it are left beside ${fresh.at(-1)} of the new client`
    );
    // the file with most calls
    const files = new Map<string, number>();
    for (const one of history)
      if (one.search === "http-legacy" && isThere(one, LAST)) {
        const file = `${one.repository.replace("git.acme.example/", "")} ${one.path}`;
        files.set(file, (files.get(file) ?? 0) + 1);
      }
    const [top] = [...files].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    const [first] = await rows(name, "files");
    expect(`${first!.repository} ${first!.path} ${first!.calls}`).toBe(`${top![0]} ${top![1]}`);
  });

  it("todo-comments: comments over time, kinds, teams, authors", async () => {
    const name = "todo-comments.md";
    // the search of November 2025 without an answer is carried over from October
    const quiet = "git.acme.example/dock/label-printer";
    const counted = MONTHS.map(
      (_, month) =>
        count("todo", month, ({repository}) => repository !== quiet) +
        count("todo", month === 14 ? 13 : month, ({repository}) => repository === quiet)
    );
    expect((await insight(name, "remarks")).comments).toEqual(counted);
    expect(newest(await insight(name, "kinds"))).toEqual(
      Object.fromEntries(
        ["TODO", "FIXME", "HACK"].map((kind) => [kind, count("todo", LAST, ({capture}) => capture === kind)])
      )
    );
    expect(newest(await insight(name, "by_team"))).toEqual(byTeam("todo"));
    const authors = new Map<string, number>();
    for (const one of history)
      if (one.search === "todo" && isThere(one, LAST)) authors.set(one.author, (authors.get(one.author) ?? 0) + 1);
    const top = newest(await insight(name, "by_author"));
    expect(Object.keys(top).length).toBe(8);
    for (const [author, lines] of Object.entries(top)) expect([author, lines]).toEqual([author, authors.get(author)]);
    const sum = [...authors.values()].reduce((a, b) => a + b, 0);
    expect(Object.values(top).reduce((a, b) => a + b, 0) / sum).toBeGreaterThan(0.5);
    expect(await prose(name)).toContain(
      `fell from ${counted[18]} to ${counted[19]}. Four months later there are ${counted[LAST]}`
    );
    expect(1 - counted[19]! / counted[18]!).toBeCloseTo(1 / 3, 1);
  });

  it("node-runtime: images by version", async () => {
    const name = "node-runtime.md";
    const versions = ["16", "18", "20", "22"];
    const expected = Object.fromEntries(
      versions.map((version) => [version, overTime("node-image", ({capture}) => capture === version)])
    );
    expect(await insight(name, "versions")).toEqual(expected);
    expect(await insight(name, "old")).toEqual({16: expected["16"], 18: expected["18"]});
    expect((await rows(name, "behind")).map(({repository}) => repository)).toEqual([
      "data/reports-web",
      "dock/label-printer",
      "dock/picking-app"
    ]);
    expect(versions.reduce((sum, version) => sum + expected[version]!.at(-1)!, 0)).toBe(28);
  });

  it("weak-hashes: calls over time, and every line that is left", async () => {
    const name = "weak-hashes.md";
    const calls = overTime("weak-hash");
    expect((await insight(name, "hashes")).calls).toEqual(calls);
    expect(calls.at(-1)).toBe(7);
    const left = history.filter((one) => one.search === "weak-hash" && isThere(one, LAST));
    expect((await rows(name, "lines")).map(({path, line, algorithm}) => `${path}:${line} ${algorithm}`).sort()).toEqual(
      left.map(({path, line, capture}) => `${path}:${line} ${capture}`).sort()
    );
    const places = new Set(left.map(({repository}) => repository)).size;
    expect(await prose(name)).toContain(
      `Of the ${calls[13]} calls of MD5 and SHA-1 that were there 7 are left, in ${places} repositories`
    );
  });

  it("team-collaboration: commits to the code of others", async () => {
    const name = "team-collaboration.md";
    const own = MONTHS.map((_, month) => changes.filter((one) => one.month === month && one.by === one.owner).length);
    const cross = MONTHS.map((_, month) => changes.filter((one) => one.month === month && one.by !== one.owner).length);
    expect(await insight(name, "own")).toEqual({"own code": own, "another team’s": cross});
    expect((await insight(name, "at_pricing"))["Checkout · Pricing"]).toEqual(
      MONTHS.map(
        (_, month) =>
          changes.filter((one) => one.month === month && one.by === "Checkout" && one.owner === "Pricing").length
      )
    );
    const share = (month: number) => cross[month]! / (cross[month]! + own[month]!);
    const [mean] = Object.values(await insight(name, "outside"));
    expect(mean!.at(-1)).toBeCloseTo((share(LAST) + share(LAST - 1) + share(LAST - 2)) / 3, 12);
    const [first] = await rows(name, "pairs");
    const half = changes.filter(
      ({month, by, owner}) => month > LAST - 6 && by === first!.author && owner === first!.owner
    );
    expect(first!.commits).toBe(half.length);
  });

  it("test-coverage: shares of all lines, of each team", async () => {
    const name = "test-coverage.md";
    const share = (month: number, team?: string) => {
      const code = ACME_REPOSITORIES.filter((one) => one.born <= month && (!team || one.team === team)).map((one) =>
        codeOf(one, month)
      );
      return code.reduce((sum, {covered}) => sum + covered, 0) / code.reduce((sum, {lines}) => sum + lines, 0);
    };
    const teams = await insight(name, "coverage");
    expect(Object.keys(teams).length).toBe(7);
    for (const [team, values] of Object.entries(teams))
      for (const [month, value] of values.entries()) expect(value, team).toBeCloseTo(share(month, team), 12);
    const [overall] = Object.values(await insight(name, "overall"));
    for (const [month, value] of overall!.entries()) expect(value).toBeCloseTo(share(month), 12);
    // what the title says: a year's gain goes on
    const yearly = share(LAST) - share(LAST - 12);
    const years = (0.8 - share(LAST)) / yearly;
    expect(new Date(MONTHS[LAST]! + years * 365.25 * 86_400_000).getUTCFullYear()).toBe(2027);
  });

  it("share-migrated: the share, its pace, and each team’s", async () => {
    const name = "share-migrated.md";
    const [old, fresh] = [overTime("http-legacy"), overTime("http-new")];
    const {migrated} = await insight(name, "migrated");
    for (const [month, share] of migrated!.entries())
      expect(share).toBeCloseTo(fresh[month]! / (fresh[month]! + old[month]!), 12);
    const [left, moved] = [byTeam("http-legacy"), byTeam("http-new")];
    for (const [team, share] of Object.entries(newest(await insight(name, "team_shares"))))
      expect(share, team).toBeCloseTo(moved[team]! / (moved[team]! + left[team]!), 12);
  });
});

describe("events of the front matter", () => {
  it("are marks of charts over time, and of no others", async () => {
    const states = await cellsOf("http-client-migration.md");
    const marks = (id: string) => ((outputOf(states, id, "chart") as InsightResult).marks ?? []).map(({text}) => text);
    expect(marks("calls")).toEqual(["@acme/http 1.0", "@acme/http 2.0"]);
    expect(marks("left_by_team")).toEqual([]);
    expect((outputOf(await cellsOf("weak-hashes.md"), "hashes", "chart") as InsightResult).marks ?? []).toEqual([
      {at: Date.UTC(2025, 9, 14), text: "Label forgery"}
    ]);
  });
});

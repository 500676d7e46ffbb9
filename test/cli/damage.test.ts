/** A workspace whose manifest is damaged: what is said, what still answers, and that nothing is lost by going on. */
import {cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

/** A manifest as JSON, to be broken. */
interface Broken {
  version: unknown;
  series: unknown;
  imports: Record<string, unknown>[];
  parts: Record<string, unknown>[];
}

let whole = "";
beforeAll(async () => {
  whole = await mkdtemp(join(tmpdir(), "tidemark-"));
  enter(whole);
  await mkdir(join(whole, "notebooks"));
  const csv = (key: string, value: number) =>
    writeFile(join(whole, `${key}.csv`), `repo,date,series,value\nacme/api,2026-01-01,${key},${value}\n`);
  await csv("calls", 7);
  await csv("todos", 3);
  expect(await run("import", "calls.csv")).toBe(0);
  expect(await run("import", "todos.csv")).toBe(0);
});
const folders: string[] = [];
beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "tidemark-"));
  folders.push(folder);
  await cp(whole, folder, {recursive: true});
  enter(folder);
});
afterAll(() => Promise.all([whole, ...folders].map((folder) => rm(folder, {recursive: true, force: true}))));

const path = () => join(cwd, "snapshots/manifest.json");
const manifest = async () => JSON.parse(await readFile(path(), "utf8")) as Broken;
async function broken(change: (manifest: Broken) => void): Promise<void> {
  const value = await manifest();
  change(value);
  await writeFile(path(), JSON.stringify(value));
}
/** All files of the snapshots and what is in them. */
async function held(): Promise<Map<string, string>> {
  const names = await readdir(join(cwd, "snapshots"), {recursive: true, withFileTypes: true});
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.sort().map(async (name) => [name, await readFile(name, "latin1")] as const)));
}

describe("a manifest that cannot be read", () => {
  const ways: Record<string, [(text: string) => string, RegExp]> = {
    cut: [(text) => text.slice(0, text.length / 2), /manifest\.json is not JSON: it was cut or edited/],
    empty: [() => "", /is not JSON/],
    "of NUL bytes, as a crash leaves it": [(text) => "\0".repeat(text.length), /is not JSON/],
    "of another format": [
      (text) => text.replace("insight-snapshot", "web"),
      /should say format "insight-snapshot"; it/
    ],
    "without a version": [
      (text) => text.replace('"version": 1', '"version": "one"'),
      /version as a number; it gives "one"/
    ],
    "of a newer version": [
      (text) => text.replace('"version": 1', '"version": 2'),
      /which a newer Tidemark made.*Update/
    ],
    "with a text for a list": [
      (text) => `${text.slice(0, -3)},"repos":"x"}`,
      /should have a list as repos; it has "x"/
    ],
    "with half a record": [
      (text) => text.replace('"series_id"', '"id"'),
      /should give series\[0\] its series_id as text/
    ]
  };
  it.each(Object.entries(ways))("%s: is named with what to do, and nothing is changed", async (how, [change, says]) => {
    await writeFile(path(), change(await readFile(path(), "utf8")));
    const before = await held();
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\nacme/api,2026-01-01,more,1\n");
    for (const words of [
      ["import", "more.csv"],
      ["export", "points"],
      ["snapshot", "--query", "x", "--repos", "."]
    ]) {
      expect(await run(...words), words[0]).toBe(1);
      expect(err, words[0]).toMatch(says);
      if (how !== "of a newer version") expect(err, words[0]).toMatch(/Nothing was changed\. Restore it from a backup/);
    }
    expect(await held()).toEqual(before);
  });
});

describe("a manifest that is wrong about a part", () => {
  const ways: Record<string, [(part: Broken["parts"][number]) => void, string]> = {
    "names a file that is not there": [
      (part) => (part.path = "parts/0009-point-00000000.ndjson.gz"),
      "the file is missing"
    ],
    "gives another hash": [(part) => (part.sha256 = "0".repeat(64)), "its bytes are not what was written"],
    "gives another number of rows": [(part) => (part.rows = 9), "it holds 1 rows where the manifest says 9"],
    "gives no hash": [(part) => delete part.sha256, "the manifest gives no SHA-256 of it"],
    "leads out of its folder": [(part) => (part.path = "../x"), "the manifest gives no path below its folder"]
  };
  const value = async (data: string) => {
    const store = openStore(cwd, "workspace", () => 0);
    const {value: definition} = readInsight({title: "T", data});
    try {
      return {result: await store.insight(definition!, null), damage: (await store.contents()).damage};
    } finally {
      await store.close();
    }
  };
  it.each(Object.entries(ways))(
    "%s: the rest answers, the numbers say what they lack, an import heals it",
    async (_, [change, reason]) => {
      await broken(({parts}) => change(parts[0]!));
      const calls = await value("calls");
      expect(calls.damage.map((one) => one.reason)).toEqual([reason]);
      expect(calls.result.source.status).toBe("partial");
      expect((await value("todos")).result.source.status).toBe("complete");
      // another import leaves the record as it is
      await writeFile(join(cwd, "more.csv"), "repo,date,series,value\nacme/api,2026-01-01,more,1\n");
      const before = (await manifest()).parts[0];
      expect(await run("import", "more.csv")).toBe(0);
      expect((await manifest()).parts).toContainEqual(before);
      expect((await value("calls")).damage).toHaveLength(1);
      // its own file brings it back
      expect(await run("import", "calls.csv")).toBe(0);
      expect(out).toContain("imported");
      const healed = await value("calls");
      expect(healed.damage).toEqual([]);
      expect(healed.result.source.status).toBe("complete");
      expect(await run("import", "calls.csv")).toBe(0);
      expect(out).toContain("was imported before");
    }
  );

  it("names a table that a newer version added: it is no damage, and stays through imports", async () => {
    const more = {id: "0003", table: "of_tomorrow", path: "parts/0003-of_tomorrow-0.x", import_id: "i_x", more: {a: 1}};
    await broken(({parts}) => parts.push(more));
    expect((await value("calls")).damage).toEqual([]);
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\nacme/api,2026-01-01,more,1\n");
    expect(await run("import", "more.csv")).toBe(0);
    expect((await manifest()).parts).toContainEqual(more);
    expect((await manifest()).parts).toHaveLength(4);
  });
});

import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {type MemoryFiles, memoryFiles, openTestStore, testFinding, testInsight, valuesOf} from "./stores.ts";

const stores: InsightStore[] = [];
afterAll(() => Promise.all(stores.map((store) => store.close())));

function opened(files: MemoryFiles): InsightStore {
  const store = openTestStore(files);
  stores.push(store);
  return store;
}

const first = () => testFinding([{series: "go", repo: "api", day: "2026-01-01", matches: 3}], [], {name: "first"});
const second = () => testFinding([{series: "js", repo: "web", day: "2026-01-01", matches: 5}], [], {name: "second"});

/** Files with two imports, and the manifest's text changed. */
async function damaged(change: (text: string) => string): Promise<MemoryFiles> {
  const files = memoryFiles();
  const store = opened(files);
  await store.import(first(), ["first.csv"]);
  await store.import(second(), ["second.csv"]);
  const text = new TextDecoder().decode(files.content.get("manifest.json"));
  files.content.set("manifest.json", new TextEncoder().encode(change(text)));
  return files;
}

const js = testInsight({title: "js", data: "js"});
const go = testInsight({title: "go", data: "go"});

describe("a manifest that cannot be read", () => {
  it("is no matter while it can be read, or is of something else", async () => {
    expect(await opened(await damaged((text) => text)).repairable()).toBeNull();
    expect(await opened(memoryFiles()).repairable()).toBeNull();
    expect(await opened(await damaged(() => '{"format": "other"}')).repairable()).toBeNull();
    expect(await opened(await damaged((text) => text.replace('"version": 1', '"version": 9'))).repairable()).toBeNull();
  });

  it("is repaired as far as its records go, and what may be lost is told until it is imported again", async () => {
    // the last record, which names the file of the second import, is cut in its middle
    const files = await damaged((text) => text.slice(0, text.lastIndexOf('"sha256"')));
    const store = opened(files);
    await expect(store.contents()).rejects.toMatchObject({code: "snapshot/manifest"});
    const repair = (await store.repairable())!;
    expect(repair).toMatchObject({
      imports: ["first.csv", "second.csv"],
      ...{series: 2, rows: 1, isCut: true, unreadable: 1},
      doubtful: ["first.csv", "second.csv"],
      unnamed: [expect.stringContaining("parts/0002-point")]
    });
    expect(repair.bytes).toEqual(files.content.get("manifest.json"));
    // looking changes nothing, and a file that was written meanwhile is left alone
    expect(await store.repair("0".repeat(64))).toBe(false);
    await expect(store.contents()).rejects.toMatchObject({code: "snapshot/manifest"});
    expect(await store.repair(repair.hash)).toBe(true);
    const now = await store.contents();
    expect(now.imports.map(({source_name}) => source_name)).toEqual(["first.csv", "second.csv"]);
    expect(now.damage.map(({importId}) => importId)).toEqual(now.imports.map(({import_id}) => import_id));
    // no number as if nothing had happened
    const kept = await store.insight(go, null);
    expect([valuesOf(kept), kept.source.status]).toEqual([{go: [3]}, "partial"]);
    expect((await store.insight(js, null)).source.status).toBe("partial");
    expect((await store.import(second(), ["second.csv"])).outcome).toBe("imported");
    expect((await store.import(first(), ["first.csv"])).outcome).toBe("imported");
    expect((await store.contents()).damage).toEqual([]);
    const whole = await store.insight(js, null);
    expect([valuesOf(whole), whole.source.status]).toEqual([{js: [5]}, "complete"]);
  });

  it("keeps what stands behind a line that was damaged, and an import of which only its files are left", async () => {
    const files = await damaged((text) => text.replace('{"import_id"', '{"import_id'));
    const store = opened(files);
    const repair = (await store.repairable())!;
    expect(repair).toMatchObject({
      imports: ["second.csv", "an import whose record was lost"],
      ...{rows: 2, unreadable: 1, isCut: false, doubtful: [], unnamed: []}
    });
    await store.repair(repair.hash);
    expect(valuesOf(await store.insight(go, null))).toEqual({go: [3]});
    const {imports} = await store.contents();
    await store.removeImport(imports[1]!.import_id);
    await expect(store.insight(js, null)).resolves.toBeTruthy();
  });

  it("begins anew where nothing can be read, and says which files of data are there", async () => {
    const files = await damaged(() => "");
    const store = opened(files);
    const repair = (await store.repairable())!;
    expect(repair).toMatchObject({
      imports: [],
      rows: 0,
      isCut: true,
      unnamed: [expect.any(String), expect.any(String)]
    });
    expect(await store.repair(repair.hash)).toBe(true);
    expect((await store.contents()).imports).toEqual([]);
    expect((await store.import(first(), ["first.csv"])).outcome).toBe("imported");
    expect(valuesOf(await store.insight(go, null))).toEqual({go: [3]});
  });
});

import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testFinding, testInsight, valuesOf} from "./stores.ts";

const opened: InsightStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

const OLD = "github.com/acme/store";
const NEW = "github.com/acme/shop";
// counted under its old name until January, under its new one from February on
const points = [
  {series: "todo", repo: OLD, day: "2026-01-01", matches: 5},
  {series: "todo", repo: NEW, day: "2026-02-01", matches: 7}
];
const ALIAS = `aliases:\n  ${OLD}: ${NEW}\n`;

function open(text: string | null) {
  const folder = memoryFiles();
  if (text !== null) folder.content.set("tidemark.yaml", new TextEncoder().encode(text));
  const store = openTestStore(memoryFiles(), {folder});
  opened.push(store);
  return {store, folder};
}
const total = async (store: InsightStore) => valuesOf(await store.insight(testInsight({data: "todo"}), null)).todo;

describe("a store's tidemark.yaml", () => {
  it("names one repository by its old and its new name, from the moment it is saved", async () => {
    const {store} = open(null);
    await store.import(testFinding(points), ["a.json"]);
    // a repository that is gone and one that is new: 5 carried forward, and 7
    expect(await total(store)).toEqual([5, 12]);
    expect(await store.workspace()).toMatchObject({text: null, hash: null, messages: []});
    expect(await store.saveWorkspace(ALIAS, null)).toBe(true);
    expect(await total(store)).toEqual([5, 7]);
    expect((await store.contents()).repositories).toEqual([NEW]);
  });

  it("is not overwritten when it is no longer what was read", async () => {
    const {store, folder} = open("# first\n");
    const {hash} = await store.workspace();
    expect(await store.saveWorkspace("# second\n", null)).toBe(false);
    expect(await store.saveWorkspace("# second\n", hash)).toBe(true);
    expect(await store.saveWorkspace("# third\n", hash)).toBe(false);
    expect(new TextDecoder().decode(folder.content.get("tidemark.yaml"))).toBe("# second\n");
  });

  it("counts again after an editor changed it, once it was asked for", async () => {
    const {store, folder} = open(null);
    await store.import(testFinding(points), ["a.json"]);
    expect(await total(store)).toEqual([5, 12]);
    folder.content.set("tidemark.yaml", new TextEncoder().encode(ALIAS));
    expect((await store.workspace()).workspace.aliases.get(OLD)).toBe(NEW);
    expect(await total(store)).toEqual([5, 7]);
  });

  it("keeps a broken file from nobody: data are there, messages say what is wrong", async () => {
    const {store} = open("aliases: [");
    await store.import(testFinding(points), ["a.json"]);
    expect(await total(store)).toEqual([5, 12]);
    expect((await store.workspace()).messages).toHaveLength(1);
  });

  it("cannot be saved by a store without a folder", async () => {
    const store = openTestStore(memoryFiles());
    opened.push(store);
    expect(await store.saveWorkspace("", null)).toBe(false);
  });
});

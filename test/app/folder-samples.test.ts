import {describe, expect, it} from "vitest";
import {offeredSamples, withSamples} from "../../src/app/folder-samples.ts";
import type {NotebookFile, NotebookFiles} from "../../src/app/notebook-files.ts";
import {sha256} from "../../src/hash.ts";

const SAMPLES = new Map([
  ["a.md", "sample a"],
  ["b.md", "sample b"]
]);

/** A folder in memory, whose files are nobody's samples. */
function folder(files: Map<string, string>): NotebookFiles {
  const fileOf = (name: string): NotebookFile | null => {
    const text = files.get(name);
    return text === undefined ? null : {name, text, hash: sha256(text), sample: false};
  };
  return {
    place: "memory",
    list: async () => [...files.keys()].map((name) => fileOf(name)!),
    read: async (name) => fileOf(name),
    async save(name, text, expected) {
      const now = fileOf(name);
      if ((now?.hash ?? null) !== expected) return {conflict: now};
      files.set(name, text);
      return {hash: sha256(text)};
    },
    remove: async (name) => void files.delete(name),
    watch: () => () => undefined
  };
}

describe("samples beside a folder", () => {
  it("open without being in it, and are files once they are changed", async () => {
    const files = new Map<string, string>();
    const notebooks = withSamples(folder(files), SAMPLES);
    const opened = (await notebooks.read("a.md"))!;
    expect(opened).toMatchObject({text: "sample a", sample: true});
    expect([await notebooks.list(), await notebooks.read("c.md"), files.size]).toEqual([[], null, 0]);
    expect(await notebooks.save("a.md", "mine", opened.hash)).toEqual({hash: sha256("mine")});
    expect(files).toEqual(new Map([["a.md", "mine"]]));
    expect(await notebooks.read("a.md")).toMatchObject({text: "mine", sample: false});
    // what somebody else wrote meanwhile is not written over
    expect(await notebooks.save("a.md", "other", opened.hash)).toMatchObject({conflict: {text: "mine"}});
    // a new notebook of a sample's name is no change of it
    expect(await notebooks.save("b.md", "new", null)).toEqual({hash: sha256("new")});
  });

  it("do not take the place of a file that is deleted while it is open", async () => {
    const files = new Map([["a.md", "mine"]]);
    const notebooks = withSamples(folder(files), SAMPLES);
    await notebooks.read("a.md");
    files.clear();
    expect(await notebooks.read("a.md")).toBeNull();
    expect(await notebooks.save("a.md", "again", sha256("mine"))).toEqual({conflict: null});
    await notebooks.save("b.md", "mine", null);
    await notebooks.remove("b.md");
    expect(await notebooks.read("b.md")).toBeNull();
  });

  it("are known in it where they are as they came", async () => {
    const listed = await withSamples(
      folder(
        new Map([
          ["a.md", "sample a"],
          ["b.md", "mine"]
        ])
      ),
      SAMPLES
    ).list();
    expect(listed.map(({sample}) => sample)).toEqual([true, false]);
    const names = (all: ReturnType<typeof offeredSamples>) => all.map(({name}) => name);
    expect(names(offeredSamples(listed, SAMPLES, false))).toEqual(["a.md"]);
    expect(names(offeredSamples([], SAMPLES, false))).toEqual(["a.md", "b.md"]);
    // where all are listed, one that is not was deleted
    expect(names(offeredSamples([listed[0]!], SAMPLES, true))).toEqual(["a.md"]);
  });
});

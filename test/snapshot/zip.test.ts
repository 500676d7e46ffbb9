import {strToU8, zipSync} from "fflate";
import {describe, expect, it} from "vitest";
import {openZip} from "../../src/snapshot/zip.ts";
import {sourceOf} from "./sources.ts";

const open = (bytes: Uint8Array) => openZip(sourceOf("x.zip", bytes, 1000), {});
async function contentOf(source: {chunks(): AsyncIterable<Uint8Array>}): Promise<string> {
  let text = "";
  for await (const bytes of source.chunks()) text += new TextDecoder().decode(bytes, {stream: true});
  return text;
}

describe("openZip", () => {
  it("reads stored and deflated files, each from the start every time", async () => {
    const long = "row,1\n".repeat(50_000);
    const {entries} = await open(
      zipSync({"a/b.csv": strToU8(long), "c.txt": [strToU8("stored"), {level: 0}], "dir/": new Uint8Array()})
    );
    expect(entries.map(({name, size}) => [name, size])).toEqual([
      ["a/b.csv", long.length],
      ["c.txt", 6]
    ]);
    for (let i = 0; i < 2; i++) expect(await Promise.all(entries.map(contentOf))).toEqual([long, "stored"]);
  });

  it("refuses paths that lead elsewhere, by name", async () => {
    const names = [
      "../../evil.csv",
      "/abs.csv",
      "C:\\x.csv",
      "a\\..\\b.csv",
      "https://x/y.csv",
      "ok-2026-08-15T10:15:00Z.csv"
    ];
    const {entries, refused} = await open(zipSync(Object.fromEntries(names.map((name) => [name, strToU8("x")]))));
    expect(entries.map(({name}) => name)).toEqual(["ok-2026-08-15T10:15:00Z.csv"]);
    expect(refused.map(({name}) => name)).toEqual(names.slice(0, 5));
  });

  it("passes over what macOS adds", async () => {
    expect((await open(zipSync({"a.csv": strToU8("x"), "__MACOSX/._a.csv": strToU8("y")}))).entries.length).toBe(1);
  });

  it("refuses files that are encrypted or packed in unknown ways", async () => {
    const bytes = zipSync({"a.csv": strToU8("x")});
    const directory = bytes.findIndex((_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1);
    const encrypted = Uint8Array.from(bytes);
    encrypted[directory + 8] = 1;
    expect((await open(encrypted)).refused).toEqual([{name: "a.csv", reason: "it is encrypted"}]);
    const odd = Uint8Array.from(bytes);
    odd[directory + 10] = 14;
    expect((await open(odd)).refused[0]!.reason).toMatch(/method 14/);
  });

  it("stops at a file that is longer than the archive says", async () => {
    const bytes = zipSync({"a.csv": strToU8("x".repeat(100_000))});
    const directory = bytes.findIndex((_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1);
    new DataView(bytes.buffer).setUint32(directory + 24, 10, true);
    const {entries} = await open(bytes);
    await expect(contentOf(entries[0]!)).rejects.toMatchObject({code: "import/damaged-zip"});
  });

  it("refuses archives that are cut, and those that become larger than 1 GB", async () => {
    const bytes = zipSync({"a.csv": strToU8("x".repeat(1000))});
    await expect(open(bytes.subarray(0, 40))).rejects.toMatchObject({code: "import/damaged-zip"});
    const directory = bytes.findIndex((_, i) => bytes[i] === 0x50 && bytes[i + 1] === 0x4b && bytes[i + 2] === 1);
    new DataView(bytes.buffer).setUint32(directory + 24, 2e9, true);
    await expect(open(bytes)).rejects.toMatchObject({code: "import/too-large"});
  });
});

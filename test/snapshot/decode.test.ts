import {gzipSync} from "node:zlib";
import {describe, expect, it} from "vitest";
import {sha256} from "../../src/hash.ts";
import {type DecodeOptions, eachChunk, eachLine, type Line, readHead} from "../../src/snapshot/decode.ts";
import type {Source} from "../../src/snapshot/importer.ts";
import {sourceOf} from "./sources.ts";

async function linesOf(source: Source, options: DecodeOptions = {}) {
  const lines: Line[] = [];
  const decoded = await eachLine(source, options, (line) => lines.push(line));
  return {...decoded, texts: lines.map(({text}) => text), all: lines};
}

const utf16 = (text: string, isBig = false) => {
  const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
  return new Uint8Array(isBig ? bytes.swap16() : bytes);
};

describe("eachLine", () => {
  it("ends lines at LF and CRLF and keeps a last line without end", async () => {
    expect((await linesOf(sourceOf("a", "a\r\nb\n\nc"))).texts).toEqual(["a", "b", "", "c"]);
    expect((await linesOf(sourceOf("a", ""))).texts).toEqual([]);
  });

  it("gives line numbers, byte positions and raw bytes", async () => {
    const {all} = await linesOf(sourceOf("a", "ä\nb\r\n", 1));
    expect(all.map(({number, offset, raw}) => [number, offset, raw.length])).toEqual([
      [1, 0, 3],
      [2, 3, 3]
    ]);
  });

  it("reads the same lines whatever the chunks are", async () => {
    const text = "první\n\u{1F980} x\r\nlast ✓";
    for (const chunk of [1, 2, 3, 7, 1000])
      expect((await linesOf(sourceOf("a", text, chunk))).texts).toEqual(["první", "\u{1F980} x", "last ✓"]);
  });

  it("drops byte order marks and reads UTF-16 of both orders", async () => {
    for (const bytes of [new TextEncoder().encode("\ufeffä\nb"), utf16("ä\nb"), utf16("ä\nb", true)])
      for (const chunk of [1, 3, 100]) expect((await linesOf(sourceOf("a", bytes, chunk))).texts).toEqual(["ä", "b"]);
  });

  it("keeps lines that are no UTF-8 with replacement characters and says so", async () => {
    const {all} = await linesOf(sourceOf("a", Uint8Array.of(0x61, 0xff, 10, 0x62)));
    expect(all.map(({text, intact}) => [text, intact])).toEqual([
      ["a\ufffd", false],
      ["b", true]
    ]);
  });

  it("reads gzip of several members in any chunks", async () => {
    const bytes = Buffer.concat([gzipSync("one\ntw"), gzipSync("o\n"), gzipSync(""), gzipSync("three")]);
    for (const chunk of [1, 5, 18, 19, 1000]) {
      const {texts, cut} = await linesOf(sourceOf("a.gz", bytes, chunk));
      expect([texts, cut]).toEqual([["one", "two", "three"], null]);
    }
  });

  it("keeps what a cut or damaged gzip stream gave, and says that it is cut", async () => {
    const text = Array.from({length: 5000}, (_, i) => `line ${i} ${(i * 7919) % 1013}`).join("\n");
    const whole = gzipSync(text);
    const {texts, cut} = await linesOf(sourceOf("a.gz", whole.subarray(0, whole.length / 2)));
    expect(cut).toBe("the compressed stream ends before its end");
    expect(texts.length).toBeGreaterThan(1000);
    expect(texts.slice(0, 1000)).toEqual(text.split("\n").slice(0, 1000));
    const damaged = Uint8Array.from(whole);
    damaged.fill(0xff, whole.length / 2, whole.length / 2 + 50);
    expect((await linesOf(sourceOf("a.gz", damaged))).cut).not.toBeNull();
  });

  it("gives the SHA-256 of the bytes as they came", async () => {
    const bytes = gzipSync("x\n");
    expect((await linesOf(sourceOf("a.gz", bytes, 3))).fileHash).toBe(sha256(bytes));
  });

  it("passes over lines of more than 128 MB", async () => {
    const source: Source = {
      name: "a",
      size: 0,
      async *chunks() {
        yield new TextEncoder().encode("a\n");
        for (let i = 0; i < 130; i++) yield new Uint8Array(1_000_000).fill(0x78);
        yield new TextEncoder().encode("\nb\n");
      }
    };
    const {texts, tooLong} = await linesOf(source);
    expect([texts, tooLong]).toEqual([["a", "b"], [2]]);
  });
});

describe("eachChunk", () => {
  it("refuses gzip that becomes larger than 1 GB, and holds little of it", async () => {
    const member = gzipSync(Buffer.alloc(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const reading = eachChunk(sourceOf("bomb.gz", Buffer.concat(Array.from({length: 21}, () => member))), {}, () => {
      most = Math.max(most, process.memoryUsage().arrayBuffers);
    });
    await expect(reading).rejects.toMatchObject({code: "import/too-large"});
    expect(most - before).toBeLessThan(900_000_000);
  }, 60_000);

  it("counts the compressed bytes and stops when it is aborted", async () => {
    const progress: number[] = [];
    await eachChunk(sourceOf("a", "0123456789", 4), {progress: (read) => progress.push(read)}, () => {});
    expect(progress).toEqual([4, 8, 10]);
    await expect(eachChunk(sourceOf("a", "x"), {signal: AbortSignal.abort()}, () => {})).rejects.toMatchObject({
      code: "call/aborted"
    });
  });
});

describe("readHead", () => {
  it("gives the beginning of the text, whole characters only", async () => {
    const {text, container} = await readHead(sourceOf("a.gz", gzipSync("ä".repeat(100_000))));
    expect([text.length, container]).toEqual([32_768, "gzip"]);
    expect(text).not.toContain("\ufffd");
  });

  it("has no text for zips and binary files", async () => {
    expect((await readHead(sourceOf("a", Uint8Array.of(0x50, 0x4b, 3, 4, 0x61)))).container).toBe("zip");
    expect((await readHead(sourceOf("a", new Uint8Array(100)))).text).toBe("");
  });
});

import {createHash} from "node:crypto";
import {gzipSync} from "node:zlib";
import {afterAll, describe, expect, it} from "vitest";
import {nativeGzip, useNativeHash} from "../../src/cli/native.ts";
import {gatheredHash, sha256, sha256Of, sha256Stream, useDigest, useSha256} from "../../src/hash.ts";
import {type Gzip, plainGzip} from "../../src/snapshot/gzip.ts";

const bytes = Uint8Array.from({length: 300_000}, (_, i) => (i * i) % 251);
const pieces = [0, 1, 70_000, 70_010, 299_999, 300_000].map((end, i, ends) => bytes.subarray(ends[i - 1] ?? 0, end));
const ours = [sha256(bytes), sha256("é")];

async function unpacked(gzip: Gzip, packed: Uint8Array): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of gzip.unpack(packed)) all.push(piece.slice());
  return new Uint8Array(Buffer.concat(all));
}

describe("the native gzip", () => {
  it("packs what either one unpacks, and the same bytes every time", async () => {
    const packed = await nativeGzip.pack(pieces);
    expect(await nativeGzip.pack(pieces)).toEqual(packed);
    expect(await unpacked(nativeGzip, packed)).toEqual(bytes);
    expect(await unpacked(plainGzip, packed)).toEqual(bytes);
    expect(await unpacked(nativeGzip, await plainGzip.pack(pieces))).toEqual(bytes);
    expect(await unpacked(nativeGzip, await nativeGzip.pack([]))).toEqual(new Uint8Array(0));
  });

  it.each([
    ["native", nativeGzip],
    ["plain", plainGzip]
  ] as const)("fails on a file that was cut: %s", async (_, gzip) => {
    await expect(unpacked(gzip, gzipSync(bytes).subarray(0, 1000))).rejects.toThrow();
  });
});

describe("a digest of whole bytes", () => {
  it("gives what a running hash gives, and is asked only when all is there", async () => {
    const asked: number[] = [];
    const plain = gatheredHash();
    for (const piece of pieces) plain.update(piece);
    expect(await plain.hex()).toBe(ours[0]);
    useDigest(async (given) => {
      asked.push(given.length);
      return createHash("sha256").update(given).digest("hex");
    });
    const gathered = gatheredHash();
    for (const piece of pieces) gathered.update(piece);
    expect([await gathered.hex(), await sha256Of(bytes), await gatheredHash().hex()]).toEqual([
      ours[0],
      ours[0],
      sha256("")
    ]);
    expect(asked).toEqual([bytes.length, bytes.length, 0]);
    // whatever was expected: less, as much, or more than can be gathered
    for (const expected of [1, bytes.length, 2_000_000_000]) {
      const hash = gatheredHash(expected);
      for (const piece of pieces) hash.update(piece);
      expect(await hash.hex()).toBe(ours[0]);
    }
  });
});

describe("the native SHA-256", () => {
  const create = () => {
    const hash = createHash("sha256");
    return {update: (given: Uint8Array) => void hash.update(given), hex: () => hash.digest("hex")};
  };
  afterAll(() => useSha256(create));

  it("is the one that runs anywhere, however the bytes come", () => {
    useNativeHash();
    expect([sha256(bytes), sha256("é")]).toEqual(ours);
    const running = sha256Stream();
    for (const piece of pieces) running.update(piece);
    for (let at = 0; at < bytes.length; at += 1000) running.update(bytes.subarray(at, at + 1000));
    expect(running.hex()).toBe(sha256(new Uint8Array(Buffer.concat([bytes, bytes]))));
  });
});

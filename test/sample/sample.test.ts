import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {HAS_DATA} from "../data-dir.ts";
import {acmeFiles} from "./make-acme.ts";
import {hasSampleTruth, sampleFiles} from "./make-sample.ts";

const root = fileURLToPath(new URL("../../public/", import.meta.url));

describe("the committed samples", () => {
  it.skipIf(!HAS_DATA || !hasSampleTruth())("of public repositories is what the ground truth gives", async () =>
    check("sample/", await sampleFiles())
  );

  it("of Acme is what its generator gives, well under 1 MB", async () => {
    const files = await acmeFiles();
    check("sample/acme/", files);
    const bytes = [...files.values()].reduce((sum, {length}) => sum + length, 0);
    expect(bytes).toBeLessThan(700_000);
  });
});

function check(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const place = root + folder;
  if (process.env.UPDATE_SAMPLE) {
    rmSync(`${place}parts`, {recursive: true, force: true});
    for (const [path, bytes] of files) {
      mkdirSync(dirname(place + path), {recursive: true});
      writeFileSync(place + path, bytes);
    }
  }
  for (const [path, bytes] of files) {
    expect(existsSync(place + path), path).toBe(true);
    expect(
      Buffer.compare(readFileSync(place + path), bytes),
      `${path}: run with UPDATE_SAMPLE=1 after a wanted change`
    ).toBe(0);
  }
}

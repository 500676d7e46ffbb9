import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {HAS_DATA} from "../data-dir.ts";
import {sampleFiles} from "./make-sample.ts";

const folder = fileURLToPath(new URL("../../public/sample/", import.meta.url));

describe.skipIf(!HAS_DATA)("the committed sample", () => {
  it("is what the ground truth gives", () => {
    const files = sampleFiles();
    if (process.env.UPDATE_SAMPLE) {
      rmSync(`${folder}parts`, {recursive: true, force: true});
      for (const [path, bytes] of files) {
        mkdirSync(dirname(folder + path), {recursive: true});
        writeFileSync(folder + path, bytes);
      }
    }
    for (const [path, bytes] of files) {
      expect(existsSync(folder + path), path).toBe(true);
      expect(
        Buffer.compare(readFileSync(folder + path), bytes),
        `${path}: run with UPDATE_SAMPLE=1 after a wanted change`
      ).toBe(0);
    }
  });
});

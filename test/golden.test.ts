/**
 * Golden reports: a folder of test/golden is a notebook, the files it imports, and the report that comes of them. The bytes
 * of the font are left out of what is compared. A missing report is written, and fails on CI; a changed one is written
 * beside it as report-changed.html.
 */
import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {draw} from "../src/chart/draw.ts";
import {main} from "../src/cli/tidemark.ts";

const FOLDER = fileURLToPath(new URL("golden/", import.meta.url));

/** Runs the command line in a folder. */
async function tidemark(cwd: string, ...words: string[]): Promise<number> {
  return main(words, {cwd, now: () => Date.UTC(2026, 8, 1), out: () => {}, err: () => {}, terminal: false, draw});
}

const CASES = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, "notebook.md")));

describe.each(CASES)("the golden report %s", (name) => {
  it("has not changed", async () => {
    const cwd = mkdtempSync(join(tmpdir(), "tidemark-golden-"));
    try {
      cpSync(join(FOLDER, name), cwd, {recursive: true});
      const files = readdirSync(cwd).filter((file) => !/^(?:notebook\.md|report.*)$/.test(file));
      if (files.length) expect(await tidemark(cwd, "import", ...files)).toBe(0);
      await tidemark(cwd, "report", "notebook.md", "-o", "made.html");
      const made = readFileSync(join(cwd, "made.html"), "utf8").replace(
        /url\(data:font\/woff2;base64,[^)]*\)/,
        "url(FONT)"
      );
      const path = join(FOLDER, name, "report.html");
      const changed = join(FOLDER, name, "report-changed.html");
      if (!existsSync(path)) {
        writeFileSync(path, made);
        expect(process.env.CI, `${path} was missing; look at it and commit it`).toBeUndefined();
      }
      const same = readFileSync(path, "utf8") === made;
      if (same) rmSync(changed, {force: true});
      else writeFileSync(changed, made);
      expect(same, `${changed} differs from report.html: look at both, and replace it when the change is meant`).toBe(
        true
      );
    } finally {
      rmSync(cwd, {recursive: true, force: true});
    }
  });
});

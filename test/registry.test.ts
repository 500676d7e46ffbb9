import {readdirSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {PING_COUNTS} from "../src/ping/metrics/index.ts";
import {VERSION} from "../src/version.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** A folder whose every file is one kind, and the index that lists them. */
const REGISTRIES = [
  {folder: "src/insight/kinds", index: "src/insight/kinds/index.ts", except: ["kind.ts"]},
  {folder: "src/notebook/cells", index: "src/notebook/cells/index.ts", except: ["kind.ts", "yaml.ts", "newest.ts"]},
  {folder: "src/ping/metrics", index: "src/ping/metrics/index.ts", except: ["metric.ts"]},
  {folder: "src/insight/discovery", index: "src/insight/discovery/index.ts", except: ["rule.ts", "asked.ts"]},
  {folder: "src/cli/commands", index: "src/cli/commands/index.ts", except: []}
] as const;

describe("registries", () => {
  it.each(REGISTRIES)("$index lists every file of $folder", ({folder, index, except}) => {
    const listed = readFileSync(ROOT + index, "utf8");
    const files = readdirSync(ROOT + folder).filter(
      (file) => file !== "index.ts" && !(except as readonly string[]).includes(file)
    );
    expect(files.filter((file) => !listed.includes(`"./${file}"`))).toEqual([]);
  });

  it("src/snapshot/importers.ts lists every importer", () => {
    const listed = readFileSync(`${ROOT}src/snapshot/importers.ts`, "utf8");
    const importers = readdirSync(`${ROOT}src/snapshot`).filter((file) => file.startsWith("from-"));
    expect(importers.filter((file) => !listed.includes(`"./${file}"`))).toEqual([]);
  });

  it("src/report/exporters.ts lists every exporter", () => {
    const listed = readFileSync(`${ROOT}src/report/exporters.ts`, "utf8");
    const made = readdirSync(`${ROOT}src/report`).filter((file) => /^to-(?!check|diff)/.test(file));
    expect(made.filter((file) => !listed.includes(`"./${file}"`))).toEqual([]);
  });

  it("names each ping once", () => {
    expect(new Set(PING_COUNTS.map(({count}) => count.code)).size).toBe(PING_COUNTS.length);
  });

  it("has the version of package.json", () => {
    expect(VERSION).toBe((JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {version: string}).version);
  });
});

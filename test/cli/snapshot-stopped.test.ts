/** `tidemark snapshot` as a process of its own, ended from outside in the middle of its work. */
import {type ChildProcess, execFileSync, spawn, spawnSync} from "node:child_process";
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {folderFiles} from "../../src/cli/folder.ts";
import {sha256} from "../../src/hash.ts";
import {git, newRepository} from "./clone.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const BUILT = fileURLToPath(new URL("../../dist/cli/tidemark.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "stopped-"));
const [small, large] = [join(folder, "small"), join(folder, "large")];
const WORDS = ["--query", "TODO", "--query", "TODO file:1", "--until", "2025-01-08", "--step", "1d", "--points", "8"];
const CLONES = ["--repos", "acme/small=../small", "acme/large=../large"];

beforeAll(() => {
  expect(existsSync(BUILT), "npm run build").toBe(true);
  fill(small, 5);
  fill(large, 80);
  // a git that lets go of the large clone's files when it is told to
  mkdirSync(join(folder, "slow"));
  const real = execFileSync("sh", ["-c", "command -v git"], {encoding: "utf8"}).trim();
  writeFileSync(
    join(folder, "slow/git"),
    `#!/bin/sh
case "$PWD $*" in *"/large "*"cat-file --batch "*)
  touch "${folder}/reached"
  while [ ! -e "${folder}/go" ]; do sleep 0.02; done;;
esac
exec "${real}" "$@"
`
  );
  chmodSync(join(folder, "slow/git"), 0o755);
});
afterAll(() => rmSync(folder, {recursive: true, force: true}));

/** A repository with commits an hour apart, each of which changes five files. */
function fill(clone: string, commits: number): void {
  newRepository(clone);
  const stream = Array.from({length: commits}, (_, i) => {
    const files = Array.from({length: 5}, (_, file) => {
      // the first contents are the same in both clones
      const text = `${"TODO line\n".repeat(file + 1)}${i}\n${"x".repeat(500)}\n`;
      return `M 100644 inline f${(i + file) % 40}.ts\ndata ${text.length}\n${text}\n`;
    });
    return `commit refs/heads/main\ncommitter a <a@example.org> ${1_736_000_000 + i * 3600} +0000\ndata 1\nx\n${files.join("")}\n`;
  });
  const {status} = spawnSync("git", ["fast-import", "--quiet"], {cwd: clone, input: stream.join("")});
  expect(status).toBe(0);
  git(clone, ["reset", "-q", "--hard"]);
}

/** A snapshot in a new workspace that waits in the middle of the large clone. */
async function halfway(name: string): Promise<{child: ChildProcess; printed: {out: string; err: string}}> {
  enter(join(folder, name));
  mkdirSync(cwd);
  for (const left of ["reached", "go"]) rmSync(join(folder, left), {force: true});
  const child = spawn(process.execPath, [BUILT, "snapshot", ...WORDS, ...CLONES], {
    cwd,
    env: {...process.env, PATH: `${join(folder, "slow")}:${process.env.PATH}`},
    // a group of its own: a terminal sends Ctrl+C to git as well
    detached: true
  });
  const printed = {out: "", err: ""};
  child.stdout.on("data", (text) => {
    printed.out += text;
  });
  child.stderr.on("data", (text) => {
    printed.err += text;
  });
  await expect.poll(() => existsSync(join(folder, "reached")), {timeout: 60_000, interval: 20}).toBe(true);
  return {child, printed};
}

function ended(child: ChildProcess): Promise<number | NodeJS.Signals | null> {
  return new Promise((end) => child.once("close", (code, signal) => end(code ?? signal)));
}

/** All that the workspace holds: every part that its manifest names is there, whole. */
async function contents(): Promise<unknown> {
  const snapshots = join(cwd, "snapshots");
  if (existsSync(join(snapshots, "manifest.json"))) {
    const {parts} = JSON.parse(readFileSync(join(snapshots, "manifest.json"), "utf8"));
    for (const {path, sha256: hash} of parts) expect(sha256(readFileSync(join(snapshots, path)))).toBe(hash);
  }
  const tables: string[] = [];
  for (const table of ["points", "files", "matches"]) {
    expect(await run("export", table, "--format", "csv")).toBe(0);
    tables.push(out);
  }
  return tables;
}

/** The same command once more, with nobody who stops it; and what a workspace holds that was never stopped. */
async function finished(): Promise<void> {
  expect(await run("snapshot", ...WORDS, ...CLONES)).toBe(0);
  const held = await contents();
  const left = existsSync(join(cwd, "snapshots")) ? readdirSync(join(cwd, "snapshots"), {recursive: true}) : [];
  expect(left.filter((name) => /\.(?:lock|tmp)$/.test(String(name)))).toEqual([]);
  enter(join(folder, "whole"));
  if (!existsSync(cwd)) {
    mkdirSync(cwd);
    expect(await run("snapshot", ...WORDS, ...CLONES)).toBe(0);
  }
  const [points, files, matches] = (await contents()) as string[];
  expect(held).toEqual([points, files, matches]);
  // each place once, though both clones hold the same contents
  const places = matches!.trim().split("\n");
  expect(new Set(places).size).toBe(places.length);
}

describe("tidemark snapshot that is ended from outside", () => {
  it.each([
    ["SIGINT", true],
    ["SIGTERM", false]
  ] as const)("keeps what is finished on %s, and a second run does the rest", async (signal, ofAll) => {
    const {child, printed} = await halfway(signal);
    process.kill(ofAll ? -child.pid! : child.pid!, signal);
    expect(await ended(child)).toBe(1);
    expect(printed.out).toMatch(/^acme\/small: \d+ points from \d commits?/);
    expect(printed.err).toBe("Stopped. Kept: acme/small; 1 not searched. The same command goes on from there.\n");
    expect(String(await contents())).not.toContain("acme/large");
    await finished();
  });

  it("holds nothing half written after kill -9", async () => {
    const {child} = await halfway("kill");
    process.kill(-child.pid!, "SIGKILL");
    expect(await ended(child)).toBe("SIGKILL");
    await contents();
    await finished();
  });

  it("goes on where a killed program held the lock", async () => {
    enter(join(folder, "locked"));
    mkdirSync(join(cwd, "snapshots"), {recursive: true});
    const {pid} = spawnSync(process.execPath, ["--version"]);
    writeFileSync(join(cwd, "snapshots/manifest.json.lock"), `${(await import("node:os")).hostname()} ${pid}\n`);
    expect(await folderFiles(join(cwd, "snapshots")).replace("manifest.json", new Uint8Array(1), null)).toBe(true);
    expect(readdirSync(join(cwd, "snapshots"))).toEqual(["manifest.json"]);
  });

  it("ends well when nobody reads the rest of what it prints", async () => {
    enter(join(folder, "pipe"));
    mkdirSync(cwd);
    const child = spawn(process.execPath, [BUILT, "snapshot", ...WORDS, ...CLONES, "--dry-run", "--json"], {cwd});
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.stdout.once("data", () => child.stdout.destroy());
    expect(await ended(child)).toBe(0);
    expect(said).toBe("");
    expect(err).toBe("");
  });
});

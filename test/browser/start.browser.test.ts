/** `npm start`: the development server over the folder it is in. */
import {type ChildProcess, spawn} from "node:child_process";
import {
  copyFile,
  cp,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile
} from "node:fs/promises";
import {createServer} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {drawn, launch, ROOT} from "./harness.ts";

const PARTS = ["src", "workers", "notebooks", "public", "package.json", "tsconfig.json", "vite.config.ts"];

let folder: string;
let server: ChildProcess;
let browser: Browser;
let address: string;
let printed = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-start-"));
  for (const part of PARTS) await cp(join(ROOT, part), join(folder, part), {recursive: true});
  await linkTree(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const port = await freePort();
  server = spawn("npm", ["start"], {cwd: folder, env: {...process.env, PORT: String(port)}, detached: true});
  address = await new Promise<string>((resolve, reject) => {
    server.stdout!.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = /http:\/\/localhost:\d+\//.exec(stripped(printed));
      if (found) resolve(found[0]);
    });
    server.on("exit", () => reject(new Error(`npm start ended: ${printed}`)));
  });
  expect(address).toBe(`http://localhost:${port}/`);
  browser = await launch();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (server?.pid) process.kill(-server.pid);
  await rm(folder, {recursive: true, force: true});
});

describe("npm start", () => {
  it("prints its address and shows the sample notebook with its charts, from its own origin alone", async () => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      if (!/^(?:blob|data):/.test(request.url()) && !request.url().startsWith(address)) foreign.push(request.url());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(address);
    // Vite prepares the packages first
    await expect.poll(() => page.locator(".cell .picture svg").count(), {timeout: 120_000}).toBeGreaterThan(1);
    expect(page.url()).toBe(`${address}#/notebooks/module-migration.md`);
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
    // what it prints is the address, not the doings of packages
    expect(stripped(printed).split("\n").length).toBeLessThan(20);
    await page.close();
  }, 180_000);

  it("shows at once what was changed in a notebook on disk", async () => {
    const page = await browser.newPage();
    await page.goto(`${address}#/notebooks/module-migration.md`);
    await drawn(page);
    const path = join(folder, "notebooks/module-migration.md");
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replace("# The end of require()", "# Changed on disk"));
    await expect.poll(() => page.locator("h1").textContent(), {timeout: 15_000}).toBe("Changed on disk");
    await page.close();
  });

  it("is not a way into the workspace for another page", async () => {
    const ask = (headers: Record<string, string>) =>
      fetch(`${address}workspace/notebooks`, {headers}).then(({status}) => status);
    expect(await ask({})).toBe(403);
    expect(await ask({"x-tidemark-token": "guess"})).toBe(403);
  });
});

const ESCAPE = String.fromCharCode(27);
const stripped = (text: string) =>
  text
    .split(ESCAPE)
    .map((part) => part.replace(/^\[[\d;]*m/, ""))
    .join("");

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "localhost", () => {
      const {port} = probe.address() as {port: number};
      probe.close(() => resolve(port));
    });
  });
}

/** A folder with the same files: linked, or copied where the file system is another. */
async function linkTree(from: string, to: string): Promise<void> {
  await mkdir(to, {recursive: true});
  for (const entry of await readdir(from, {withFileTypes: true})) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name === ".vite" || entry.name === ".vite-temp") continue;
    if (entry.isDirectory()) await linkTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await link(source, target).catch(() => copyFile(source, target));
  }
}

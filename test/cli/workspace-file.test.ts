import {mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {createServer, type Server} from "node:http";
import type {AddressInfo} from "node:net";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {workspaceServer} from "../../src/cli/server.ts";
import {openStore} from "../../src/cli/workspace.ts";
import {sha256} from "../../src/hash.ts";

const folder = mkdtempSync(join(tmpdir(), "tidemark-"));
const workspace = workspaceServer(folder, "secret");
let server: Server;
let address = "";

beforeAll(async () => {
  server = createServer((request, response) => void workspace.handle(request, response));
  await new Promise<void>((done) => server.listen(0, "localhost", done));
  address = `http://localhost:${(server.address() as AddressInfo).port}/workspace/tidemark.yaml`;
});
afterAll(() => {
  workspace.close();
  server.close();
  rmSync(folder, {recursive: true});
});

const ask = (method: string, body: string | null = null, headers: Record<string, string> = {}) =>
  fetch(address, {method, body, headers: {"x-tidemark-token": "secret", ...headers}});

describe("tidemark.yaml behind the local server", () => {
  it("is read and replaced by compare-and-swap, and is the file the command line reads", async () => {
    expect((await ask("GET")).status).toBe(204);
    expect((await ask("PUT", "aliases: {a: b}\n", {"if-none-match": "*"})).status).toBe(204);
    expect((await ask("PUT", "# other\n", {"if-none-match": "*"})).status).toBe(412);
    const text = await (await ask("GET")).text();
    expect(text).toBe("aliases: {a: b}\n");
    const changed = "aliases: {a: c}\n";
    expect((await ask("PUT", changed, {"if-match": `"${sha256(new TextEncoder().encode(text))}"`})).status).toBe(204);
    expect(readFileSync(join(folder, "tidemark.yaml"), "utf8")).toBe(changed);
    const store = openStore(folder, "workspace", () => 0);
    expect([...(await store.workspace()).workspace.aliases]).toEqual([["a", "c"]]);
    await store.close();
  });

  it("needs the token", async () => {
    const response = await fetch(address);
    expect(response.status).toBe(403);
  });
});

describe("the samples", () => {
  it.each(["sample", "acme"] as const)("%s comes with a tidemark.yaml without a fault", async (name) => {
    const store = openStore(folder, name, () => 0);
    const {text, messages, workspace} = await store.workspace();
    expect(text).not.toBeNull();
    expect(messages).toEqual([]);
    expect(workspace.teams.length).toBeGreaterThan(3);
    await store.close();
  });
});

describe("a table’s file behind the local server", () => {
  const table = (path: string, method = "GET", body: string | null = null, token = "secret") =>
    fetch(address.replace("tidemark.yaml", `tables/${encodeURIComponent(path)}`), {
      method,
      body,
      headers: {"x-tidemark-token": token}
    });

  it("is looked at, read and written", async () => {
    expect((await table("data/owners.csv", "HEAD")).status).toBe(204);
    expect((await table("data/owners.csv", "PUT", "a\n1\n")).status).toBe(204);
    const [first, read] = [await table("data/owners.csv", "HEAD"), await table("data/owners.csv")];
    expect([await read.text(), read.headers.get("etag")]).toEqual(["a\n1\n", first.headers.get("etag")]);
    await table("data/owners.csv", "PUT", "a\n1\n2\n");
    expect((await table("data/owners.csv", "HEAD")).headers.get("etag")).not.toBe(first.headers.get("etag"));
    expect((await table("data/owners.csv", "DELETE")).status).toBe(405);
    expect((await table("data/owners.csv", "GET", null, "other")).status).toBe(403);
  });

  it("is nothing outside, hidden, or of another kind, also over links", async () => {
    const outside = mkdtempSync(join(tmpdir(), "tidemark-"));
    writeFileSync(join(outside, "secret.csv"), "a\n1\n");
    symlinkSync(outside, join(folder, "away"));
    symlinkSync(join(outside, "secret.csv"), join(folder, "link.csv"));
    for (const path of [
      "../secret.csv",
      `${outside}/secret.csv`,
      "away/secret.csv",
      "link.csv",
      ".git/a.csv",
      "tidemark.yaml",
      "notebooks/a.csv",
      "events/me.ndjson"
    ]) {
      expect([path, (await table(path)).status]).toEqual([path, 400]);
      expect([path, (await table(path, "PUT", "x")).status]).toEqual([path, 400]);
    }
    for (const path of ["away/new.csv", "away/deep/new.csv"])
      expect([path, (await table(path, "PUT", "x")).status]).toEqual([path, 400]);
    expect(readdirSync(outside)).toEqual(["secret.csv"]);
    expect(readFileSync(join(outside, "secret.csv"), "utf8")).toBe("a\n1\n");
    rmSync(outside, {recursive: true});
  });
});

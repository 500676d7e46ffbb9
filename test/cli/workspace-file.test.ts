import {mkdtempSync, readFileSync, rmSync} from "node:fs";
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

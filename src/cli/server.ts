/**
 * The workspace over HTTP, for a page on this machine: notebooks and snapshots of a folder, and word of what changed on
 * disk. Every request needs the token that only the page was given, and a Host and Origin of the loopback interface: no
 * other page can read or write the workspace, also not by pointing its own name at 127.0.0.1.
 */
import {type FSWatcher, watch} from "node:fs";
import {mkdir, readdir, readFile, rm, stat} from "node:fs/promises";
import type {IncomingMessage, ServerResponse} from "node:http";
import {dirname, join} from "node:path";
import {messageOf, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {parseNotebook} from "../notebook/notebook.ts";
import {isNotebookName} from "../notebook-name.ts";
import {isPartPath} from "../snapshot/manifest.ts";
import type {Files} from "../store/files.ts";
import {WORKSPACE_FILE} from "../workspace.ts";
import {eventLogPaths} from "./event-logs.ts";
import {noteSaved} from "./file-changes.ts";
import {folderFiles, writeWhole} from "./folder.ts";
import {serveTable} from "./serve-table.ts";

/** Where the workspace stands on the server. */
export const WORKSPACE_PATH = "/workspace/";
/** A body larger than this is refused. */
const LARGEST = 2 ** 30;

/** The log of a person of the app, by the random id: the page reads and writes no other one. */
const OWN_LOG = /^events\/anon-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.ndjson$/;

/** Answers requests below WORKSPACE_PATH; gives false for all others. */
export interface WorkspaceServer {
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): void;
}

/** A server of a workspace folder. `token` is what the page sends with every request. */
export function workspaceServer(folder: string, token: string): WorkspaceServer {
  const notebooks = join(folder, "notebooks");
  const snapshots = folderFiles(join(folder, "snapshots"));
  const listeners = new Set<ServerResponse>();
  let watcher: FSWatcher | null = null;

  const announce = (name: string) => {
    for (const listener of listeners) listener.write(`data: ${JSON.stringify({notebook: name})}\n\n`);
  };
  const startWatching = async () => {
    if (watcher) return;
    await mkdir(notebooks, {recursive: true});
    const pending = new Map<string, NodeJS.Timeout>();
    watcher ??= watch(notebooks, (_, name) => {
      if (!name || !isNotebookName(name)) return;
      // editors write in several steps: wait until they are done
      clearTimeout(pending.get(name));
      pending.set(
        name,
        setTimeout(() => announce(name), 60)
      );
    });
  };

  const route = async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    if (path === "changes") {
      await startWatching();
      response.writeHead(200, {"content-type": "text/event-stream", "cache-control": "no-store"});
      response.write(": watching\n\n");
      listeners.add(response);
      request.on("close", () => listeners.delete(response));
    } else if (path === "notebooks")
      send(response, 200, JSON.stringify(await listNotebooks(notebooks)), "application/json");
    else if (path.startsWith("notebooks/"))
      await serveNotebook(notebooks, decodeURIComponent(path.slice("notebooks/".length)), request, response);
    else if (path === "events") send(response, 200, JSON.stringify(await eventLogPaths(folder)), "application/json");
    else if (OWN_LOG.test(path)) await serveFile(folderFiles(folder), path, request, response);
    else if (path === WORKSPACE_FILE) await serveFile(folderFiles(folder), path, request, response);
    else if (path.startsWith("snapshots/"))
      await serveSnapshot(snapshots, decodeURIComponent(path.slice("snapshots/".length)), request, response);
    else if (path.startsWith("tables/"))
      await serveTable(folder, decodeURIComponent(path.slice("tables/".length)), {request, response, readBody});
    else send(response, 404, "There is nothing here.");
  };

  return {
    async handle(request, response) {
      const {pathname} = new URL(request.url ?? "/", "http://localhost");
      if (!pathname.startsWith(WORKSPACE_PATH)) return false;
      try {
        const refusal = refusalOf(request, token);
        if (refusal) send(response, 403, refusal);
        else await route(request, response, pathname.slice(WORKSPACE_PATH.length));
      } catch (error) {
        const code = error instanceof TidemarkError ? error.code : "";
        if (!response.headersSent)
          send(
            response,
            code === "files/quota"
              ? 507
              : code === "files/read-only"
                ? 403
                : code === "server/refused" || code === "table/path"
                  ? 400
                  : 500,
            messageOf(error)
          );
      }
      return true;
    },
    close() {
      watcher?.close();
      for (const listener of listeners) listener.end();
    }
  };
}

/** True for a Host or Origin of the loopback interface. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/.test(host);
}

function refusalOf({headers}: IncomingMessage, token: string): string | null {
  if (!isLoopback(headers.host ?? "")) return "This workspace is served to this machine only.";
  if (headers.origin && !isLoopback(headers.origin.replace(/^https?:\/\//, "")))
    return "Other pages may not read this workspace.";
  return headers["x-tidemark-token"] === token ? null : "The page is older than this server: reload it.";
}

async function listNotebooks(folder: string): Promise<{name: string; hash: string; text: string}[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return Promise.all(
    names
      .filter(isNotebookName)
      .sort()
      .map(async (name) => {
        const text = await readFile(join(folder, name), "utf8");
        return {name, hash: sha256(text), text};
      })
  );
}

async function serveNotebook(
  folder: string,
  name: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  if (!isNotebookName(name))
    throw new TidemarkError(
      "server/refused",
      `${JSON.stringify(name)} is no name of a notebook: letters, digits, - and _, ending in .md.`
    );
  const path = join(folder, name);
  const now = await readFile(path).catch(() => null);
  const hash = now && sha256(now);
  if (request.method === "GET") {
    // not 404, which a browser's console reports as an error of the page
    if (!now) send(response, 204, "");
    else send(response, 200, now, "text/markdown; charset=utf-8", {etag: `"${hash}"`});
    return;
  }
  if (request.method !== "PUT" && request.method !== "DELETE") return send(response, 405, "GET, PUT or DELETE.");
  const body = request.method === "PUT" ? await readBody(request) : null;
  if (!matches(request, hash))
    return send(response, 412, now ?? "", "text/markdown; charset=utf-8", hash ? {etag: `"${hash}"`} : {});
  if (body) await writeWhole(path, body);
  else await rm(path, {force: true});
  // the app counts what it does itself; a note that cannot be kept must not stop the work
  const [before, after] = [now, body].map((bytes) => bytes && parseNotebook(new TextDecoder().decode(bytes)));
  await noteSaved(dirname(folder), name, before ?? null, after ?? null).catch(() => undefined);
  send(response, 204, "", "text/plain", body ? {etag: `"${sha256(body)}"`} : {});
}

async function serveSnapshot(
  files: Files,
  path: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  if (!isPartPath(path)) throw new TidemarkError("server/refused", `${JSON.stringify(path)} is no path of a snapshot.`);
  return serveFile(files, path, request, response);
}

async function serveFile(
  files: Files,
  path: string,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  if (request.method === "GET") {
    const bytes = await files.read(path);
    return bytes ? send(response, 200, bytes, "application/octet-stream") : send(response, 204, "");
  }
  if (request.method === "DELETE") {
    await files.remove(path);
    return send(response, 204, "");
  }
  if (request.method !== "PUT") return send(response, 405, "GET, PUT or DELETE.");
  const body = await readBody(request);
  const expected = /^"([0-9a-f]{64})"$/.exec(request.headers["if-match"] ?? "")?.[1];
  // a part is written once; only the manifest, the workspace's own file and logs are ever replaced
  if (isPart(path)) await files.write(path, body);
  else if (!(await files.replace(path, body, expected ?? null)))
    return send(response, 412, `${path} was replaced meanwhile.`);
  send(response, 204, "");
}

function isPart(path: string): boolean {
  return !path.endsWith("manifest.json") && path !== WORKSPACE_FILE && !OWN_LOG.test(path);
}

/** If-Match names the version that is there; If-None-Match: * asks that none is. */
function matches({headers}: IncomingMessage, hash: string | null): boolean {
  if (headers["if-none-match"] === "*") return hash === null;
  return headers["if-match"] === undefined || headers["if-match"] === `"${hash}"`;
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw new TidemarkError("server/refused", "This is larger than 1 GB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  type = "text/plain; charset=utf-8",
  headers: Record<string, string> = {}
): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers
  });
  response.end(status === 204 ? undefined : body);
}

/** True when a folder holds something to serve: a workspace has a `notebooks` folder. */
export async function isWorkspace(folder: string): Promise<boolean> {
  return stat(join(folder, "notebooks")).then(
    (found) => found.isDirectory(),
    () => false
  );
}

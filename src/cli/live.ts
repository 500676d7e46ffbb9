/** Reports that reload by themselves while their notebooks are written: a folder on the loopback interface. */
import {readFile} from "node:fs/promises";
import type {ServerResponse} from "node:http";
import {extname, join, normalize, sep} from "node:path";
import {sha256Base64} from "../hash.ts";
import {isLoopback} from "./server.ts";

const SCRIPT = `new EventSource("/.changes").onmessage=()=>location.reload()`;
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
  ".csv": "text/csv; charset=utf-8",
  ".md": "text/markdown; charset=utf-8"
};

export interface LiveFolder {
  readonly address: string;
  /** Tells every open page that something was built anew. */
  reload(): void;
  close(): Promise<void>;
}

/** Serves a folder; only what is served carries the script that reloads, the files stay as they are. */
export async function serveLive(folder: string): Promise<LiveFolder> {
  const listeners = new Set<ServerResponse>();
  // a hundredth of a second that only this command needs
  const {createServer} = process.getBuiltinModule("node:http");
  const server = createServer((request, response) => {
    const refuse = (status: number) => response.writeHead(status).end();
    if (!isLoopback(request.headers.host ?? "")) return refuse(403);
    let path: string;
    try {
      path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    } catch {
      return refuse(400);
    }
    if (path === "/.changes") {
      response.writeHead(200, {"content-type": "text/event-stream", "cache-control": "no-store"});
      response.write(": watching\n\n");
      listeners.add(response);
      request.on("close", () => listeners.delete(response));
      return;
    }
    const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
    if (!file.startsWith(folder + sep) || /(?:^|[\\/])\./.test(file.slice(folder.length))) return refuse(404);
    readFile(file).then(
      (bytes) => {
        const type = TYPES[extname(file)] ?? "application/octet-stream";
        response.writeHead(200, {
          "content-type": type,
          "cache-control": "no-store",
          "x-content-type-options": "nosniff"
        });
        response.end(extname(file) === ".html" ? withReload(bytes.toString("utf8")) : bytes);
      },
      () => refuse(404)
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "localhost", resolve);
  });
  return {
    address: `http://localhost:${(server.address() as {port: number}).port}/`,
    reload() {
      for (const listener of listeners) listener.write("data: built\n\n");
    },
    close: () =>
      new Promise((resolve) => {
        for (const listener of listeners) listener.end();
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** A page with the script that reloads it, and a policy that knows this script and this server. */
function withReload(page: string): string {
  const source = `'sha256-${sha256Base64(SCRIPT)}'`;
  return page
    .replace(/(<meta http-equiv="Content-Security-Policy" content=")([^"]*)"/, (_, open: string, policy: string) => {
      const scripts = policy.includes("script-src ")
        ? policy.replace("script-src ", `script-src ${source} `)
        : `${policy}; script-src ${source}`;
      return `${open}${scripts}; connect-src 'self'"`;
    })
    .replace(/<\/body>(?![\s\S]*<\/body>)/, `<script>${SCRIPT}</script></body>`);
}

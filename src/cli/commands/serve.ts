import {randomBytes} from "node:crypto";
import {readFile, stat} from "node:fs/promises";
import type {Server, ServerResponse} from "node:http";
import {extname, join, normalize, sep} from "node:path";
import {TidemarkError} from "../../error.ts";
import {sha256} from "../../hash.ts";
import {type Command, usageError} from "../command.ts";
import {contentSecurityPolicy, inlineScripts} from "../policy.ts";
import {isLoopback, workspaceServer} from "../server.ts";
import {PACKAGE_FOLDER} from "../workspace.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm"
};

/** A server that runs; `close` ends it. */
export interface RunningServer {
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the built app over a workspace, on the loopback interface only.
 * @throws TidemarkError "serve/not-built", "serve/port"
 */
export async function startServer({
  cwd,
  port,
  appFolder = join(PACKAGE_FOLDER, "dist/app")
}: {
  cwd: string;
  port: number;
  appFolder?: string;
}): Promise<RunningServer> {
  const token = randomBytes(18).toString("base64url");
  const page = await readFile(join(appFolder, "index.html"), "utf8").catch(() => {
    throw new TidemarkError("serve/not-built", "The app is not built yet. Run npm run build first.");
  });
  // which workspace this is, for what the browser keeps of it: the next one may be served at the same port
  const place = sha256(cwd).slice(0, 16);
  const index = page.replace(
    "</head>",
    `<meta name="tidemark-workspace" content="${token}" data-place="${place}"></head>`
  );
  const policy = contentSecurityPolicy({script: inlineScripts(page)});
  const workspace = workspaceServer(cwd, token);
  // a hundredth of a second that only this command needs
  const {createServer} = process.getBuiltinModule("node:http");
  const server = createServer((request, response) => {
    void workspace.handle(request, response).then(async (handled) => {
      if (handled) return;
      if (!isLoopback(request.headers.host ?? ""))
        return reply(response, 403, "This app is served to this machine only.", "text/plain");
      const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
      if (path === "/" || path === "/index.html") return reply(response, 200, index, TYPES[".html"]!, {policy});
      const file = normalize(join(appFolder, path));
      const bytes = file.startsWith(appFolder + sep) ? await readFile(file).catch(() => null) : null;
      if (!bytes) return reply(response, 404, "There is nothing here.", "text/plain");
      reply(response, 200, bytes, TYPES[extname(file)] ?? "application/octet-stream", {
        cache: path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        // the page around JavaScript cells brings a policy of its own, and stands in a frame of the app
        policy: path === "/cell-host.html" ? null : policy
      });
    });
  });
  await listen(server, port);
  const address = server.address() as {port: number};
  return {
    address: `http://localhost:${address.port}/`,
    close: () =>
      new Promise((resolve) => {
        workspace.close();
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** The app over this folder. */
export const serve: Command = {
  name: "serve",
  summary: "opens the app over the workspace in this folder, on this machine only",
  usage: "[--port N]",
  examples: [
    {command: "tidemark serve", does: "serves this folder's notebooks and snapshots at http://localhost:5173/"},
    {command: "tidemark serve --port 8080", does: "at another port"}
  ],
  options: {port: {type: "string", value: "N", help: "the port (default: PORT, else 5173; 0 for any free one)"}},
  async run(values, words, {cwd, out}) {
    if (words.length) throw usageError("serve takes no words: it serves the folder it is started in.");
    const port = Number((values.port as string | undefined) ?? process.env.PORT ?? 5173);
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw usageError(`--port is a number from 0 to 65535; this is ${JSON.stringify(values.port)}.`);
    await stat(cwd);
    const server = await startServer({cwd, port});
    out(
      values.json
        ? `${JSON.stringify({address: server.address})}\n`
        : `Tidemark is at ${server.address} (Ctrl+C ends it)\n`
    );
    await new Promise<void>((resolve) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
    });
    await server.close();
    return 0;
  }
};

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new TidemarkError("serve/port", `Port ${port} is taken. Choose another with --port, or 0 for any free one.`)
          : error
      )
    );
    server.listen(port, "localhost", resolve);
  });
}

function reply(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  type: string,
  {cache = "no-store", policy = contentSecurityPolicy()}: {cache?: string; policy?: string | null} = {}
): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": cache,
    ...(policy === null
      ? {"x-frame-options": "SAMEORIGIN"}
      : {"content-security-policy": policy, "x-frame-options": "DENY"}),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer"
  });
  response.end(body);
}

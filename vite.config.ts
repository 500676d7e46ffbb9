import {randomBytes} from "node:crypto";
import {fileURLToPath} from "node:url";
import {defineConfig, type Plugin} from "vite";
import {contentSecurityPolicy} from "./src/cli/policy.ts";
import {workspaceServer} from "./src/cli/server.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Serves this folder as the workspace beside the app, and gives the page its token. */
function workspace(): Plugin {
  const token = randomBytes(18).toString("base64url");
  return {
    name: "tidemark-workspace",
    apply: "serve",
    configureServer(server) {
      const files = workspaceServer(root, token);
      server.middlewares.use((request, response, next) => {
        files.handle(request, response).then((handled) => !handled && next(), next);
      });
      server.httpServer?.on("close", () => files.close());
    },
    transformIndexHtml: () => [{tag: "meta", attrs: {name: "tidemark-workspace", content: token}, injectTo: "head"}]
  };
}

/** Puts the Content-Security-Policy into the built page: a static host sends no headers. */
function policy(): Plugin {
  return {
    name: "tidemark-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: {"http-equiv": "Content-Security-Policy", content: contentSecurityPolicy()},
        injectTo: "head-prepend"
      }
    ]
  };
}

const app = defineConfig({
  root: `${root}src/app`,
  base: "./",
  publicDir: `${root}public`,
  cacheDir: `${root}node_modules/.vite`,
  plugins: [workspace(), policy()],
  worker: {format: "es"},
  server: {
    host: "localhost",
    port: Number(process.env.PORT ?? 5173),
    strictPort: process.env.PORT !== undefined,
    fs: {allow: [root]},
    // Vite's own client needs a websocket and inline styles
    headers: {"content-security-policy": contentSecurityPolicy({connect: "ws:", script: "'unsafe-inline'"})}
  },
  build: {
    outDir: `${root}dist/app`,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 40_000
  },
  test: {
    root,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000
  }
} as never);

/** The command line. */
const cli = defineConfig({
  root,
  publicDir: false,
  // one file starts faster than hundreds; only the native engine stays a package
  ssr: {noExternal: true, external: ["@duckdb/node-api"]},
  build: {
    ssr: `${root}src/cli/bin.ts`,
    outDir: `${root}dist/cli`,
    emptyOutDir: true,
    target: "node20",
    rollupOptions: {output: {entryFileNames: "tidemark.js", banner: "#!/usr/bin/env node"}}
  }
});

export default defineConfig(({mode}) => (mode === "cli" ? cli : app));

import {execFileSync} from "node:child_process";
import {createHash, randomBytes} from "node:crypto";
import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {build, createLogger, defineConfig, type Logger, type Plugin, type UserConfig} from "vite";
import {contentSecurityPolicy, inlineScripts} from "./src/cli/policy.ts";
import {workspaceServer} from "./src/cli/server.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Serves this folder as the workspace beside the app, and gives the page its token and the sample notebook to begin with. */
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
    transformIndexHtml: () =>
      Object.entries({"tidemark-workspace": token, "tidemark-first-notebook": "module-migration.md"}).map(
        ([name, content]) => ({tag: "meta", attrs: {name, content}, injectTo: "head"})
      )
  };
}

/** Puts the Content-Security-Policy into the built page: a static host sends no headers. */
function policy(): Plugin {
  return {
    name: "tidemark-policy",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html) => [
        {
          tag: "meta",
          attrs: {
            "http-equiv": "Content-Security-Policy",
            content: contentSecurityPolicy({script: inlineScripts(html)})
          },
          injectTo: "head-prepend"
        }
      ]
    }
  };
}

const APP_FILES = /\s*(?:<script type="module"[^>]*><\/script>|<link rel="modulepreload"[^>]*>)/g;
const FIRST = /<script type="module" src="\.\/first\.ts"><\/script>/;

/** Puts the first script into the built page: what it paints waits for no other file. */
function inlineFirst(): Plugin[] {
  return [
    {
      name: "tidemark-without-first",
      apply: "build",
      transformIndexHtml: {order: "pre", handler: (html) => html.replace(FIRST, "<!--first-->")}
    },
    {
      name: "tidemark-inline-first",
      apply: "build",
      transformIndexHtml: {
        order: "post",
        async handler(html) {
          const code = await script("../src/app/first.ts");
          // the app's own files wait in a template until the first script asks for them
          const files: string[] = [];
          const rest = html.replace(APP_FILES, (tag) => {
            files.push(tag.trim());
            return "";
          });
          return rest.replace(
            "<!--first-->",
            () => `<template class="app-files">${files.join("")}</template>\n    <script>${code.trim()}</script>`
          );
        }
      }
    }
  ];
}

/**
 * Loads the app in one piece: all that `start.ts` imports is one chunk beside the small one that paints first, and the page
 * asks for both at once. In fifty chunks, each asked for when another has run, it takes twice as long.
 */
function oneApp(): {plugin: Plugin; groups: {name: string; test(id: string): boolean}[]} {
  const app = new Set<string>();
  const plugin: Plugin = {
    name: "tidemark-one-app",
    apply: "build",
    buildEnd() {
      if (this.environment.name !== "client") return;
      const reached = (end: string, into: Set<string>) => {
        const add = (id: string) => {
          if (into.has(id)) return;
          into.add(id);
          for (const next of this.getModuleInfo(id)?.importedIds ?? []) add(next);
        };
        for (const id of this.getModuleIds()) if (id.endsWith(`/src/app/${end}`)) add(id);
        return into;
      };
      const first = reached("main.ts", new Set());
      for (const id of reached("start.ts", new Set())) if (!first.has(id)) app.add(id);
    },
    transformIndexHtml: {
      order: "post",
      handler: (_, {bundle = {}}) => {
        const files = Object.keys(bundle);
        const link = (attrs: Record<string, string>) => (file: string) => ({
          tag: "link",
          attrs: {...attrs, crossorigin: true, href: `./${file}`},
          injectTo: "head" as const
        });
        return [
          ...files
            .filter((file) => /\/app-[^/]*\.js$/.test(file))
            .map(link({rel: "modulepreload", fetchpriority: "low"})),
          // text that stands there in the first frame is not set anew in another font
          ...files
            .filter((file) => /\/inter-latin-wght-normal-[^/]*\.woff2$/.test(file))
            .map(link({rel: "preload", as: "font", type: "font/woff2"}))
        ];
      }
    }
  };
  return {plugin, groups: [{name: "app", test: (id) => app.has(id)}]};
}

/** Puts the styles into the page, where the first script finds them: the first frame waits for no other file. */
function inlineStyles(): Plugin {
  return {
    name: "tidemark-inline-styles",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(html, {bundle = {}}) {
        const {source} = Object.values(bundle).find(({fileName}) => fileName.endsWith(".css")) as {source?: unknown};
        const fonts: string[] = [];
        const styles = String(source)
          // addresses in the file are from its folder
          .replaceAll("url(./", "url(./assets/")
          // fonts stay as they are when what was painted gives way: a face that is new to the page is loaded anew
          .replace(/@font-face\{[^}]*\}/g, (face) => {
            fonts.push(face);
            return "";
          });
        return html.replace(
          /<link rel="stylesheet"[^>]*>/,
          () =>
            `<style>${fonts.join("")}</style>\n    <template class="page-styles"><style class="of-pages">${styles}</style></template>`
        );
      }
    }
  };
}

/** A module and all it imports as one classic script; with `name` it leaves its exports in a variable. */
async function script(
  entry: string,
  define: Record<string, string> = {},
  name = "_",
  plugins: readonly Plugin[] = []
): Promise<string> {
  const built = await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: "error",
    plugins: [withoutCompilers(), ...plugins],
    define,
    build: {
      write: false,
      minify: true,
      target: "es2022",
      lib: {entry: `${root}workers/${entry}`, formats: ["iife"], name},
      rollupOptions: {
        output: {extend: false},
        // what a cut-down library lacks would be undefined, and told only by who calls it
        onwarn(warning, warn) {
          if (warning.code === "IMPORT_IS_UNDEFINED") throw new Error(warning.message);
          warn(warning);
        }
      }
    }
  });
  const [{output}] = built as unknown as [{output: [{code: string}]}];
  return output[0].code.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--");
}

/**
 * Named characters of Markdown from a list, where its package would ask a document: workers have none. While developing, page
 * and workers share what is bundled beforehand; the built page asks its document and has no list.
 */
function withoutDocument(apply?: "serve"): Plugin {
  const name = "decode-named-character-reference";
  const list = `${root}node_modules/${name}/index.js`;
  return {
    name: "tidemark-without-document",
    enforce: "pre",
    ...(apply ? {apply, config: () => ({resolve: {alias: {[name]: list}}})} : {}),
    resolveId: (id) => (id === name ? list : null)
  };
}

/** What notebook-kit brings for TypeScript, Observable JavaScript and addresses of packages, of which nothing is used. */
function withoutCompilers(): Plugin {
  const absent = `const absent = () => { throw new Error("not here"); };
export const ModuleKind = {}, ScriptTarget = {};
export {absent as transpile, absent as createProgram, absent as createSourceFile, absent as isClassExpression,
  absent as isFunctionExpression, absent as isParenthesizedExpression, absent as isExpressionStatement, absent as transpileObservable};`;
  const same = `const same = (specifier) => specifier, no = () => false;
export {same as resolveNpmImport, same as resolveJsrImport, same as resolveObservableImport, same as toSpecialImportSpecifier,
  same as toSpecialIdentifier, same as dedollar, same as renderObservableImport, no as isObservableImport, no as isViewImport,
  no as isMutableImport};`;
  return {
    name: "tidemark-without-compilers",
    enforce: "pre",
    resolveId(id, from) {
      if (!from?.includes("notebook-kit")) return null;
      if (id === "typescript" || (id === "./observable.js" && from.endsWith("transpile.js"))) return "\0absent";
      return /\/imports\/(?:npm|jsr|observable)\.js$/.test(id) ? "\0same" : null;
    },
    load: (id) => (id === "\0absent" ? absent : id === "\0same" ? same : null)
  };
}

const REPORT_SCRIPT = "report-page.js";
const LIBRARIES = ["arquero", "d3", "plot"];

/** `cell-host.html`, the libraries of JavaScript cells and the script of interactive reports: made by the build, and by the server while developing. */
function cells(): Plugin {
  const made = new Map<string, Promise<string>>();
  const once = (name: string, make: () => Promise<string>) => made.get(name) ?? made.set(name, make()).get(name)!;
  const text = (path: string): Promise<string> | null => {
    if (path === "cell-host.html") return once(path, cellHost);
    // the command line's own realm
    if (path === "cells/node-realm.js") return once(path, () => script("cell.node.ts"));
    if (path === "cells/node-child.js") return once(path, () => script("cell-child.ts"));
    if (path === REPORT_SCRIPT) return once(path, reportScript);
    const name = /^cells\/(\w+)\.js$/.exec(path)?.[1];
    return name && LIBRARIES.includes(name) ? once(path, () => script(`libraries/${name}.ts`, {}, "__library")) : null;
  };
  return {
    name: "tidemark-cells",
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
        const making = text(path);
        if (!making) return next();
        making.then((body) => {
          response.setHeader("content-type", path.endsWith(".html") ? "text/html" : "text/javascript");
          response.end(body);
        }, next);
      });
    },
    async generateBundle() {
      // workers are bundled by the same plugins, the page once
      if (this.environment.name !== "client") return;
      for (const fileName of [
        "cell-host.html",
        REPORT_SCRIPT,
        "cells/node-realm.js",
        "cells/node-child.js",
        ...LIBRARIES.map((name) => `cells/${name}.js`)
      ])
        this.emitFile({type: "asset", fileName, source: await text(fileName)!});
    }
  };
}

/** Of Vega what charts of insights are drawn with: no maps, forces, trees or words in clouds. */
function smallVega(): Plugin {
  const small = `import {extend} from "vega-util";
import {transforms} from "vega-dataflow";
import * as data from "vega-transforms";
import * as view from "vega-view-transforms";
import * as encode from "vega-encode";
extend(transforms, data, view, encode);
export * from "vega-util";
export {View} from "vega-view";
export {parse} from "vega-parser";
export {scheme} from "vega-scale";
export {textMetrics, resetSVGDefIds} from "vega-scenegraph";`;
  return {
    name: "tidemark-small-vega",
    enforce: "pre",
    resolveId: (id) => (id === "vega" ? `${root}src/chart/small-vega.js` : null),
    load: (id) => (id === `${root}src/chart/small-vega.js` ? small : null)
  };
}

/** The script of interactive reports. */
function reportScript(): Promise<string> {
  return script("report-page.ts", {}, "_", [smallVega()]);
}

/** The frames around the realm of JavaScript cells, each with its own policy: scripts by hash, no address at all. */
async function cellHost(): Promise<string> {
  const hash = (code: string) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`;
  const page = (policy: string, code: string) =>
    `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>Cells</title><body><script>${code}</script>`;
  const policy = (...hashes: string[]) =>
    `default-src 'none'; script-src ${hashes.join(" ")} 'unsafe-eval'; worker-src blob:; connect-src 'none'; frame-src 'none'; form-action 'none'; base-uri 'none'`;
  const worker = await script("cell.worker.ts");
  const inner = await script("cell-frame.ts", {CELL_WORKER: JSON.stringify(worker)});
  const outer = await script("cell-host.ts", {CELL_FRAME: JSON.stringify(page(policy(hash(inner)), inner))});
  return page(policy(hash(outer), hash(inner)), outer);
}

/** Without a hundred lines on the source maps of a package, under which the address of `npm start` disappears. */
function quietLogger(): Logger {
  const logger = createLogger();
  const {warnOnce} = logger;
  logger.warnOnce = (message, options) => {
    if (!message.includes("points to a source file outside its package")) warnOnce(message, options);
  };
  return logger;
}

const oneChunk = oneApp();

const app = defineConfig({
  customLogger: quietLogger(),
  root: `${root}src/app`,
  base: "./",
  publicDir: `${root}public`,
  cacheDir: `${root}node_modules/.vite`,
  plugins: [
    withoutCompilers(),
    withoutDocument("serve"),
    cells(),
    workspace(),
    oneChunk.plugin,
    inlineStyles(),
    ...inlineFirst(),
    policy()
  ],
  worker: {format: "es", plugins: () => [withoutCompilers(), withoutDocument()]},
  // workers too, or their packages are found late and the page loads twice
  optimizeDeps: {entries: ["index.html", "../../workers/*.ts"]},
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
    // one file of styles: what is painted first needs those of the page that comes
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 40_000,
    rollupOptions: {output: {codeSplitting: {includeDependenciesRecursively: false, groups: oneChunk.groups}}}
  },
  test: {
    root,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/setup.ts"],
    server: {deps: {inline: [/notebook-kit/]}},
    // browser tests wait more than they work
    maxWorkers: 2,
    // modules are loaded once a worker: loading them for each file took a minute
    isolate: false,
    // patience for a busy machine; what hangs, or grows with the square of its input, still fails
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: {poll: {timeout: 15_000}}
  }
} as never);

/** What Node runs, in one file, with all of its packages but the native part of the engine. */
function nodeBuild(entry: string, name: string, define: Record<string, string> = {}): UserConfig {
  return {
    root,
    publicDir: false,
    plugins: [withoutCompilers(), plainCanvas(), nativeEngine()],
    define,
    // one file starts faster than hundreds
    ssr: {noExternal: true},
    build: {
      ssr: `${root}src/cli/${entry}`,
      outDir: `${root}dist/cli`,
      emptyOutDir: true,
      target: "node20",
      rollupOptions: {
        output: {
          // a script: V8 takes what it compiled of one before
          format: "cjs",
          entryFileNames: name,
          minify: {compress: true, mangle: false, codegen: true}
        }
      }
    }
  };
}

/** Vega's canvas without a look for a package that draws on one in Node: nothing here uses it. */
function plainCanvas(): Plugin {
  return {
    name: "tidemark-plain-canvas",
    enforce: "pre",
    resolveId: (id) => (id === "vega-canvas" ? `${root}node_modules/vega-canvas/build/vega-canvas.browser.js` : null)
  };
}

/** The engine's machine code, which stays a package; asked for by its name first, as a look for the kind of libc takes longer. */
function nativeEngine(): Plugin {
  const load = `const own = require("node:module").createRequire(require.resolve("@duckdb/node-api"));
try {
  module.exports = own(\`@duckdb/node-bindings-\${process.platform}-\${process.arch}/duckdb.node\`);
} catch {
  module.exports = own("@duckdb/node-bindings");
}`;
  return {
    name: "tidemark-native-engine",
    enforce: "pre",
    resolveId: (id) => (id === "@duckdb/node-bindings" ? "\0native-engine.cjs" : null),
    load: (id) => (id === "\0native-engine.cjs" ? load : null)
  };
}

async function nodeScript(entry: string, define: Record<string, string> = {}): Promise<string> {
  const {build: options, ...rest} = nodeBuild(entry, "script.js", define);
  const built = await build({...rest, configFile: false, logLevel: "error", build: {...options, write: false}});
  const {output} = built as unknown as {output: [{code: string}]};
  return output[0].code;
}

/**
 * Beside the command: the code of its drawing thread, and what starts both. Once they are written, a report is built in a
 * folder of its own, after which V8's compiled code of both is kept.
 */
function startedFast(): Plugin {
  let folder = "";
  return {
    name: "tidemark-started-fast",
    async generateBundle({dir}, bundle) {
      folder = dir ?? "";
      const command = Object.keys(bundle)[0]!;
      const code = await nodeScript("drawing-thread.ts");
      const drawing = `drawing-${createHash("sha256").update(code).digest("hex").slice(0, 8)}.js`;
      const names = {COMMAND_FILE: JSON.stringify(command), DRAWING_FILE: JSON.stringify(drawing)};
      this.emitFile({type: "asset", fileName: drawing, source: code});
      const start = `#!/usr/bin/env node\n${await nodeScript("start.ts", names)}`;
      this.emitFile({type: "asset", fileName: "tidemark.js", source: start});
      this.emitFile({type: "asset", fileName: "package.json", source: '{"type": "commonjs"}\n'});
    },
    closeBundle() {
      const command = join(folder, "tidemark.js");
      if (!existsSync(command)) return;
      chmodSync(command, 0o755);
      const out = mkdtempSync(join(tmpdir(), "tidemark-compile-"));
      try {
        const text = readFileSync(`${root}notebooks/module-migration.md`, "utf8").replace(/^snapshots: .*\n/m, "");
        writeFileSync(join(out, "sample.md"), text);
        symlinkSync(`${root}public/sample`, join(out, "snapshots"));
        const env = {...process.env, TIDEMARK_COMPILE: "1"};
        try {
          execFileSync(process.execPath, [command, "report", "sample.md"], {cwd: out, env, stdio: "pipe"});
        } catch (error) {
          // where the engine has no machine code, the command still says so itself
          this.warn(`The command could not be compiled beforehand: ${(error as Error).message}`);
        }
      } finally {
        rmSync(out, {recursive: true, force: true});
      }
    }
  };
}

/** The command line. */
const {plugins, ...command} = nodeBuild("bin.ts", "command-[hash].js");
const cli = defineConfig({...command, plugins: [...(plugins ?? []), startedFast()]});

export default defineConfig(({mode}) => (mode === "cli" ? cli : app));

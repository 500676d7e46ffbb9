/** A site of Observable Framework as a peer: installed into a folder of the bench's own, never among this project's packages. */
import {execFile} from "node:child_process";
import {existsSync, mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";

const PACKAGES = ["@observablehq/framework@1.13.4", "@observablehq/plot@0.6.17"];
const BIN = "node_modules/@observablehq/framework/dist/bin/observable.js";
const run = promisify(execFile);

/** Pages and files of a site, by their paths. */
export interface PeerSite {
  readonly pages: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** A folder with Framework in it; null, with the reason on stderr, where it cannot be installed. */
async function framework(cache: string): Promise<string | null> {
  const folder = join(cache, "framework");
  try {
    mkdirSync(join(folder, "src"), {recursive: true});
    writeFileSync(join(folder, "package.json"), '{"name": "peer", "private": true, "type": "module"}\n');
    if (!existsSync(join(folder, "node_modules/@observablehq/framework")))
      await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...PACKAGES], {cwd: folder});
    return folder;
  } catch (error) {
    return without(error);
  }
}

/** A site of a folder, written and ready to be built; `build` gives the folder it then stands in. */
export interface PreparedSite {
  build(): Promise<string>;
  /** Forgets what its data loaders gave. */
  forgetData(): void;
}

/** Writes a site of a name; null where Framework cannot be installed. */
export async function preparePeerSite(
  cache: string,
  name: string,
  {pages, files}: PeerSite
): Promise<PreparedSite | null> {
  const folder = await framework(cache);
  if (!folder) return null;
  const [source, output, config] = [`src-${name}`, `dist-${name}`, `${name}.config.js`];
  rmSync(join(folder, source), {recursive: true, force: true});
  mkdirSync(join(folder, source));
  writeFileSync(
    join(folder, config),
    `export default {root: "${source}", output: "${output}", title: "Peer", search: false, pager: false, toc: false, sidebar: false, footer: "", globalStylesheets: [], theme: []};\n`
  );
  for (const [path, text] of Object.entries({...pages, ...files})) writeFileSync(join(folder, source, path), text);
  return {
    async build() {
      // packages are bundled from the folder: nothing is fetched
      const env = {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true"};
      await run(process.execPath, [join(folder, BIN), "build", "--config", config], {cwd: folder, env}).catch(
        ({message, stdout, stderr}) => {
          // what went wrong stands among many lines
          const why = /^\w*Error: .*$/m.exec(`${stderr}\n${stdout}`)?.[0];
          throw new Error(why ? `Framework's build failed: ${why}` : message);
        }
      );
      return join(folder, output);
    },
    forgetData: () => {
      for (const path of Object.keys(files))
        rmSync(join(folder, source, ".observablehq/cache", path.replace(/\.js$/, "")), {force: true});
    }
  };
}

/** Builds a site and gives the folder it stands in; null, with the reason on stderr, where it cannot be installed or built. */
export async function buildPeerSite(cache: string, site: PeerSite): Promise<string | null> {
  const prepared = await preparePeerSite(cache, "app", site);
  return prepared ? prepared.build().catch(without) : null;
}

function without(error: unknown): null {
  console.error(
    `Observable Framework cannot be set beside Tidemark here: ${String((error as Error).message).split("\n")[0]}`
  );
  return null;
}

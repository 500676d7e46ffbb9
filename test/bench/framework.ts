/** A site of Observable Framework as a peer: installed into a folder of the bench's own, never among this project's packages. */
import {execFile} from "node:child_process";
import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {promisify} from "node:util";

const PACKAGES = ["@observablehq/framework@1.13.4", "@observablehq/plot@0.6.17"];
const run = promisify(execFile);

/** Pages and files of a site, by their paths. */
export interface PeerSite {
  readonly pages: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
}

/** Builds a site and gives the folder it stands in; null, with the reason on stderr, where it cannot be installed or built. */
export async function buildPeerSite(cache: string, {pages, files}: PeerSite): Promise<string | null> {
  const folder = join(cache, "framework");
  try {
    mkdirSync(join(folder, "src"), {recursive: true});
    writeFileSync(join(folder, "package.json"), '{"name": "peer", "private": true, "type": "module"}\n');
    if (!existsSync(join(folder, "node_modules/@observablehq/framework")))
      await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", ...PACKAGES], {cwd: folder});
    writeFileSync(
      join(folder, "observablehq.config.js"),
      'export default {root: "src", output: "dist", title: "Peer", search: false, pager: false, toc: false, sidebar: false, footer: "", globalStylesheets: [], theme: []};\n'
    );
    for (const [path, text] of Object.entries({...pages, ...files})) writeFileSync(join(folder, "src", path), text);
    // packages are bundled from the folder: nothing is fetched
    await run("npx", ["observable", "build"], {
      cwd: folder,
      env: {...process.env, OBSERVABLE_TELEMETRY_DISABLE: "true"}
    });
    return join(folder, "dist");
  } catch (error) {
    console.error(
      `Observable Framework cannot be set beside Tidemark here: ${String((error as Error).message).split("\n")[0]}`
    );
    return null;
  }
}

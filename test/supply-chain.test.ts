/** What `npm ci` brings in. */
import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Package {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
interface Locked {
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (path: string): unknown => JSON.parse(readFileSync(join(ROOT, path), "utf8"));
const {dependencies, devDependencies} = read("package.json") as Package;
const locked = Object.entries((read("package-lock.json") as {packages: Record<string, Locked>}).packages).filter(
  ([path]) => path !== ""
);

/** All text of our own modules. */
function sources(folder: string): string {
  return readdirSync(join(ROOT, folder), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

describe("the packages", () => {
  it("are named with exact versions", () => {
    for (const [name, version] of Object.entries({...dependencies, ...devDependencies}))
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
  });

  it("run nothing when they are installed, and the lockfile names no registry", () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, {hasInstallScript}]) => hasInstallScript).map(([path]) => path)).toEqual([]);
    expect(locked.filter(([, {resolved}]) => resolved?.startsWith("http")).map(([path]) => path)).toEqual([]);
  });

  it("are locked for every platform, as npm ci on another machine asks", () => {
    const paths = new Set(locked.map(([path]) => path));
    const wanted = locked.flatMap(([path, {optionalDependencies = {}}]) =>
      Object.keys(optionalDependencies).map((name) => [`node_modules/${name}`, `${path}/node_modules/${name}`])
    );
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((places) => !places.some((place) => paths.has(place)))).toEqual([]);
  });

  it("have licences that let the product be given on", () => {
    const free =
      /^\(?(?:ISC|MIT(?:-0)?|0BSD|Unlicense|Apache-2\.0|BSD-[23]-Clause|OFL-1\.1|MPL-2\.0|Python-2\.0|CC0-1\.0)(?: OR [\w.-]+)?\)?$/;
    // neither names a licence in its package.json; both are MIT by their LICENSE file or their source
    const known = ["node_modules/format", "node_modules/json-bignum"];
    const others = locked.filter(([path, {license}]) => !known.includes(path) && !free.test(license ?? "none"));
    expect(others.map(([path, {license}]) => `${path}: ${license}`)).toEqual([]);
  });

  it("are all used", () => {
    const text = sources("src") + sources("workers") + readFileSync(join(ROOT, "vite.config.ts"), "utf8");
    const unused = Object.keys(dependencies).filter((name) => !new RegExp(`["']${name}(?:/[^"']*)?["']`).test(text));
    expect(unused).toEqual([]);
  });

  it.each(["@observablehq/runtime", "vite", "@duckdb/duckdb-wasm", "vega-lite", "remark", "comlink", "vitest"])(
    "have %s as a direct one",
    (name) => {
      expect({...dependencies, ...devDependencies}).toHaveProperty([name]);
    }
  );
});

import {readdirSync, readFileSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LEAVES = ["src"];

/** What each part may import, besides itself and the leaves at src/*.ts. `type:` means types only. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  src: [],
  "src/query": [],
  "src/insight": ["src/query"],
  "src/snapshot": ["src/query"],
  "src/ping": ["src/query"],
  "src/chart": ["src/insight"],
  "src/store": ["src/query", "src/insight", "src/snapshot", "src/ping"],
  "src/notebook": ["src/query", "src/insight", "src/ping", "src/chart", "type:src/store"],
  "src/report": ["src/insight", "src/chart", "src/notebook", "src/ping", "type:src/store"],
  "src/engine": ["type:src/store"],
  workers: ["src/store", "src/engine", "src/snapshot", "src/chart", "src/notebook"],
  "src/app": [
    "src/query",
    "src/insight",
    "src/snapshot",
    "src/ping",
    "src/chart",
    "src/store",
    "src/notebook",
    "src/report",
    "workers"
  ],
  "src/cli": [
    "src/query",
    "src/insight",
    "src/snapshot",
    "src/ping",
    "src/chart",
    "src/store",
    "src/notebook",
    "src/report",
    "src/engine"
  ]
};

/** Packages that only some parts may name. */
const PACKAGES: readonly {readonly name: RegExp; readonly only: readonly string[]}[] = [
  {name: /^@duckdb\//, only: ["src/engine", "workers/duckdb.ts", "src/cli/duckdb.ts"]},
  {name: /^@uwdata\/flechette$/, only: ["src/engine", "src/arrow.ts"]},
  {name: /^comlink$/, only: ["workers"]},
  {name: /^vega/, only: ["src/chart"]},
  {
    name: /^(?:remark|rehype|unified|mdast|hast)/,
    only: ["src/notebook", "src/report", "src/chart/safe-svg.ts", "src/chart/strict-svg.ts"]
  },
  {name: /^@observablehq\/runtime$/, only: ["src/notebook"]},
  {name: /^@codemirror\/|^@lezer\//, only: ["src/app"]},
  {name: /^node:/, only: ["src/cli"]},
  {name: /^idb$/, only: ["src/app", "workers"]}
];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

const files = ["src", "workers"].flatMap((folder) =>
  readdirSync(join(ROOT, folder), {recursive: true, encoding: "utf8"})
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
    .map((path) => join(folder, path))
);

const imports: readonly Import[] = files.flatMap((from) => {
  const text = readFileSync(join(ROOT, from), "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^;]*?)\s*from\s+"([^"]+)"|import\("([^"]+)"\)|(?:^|\n)import\s+"([^"]+)"/g
  );
  return Array.from(found, ([, type, names = "", to, dynamic, bare]): Import => {
    // `import {type A, type B}` brings nothing at run time either
    const typeOnly =
      type !== undefined ||
      (/^\{[^}]*\}$/.test(names) &&
        names
          .slice(1, -1)
          .split(",")
          .every((name) => !name.trim() || name.trim().startsWith("type ")));
    const target = (to ?? dynamic ?? bare)!;
    return {
      from,
      to: target.startsWith(".") ? relative(ROOT, join(ROOT, dirname(from), target.replace(/\?.*$/, ""))) : target,
      typeOnly
    };
  });
});

const partOf = (path: string): string => {
  const [first, second] = path.split("/");
  if (first === "workers") return "workers";
  return second?.endsWith(".ts") ? "src" : `${first}/${second}`;
};

describe("architecture", () => {
  it("reads imports at all", () => {
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.filter(({from}) => from === "src/store/answer.ts").length).toBeGreaterThan(10);
  });

  it("knows every part of the tree", () => {
    expect([...new Set(files.map(partOf))].filter((part) => !(part in ALLOWED))).toEqual([]);
  });

  it("lets each part import only what stands below it", () => {
    const wrong = imports.filter(({from, to, typeOnly}) => {
      if (!/^(?:src|workers)\//.test(to)) return false;
      const [part, target] = [partOf(from), partOf(to)];
      const allowed = [part, ...LEAVES, ...ALLOWED[part]!];
      return !allowed.includes(target) && !(typeOnly && allowed.includes(`type:${target}`));
    });
    expect(wrong.map(({from, to}) => `${from} → ${to}`)).toEqual([]);
  });

  it("lets the app reach the workers by their page side alone", () => {
    const doors = ["workers/connect.ts", "workers/early.ts", "workers/import-reader.ts"];
    const wrong = imports.filter(
      ({from, to}) => partOf(from) === "src/app" && to.startsWith("workers/") && !doors.includes(to)
    );
    expect(wrong.map(({from, to}) => `${from} → ${to}`)).toEqual([]);
  });

  it("names a package only where it belongs", () => {
    const wrong = imports.filter(({from, to}) =>
      PACKAGES.some(
        ({name, only}) => name.test(to) && !only.some((place) => from === place || from.startsWith(`${place}/`))
      )
    );
    expect(wrong.map(({from, to}) => `${from} → ${to}`)).toEqual([]);
  });

  it("has no import cycle", () => {
    const graph = new Map<string, string[]>();
    for (const {from, to, typeOnly} of imports)
      if (!typeOnly && files.includes(to)) graph.set(from, [...(graph.get(from) ?? []), to]);
    const cycles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]) => {
      if (path.includes(file)) {
        cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
        return;
      }
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) visit(file, []);
    expect(cycles).toEqual([]);
  });

  it("names no address outside in what is shipped", () => {
    const addresses = files.flatMap((file) =>
      Array.from(
        readFileSync(join(ROOT, file), "utf8").matchAll(/["'`(]((?:https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}[^"'`\s)]*)/gi),
        ([, address]) => `${file}: ${address}`
      )
    );
    // names of formats, not addresses that are loaded
    expect(addresses.filter((line) => !/w3\.org\/|vega\.github\.io\/schema|jsonfeed\.org\/version/.test(line))).toEqual(
      []
    );
  });
});

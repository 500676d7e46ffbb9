/** From files to a store that answers, and back from its segments: imports, opening, one week more. */

import {runJob} from "./jobs.ts";
import type {Case, Peer, Sample} from "./measure.ts";
import {byId, newest, seriesQuestion} from "./questions.ts";
import {copied, type Setting} from "./setting.ts";

const YEAR = {step: {unit: "month", value: 1}, points: 12} as const;

/** The cases of the native engine, each run in a process of its own. */
export function nativeImportCases(setting: Setting): Case[] {
  const {made, files, fresh} = setting;
  const {definition, asked} = seriesQuestion(made, made.series.length, YEAR);
  const after = seriesQuestion(made, made.series.length, YEAR, {withWeek: true});
  const ids = byId(made, asked);
  const importCase = (of: "csv" | "ndjson"): Case => {
    // asked for when the case runs: the file is written then
    const path = () => (of === "csv" ? files.csv : files.ndjson);
    const question = of === "csv" ? asked : ids;
    return {
      name: `native/import-${of}`,
      about: `points from ${of.toUpperCase()} until the store answers`,
      rows: files.points,
      product: {
        name: "Tidemark",
        run: () => runJob("productImport", {path: path(), folder: fresh("import"), format: "ndjson.gz", definition})
      },
      peers: [
        {
          name: "DuckDB, change points",
          run: () => runJob("duckdbImport", {path: path(), of, database: fresh("import.duckdb"), asked: question})
        },
        {name: "plain JavaScript", run: () => runJob("plainImport", {path: path(), of, asked: question})}
      ]
    };
  };
  const openCase = (format: "arrow" | "ndjson.gz"): Case => ({
    name: `native/open-${format === "arrow" ? "arrow" : "ndjson"}`,
    about: `a new process over ${format} segments until the store answers`,
    get rows() {
      return files.points + files.captures;
    },
    product: {
      name: "Tidemark",
      run: async () => runJob("productOpen", {folder: (await setting.workspace(format)).folder, format, definition})
    },
    peers: [
      {
        name: "DuckDB, from NDJSON parts",
        run: async () => {
          const {folder} = await setting.workspace("ndjson.gz");
          const part = (table: string) => setting.part(folder, table);
          return runJob("duckdbParts", {points: part("point"), captures: part("capture"), asked: ids});
        }
      },
      {
        name: "DuckDB, its own file",
        run: async () => runJob("duckdbOpen", {database: await setting.database(), asked: ids})
      }
    ]
  });
  const [at, before] = [newest(made), newest(made) - 4 * 7 * 86_400_000];
  const series = Object.keys(asked.series)[0]!;
  return [
    importCase("csv"),
    importCase("ndjson"),
    openCase("ndjson.gz"),
    openCase("arrow"),
    {
      name: "native/append",
      about: "one week more, from NDJSON until the store answers",
      rows: files.weekPoints,
      product: {
        name: "Tidemark",
        run: async () => {
          const folder = copied((await setting.workspace("ndjson.gz")).folder, fresh("append"));
          const format = "ndjson.gz";
          const sample = await runJob("productAppend", {
            path: files.weekNdjson,
            folder,
            format,
            definition: after.definition
          });
          return {...sample, note: setting.shareOfImport(sample.ms, format)};
        }
      },
      peers: [
        {
          name: "DuckDB, change points",
          run: async () => {
            const database = copied(await setting.database(), fresh("append.duckdb"));
            return runJob("duckdbAppend", {path: files.weekNdjson, database, asked: byId(made, after.asked)});
          }
        }
      ]
    },
    {
      name: "native/first-point",
      about: "the first point that is clicked: its rows are read then",
      rows: files.points,
      product: {
        name: "Tidemark",
        run: async () => {
          const {folder} = await setting.workspace("ndjson.gz");
          const request = {definition, label: series, shown: [series], at, before};
          return runJob("productFirstPoint", {folder, format: "ndjson.gz", request});
        }
      },
      peers: [
        {
          name: "DuckDB, from NDJSON parts",
          run: async () => {
            const points = setting.part((await setting.workspace("ndjson.gz")).folder, "point");
            return runJob("duckdbFirstPoint", {points, series: ids.series[series]!, at, before});
          }
        }
      ]
    }
  ];
}

/** The same in Chromium, each run in a page of its own. */
export function chromiumImportCases(setting: Setting): Case[] {
  const {made, files, fresh} = setting;
  const {definition, asked} = seriesQuestion(made, made.series.length, YEAR);
  const after = seriesQuestion(made, made.series.length, YEAR, {withWeek: true});
  const ids = byId(made, asked);
  const inTab = async (
    origin: "scratch" | "workspace",
    paths: readonly string[],
    task: (call: Awaited<ReturnType<Awaited<ReturnType<Setting["browser"]>>["open"]>>["call"]) => Promise<Sample>
  ): Promise<Sample> => {
    const tab = await (await setting.browser()).open(origin);
    try {
      if (paths.length) await tab.pick(...paths);
      const sample = await task(tab.call);
      return {...sample, mb: tab.peak()};
    } finally {
      await tab.close();
    }
  };
  const importCase = (of: "csv" | "ndjson", peers: readonly Peer[]): Case => {
    // asked for when the case runs: the file is written then
    const path = () => (of === "csv" ? files.csv : files.ndjson);
    return {
      name: `chromium/import-${of}`,
      about: `points from ${of.toUpperCase()} until the store answers`,
      rows: files.points,
      product: {
        name: "Tidemark",
        run: () =>
          inTab("scratch", [path()], async (call) => {
            await call("wipe");
            return call("importFiles", definition);
          })
      },
      peers: [
        {
          name: "native DuckDB, change points",
          ...(of === "csv" ? {target: 0.6} : {}),
          run: () =>
            runJob("duckdbImport", {
              path: path(),
              of,
              database: fresh("import.duckdb"),
              asked: of === "csv" ? asked : ids
            })
        },
        ...peers
      ]
    };
  };
  return [
    importCase("csv", [
      {
        name: "DuckDB-WASM, change points",
        target: 1 / 3,
        run: () => inTab("scratch", [files.csv], (call) => call("aloneImport", "points.csv", asked))
      }
    ]),
    importCase("ndjson", []),
    {
      name: "chromium/open",
      about: "a new page over Arrow segments until the store answers",
      get rows() {
        return files.points + files.captures;
      },
      product: {
        name: "Tidemark",
        run: async () => {
          await setting.tab();
          return inTab("workspace", [], (call) => call("open", definition));
        }
      },
      peers: [
        {
          name: "DuckDB-WASM, from Arrow",
          run: async () => {
            await setting.tab();
            return inTab("workspace", [], (call) => call("aloneOpen", ids));
          }
        }
      ]
    },
    {
      name: "chromium/append",
      about: "one week more, from NDJSON until the store answers",
      rows: files.weekPoints,
      product: {
        name: "Tidemark",
        run: async () => {
          await setting.tab();
          const sample = await inTab("workspace", [files.weekNdjson], (call) => call("append", after.definition));
          return {...sample, note: `${setting.shareOfImport(sample.ms, "page")}: ${sample.note}`};
        }
      },
      peers: [
        {
          name: "native DuckDB, change points",
          run: async () => {
            const database = copied(await setting.database(), fresh("append.duckdb"));
            return runJob("duckdbAppend", {path: files.weekNdjson, database, asked: byId(made, after.asked)});
          }
        }
      ]
    }
  ];
}

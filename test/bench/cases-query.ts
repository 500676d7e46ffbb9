/** Questions to a store that is open. */
import {createReadStream} from "node:fs";
import type {InsightDefinition} from "../../src/insight/insight.ts";
import type {PointRequest} from "../../src/store/store.ts";
import {
  capturesFromChanges,
  capturesFromRaw,
  latestFromRaw,
  MEMORY,
  pointFromRaw,
  type SeriesQuestion,
  seriesFromChanges,
  seriesFromRaw
} from "./dense.ts";
import {type Answer, type Case, type Peer, repeated, type Sample, type Side} from "./measure.ts";
import type {NativeDuckDB} from "./native.ts";
import {type PlainRow, plainRows, plainSeries} from "./plain.ts";
import {
  answerOf,
  captureQuestion,
  memoryOf,
  newest,
  pointAnswer,
  type Question,
  seriesQuestion,
  type Window
} from "./questions.ts";
import type {Setting} from "./setting.ts";

const WEEKS = (points: number): Window => ({step: {unit: "week", value: 1}, points});
const SERIES = 20;
/** More rows than this as objects in memory would slow every side of the process. */
const MOST_PLAIN = 2_000_000;
/** A few repositories of each thousand. */
const FEW = "/payments-(?:api|client)-000[0-5]";

/** What the search cases ask. `latest` asks for nothing but the newest value. */
function searches(setting: Setting): Record<string, Question<SeriesQuestion> & {about: string; rows: number}> {
  const {made, files} = setting;
  const weeks = made.weeks.length - 1;
  const of = (about: string, window: Window, repositories: string | null = null) => ({
    ...seriesQuestion(made, SERIES, window, {repositories}),
    about: `${SERIES} series, ${about}`,
    rows: files.points
  });
  return {
    "series-12": of("12 months", {step: {unit: "month", value: 1}, points: 12}),
    "series-52": of("52 weeks", WEEKS(52)),
    "series-all": of(`all ${weeks} weeks`, WEEKS(weeks)),
    narrowed: of(`${weeks} weeks, a few repositories by regular expression`, WEEKS(weeks), FEW),
    half: of("52 weeks, half of the repositories by regular expression", WEEKS(52), "[02468]$"),
    latest: of("their newest values", WEEKS(1))
  };
}

/** What the point cases ask: a point of the first series and the one four weeks before. */
function pointQuestion({made}: Setting): PointRequest & {readonly before: number} {
  const {definition} = seriesQuestion(made, 1, WEEKS(52));
  const {key} = made.series[0]!;
  return {definition, label: key, shown: [key], at: newest(made), before: newest(made) - 4 * 7 * 86_400_000};
}

async function timed<T>(task: () => Promise<T>, answer: (value: T) => Answer): Promise<Sample> {
  const {ms, value} = await repeated(task);
  return {ms, answer: answer(value)};
}

const same = (answer: Answer) => answer;

/** The cases of the native engine. */
export function nativeQueryCases(setting: Setting): Case[] {
  const {files} = setting;
  const asking = (name: string, ask: (duckdb: NativeDuckDB) => Promise<Answer>, memory?: string): Side => ({
    name,
    run: async () => {
      const duckdb = await setting.duckdb();
      const sample = await timed(() => ask(duckdb), same);
      return memory ? {...sample, mb: (await duckdb.run(memory))[0]![0] as number} : sample;
    }
  });
  const product = (definition: InsightDefinition): Side => ({
    name: "Tidemark",
    run: async () => {
      const {store} = await setting.workspace("arrow");
      return timed(() => store.insight(definition, null), answerOf);
    }
  });
  let plain: Promise<PlainRow[]> | null = null;
  const plainSide = (asked: SeriesQuestion): Peer => ({
    name: "plain JavaScript over rows",
    run: async () => {
      plain ??= plainRows(createReadStream(files.csv) as AsyncIterable<Uint8Array>, "csv");
      const rows = await plain;
      return timed(async () => plainSeries(rows, asked), same);
    }
  });
  const captures = captureQuestion(setting.made, WEEKS(52));
  const request = pointQuestion(setting);
  const all = searches(setting);
  const again = all["series-52"]!;
  return [
    ...Object.entries(all).map(
      ([name, {about, rows, definition, asked}]): Case => ({
        name: `native/${name}`,
        about,
        rows,
        warm: true,
        product: product(definition),
        peers: [
          asking("DuckDB, same change points", ({run}) => seriesFromChanges(run, asked)),
          asking("DuckDB, raw rows", ({run}) =>
            name === "latest" ? latestFromRaw(run, asked) : seriesFromRaw(run, asked)
          ),
          ...(name === "series-52" && rows <= MOST_PLAIN ? [plainSide(asked)] : [])
        ]
      })
    ),
    {
      name: "native/again",
      about: `${SERIES} series, 52 weeks, asked again: from answers that were kept`,
      rows: files.points,
      warm: true,
      product: {
        name: "Tidemark",
        run: async () => {
          const store = await setting.keeping();
          return timed(() => store.insight(again.definition, null), answerOf);
        }
      },
      peers: [asking("DuckDB, same change points", ({run}) => seriesFromChanges(run, again.asked))]
    },
    {
      name: "native/memory",
      about: "what the engine holds once series were asked for",
      rows: files.points,
      targetMb: 250,
      product: {
        name: "Tidemark",
        run: async () => {
          const {store} = await setting.workspace("arrow");
          const sample = await timed(() => store.insight(again.definition, null), answerOf);
          return {...sample, mb: await memoryOf(store)};
        }
      },
      peers: [asking("DuckDB, raw rows and change points", ({run}) => seriesFromChanges(run, again.asked), MEMORY)]
    },
    {
      name: "native/captures",
      about: "captured values, 52 weeks, the 20 largest and Other",
      get rows() {
        return files.captures;
      },
      warm: true,
      product: product(captures.definition),
      peers: [
        asking("DuckDB, same change points", ({run}) => capturesFromChanges(run, captures.asked)),
        asking("DuckDB, raw rows", ({run}) => capturesFromRaw(run, captures.asked))
      ]
    },
    {
      name: "native/point",
      about: "the repositories of a point, and of the one before",
      rows: files.points,
      warm: true,
      product: {
        name: "Tidemark",
        run: async () => {
          const {store} = await setting.workspace("arrow");
          return timed(() => store.point(request), pointAnswer);
        }
      },
      peers: [asking("DuckDB, raw rows", ({run}) => pointFromRaw(run, request.label, request.at, request.before))]
    }
  ];
}

/** The same in Chromium. */
export function chromiumQueryCases(setting: Setting): Case[] {
  const {files} = setting;
  const native = (ask: (duckdb: NativeDuckDB) => Promise<Answer>, target?: number): Peer => ({
    name: "native DuckDB, same change points",
    ...(target === undefined ? {} : {target}),
    run: async () => {
      const duckdb = await setting.duckdb();
      return timed(() => ask(duckdb), same);
    }
  });
  const captures = captureQuestion(setting.made, WEEKS(52));
  const request = pointQuestion(setting);
  const all = searches(setting);
  const narrowed = all.narrowed!;
  const again = all["series-52"]!;
  return [
    ...Object.entries(all).map(
      ([name, {about, rows, definition, asked}]): Case => ({
        name: `chromium/${name}`,
        about,
        rows,
        warm: true,
        product: {name: "Tidemark", run: async () => (await setting.tab()).call("insight", definition)},
        peers: [
          native(({run}) => seriesFromChanges(run, asked), 2),
          {
            name: "DuckDB-WASM, raw rows",
            ...(name.startsWith("series") ? {target: 1 / 300} : {}),
            run: async () => (await setting.tab()).call(name === "latest" ? "aloneLatest" : "aloneSeries", asked)
          }
        ]
      })
    ),
    {
      name: "chromium/memory",
      about: "what the engine holds once series were asked for",
      rows: files.points,
      targetMb: 250,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("memory", again.definition)},
      peers: [
        {
          name: "DuckDB-WASM, raw rows",
          run: async () => (await setting.tab()).call("aloneMemory", again.asked)
        }
      ]
    },
    {
      name: "chromium/captures",
      about: "captured values, 52 weeks, the 20 largest and Other",
      get rows() {
        return files.captures;
      },
      warm: true,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("insight", captures.definition)},
      peers: [
        native(({run}) => capturesFromChanges(run, captures.asked)),
        {
          name: "DuckDB-WASM, raw rows",
          run: async () => (await setting.tab()).call("aloneCaptures", captures.asked)
        }
      ]
    },
    {
      name: "chromium/point",
      about: "the repositories of a point, and of the one before",
      rows: files.points,
      warm: true,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("point", request)},
      peers: [
        {
          name: "DuckDB-WASM, raw rows",
          run: async () => (await setting.tab()).call("alonePoint", request.label, request.at, request.before)
        }
      ]
    },
    {
      name: "chromium/again",
      about: `${SERIES} series, 52 weeks, asked again: from answers that were kept`,
      rows: files.points,
      warm: true,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("again", again.definition)},
      peers: [
        native(({run}) => seriesFromChanges(run, again.asked)),
        {
          name: "DuckDB-WASM, raw rows",
          target: 1 / 300,
          run: async () => (await setting.tab()).call("aloneSeries", again.asked)
        }
      ]
    },
    {
      name: "chromium/filter",
      about: "a regular expression on repositories until the chart is painted",
      rows: files.points,
      warm: true,
      targetMs: 33,
      product: {name: "Tidemark", run: async () => (await setting.tab()).call("chart", narrowed.definition)},
      peers: [
        {
          name: "DuckDB-WASM, raw rows, no chart",
          run: async () => (await setting.tab()).call("aloneSeries", narrowed.asked)
        }
      ]
    }
  ];
}

/** The browser's side: the product through its own workers, and DuckDB-WASM used directly. Driven from chromium.ts. */
import {AsyncDuckDB, VoidLogger} from "@duckdb/duckdb-wasm";
import workerUrl from "@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url";
import wasmUrl from "@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url";
import {insightChart} from "../../../src/chart/insight-spec.ts";
import {safeSvg} from "../../../src/chart/safe-svg.ts";
import type {InsightDefinition, InsightResult} from "../../../src/insight/insight.ts";
import {parseNotebook} from "../../../src/notebook/notebook.ts";
import {createRun} from "../../../src/notebook/run.ts";
import {reportHtml} from "../../../src/report/report.ts";
import type {InsightStore, PointRequest} from "../../../src/store/store.ts";
import {connectChart, connectImport, connectStore} from "../../../workers/connect.ts";
import {
  type CaptureQuestion,
  capturesFromCsv,
  capturesFromRaw,
  countsFromCsv,
  DERIVE,
  DERIVE_CAPTURES,
  latestFromRaw,
  MEMORY,
  pointFromRaw,
  type RunSql,
  rawFromCsv,
  type SeriesQuestion,
  seriesFromChanges,
  seriesFromRaw
} from "../dense.ts";
import {manyChanges} from "../many-changes.ts";
import {median, once, repeated, type Sample} from "../measure.ts";
import {answerOf, memoryOf, pointAnswer, reportAnswer} from "../questions.ts";

const SIZE = {width: 680, height: 320} as const;

let store: {readonly keeps: boolean; readonly api: InsightStore} | null = null;
let alone: Promise<Alone> | null = null;
const drawer = connectChart();
let letters = 0;

/** The store: one that keeps no answers, so that each question is asked as if it were the first, or one as it is in use. */
const opened = (keeps = false): InsightStore => {
  if (store?.keeps !== keeps) {
    void store?.api.close();
    store = {keeps, api: connectStore({of: "browser", ...(keeps ? {} : {room: 0})})};
  }
  return store.api;
};

/** The files that were picked: their handles, nothing of them is read yet. */
function picked(): File[] {
  return Array.from(document.querySelector<HTMLInputElement>("#files")!.files ?? []);
}

/** Reads the picked files into the store until it can be asked, as the app's import flow does; tells what took how long. */
async function importPicked(): Promise<{ids: string[]; note: string}> {
  const ids: string[] = [];
  const spent = {read: 0, keep: 0, open: 0};
  const timed = async <T>(part: keyof typeof spent, task: () => Promise<T>): Promise<T> => {
    const {ms, value} = await once(task);
    spent[part] += ms;
    return value;
  };
  for (const file of picked()) {
    const {reader, end} = connectImport();
    const known = {repositories: [], commitTimes: new Map<string, number>()};
    const readings = await timed("read", () => reader.read([{name: file.name, content: file}], new Map(), known));
    end();
    for (const reading of readings) {
      if ("error" in reading) throw new Error(reading.error.message);
      ids.push((await timed("keep", () => opened().import(reading.finding, reading.names))).importId);
    }
  }
  await timed("open", () => opened().contents());
  const parts = Object.entries(spent).map(([part, ms]) => `${part} ${Math.round(ms)} ms`);
  return {ids, note: parts.join(", ")};
}

/** DuckDB-WASM in a worker, without the product. */
interface Alone {
  readonly database: AsyncDuckDB;
  readonly connection: number;
  readonly run: RunSql;
}

async function openAlone(): Promise<Alone> {
  const address = URL.createObjectURL(
    new Blob([`importScripts(${JSON.stringify(new URL(workerUrl, location.href).href)});`], {type: "text/javascript"})
  );
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(address));
  await database.instantiate(new URL(wasmUrl, location.href).href);
  await database.open({query: {castBigIntToDouble: true}});
  const connection = await database.connect();
  return {
    database,
    connection: await database.connectInternal(),
    run: async (sql) => {
      const table = await connection.query(sql);
      return table.schema.fields.map((_, i) => Array.from(table.getChildAt(i)!) as (number | string | null)[]);
    }
  };
}

async function pickedAlone({database}: Alone): Promise<void> {
  for (const file of picked()) await database.registerFileHandle(file.name, file, 2 /* BROWSER_FILEREADER */, true);
}

/** The segments in the browser's private storage, by table. */
async function segments(): Promise<Map<string, Uint8Array>> {
  const root = await navigator.storage.getDirectory();
  const parts = await (await root.getDirectoryHandle("snapshots")).getDirectoryHandle("parts");
  const found = new Map<string, Uint8Array>();
  for await (const [name, handle] of parts as unknown as AsyncIterable<[string, FileSystemFileHandle]>)
    found.set(name.split("-")[1]!, new Uint8Array(await (await handle.getFile()).arrayBuffer()));
  return found;
}

/** Puts a drawing on the page and waits until it is painted. Tells what took how long. */
async function painted(result: InsightResult): Promise<{draw: number; clean: number; paint: number}> {
  const begun = performance.now();
  const {spec} = insightChart(result, SIZE.width, SIZE.height);
  const {svg} = await drawer.draw(spec);
  const drawn = performance.now();
  document.querySelector("#chart")!.innerHTML = safeSvg(svg, {prefix: "chart", title: "", description: ""}).toString();
  const clean = performance.now();
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return {draw: drawn - begun, clean: clean - drawn, paint: performance.now() - clean};
}

/** The same question by another pattern each time, as with each letter that is typed. */
function typed(definition: InsightDefinition, letter: number): InsightDefinition {
  const {include, exclude} = definition.repositories;
  return {...definition, repositories: {exclude, include: include.map((pattern) => `${pattern}|^no-such-${letter}$`)}};
}

const page = {
  /** Forgets everything that was imported at this address. */
  async wipe(): Promise<void> {
    const root = await navigator.storage.getDirectory();
    for await (const name of (root as unknown as {keys(): AsyncIterable<string>}).keys())
      await root.removeEntry(name, {recursive: true});
    for (const {name} of await indexedDB.databases())
      await new Promise((resolve) => {
        const request = indexedDB.deleteDatabase(name!);
        request.onsuccess = request.onerror = request.onblocked = resolve;
      });
  },
  /** Keeps the picked files; milliseconds until the store answers. */
  async keep(): Promise<number> {
    return (await once(importPicked)).ms;
  },
  /** Keeps the changes of manyChanges, and waits until the engine holds them. */
  async keepMany(repositories: number): Promise<void> {
    await opened().import(await manyChanges(repositories), ["changes"]);
    await memoryOf(opened());
  },
  /** The memory that the engine holds once series were asked for: no rows behind points are there. */
  async memory(definition: InsightDefinition): Promise<Sample> {
    const {ms, value} = await once(() => opened().insight(definition, null));
    return {ms, answer: answerOf(value), mb: await memoryOf(opened())};
  },
  async importFiles(definition: InsightDefinition): Promise<Sample> {
    const {ms, value} = await once(importPicked);
    return {ms, note: value.note, answer: answerOf(await opened().insight(definition, null))};
  },
  async open(definition: InsightDefinition): Promise<Sample> {
    const {ms} = await once(() => opened().contents());
    return {ms, answer: answerOf(await opened().insight(definition, null))};
  },
  async append(definition: InsightDefinition): Promise<Sample> {
    // the sums are answered before the engine is filled
    await memoryOf(opened());
    const {ms, value} = await once(importPicked);
    const answer = answerOf(await opened().insight(definition, null));
    for (const id of value.ids) await opened().removeImport(id);
    await opened().contents();
    return {ms, answer, note: value.note};
  },
  async insight(definition: InsightDefinition): Promise<Sample> {
    const {ms, value} = await repeated(() => opened().insight(definition, null));
    return {ms, answer: answerOf(value)};
  },
  /** Asked again: from the answers that are kept. */
  async again(definition: InsightDefinition): Promise<Sample> {
    const {ms, value} = await repeated(() => opened(true).insight(definition, null));
    return {ms, answer: answerOf(value)};
  },
  async point(request: PointRequest): Promise<Sample> {
    const {ms, value} = await repeated(() => opened().point(request));
    return {ms, answer: pointAnswer(value)};
  },
  async chart(definition: InsightDefinition): Promise<Sample> {
    const store = opened(true);
    await store.contents();
    const letter = async () => {
      const begun = performance.now();
      const result = await store.insight(typed(definition, letters++), null);
      const asked = performance.now() - begun;
      const {draw, clean, paint} = await painted(result);
      return {result, parts: [asked, draw, clean, paint], ms: performance.now() - begun};
    };
    // the changes are read behind the second letter
    for (let i = 0; i < 3; i++) await letter();
    const word: Awaited<ReturnType<typeof letter>>[] = [];
    for (let i = 0; i < 8; i++) word.push(await letter());
    const middle = (part: number) => median(word.map(({parts}) => parts[part]!)).toFixed(1);
    const best = Math.min(...word.map(({ms}) => ms)).toFixed(1);
    const note = `query ${middle(0)} ms, drawing ${middle(1)}, cleaning ${middle(2)}, painting ${middle(3)}; at best ${best} in all`;
    return {ms: median(word.map(({ms}) => ms)), answer: answerOf(word[0]!.result), note};
  },
  /** Saves tidemark.yaml beside the snapshots. */
  async settle(text: string): Promise<void> {
    const {hash} = await opened().workspace();
    await opened().saveWorkspace(text, hash);
  },
  async report(text: string): Promise<Sample> {
    const notebook = parseNotebook(text);
    const {ms, value} = await once(async () => {
      const run = createRun({store: opened(), session: "bench", now: () => performance.now()}, notebook);
      const states = await run.settled();
      const html = await reportHtml(
        {name: "bench.md", notebook, states},
        {
          draw: (spec) => drawer.draw(spec),
          movers: (request) => opened().movers(request),
          parts: opened()
        }
      );
      run.dispose();
      return html;
    });
    return {ms, answer: reportAnswer(value)};
  },
  async aloneImport(name: string, asked: SeriesQuestion): Promise<Sample> {
    const {ms, value} = await once(async () => {
      const opening = await openAlone();
      await pickedAlone(opening);
      for (const statement of [rawFromCsv(name), ...DERIVE]) await opening.run(statement);
      return opening;
    });
    return {ms, answer: await seriesFromChanges(value.run, asked)};
  },
  async aloneOpen(asked: SeriesQuestion): Promise<Sample> {
    const {ms, value} = await once(async () => {
      const {database, connection, run} = await openAlone();
      for (const [table, bytes] of await segments())
        await database.insertArrowFromIPCStream(connection, bytes, {name: `segment_${table}`, create: true});
      await run(
        "CREATE TABLE raw AS SELECT series_id AS series, repo_key AS repo, sample_at AS t, commit_oid AS commit, files, lines, matches, status FROM segment_point"
      );
      await run(
        "CREATE TABLE capture AS SELECT series_id AS series, repo_key AS repo, sample_at AS t, c1 AS label, matches FROM segment_capture"
      );
      for (const statement of [...DERIVE, ...DERIVE_CAPTURES]) await run(statement);
      return run;
    });
    return {ms, answer: await seriesFromChanges(value, asked)};
  },
  /** Loads the picked CSV files into DuckDB-WASM, for the questions below. */
  async aloneLoad(points: string, captures: string): Promise<void> {
    alone ??= openAlone();
    await pickedAlone(await alone);
    for (const statement of [countsFromCsv(points), capturesFromCsv(captures)]) await (await alone).run(statement);
  },
  async aloneMemory(asked: SeriesQuestion): Promise<Sample> {
    const {run} = await alone!;
    const sample = await page.aloneSeries(asked);
    return {...sample, mb: (await run(MEMORY))[0]![0] as number};
  },
  async aloneSeries(asked: SeriesQuestion): Promise<Sample> {
    const {run} = await alone!;
    const {ms, value} = await repeated(() => seriesFromRaw(run, asked));
    return {ms, answer: value};
  },
  async aloneLatest(asked: SeriesQuestion): Promise<Sample> {
    const {run} = await alone!;
    const {ms, value} = await repeated(() => latestFromRaw(run, asked));
    return {ms, answer: value};
  },
  async aloneCaptures(asked: CaptureQuestion): Promise<Sample> {
    const {run} = await alone!;
    const {ms, value} = await repeated(() => capturesFromRaw(run, asked));
    return {ms, answer: value};
  },
  async alonePoint(series: string, at: number, before: number): Promise<Sample> {
    const {run} = await alone!;
    const {ms, value} = await repeated(() => pointFromRaw(run, series, at, before));
    return {ms, answer: value};
  }
};

/** What may be called in the page. */
export type BenchPage = typeof page;

Object.assign(globalThis, {bench: page});

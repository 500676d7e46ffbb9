/** Work that needs a process of its own: cold code, an empty heap, a peak memory that is this work's alone. */
import {type ChildProcess, fork} from "node:child_process";
import {createReadStream, readFileSync, writeFileSync} from "node:fs";
import type {InsightDefinition} from "../../src/insight/insight.ts";
import type {SegmentFormat} from "../../src/snapshot/segment.ts";
import type {PointRequest} from "../../src/store/store.ts";
import {
  APPEND,
  capturesFromNdjson,
  DERIVE,
  DERIVE_CAPTURES,
  pointFromRaw,
  rawFromCsv,
  rawFromNdjson,
  type SeriesQuestion,
  seriesFromChanges
} from "./dense.ts";
import {handReport} from "./hand-report.ts";
import {once, type Sample} from "./measure.ts";
import {openNative} from "./native.ts";
import {plainRows, plainSeries} from "./plain.ts";
import {importInto, openStoreIn} from "./product.ts";
import {answerOf, memoryOf, pointAnswer} from "./questions.ts";

type FileFormat = "csv" | "ndjson";

/** What each job is given; everything survives JSON. */
export interface Jobs {
  productImport: {path: string; folder: string; format: SegmentFormat; definition: InsightDefinition};
  productOpen: {folder: string; format: SegmentFormat; definition: InsightDefinition};
  productAppend: {path: string; folder: string; format: SegmentFormat; definition: InsightDefinition};
  productFirstPoint: {folder: string; format: SegmentFormat; request: PointRequest};
  duckdbImport: {path: string; of: FileFormat; database: string; asked: SeriesQuestion};
  duckdbParts: {points: string; captures: string; asked: SeriesQuestion};
  duckdbOpen: {database: string; asked: SeriesQuestion};
  duckdbAppend: {path: string; database: string; asked: SeriesQuestion};
  duckdbFirstPoint: {points: string; series: string; at: number; before: number};
  plainImport: {path: string; of: FileFormat; asked: SeriesQuestion};
  plainReport: {path: string; output: string; figures: readonly (readonly [string, SeriesQuestion])[]};
}

type JobName = keyof Jobs;

const JOBS: {readonly [N in JobName]: (given: Jobs[N]) => Promise<Sample>} = {
  async productImport({path, folder, format, definition}) {
    const store = openStoreIn(folder, format);
    const {ms} = await once(() => importInto(store, path));
    return {ms, answer: answerOf(await store.insight(definition, null))};
  },
  async productOpen({folder, format, definition}) {
    const store = openStoreIn(folder, format);
    const {ms} = await once(() => store.contents());
    return {ms, answer: answerOf(await store.insight(definition, null))};
  },
  async productAppend({path, folder, format, definition}) {
    const store = openStoreIn(folder, format);
    // the sums are answered before the engine is filled
    await memoryOf(store);
    const {ms} = await once(() => importInto(store, path));
    return {ms, answer: answerOf(await store.insight(definition, null))};
  },
  async productFirstPoint({folder, format, request}) {
    const store = openStoreIn(folder, format);
    await store.contents();
    const {ms, value} = await once(() => store.point(request));
    return {ms, answer: pointAnswer(value)};
  },
  async duckdbImport({path, of, database, asked}) {
    const {ms, value} = await once(async () => {
      const duckdb = await openNative(database);
      await duckdb.run(of === "csv" ? rawFromCsv(path) : rawFromNdjson(path));
      for (const statement of DERIVE) await duckdb.run(statement);
      await duckdb.run("CHECKPOINT");
      return duckdb;
    });
    return {ms, answer: await seriesFromChanges(value.run, asked)};
  },
  async duckdbParts({points, captures, asked}) {
    const {ms, value} = await once(async () => {
      const duckdb = await openNative();
      await duckdb.run(rawFromNdjson(points));
      await duckdb.run(capturesFromNdjson(captures));
      for (const statement of [...DERIVE, ...DERIVE_CAPTURES]) await duckdb.run(statement);
      return duckdb;
    });
    return {ms, answer: await seriesFromChanges(value.run, asked)};
  },
  async duckdbOpen({database, asked}) {
    const {ms, value} = await once(async () => {
      const duckdb = await openNative(database);
      await duckdb.run("SELECT count(*)::DOUBLE FROM delta");
      return duckdb;
    });
    return {ms, answer: await seriesFromChanges(value.run, asked)};
  },
  async duckdbAppend({path, database, asked}) {
    const duckdb = await openNative(database);
    const {ms} = await once(async () => {
      await duckdb.run(rawFromNdjson(path, "fresh"));
      for (const statement of APPEND) await duckdb.run(statement);
      await duckdb.run("CHECKPOINT");
    });
    return {ms, answer: await seriesFromChanges(duckdb.run, asked)};
  },
  async duckdbFirstPoint({points, series, at, before}) {
    const {ms, value} = await once(async () => {
      const duckdb = await openNative();
      await duckdb.run(rawFromNdjson(points));
      return pointFromRaw(duckdb.run, series, at, before);
    });
    return {ms, answer: value};
  },
  async plainImport({path, of, asked}) {
    const {ms, value} = await once(async () =>
      plainSeries(await plainRows(createReadStream(path) as AsyncIterable<Uint8Array>, of), asked)
    );
    return {ms, answer: value};
  },
  async plainReport({path, output, figures}) {
    const {ms} = await once(async () => {
      const rows = await plainRows(createReadStream(path) as AsyncIterable<Uint8Array>, "csv");
      writeFileSync(output, await handReport(new Map(figures), async (asked) => plainSeries(rows, asked)));
    });
    return {ms, answer: {}};
  }
};

/** Does a job in a new process; `mb` is the most memory that process held. */
export function runJob<N extends JobName>(name: N, given: Jobs[N]): Promise<Sample> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(process.env.BENCH_CHILD!, [], {stdio: ["ignore", "inherit", "inherit", "ipc"]});
    let answered = false;
    child.on("message", (message: {sample: Sample} | {error: string}) => {
      answered = true;
      if ("error" in message) reject(new Error(`${name}: ${message.error}`));
      else resolve(message.sample);
    });
    child.on("error", reject);
    child.on("exit", (code) => answered || reject(new Error(`${name} ended with ${code} and said nothing.`)));
    child.send({name, given});
  });
}

/** In MB. Not from resourceUsage: Linux counts the parent's memory at the fork there. */
function peakMemory(): number | null {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024;
  } catch {
    return null;
  }
}

/** The other end of runJob: does one job and says what came of it. */
export function answerJobs(): void {
  process.on("message", ({name, given}: {name: JobName; given: never}) => {
    const job: Promise<Sample> = JOBS[name](given);
    job
      .then(
        (sample) => ({sample: {...sample, mb: peakMemory()}}),
        (error: unknown) => ({error: error instanceof Error ? (error.stack ?? error.message) : String(error)})
      )
      .then((message) => process.send!(message, () => process.exit(0)));
  });
}

/** The product in Node, as the command line puts it together. */
import {createReadStream, statSync} from "node:fs";
import {basename} from "node:path";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {folderFiles} from "../../src/cli/folder.ts";
import {nativeGzip, useNativeHash} from "../../src/cli/native.ts";
import type {Finding, Source} from "../../src/snapshot/importer.ts";
import {readSources} from "../../src/snapshot/read-sources.ts";
import type {SegmentFormat} from "../../src/snapshot/segment.ts";
import {createStore} from "../../src/store/create-store.ts";
import type {InsightStore} from "../../src/store/store.ts";

useNativeHash();

/** What a store is opened with beside its folder. */
interface Opening {
  /** Where its tidemark.yaml lies. */
  readonly workspace?: string;
  /** The bytes of answers that are kept: 0 where every question is to be the first. */
  readonly room?: number;
}

/** The store over a folder of segments. */
export function openStoreIn(folder: string, format: SegmentFormat, {workspace, room}: Opening = {}): InsightStore {
  return createStore({
    files: folderFiles(folder),
    openEngine: openNativeEngine,
    now: Date.now,
    format,
    gzip: nativeGzip,
    ...(workspace === undefined ? {} : {folder: folderFiles(workspace)}),
    ...(room === undefined ? {} : {room})
  });
}

/** What an importer finds in a file. */
export async function findingIn(path: string): Promise<Finding> {
  const source: Source = {
    name: basename(path),
    size: statSync(path).size,
    chunks: () => createReadStream(path, {highWaterMark: 1_000_000}) as AsyncIterable<Uint8Array>
  };
  const [reading] = await readSources([source]);
  if (!reading || "error" in reading) throw reading?.error ?? new Error(`${path} was not read.`);
  return reading.finding;
}

/** Reads a file into the store until it can be asked. */
export async function importInto(store: InsightStore, path: string): Promise<void> {
  await store.import(await findingIn(path), [basename(path)]);
  await store.contents();
}

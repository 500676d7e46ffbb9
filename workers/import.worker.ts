import type {Source} from "../src/snapshot/importer.ts";
import {type PlainTable, readPlainTable} from "../src/snapshot/plain-table.ts";
import {readSources} from "../src/snapshot/read-sources.ts";
import {workspaceTexts} from "../src/snapshot/zip-notebooks.ts";
import {buffersOf, type Table} from "../src/table.ts";
import {fileDigest, useBrowserDigest} from "./digest.ts";
import type {FileReading, GivenFile, ImportReader} from "./import-reader.ts";
import {exposeApi} from "./wire.ts";

useBrowserDigest();

const api: ImportReader = {
  workspaceTexts: (zip) => workspaceTexts(toSource(zip)),
  readTable: (file, {signal} = {}) => readPlainTable(toSource(file), signal),
  async read(files, answers, {repositories, commitTimes}, {signal, progress} = {}) {
    const total = files.reduce((sum, {content}) => sum + content.size, 0) || 1;
    let told = 0;
    const results = await readSources(files.map(toSource), {
      answers,
      known: {repositories, commitTime: (oid) => commitTimes.get(oid) ?? null},
      ...(signal ? {signal} : {}),
      progress: (read) => {
        // a message for every hundredth is enough
        if (read / total - told < 0.01) return;
        told = read / total;
        progress?.(told);
      }
    });
    return results.map(
      (result): FileReading =>
        "finding" in result
          ? result
          : {names: result.names, error: {code: result.error.code, message: result.error.message}}
    );
  }
};

exposeApi(api, undefined, (method, value) => {
  if (method === "readTable") return memoryOf([(value as PlainTable).table]);
  return method === "read" ? rowsIn(value as readonly FileReading[]) : [];
});

/** The memory of all rows that were read, each once. What is empty may be anybody's. */
function rowsIn(readings: readonly FileReading[]): ArrayBuffer[] {
  return memoryOf(
    readings.flatMap((reading) => ("finding" in reading ? reading.finding.snapshot.parts.map(({rows}) => rows) : []))
  );
}

function memoryOf(tables: readonly Table[]): ArrayBuffer[] {
  const buffers = new Set(tables.flatMap(buffersOf));
  return [...buffers].filter(({byteLength}) => byteLength > 0);
}

function toSource({name, content}: GivenFile): Source {
  const sha256 = fileDigest(content);
  return {
    name,
    size: content.size,
    ...(sha256 ? {sha256} : {}),
    async *chunks() {
      // begun now it is done when the file is read; an error is told when the hash is asked for
      sha256?.().catch(() => undefined);
      const reader = content.stream().getReader();
      while (true) {
        const {value, done} = await reader.read();
        if (done) return;
        yield value;
      }
    }
  };
}

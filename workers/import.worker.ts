import type {Source} from "../src/snapshot/importer.ts";
import {type PlainTable, readPlainTable} from "../src/snapshot/plain-table.ts";
import {readSources} from "../src/snapshot/read-sources.ts";
import {workspaceTexts} from "../src/snapshot/zip-notebooks.ts";
import {fileDigest, useBrowserDigest} from "./digest.ts";
import {givenRows, givenTables} from "./given-rows.ts";
import type {FileReading, GivenFile, ImportReader} from "./import-reader.ts";
import {exposeApi} from "./wire.ts";

useBrowserDigest();

const api: ImportReader = {
  // asked for by few: what reads Markdown is loaded then
  readNotebook: async (text, isHtml) =>
    (await import("../src/notebook/opened-notebook.ts")).openedNotebook(text, isHtml),
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
  if (method === "readTable") return givenTables([(value as PlainTable).table]);
  if (method !== "read") return [];
  return givenRows((value as readonly FileReading[]).flatMap((one) => ("finding" in one ? [one.finding] : [])));
});

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

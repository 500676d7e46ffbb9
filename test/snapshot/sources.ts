import {createReadStream, readdirSync, readFileSync, statSync} from "node:fs";
import type {Answers, Finding, Head, ReadContext, Source} from "../../src/snapshot/importer.ts";
import {readSources, type SourceReading} from "../../src/snapshot/read-sources.ts";
import type {TableName} from "../../src/snapshot/snapshot.ts";
import {type Cell, recordsOf} from "../../src/table.ts";
import {DATA_DIR} from "../data-dir.ts";

/** A source of text or bytes, in chunks of the given size. */
export function sourceOf(name: string, content: string | Uint8Array, chunk = 65_536): Source {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    }
  };
}

/** A file of the shared data as a source. */
export function dataSource(path: string, name = path.slice(path.lastIndexOf("/") + 1)): Source {
  const file = `${DATA_DIR}/${path}`;
  return {name, size: statSync(file).size, chunks: () => createReadStream(file) as AsyncIterable<Uint8Array>};
}

/** A JSON file of the shared data. */
export function dataJson<T>(path: string): T {
  return JSON.parse(readFileSync(`${DATA_DIR}/${path}`, "utf8")) as T;
}

/** The files below a folder of the shared data, named by their paths from `base`. */
export function dataFolder(path: string): Source[] {
  return readdirSync(`${DATA_DIR}/${path}`, {withFileTypes: true}).flatMap((entry) =>
    entry.isDirectory()
      ? dataFolder(`${path}/${entry.name}`)
      : [dataSource(`${path}/${entry.name}`, `${path}/${entry.name}`)]
  );
}

/** The context of an importer that knows nothing. */
export function contextOf(answers: Answers = {}, context: Partial<ReadContext> = {}): ReadContext {
  return {answers, beside: new Map(), known: {repositories: [], commitTime: () => null}, ...context};
}

/** The beginning of a text file. */
export function headOf(text: string, name = "file"): Head {
  return {name, text, magic: new TextEncoder().encode(text.slice(0, 16)), container: "none"};
}

/** What one source is read as, with answers for it. */
export async function readOne(source: Source, answers: Answers = {}): Promise<SourceReading> {
  const [reading] = await readSources([source], {answers: new Map([[source.name, answers]])});
  return reading!;
}

/** The finding of one source; its error is thrown. */
export async function findingOf(source: Source, answers: Answers = {}): Promise<Finding> {
  const reading = await readOne(source, answers);
  if ("error" in reading) throw reading.error;
  return reading.finding;
}

/** The rows of a table of a finding, without members that are null. */
export function rowsIn(finding: Finding, table: TableName): Record<string, Cell>[] {
  return finding.snapshot.parts
    .filter((part) => part.table === table)
    .flatMap((part) => recordsOf(part.rows))
    .map((row) => Object.fromEntries(Object.entries(row).filter(([, cell]) => cell !== null)));
}

/** The problems of a finding as `code × count`. */
export function problemsIn({problems}: Finding): string[] {
  return problems.map(({code, count}) => `${code} × ${count}`);
}

import {isTidemarkError, messageOf, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {readBytes} from "./decode.ts";
import type {ReadContext, Source} from "./importer.ts";
import {isObject, type JsonObject, readJson} from "./json.ts";
import {PART_FORMATS, type PartFormat} from "./manifest.ts";
import {readPart} from "./part.ts";
import type {ProblemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {type Part, TABLE_NAMES, type TableName} from "./snapshot.ts";
import {checkVersion, type Loaded} from "./snapshot-loading.ts";
import {readRepoRecord, readSeriesRecord} from "./snapshot-records.ts";
import {unsafeName} from "./zip.ts";

const MAX_MANIFEST = 64_000_000;
const MAX_PART = 512_000_000;

/**
 * Reads a manifest and the parts that lie beside it. A part that is missing, damaged, of an unknown table or at a path
 * that leads elsewhere is left out.
 * @throws TidemarkError "snapshot/manifest", "snapshot/newer".
 */
export async function loadFolder(source: Source, context: ReadContext, problems: ProblemList): Promise<Loaded> {
  const limit = () =>
    new TidemarkError("import/too-large", `${source.name} is larger than 64 MB, which no manifest is.`);
  const bytes = await readBytes(source, context, MAX_MANIFEST, limit);
  const reading = readJson(new TextDecoder().decode(bytes));
  if ("error" in reading || !isObject(reading.value))
    throw new TidemarkError(
      "snapshot/manifest",
      `${source.name} is no JSON object: it was cut or edited. Make the snapshot again.`
    );
  const manifest = reading.value;
  checkVersion(manifest, source.name);
  const list = (name: string) => (Array.isArray(manifest[name]) ? (manifest[name] as unknown[]) : []);
  const place = {file: source.name};
  const series = list("series").flatMap((record) => readSeriesRecord(record, place, problems) ?? []);
  const repos = list("repos").flatMap((record) => readRepoRecord(record, place, problems) ?? []);
  const folder = source.name.slice(0, source.name.lastIndexOf("/") + 1);
  const parts: Part[] = [];
  const reasons: string[] = [];
  let done = bytes.length;
  for (const record of list("parts")) {
    const result = await loadPart(record, folder, context, problems);
    if (typeof result === "string") {
      const rows = isObject(record) && typeof record.rows === "number" && record.rows > 0 ? record.rows : 1;
      const name = isObject(record) && typeof record.path === "string" ? record.path.slice(0, 200) : "a part";
      problems.skip(`snapshot/part:${name}`, `${name} was left out: ${result}.`, place, rows);
      reasons.push(`${name} was left out: ${result}.`);
    } else if (result) {
      parts.push(result.part);
      done += result.bytes;
      context.progress?.(done);
    }
  }
  const named = new Set(list("parts").map((record) => (isObject(record) ? folder + String(record.path) : "")));
  for (const name of context.beside.keys())
    if (name !== source.name && !named.has(name))
      problems.note("snapshot/unnamed", "A file beside the manifest is not named in it and was not read.", {
        file: name
      });
  return {series, repos, parts, reasons, fileHash: sha256(bytes)};
}

/** A part's rows; null when its table is not known here, a sentence when it has to be left out. */
async function loadPart(
  record: unknown,
  folder: string,
  context: ReadContext,
  problems: ProblemList
): Promise<{part: Part; bytes: number} | string | null> {
  if (!isObject(record) || typeof record.path !== "string") return "the manifest does not say where it is";
  const {path, table, format, sha256: hash} = record as JsonObject & {path: string};
  const unsafe = unsafeName(path);
  if (unsafe) return unsafe;
  if (!(TABLE_NAMES as readonly unknown[]).includes(table)) {
    problems.note("snapshot/table", `The table “${String(table).slice(0, 40)}” is not known here and was not read.`, {
      file: path
    });
    return null;
  }
  if (!(PART_FORMATS as readonly unknown[]).includes(format))
    return `its format ${JSON.stringify(format)?.slice(0, 40)} is not known`;
  const source = context.beside.get(folder + path);
  if (!source) return "the file is missing";
  try {
    const bytes = await readBytes(
      source,
      context,
      MAX_PART,
      () => new TidemarkError("import/too-large", "it is larger than 512 MB")
    );
    if (typeof hash !== "string")
      problems.note("snapshot/no-hash", "The manifest gives no hash of a part, so it was not checked.", {file: path});
    else if (sha256(bytes) !== hash.toLowerCase()) return "its bytes are not those that the manifest names (SHA-256)";
    const {value, problems: found} = await readPart(bytes, format as PartFormat, table as TableName);
    problems.addAll(found, path);
    if (typeof record.rows === "number" && value.rows + skippedIn(found) !== record.rows)
      problems.note("snapshot/rows", `A part does not hold as many rows as the manifest says (${record.rows}).`, {
        file: path
      });
    const observed = typeof record.observed_at === "string" ? readTime(record.observed_at) : null;
    return {
      part: {table: table as TableName, observedAt: observed && "time" in observed ? observed.time : null, rows: value},
      bytes: bytes.length
    };
  } catch (error) {
    if (isTidemarkError(error) && error.code !== "call/aborted") return messageOf(error).replace(/\.$/, "");
    throw error;
  }
}

function skippedIn(problems: readonly {readonly effect: string; readonly count: number}[]): number {
  return problems.reduce((sum, {effect, count}) => sum + (effect === "skipped" ? count : 0), 0);
}

import {arrowToTable, tableToArrow} from "../arrow.ts";
import {TidemarkError} from "../error.ts";
import {type RunningHash, sha256Of, sha256Stream} from "../hash.ts";
import type {Table} from "../table.ts";
import {type Gzip, plainGzip} from "./gzip.ts";
import {observedMember, type PartFormat, type PartRecord, partPath} from "./manifest.ts";
import {type PartReading, partReading, readPart, readPartLines} from "./part.ts";
import {partPieces} from "./part-writer.ts";
import {problemList} from "./problems.ts";
import type {Snapshot} from "./snapshot.ts";

/** A part as it is written: its record in the manifest and its bytes. */
export interface Segment {
  readonly record: PartRecord;
  readonly bytes: Uint8Array;
  /** The rows in them. */
  readonly table: Table;
}

/** How segments are written: Arrow opens at once, NDJSON reads anywhere. */
export type SegmentFormat = Extract<PartFormat, "arrow" | "ndjson.gz">;

/**
 * The parts of a snapshot as files, one after another; `first` is the number of the first one. Equal snapshots give equal
 * bytes, as far as `gzip` does.
 */
export async function* toSegments(
  snapshot: Snapshot,
  format: SegmentFormat,
  import_id: string,
  first: number,
  gzip: Gzip = plainGzip
): AsyncGenerator<Segment> {
  let number = first;
  for (const {table, rows, observedAt} of snapshot.parts) {
    if (!rows.rows) continue;
    const raw = sha256Stream();
    const bytes =
      format === "arrow" ? tableToArrow(rows, {isNarrow: true}) : await gzip.pack(hashed(partPieces(table, rows), raw));
    const hash = await sha256Of(bytes);
    const record: PartRecord = {
      id: String(number).padStart(4, "0"),
      table,
      path: partPath(number, table, hash, format),
      format,
      rows: rows.rows,
      bytes: bytes.length,
      sha256: hash,
      ...(format === "arrow" ? {} : {raw_sha256: raw.hex()}),
      ...observedMember(observedAt),
      import_id
    };
    number++;
    yield {record, bytes, table: rows};
  }
}

function* hashed(pieces: Iterable<Uint8Array>, hash: RunningHash): Generator<Uint8Array> {
  for (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
}

/** How a segment is read: with the platform's own gzip, and perhaps without columns of text that nobody will look at. */
export interface SegmentOptions {
  readonly gzip?: Gzip | undefined;
  readonly without?: readonly string[];
}

/**
 * The rows in the bytes of a part.
 * @throws TidemarkError "snapshot/part" when the bytes are not those that were written, or a row cannot be read.
 */
export async function readSegment(bytes: Uint8Array, record: PartRecord, options: SegmentOptions = {}): Promise<Table> {
  const read = await readRows(bytes, record, options);
  if (read.rows !== record.rows)
    throw new TidemarkError("snapshot/part", `it holds ${read.rows} rows where the manifest says ${record.rows}`);
  return read;
}

async function readRows(
  bytes: Uint8Array,
  {format, table, sha256: hash, raw_sha256}: PartRecord,
  {gzip = plainGzip, without = []}: SegmentOptions
): Promise<Table> {
  const found = await sha256Of(bytes);
  // some servers send a .gz file so that the browser unpacks it on the way
  const unpacked = found !== hash && found === raw_sha256;
  if (found !== hash && !unpacked) throw new TidemarkError("snapshot/part", "its bytes are not what was written");
  if (format === "arrow") return arrowToTable(bytes);
  const {value, messages} =
    format === "ndjson.gz" && !unpacked
      ? await readPacked(bytes, table, gzip, without)
      : await readPart(bytes, unpacked ? "ndjson" : format, table);
  const problem = messages.find(({level}) => level === "error");
  if (problem) throw new TidemarkError("snapshot/part", problem.text);
  return value;
}

async function readPacked(
  bytes: Uint8Array,
  table: PartRecord["table"],
  gzip: Gzip,
  without: readonly string[]
): Promise<PartReading> {
  const problems = problemList();
  const source = {name: "part", size: bytes.length, chunks: () => gzip.unpack(bytes), sha256: async () => ""};
  try {
    return partReading(await readPartLines(source, table, problems, {without}), problems);
  } catch (error) {
    // what a platform refuses, such as several members in one file, the reader of strangers' files may know
    if (gzip === plainGzip) throw error;
    return readPart(bytes, "ndjson.gz", table);
  }
}

import {gzipSync} from "fflate";
import {arrowToTable, tableToArrow} from "../arrow.ts";
import {TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import type {Table} from "../table.ts";
import {observedMember, type PartFormat, type PartRecord, partPath} from "./manifest.ts";
import {readPart, writePart} from "./part.ts";
import type {Snapshot} from "./snapshot.ts";

/** A part as it is written: its record in the manifest and its bytes. */
export interface Segment {
  readonly record: PartRecord;
  readonly bytes: Uint8Array;
}

/** How segments are written: Arrow opens at once, NDJSON reads anywhere. */
export type SegmentFormat = Extract<PartFormat, "arrow" | "ndjson.gz">;

/** The parts of a snapshot as files; `first` is the number of the first one. Equal snapshots give equal bytes. */
export function toSegments(snapshot: Snapshot, format: SegmentFormat, import_id: string, first: number): Segment[] {
  return snapshot.parts
    .filter(({rows}) => rows.rows > 0)
    .map(({table, rows, observedAt}, i): Segment => {
      const raw = format === "arrow" ? tableToArrow(rows) : writePart(table, rows);
      const bytes = format === "arrow" ? raw : gzipSync(raw, {mtime: 0});
      const hash = sha256(bytes);
      const record: PartRecord = {
        id: String(first + i).padStart(4, "0"),
        table,
        path: partPath(first + i, table, hash, format),
        format,
        rows: rows.rows,
        bytes: bytes.length,
        sha256: hash,
        ...(format === "arrow" ? {} : {raw_sha256: sha256(raw)}),
        ...observedMember(observedAt),
        import_id
      };
      return {record, bytes};
    });
}

/**
 * The rows in the bytes of a part.
 * @throws TidemarkError "snapshot/part" when the bytes are not those that were written, or a row cannot be read.
 */
export async function readSegment(
  bytes: Uint8Array,
  {format, table, sha256: hash, raw_sha256}: PartRecord
): Promise<Table> {
  const found = sha256(bytes);
  // some servers send a .gz file so that the browser unpacks it on the way
  const unpacked = found !== hash && found === raw_sha256;
  if (found !== hash && !unpacked) throw new TidemarkError("snapshot/part", "its bytes are not what was written");
  if (format === "arrow") return arrowToTable(bytes);
  const {value, messages} = await readPart(bytes, unpacked ? "ndjson" : format, table);
  const problem = messages.find(({level}) => level === "error");
  if (problem) throw new TidemarkError("snapshot/part", problem.text);
  return value;
}

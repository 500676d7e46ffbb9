import type {Gzip} from "../snapshot/gzip.ts";
import type {PartRecord} from "../snapshot/manifest.ts";
import {readSegment} from "../snapshot/segment.ts";
import type {Table} from "../table.ts";
import type {Files} from "./files.ts";

/** The rows of the segments in a folder. */
export interface Segments {
  /**
   * Reads a segment and checks it. `without` are columns of text that may come out as null. Fails when it is missing or
   * damaged.
   */
  rows(record: PartRecord, without?: readonly string[]): Promise<Table>;
  /** Holds rows that were just written, by the SHA-256 of their segment, so that they need not be read back. */
  hold(written: ReadonlyMap<string, Table>): void;
}

/** The segments below a folder; `gzip` is the platform's own, where it has one. */
export function createSegments(files: Files, gzip?: Gzip): Segments {
  let held: ReadonlyMap<string, Table> = new Map();
  return {
    async rows(record, without = []) {
      const written = held.get(record.sha256);
      if (written) return written;
      const bytes = await files.read(record.path);
      if (!bytes) throw new Error("the file is missing");
      return readSegment(bytes, record, {gzip, without});
    },
    hold(written) {
      held = written;
    }
  };
}

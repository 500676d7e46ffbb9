import {gzipSync} from "fflate";
import {joined} from "./decode.ts";
import {gunzip} from "./gunzip.ts";

/** How the segments of a workspace are compressed and read back. An edge whose platform does it faster brings its own. */
export interface Gzip {
  /** The pieces, compressed as one file; a piece may be asked for while another one is worked on. */
  pack(pieces: Iterable<Uint8Array>): Promise<Uint8Array>;
  /** What was compressed, in pieces. Fails when the bytes are damaged or cut. */
  unpack(bytes: Uint8Array): AsyncIterable<Uint8Array>;
}

/** The one that runs anywhere, and gives the same bytes there. */
export const plainGzip: Gzip = {
  pack: async (pieces) => gzipSync(joined(...pieces), {mtime: 0}),
  async *unpack(bytes) {
    const waiting: Uint8Array[] = [];
    const inflater = gunzip((piece) => void waiting.push(piece));
    const slice = 262_144;
    for (let at = 0; at < bytes.length; at += slice) {
      inflater.push(bytes.subarray(at, at + slice));
      yield* waiting.splice(0);
    }
    const cut = inflater.end();
    yield* waiting.splice(0);
    if (cut) throw new Error(cut);
  }
};

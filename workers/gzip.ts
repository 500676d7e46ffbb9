import {type Gzip, plainGzip} from "../src/snapshot/gzip.ts";

/** The browser's own gzip, for reading: it unpacks beside the worker's own work. */
export const browserGzip: Gzip = {
  pack: plainGzip.pack,
  async *unpack(bytes) {
    if (!("DecompressionStream" in globalThis)) return yield* plainGzip.unpack(bytes);
    const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    const reader = packed.pipeThrough(new DecompressionStream("gzip")).getReader();
    while (true) {
      const {value, done} = await reader.read();
      if (done) return;
      yield value;
    }
  }
};

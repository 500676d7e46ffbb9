import {zipSync} from "fflate";
import type {Excerpt} from "./excerpt.ts";

/** The files of an excerpt as one zip, a snapshot folder that can be imported as it is. The same data gives the same bytes. */
export function excerptZip({files}: Pick<Excerpt, "files">): Uint8Array<ArrayBuffer> {
  // parts are compressed already, and there is no clock in the bytes
  const entries: Record<string, Uint8Array | [Uint8Array, {level: 0}]> = {};
  for (const {path, bytes} of files) entries[path] = path.endsWith(".gz") ? [bytes, {level: 0}] : bytes;
  return zipSync(entries, {level: 6, mtime: new Date(1980, 0, 2)}) as Uint8Array<ArrayBuffer>;
}

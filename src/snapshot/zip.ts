/**
 * Zip archives as sources. The central directory is believed (sizes, names), the bytes are checked against it: an entry
 * that becomes longer than it said is an error, and all of them together may not be longer than MAX_INFLATED.
 */
import {Inflate} from "fflate";
import {TidemarkError} from "../error.ts";
import {type DecodeOptions, readBytes} from "./decode.ts";
import {isFlateError, MAX_INFLATED, tooLarge} from "./gunzip.ts";
import type {Source} from "./importer.ts";
import {decodeWindows1252} from "./windows-1252.ts";

/** The longest archive that is read, in bytes: its compressed form is held in memory. */
export const MAX_ZIP = 512_000_000;
const MAX_ENTRIES = 20_000;
const SLICE = 65_536;

/** The files of an archive that can be read, and those that cannot with the reason. Folders are left out. */
export interface ZipFile {
  readonly entries: readonly Source[];
  readonly refused: readonly {readonly name: string; readonly reason: string}[];
}

/**
 * The archive's files. Names with `..`, absolute and drive paths, encrypted files and unknown methods are refused.
 * @throws TidemarkError "import/damaged-zip" when there is no directory, "import/too-large" beyond the limits.
 */
export async function openZip(source: Source, options: DecodeOptions): Promise<ZipFile> {
  const limit = () =>
    new TidemarkError(
      "import/too-large",
      `${source.name} is a zip of more than 512 MB. Unpack it and import its files.`
    );
  const bytes = await readBytes(source, options, MAX_ZIP, limit);
  const entries: Source[] = [];
  const refused: {name: string; reason: string}[] = [];
  const seen = new Set<string>();
  let total = 0;
  for (const {name, flags, method, compressed, size, offset} of directory(bytes, source.name)) {
    if (name.endsWith("/") || name.startsWith("__MACOSX/")) continue;
    total += size;
    if (total > MAX_INFLATED) throw tooLarge();
    const start = dataStart(bytes, offset);
    const reason =
      unsafeName(name) ??
      (seen.has(name) ? "the name stands twice in the archive" : undefined) ??
      (flags & 1 ? "it is encrypted" : undefined) ??
      (method !== 0 && method !== 8 ? `compression method ${method} is not known` : undefined) ??
      (start === undefined || start + compressed > bytes.length ? "its bytes are not in the archive" : undefined);
    seen.add(name);
    if (reason) refused.push({name, reason});
    else
      entries.push({
        name,
        size,
        chunks: () => unpacked(bytes.subarray(start, start! + compressed), method, size, name)
      });
  }
  return {entries, refused};
}

/** Why a path inside an archive or a folder is not opened; undefined when it is harmless. */
export function unsafeName(name: string): string | undefined {
  if (/^[\\/]/.test(name)) return "its path is absolute";
  if (/^[a-z]:/i.test(name)) return "its path starts with a drive";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(name)) return "its path is an address";
  if (name.split(/[\\/]/).includes("..")) return "its path leads out of the folder (..)";
  if (/[\0-\x1f]/.test(name)) return "its name has control characters";
  return undefined;
}

async function* unpacked(bytes: Uint8Array, method: number, size: number, name: string): AsyncGenerator<Uint8Array> {
  let length = 0;
  let out: Uint8Array[] = [];
  const inflate = new Inflate((piece) => out.push(piece));
  for (let at = 0; at < bytes.length; at += SLICE) {
    const slice = bytes.subarray(at, at + SLICE);
    try {
      if (method === 0) out.push(slice);
      else inflate.push(slice, at + SLICE >= bytes.length);
    } catch (error) {
      if (isFlateError(error))
        throw new TidemarkError(
          "import/damaged-zip",
          `${name} is damaged inside its zip. Make the zip again.`,
          {},
          error
        );
      throw error;
    }
    for (const piece of out) {
      length += piece.length;
      if (length > size)
        throw new TidemarkError("import/damaged-zip", `${name} is longer than its zip says. Make the zip again.`);
      if (piece.length) yield piece;
    }
    out = [];
  }
}

interface Entry {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly compressed: number;
  readonly size: number;
  readonly offset: number;
}

/** Source: APPNOTE.TXT 4.3.12 and 4.3.16, with the Zip64 records of 4.3.14 and 4.5.3. */
function directory(bytes: Uint8Array, archive: string): Entry[] {
  const damaged = () =>
    new TidemarkError(
      "import/damaged-zip",
      `${archive} starts like a zip but has no directory at its end: it is cut or damaged. Get it again.`
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigUint64(at, true));
  let end = bytes.length - 22;
  while (end >= 0 && end > bytes.length - 65_557 - 22 && u32(end) !== 0x06054b50) end--;
  if (end < 0 || u32(end) !== 0x06054b50) throw damaged();
  try {
    let count = u16(end + 10);
    let at = u32(end + 16);
    if ((count === 0xffff || at === 0xffffffff) && end >= 20 && u32(end - 20) === 0x07064b50) {
      const record = u64(end - 20 + 8);
      count = u64(record + 32);
      at = u64(record + 48);
    }
    if (count > MAX_ENTRIES)
      throw new TidemarkError(
        "import/too-large",
        `${archive} holds more than 20,000 files. Unpack it and import the files you need.`
      );
    const entries: Entry[] = [];
    for (let i = 0; i < count; i++) {
      if (u32(at) !== 0x02014b50) throw damaged();
      const [nameLength, extraLength, commentLength] = [u16(at + 28), u16(at + 30), u16(at + 32)];
      const name = entryName(bytes.subarray(at + 46, at + 46 + nameLength));
      let [compressed, size, offset] = [u32(at + 20), u32(at + 24), u32(at + 42)] as [number, number, number];
      for (
        let extra = at + 46 + nameLength, stop = extra + extraLength;
        extra + 4 <= stop;
        extra += 4 + u16(extra + 2)
      ) {
        if (u16(extra) !== 1) continue;
        let field = extra + 4;
        const wide = (narrow: number) => {
          if (narrow !== 0xffffffff) return narrow;
          field += 8;
          return u64(field - 8);
        };
        [size, compressed, offset] = [wide(size), wide(compressed), wide(offset)];
      }
      entries.push({name, flags: u16(at + 8), method: u16(at + 10), compressed, size, offset});
      at += 46 + nameLength + extraLength + commentLength;
    }
    return entries;
  } catch (error) {
    throw error instanceof RangeError ? damaged() : error;
  }
}

function dataStart(bytes: Uint8Array, offset: number): number | undefined {
  if (offset + 30 > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, 30);
  if (view.getUint32(0, true) !== 0x04034b50) return undefined;
  return offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Old archives write names in the code page of their machine; what is no UTF-8 is shown as windows-1252. */
function entryName(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
}

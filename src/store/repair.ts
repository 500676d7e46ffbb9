/** A manifest that cannot be read, put in order as far as its records can be. */

import {isTidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {manifestText, parseManifest, unreadParts} from "../snapshot/manifest.ts";
import {type Salvaged, salvageManifest} from "../snapshot/salvage-manifest.ts";
import {isoTime} from "../time.ts";
import {MANIFEST_PATH} from "./manifest-file.ts";
import type {StorePorts} from "./ports.ts";

/** What a repair would keep, and what is lost. */
export interface Repair {
  /** The file as it is: to be saved before it is replaced. */
  readonly bytes: Uint8Array;
  /** Its SHA-256. */
  readonly hash: string;
  readonly imports: readonly string[];
  readonly series: number;
  readonly rows: number;
  /** Records that cannot be read, and whether the file ends before its end. */
  readonly unreadable: number;
  readonly isCut: boolean;
  /** Imports that may have lost some of what they held. */
  readonly doubtful: readonly string[];
  /** Files of data that no record names any more, sorted. They stay where they are. */
  readonly unnamed: readonly string[];
}

type Ports = Pick<StorePorts, "files" | "now">;

/** Null when the manifest can be read, is not there, or is one of something else or of a newer version. */
export async function repairOf({files, now}: Ports): Promise<Repair | null> {
  const read = await salvaged({files, now});
  if (!read) return null;
  const {bytes, hash, found} = read;
  const {manifest, unreadable, cutIn, doubtful} = found;
  const named = new Set(manifest.parts.map(({path}) => path));
  return {
    bytes,
    hash,
    imports: manifest.imports.map(({source_name}) => source_name),
    series: manifest.series.length,
    rows: manifest.parts.reduce((sum, {rows}) => sum + rows, 0),
    unreadable:
      Object.values(unreadable).reduce((sum, count) => sum + count, 0) + unreadParts(manifest).length - doubtful.length,
    isCut: cutIn !== null,
    doubtful,
    unnamed: (await files.list("parts")).filter((path) => !named.has(path))
  };
}

/** Puts what can be kept in the place of a manifest that cannot be read; false, and nothing done, when it is another one by now. */
export async function repairManifest(ports: Ports, expected: string): Promise<boolean> {
  const read = await salvaged(ports);
  if (!read || read.hash !== expected) return false;
  return ports.files.replace(MANIFEST_PATH, new TextEncoder().encode(manifestText(read.found.manifest)), expected);
}

async function salvaged({files, now}: Ports): Promise<{bytes: Uint8Array; hash: string; found: Salvaged} | null> {
  const bytes = await files.read(MANIFEST_PATH);
  if (!bytes) return null;
  const text = new TextDecoder().decode(bytes);
  try {
    parseManifest(text);
    return null;
  } catch (error) {
    if (isTidemarkError(error) && error.code !== "snapshot/manifest") return null;
  }
  const found = salvageManifest(text, isoTime(now()));
  return found && {bytes, hash: sha256(bytes), found};
}

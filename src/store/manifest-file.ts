import {TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {EMPTY_MANIFEST, type Manifest, manifestText, parseManifest} from "../snapshot/manifest.ts";
import type {Files} from "./files.ts";

export const MANIFEST_PATH = "manifest.json";

/** The manifest of a folder of snapshots; an empty folder has the empty one. */
export interface ManifestFile {
  read(): Promise<Manifest>;
  /**
   * Applies a change to the newest manifest, again when another writer was faster. False: the change said null, there is
   * nothing to change. @throws TidemarkError "store/busy" when the others never stop.
   */
  change(change: (manifest: Manifest) => Manifest | null): Promise<boolean>;
}

export function createManifestFile(files: Files): ManifestFile {
  const read = async (): Promise<{manifest: Manifest; hash: string | null}> => {
    const bytes = await files.read(MANIFEST_PATH);
    return bytes
      ? {manifest: parseManifest(new TextDecoder().decode(bytes)), hash: sha256(bytes)}
      : {manifest: EMPTY_MANIFEST, hash: null};
  };
  return {
    read: async () => (await read()).manifest,
    async change(change) {
      for (let attempt = 0; attempt < 20; attempt++) {
        const {manifest, hash} = await read();
        const next = change(manifest);
        if (!next) return false;
        if (await files.replace(MANIFEST_PATH, new TextEncoder().encode(manifestText(next)), hash)) return true;
      }
      throw new TidemarkError(
        "store/busy",
        "Other tabs or programs keep changing this workspace. Nothing was changed; try again."
      );
    }
  };
}

import {TidemarkError} from "../error.ts";
import type {JsonObject} from "./json.ts";
import {MANIFEST_FORMAT, MANIFEST_VERSION} from "./manifest.ts";
import type {Part, RepoRecord, SeriesRecord} from "./snapshot.ts";

/** What a snapshot in files holds, before repositories are joined and rows are sorted. */
export interface Loaded {
  readonly series: readonly SeriesRecord[];
  readonly repos: readonly RepoRecord[];
  readonly parts: readonly Part[];
  /** Why this is not all, as sentences. */
  readonly reasons: readonly string[];
  readonly fileHash: string;
}

/** @throws TidemarkError "snapshot/manifest" for another format, "snapshot/newer" for a version that is not known yet. */
export function checkVersion({format, version}: JsonObject, name: string): void {
  if (format !== MANIFEST_FORMAT)
    throw new TidemarkError(
      "snapshot/manifest",
      `${name} should be a snapshot of format "${MANIFEST_FORMAT}"; it says ${JSON.stringify(format)?.slice(0, 60) ?? "nothing"}.`
    );
  if (typeof version !== "number" || !(version >= 1))
    throw new TidemarkError(
      "snapshot/manifest",
      `${name} should give the version of its format as a number; it gives ${JSON.stringify(version)?.slice(0, 60) ?? "none"}.`
    );
  if (version > MANIFEST_VERSION)
    throw new TidemarkError(
      "snapshot/newer",
      `${name} was made by a newer version of Tidemark (format ${version}; this one reads ${MANIFEST_VERSION}). Update Tidemark.`
    );
}

/** What a cell's result follows from, as one hash: two cells with the same one give the same over the same data. */
import {sha256} from "../hash.ts";
import {VERSION} from "../version.ts";
import type {CellSource} from "./notebook.ts";

/** Raised when what is kept of results changes its shape without a new version. */
const SHAPE = 2;

/** All that a result follows from, but the imported data. */
export interface ResultCause {
  readonly cell: Pick<CellSource, "kind" | "id" | "body" | "attributes">;
  /** Fingerprints of the cells it refers to, in its own order. */
  readonly upstream: readonly string[];
  /** What was chosen in it, when it is an input. */
  readonly chosen: unknown;
  /** What filters it, and the rest of the front matter that it follows. */
  readonly around: unknown;
}

/** The fingerprint of a result: 32 hexadecimal digits. */
export function fingerprint({cell: {kind, id, body, attributes}, upstream, chosen, around}: ResultCause): string {
  const cause = [VERSION, SHAPE, kind, id, body, [...attributes], upstream, chosen ?? null, around ?? null];
  return sha256(JSON.stringify(cause)).slice(0, 32);
}

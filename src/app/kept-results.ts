/**
 * Results of earlier visits in the browser's private storage, by notebook. What is there is a convenience: a browser that
 * refuses it keeps none, a full one drops the notebooks that were not opened for longest.
 */
import {type DBSchema, openDB} from "idb";
import type {Remembered} from "../notebook/result-memory.ts";

/** A result as it is kept. */
export interface KeptResult extends Remembered {
  readonly fingerprint: string;
  readonly bytes: number;
}

export interface KeptResults {
  read(name: string): Promise<readonly KeptResult[]>;
  /** Adds results of a notebook to those that are kept; of equal fingerprints the newer one stays. */
  add(name: string, results: readonly KeptResult[]): Promise<void>;
  /** How many bytes are kept, about. */
  size(): Promise<number>;
  clear(): Promise<void>;
}

/** What is kept of one notebook, and of all. */
export const MOST_OF_ONE = 4_000_000;
const MOST_OF_ALL = 32_000_000;

interface Schema extends DBSchema {
  results: {key: string; value: readonly KeptResult[]};
  sizes: {key: string; value: {readonly bytes: number; readonly at: number}};
}

/** The newest results that have room together, newest first; each fingerprint once. */
export function newestWithin(results: readonly KeptResult[], most: number): readonly KeptResult[] {
  const kept = new Map<string, KeptResult>();
  let bytes = 0;
  for (const result of [...results].sort((a, b) => b.at - a.at)) {
    if (kept.has(result.fingerprint)) continue;
    bytes += result.bytes;
    if (bytes > most) break;
    kept.set(result.fingerprint, result);
  }
  return [...kept.values()];
}

/** The keys to drop so that the rest has room: those that were used longest ago. */
export function oldestBeyond(
  sizes: ReadonlyMap<string, {readonly bytes: number; readonly at: number}>,
  most: number
): readonly string[] {
  let bytes = [...sizes.values()].reduce((sum, size) => sum + size.bytes, 0);
  return [...sizes]
    .sort(([, a], [, b]) => a.at - b.at)
    .flatMap(([key, size]) => {
      if (bytes <= most) return [];
      bytes -= size.bytes;
      return [key];
    });
}

/** Results of the notebooks of a workspace; `place` tells workspaces apart that are served from one address. */
export function browserResults(place: string, now: () => number): KeptResults {
  const database = openDB<Schema>("tidemark-results", 1, {
    upgrade(db) {
      db.createObjectStore("results");
      db.createObjectStore("sizes");
    }
  });
  database.catch(() => undefined);
  const keyOf = (name: string) => `${place}/${name}`;
  const add = async (name: string, results: readonly KeptResult[]) => {
    const transaction = (await database).transaction(["results", "sizes"], "readwrite");
    const [all, sizes] = [transaction.objectStore("results"), transaction.objectStore("sizes")];
    const key = keyOf(name);
    const kept = newestWithin([...results, ...((await all.get(key)) ?? [])], MOST_OF_ONE);
    await all.put(kept, key);
    await sizes.put({bytes: kept.reduce((sum, {bytes}) => sum + bytes, 0), at: now()}, key);
    const keys = await sizes.getAllKeys();
    const values = await sizes.getAll();
    const held = new Map(keys.map((one, i) => [one, values[i]!]));
    for (const old of oldestBeyond(held, MOST_OF_ALL)) {
      await all.delete(old);
      await sizes.delete(old);
    }
    await transaction.done;
  };
  return {
    read: (name) =>
      database
        .then((db) => db.get("results", keyOf(name)))
        .then(
          (results) => results ?? [],
          () => []
        ),
    add: (name, results) => add(name, results).catch(() => undefined),
    size: () =>
      database
        .then((db) => db.getAll("sizes"))
        .then(
          (sizes) => sizes.reduce((sum, {bytes}) => sum + bytes, 0),
          () => 0
        ),
    clear: () =>
      database
        .then((db) => Promise.all([db.clear("results"), db.clear("sizes")]))
        .then(
          () => undefined,
          () => undefined
        )
  };
}

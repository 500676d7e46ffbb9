/**
 * Which notebooks may run JavaScript: those whose cells were written or allowed here. Kept in this browser as a keyed hash
 * of the cells' text, so that nothing in a file can say it of itself and a changed cell is not trusted any more.
 */
import {type IDBPDatabase, openDB} from "idb";

export interface Trust {
  /** True when exactly these cells' texts, in this order, were trusted before; true of none. */
  isTrusted(sources: readonly string[]): Promise<boolean>;
  trust(sources: readonly string[]): Promise<void>;
  /** How many sets of cells are trusted. */
  count(): Promise<number>;
  forgetAll(): Promise<void>;
}

/** The trust that this browser remembers. Where nothing can be kept, it lasts as long as the page. */
export function openTrust(): Trust {
  let database: Promise<IDBPDatabase> | null = null;
  const open = () => {
    database ??= openDB("tidemark-trust", 1, {
      upgrade(made) {
        made.createObjectStore("key");
        made.createObjectStore("trusted");
      }
    });
    return database;
  };
  const keyOf = async (): Promise<CryptoKey> => {
    const made = await crypto.subtle.generateKey({name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
    const transaction = (await open()).transaction("key", "readwrite", {durability: "strict"});
    const known = (await transaction.store.get("key")) as CryptoKey | undefined;
    if (!known) await transaction.store.put(made, "key");
    await transaction.done;
    return known ?? made;
  };
  let key: Promise<CryptoKey> | null = null;
  const digest = async (sources: readonly string[]): Promise<string> => {
    key ??= keyOf();
    const signed = await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(JSON.stringify(sources)));
    return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  return {
    async isTrusted(sources) {
      return !sources.length || (await (await open()).get("trusted", await digest(sources))) !== undefined;
    },
    async trust(sources) {
      if (sources.length) await (await open()).put("trusted", true, await digest(sources));
    },
    count: async () => (await open()).count("trusted"),
    forgetAll: async () => (await open()).clear("trusted")
  };
}

/**
 * Which notebooks are the user's own, and which may run JavaScript: those whose cells were written or allowed here. Kept in
 * this browser as a keyed hash of the cells' text, so that nothing in a file can say it of itself and a changed cell is not
 * trusted any more.
 */
import {type IDBPDatabase, openDB} from "idb";

/** What is trusted: JavaScript to run, or all that a notebook asks of the database. */
export type Trusted = "code" | "data";

/** A notebook of which something is trusted, by the name it had then; "" when that is not known. */
export interface TrustedNotebook {
  readonly name: string;
  readonly what: readonly Trusted[];
  /** When that was said last, epoch ms; null when it is not known. */
  readonly at: number | null;
}

export interface Trust {
  /** True when exactly these texts, in this order, were trusted before; true of none. */
  isTrusted(what: Trusted, sources: readonly string[]): Promise<boolean>;
  trust(what: Trusted, sources: readonly string[], name: string): Promise<void>;
  /** The notebooks of which something is trusted, by name. */
  list(): Promise<readonly TrustedNotebook[]>;
  /** Takes back what was trusted of the notebooks of that name. */
  withdraw(name: string): Promise<void>;
  forgetAll(): Promise<void>;
}

interface Kept {
  readonly name: string;
  readonly what: Trusted;
  readonly at: number;
}

/** The trust that this browser remembers. Where nothing can be kept, it lasts as long as the page. */
export function openTrust(clock: () => number): Trust {
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
    const here = (await (await open()).get("key", "key")) as CryptoKey | undefined;
    if (here) return here;
    const made = await crypto.subtle.generateKey({name: "HMAC", hash: "SHA-256"}, false, ["sign"]);
    const transaction = (await open()).transaction("key", "readwrite", {durability: "strict"});
    const known = (await transaction.store.get("key")) as CryptoKey | undefined;
    if (!known) await transaction.store.put(made, "key");
    await transaction.done;
    return known ?? made;
  };
  let key: Promise<CryptoKey> | null = null;
  const digest = async (what: Trusted, sources: readonly string[]): Promise<string> => {
    key ??= keyOf();
    // a list is code, as it was before anything else was trusted
    const text = JSON.stringify(what === "code" ? sources : {[what]: sources});
    const signed = await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(text));
    return Array.from(new Uint8Array(signed), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const all = async (): Promise<[IDBValidKey, Kept | true][]> => {
    const store = (await open()).transaction("trusted").store;
    const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()]);
    return keys.map((one, i) => [one, values[i] as Kept | true]);
  };
  const nameOf = (kept: Kept | true) => (kept === true ? "" : kept.name);
  return {
    async isTrusted(what, sources) {
      return !sources.length || (await (await open()).get("trusted", await digest(what, sources))) !== undefined;
    },
    async trust(what, sources, name) {
      const kept: Kept = {name, what, at: clock()};
      if (sources.length) await (await open()).put("trusted", kept, await digest(what, sources));
    },
    async list() {
      const found = new Map<string, {what: Set<Trusted>; at: number | null}>();
      for (const [, kept] of await all()) {
        const one = found.get(nameOf(kept)) ?? {what: new Set<Trusted>(), at: null};
        one.what.add(kept === true ? "code" : kept.what);
        if (kept !== true) one.at = Math.max(one.at ?? 0, kept.at);
        found.set(nameOf(kept), one);
      }
      return [...found]
        .map(([name, {what, at}]) => ({name, what: [...what].sort(), at}))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    },
    async withdraw(name) {
      const keys = (await all()).flatMap(([one, kept]) => (nameOf(kept) === name ? [one] : []));
      const transaction = (await open()).transaction("trusted", "readwrite");
      for (const one of keys) await transaction.store.delete(one);
      await transaction.done;
    },
    forgetAll: async () => (await open()).clear("trusted")
  };
}

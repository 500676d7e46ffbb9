/** Where notebooks are kept: the folder of the local server, or the browser's private storage beside the samples. */
import {type DBSchema, openDB} from "idb";
import {TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import {notebookText} from "./notebook-text.ts";

/** A notebook file. `hash` is the SHA-256 of its text. */
export interface NotebookFile {
  readonly name: string;
  readonly text: string;
  readonly hash: string;
  /** True for a sample that nobody has changed here: its text is the one that comes with Tidemark. */
  readonly sample: boolean;
}

/** What saving gave: the new hash, or the text that stands there instead because somebody else wrote it. */
export type SaveOutcome = {readonly hash: string} | {readonly conflict: NotebookFile | null};

export interface NotebookFiles {
  /** How readers are told where their files are. */
  readonly place: string;
  list(): Promise<readonly NotebookFile[]>;
  read(name: string): Promise<NotebookFile | null>;
  /** Saves if the file still is what was read: `expected` is its hash, null for a new one. */
  save(name: string, text: string, expected: string | null): Promise<SaveOutcome>;
  remove(name: string): Promise<void>;
  /** Calls back when a notebook was changed by something else. */
  watch(changed: (name: string) => void): () => void;
}

/** Notebooks of the folder that the local server serves. */
export function servedNotebooks(base: string, token: string, samples: ReadonlyMap<string, string>): NotebookFiles {
  const headers = {"x-tidemark-token": token};
  const address = (name: string) => `${base}notebooks/${encodeURIComponent(name)}`;
  const failed = async (response: Response, doing: string) =>
    new TidemarkError("files/failed", `${doing} failed: ${(await response.text()) || response.statusText}`);
  const fileOf = async (name: string, response: Response): Promise<NotebookFile> => {
    const text = notebookText(name, await response.arrayBuffer());
    return {name, text, hash: sha256(text), sample: samples.get(name) === text};
  };
  return {
    place: "this workspace's notebooks folder",
    async list() {
      const response = await fetch(`${base}notebooks`, {headers});
      if (!response.ok) throw await failed(response, "Reading the notebooks");
      return ((await response.json()) as Omit<NotebookFile, "sample">[]).map((file) => ({
        ...file,
        sample: samples.get(file.name) === file.text
      }));
    },
    async read(name) {
      const response = await fetch(address(name), {headers});
      if (response.status === 204 || response.status === 400) return null;
      if (!response.ok) throw await failed(response, `Reading ${name}`);
      return fileOf(name, response);
    },
    async save(name, text, expected) {
      const condition: Record<string, string> =
        expected === null ? {"if-none-match": "*"} : {"if-match": `"${expected}"`};
      const response = await fetch(address(name), {method: "PUT", body: text, headers: {...headers, ...condition}});
      if (response.status === 412)
        return {conflict: response.headers.has("etag") ? await fileOf(name, response) : null};
      if (!response.ok) throw await failed(response, `Saving ${name}`);
      return {hash: sha256(text)};
    },
    async remove(name) {
      const response = await fetch(address(name), {method: "DELETE", headers});
      if (!response.ok) throw await failed(response, `Deleting ${name}`);
    },
    watch(changed) {
      const stop = new AbortController();
      void follow(`${base}changes`, headers, stop.signal, changed);
      return () => stop.abort();
    }
  };
}

/** Reads server-sent events for as long as the page lives. EventSource cannot send the token. */
async function follow(
  address: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  changed: (name: string) => void
): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(address, {headers, signal});
      const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ; ) {
        const {value, done} = await reader.read();
        if (done) break;
        const lines = (rest + value).split("\n");
        rest = lines.pop()!;
        for (const line of lines)
          if (line.startsWith("data: ")) changed((JSON.parse(line.slice(6)) as {notebook: string}).notebook);
      }
    } catch {
      // the server went away; it may come back
    }
    await new Promise((next) => setTimeout(next, 2000));
  }
}

interface Schema extends DBSchema {
  notebooks: {key: string; value: {name: string; text: string | null}};
}

/** Notebooks in the browser's private storage; a sample is there until it is changed or deleted. */
export function browserNotebooks(samples: ReadonlyMap<string, string>): NotebookFiles {
  const database = openDB<Schema>("tidemark-notebooks", 1, {
    upgrade: (db) => void db.createObjectStore("notebooks", {keyPath: "name"})
  });
  const channel = new BroadcastChannel("tidemark-notebooks");
  const fileOf = (name: string, saved: {text: string | null} | undefined): NotebookFile | null => {
    const text = saved ? saved.text : (samples.get(name) ?? null);
    return text === null ? null : {name, text, hash: sha256(text), sample: !saved};
  };
  return {
    place: "this browser",
    async list() {
      const saved = new Map((await (await database).getAll("notebooks")).map((file) => [file.name, file]));
      const names = [...new Set([...samples.keys(), ...saved.keys()])].sort();
      return names.flatMap((name) => fileOf(name, saved.get(name)) ?? []);
    },
    read: async (name) => fileOf(name, await (await database).get("notebooks", name)),
    async save(name, text, expected) {
      const transaction = (await database).transaction("notebooks", "readwrite", {durability: "strict"});
      const now = fileOf(name, await transaction.store.get(name));
      if ((now?.hash ?? null) !== expected) {
        await transaction.done;
        return {conflict: now};
      }
      await transaction.store.put({name, text});
      await transaction.done;
      channel.postMessage(name);
      return {hash: sha256(text)};
    },
    async remove(name) {
      const db = await database;
      if (samples.has(name)) await db.put("notebooks", {name, text: null});
      else await db.delete("notebooks", name);
      channel.postMessage(name);
    },
    watch(changed) {
      const listen = ({data}: MessageEvent) => changed(String(data));
      channel.addEventListener("message", listen);
      return () => channel.removeEventListener("message", listen);
    }
  };
}

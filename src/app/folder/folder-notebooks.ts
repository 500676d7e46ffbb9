/** Notebooks of a folder that the user opened: its `notebooks/*.md`. */
import type {FileStamp, OpenedFiles} from "../../../workers/connect.ts";
import {messageOf, TidemarkError} from "../../error.ts";
import {sha256} from "../../hash.ts";
import {isNotebookName} from "../../notebook-name.ts";
import type {NotebookFile, NotebookFiles} from "../notebook-files.ts";
import {notebookText} from "../notebook-text.ts";
import {observeFolder} from "./file-system-access.ts";
import type {OpenedFolder} from "./opened-folder.ts";
import {savedNote} from "./saved-note.ts";

const FOLDER = "notebooks";
/** How often the folder is looked at, ms: where the browser tells of changes, and where it does not. */
const TOLD = 10_000;
const UNTOLD = 1500;

/**
 * The notebooks of a folder. What other programs and other tabs change is found by size and time, then by content. `say`
 * is told, once, when the folder can be read no more.
 */
export function folderNotebooks(
  {id, name: title, handle}: OpenedFolder,
  files: OpenedFiles,
  say: (text: string) => void
): NotebookFiles {
  const channel = new BroadcastChannel(`tidemark-folder-${id}`);
  const pathOf = (name: string) => {
    if (!isNotebookName(name))
      throw new TidemarkError(
        "files/failed",
        `${JSON.stringify(name)} is no name of a notebook: letters, digits, - and _, ending in .md.`
      );
    return `${FOLDER}/${name}`;
  };
  const fileOf = (name: string, bytes: Uint8Array): NotebookFile => ({
    name,
    text: notebookText(name, bytes),
    hash: sha256(bytes),
    sample: false
  });
  const names = async () => new Map([...(await files.stamps(FOLDER))].filter(([name]) => isNotebookName(name)));
  const read = async (name: string): Promise<NotebookFile | null> => {
    if (!isNotebookName(name)) return null;
    const bytes = await files.read(pathOf(name));
    return bytes && fileOf(name, bytes);
  };
  /** Asks again for leave that was taken away, when this is done by a click. */
  const mayWrite = async () => {
    const mode = {mode: "readwrite"} as const;
    if ((await handle.queryPermission(mode)) !== "granted" && navigator.userActivation.isActive)
      await handle.requestPermission(mode);
  };
  return {
    place: `the folder ${title}, in notebooks`,
    async list() {
      const found = await Promise.all(
        [...(await names()).keys()].sort().map((name) =>
          // one that cannot be read says so when it is opened
          read(name).catch(() => ({name, text: "", hash: "", sample: false}))
        )
      );
      return found.filter((file) => file !== null);
    },
    read,
    async save(name, text, expected) {
      const bytes = new TextEncoder().encode(text);
      await mayWrite();
      const noted = await savedNote(files, name, () => read(name));
      if (!(await files.replace(pathOf(name), bytes, expected))) return {conflict: await read(name)};
      await noted(text);
      channel.postMessage(name);
      return {hash: sha256(bytes)};
    },
    async remove(name) {
      await mayWrite();
      const noted = await savedNote(files, name, () => read(name));
      await files.remove(pathOf(name));
      await noted(null);
      channel.postMessage(name);
    },
    watch(changed) {
      const stop = new AbortController();
      const {signal} = stop;
      let last: ReadonlyMap<string, FileStamp> | null = null;
      let looking = false;
      let again = false;
      let trouble = "";
      const look = async (): Promise<void> => {
        again = looking;
        if (looking || document.hidden || signal.aborted) return;
        looking = true;
        try {
          const now = await names();
          trouble = "";
          const before = last ?? now;
          last = now;
          const seen = [...new Set([...now.keys(), ...before.keys()])];
          const others = seen.filter((one) => !isSame(before.get(one), now.get(one)));
          if (!signal.aborted) for (const one of others) changed(one);
        } catch (error) {
          // a folder that is away may come back
          const text = messageOf(error);
          if (text !== trouble && !signal.aborted) say(text);
          trouble = text;
        } finally {
          looking = false;
        }
        // something changed while it was looked
        if (again) await look();
      };
      let timer: ReturnType<typeof setInterval> | undefined;
      const every = (pause: number) => {
        clearInterval(timer);
        timer = setInterval(() => void look(), pause);
      };
      every(UNTOLD);
      void look();
      void handle
        .getDirectoryHandle(FOLDER)
        .then((folder) => observeFolder(folder, signal, () => void look()))
        .then(
          (told) => {
            if (told && !signal.aborted) every(TOLD);
          },
          // there is none yet, or the folder is away
          () => undefined
        );
      channel.addEventListener("message", ({data}: MessageEvent) => changed(String(data)), {signal});
      document.addEventListener("visibilitychange", () => void look(), {signal});
      addEventListener("focus", () => void look(), {signal});
      signal.addEventListener("abort", () => clearInterval(timer));
      return () => stop.abort();
    }
  };
}

function isSame(a: FileStamp | undefined, b: FileStamp | undefined): boolean {
  return a?.size === b?.size && a?.lastModified === b?.lastModified;
}

/** The folder that is the workspace, and the way back to it when the page is opened again. */
import "../style/folder.css";
import {messageOf} from "../../error.ts";
import {fill, h} from "../dom.ts";
import {type AskableFolder, canOpenFolders, pickFolder} from "./file-system-access.ts";
import {choose, chosenFolder, type KnownFolder, knownFolders, rememberFolder} from "./known-folders.ts";

/** A folder that the page may read. `id` is the app's own name for it, the same whenever it is opened here. */
export interface OpenedFolder {
  readonly id: string;
  readonly name: string;
  readonly handle: AskableFolder;
  /** False when it was opened for reading only. */
  readonly canWrite: boolean;
}

/**
 * The folder that was the workspace when the page was closed; null when there was none, or when the user now goes on
 * without. Where the browser wants to be asked again, `content` shows a question until it is answered.
 */
export async function reopenFolder(home: string, homeName: string, content: HTMLElement): Promise<OpenedFolder | null> {
  const id = chosenFolder(home);
  if (id === null) return null;
  const known = (await knownFolders().catch(() => [])).find((folder) => folder.id === id);
  if (!known) {
    choose(home, null);
    return null;
  }
  const state = await known.handle.queryPermission({mode: "readwrite"}).catch((): PermissionState => "prompt");
  if (state === "granted" && (await isThere(known.handle))) return {...known, canWrite: true};
  return ask(known, state, home, homeName, content);
}

async function isThere(folder: AskableFolder): Promise<boolean> {
  try {
    await folder.keys().next();
    return true;
  } catch {
    return false;
  }
}

function ask(
  known: KnownFolder,
  state: PermissionState,
  home: string,
  homeName: string,
  content: HTMLElement
): Promise<OpenedFolder | null> {
  const {name, handle} = known;
  return new Promise((resolve) => {
    const said = h("div", {role: "status"});
    const more = h("span", {});
    const gone = () =>
      fill(
        said,
        h(
          "div",
          {class: "message error", role: "alert"},
          `The folder “${name}” is not where it was: it was moved, renamed or deleted, or its disk is not connected. Bring it back and open it again, or choose where it is now.`
        )
      );
    const request = async (mode: "read" | "readwrite") => {
      try {
        const answer = await handle.requestPermission({mode});
        if (answer !== "granted") {
          fill(
            said,
            h(
              "div",
              {class: "message warning", role: "alert"},
              mode === "readwrite"
                ? `The browser was not allowed to let this page write in “${name}”. Nothing was opened. If it does not ask any more, allow it in the site settings beside the address.`
                : `The browser was not allowed to let this page read “${name}”. If it does not ask any more, allow it in the site settings beside the address.`
            )
          );
          fill(
            more,
            button("Open it for reading only", () => request("read"))
          );
        } else if (await isThere(handle)) resolve({...known, canWrite: mode === "readwrite"});
        else gone();
      } catch (error) {
        fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
      }
    };
    const another = async () => {
      try {
        const picked = await pickFolder();
        if (!picked) return;
        const folder = await rememberFolder(picked, Date.now());
        choose(home, folder.id);
        resolve({...folder, canWrite: true});
      } catch (error) {
        fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
      }
    };
    const leave = () => {
      choose(home, null);
      resolve(null);
    };
    const first = button(`Open “${name}”`, () => request("readwrite"), "button primary");
    fill(
      content,
      h(
        "div",
        {class: "page folder-gate"},
        h("h1", {}, `Open “${name}” again`),
        h(
          "p",
          {class: "lead"},
          state === "denied"
            ? `The workspace is the folder “${name}” on this machine, and the browser was told not to let this page use it. Allow it in the site settings beside the address, then open it.`
            : `The workspace is the folder “${name}” on this machine. The browser asks you again before this page may read and change it.`
        ),
        h(
          "div",
          {class: "buttons"},
          first,
          more,
          canOpenFolders() ? button("Choose another folder", another) : null,
          button(`Go on in ${homeName}`, leave)
        ),
        said
      )
    );
    if (state === "granted") gone();
    document.title = `${name} · Tidemark`;
    first.focus();
  });
}

function button(label: string, run: () => unknown, kind = "button"): HTMLButtonElement {
  return h("button", {class: kind, type: "button", on: {click: () => void run()}}, label);
}

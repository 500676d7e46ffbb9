/** The choice of where the workspace is, on the Settings page, and the buttons that lead to it elsewhere. */
import "../style/folder.css";
import {messageOf} from "../../error.ts";
import {readableTime} from "../../time.ts";
import type {App} from "../app.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {type AskableFolder, canOpenFolders} from "../folder/file-system-access.ts";
import {forgetFolder, knownFolders} from "../folder/known-folders.ts";
import {privateNotebooks, takeAlong} from "../folder/take-along.ts";
import {type FolderContent, openFolder, switchTo} from "../folder/workspace-place.ts";
import {routeHash} from "../router.ts";
import {openDialog} from "./dialog.ts";

/** Lets the user choose a folder as the workspace; what goes wrong is said. Only during a click or a key. */
export function chooseFolder(app: App): void {
  openFolder(app, askAbout).catch((error: unknown) =>
    app.toasts.show(`The folder was not opened: ${messageOf(error)}`, {kind: "error"})
  );
}

/** A button that opens a folder; null where the browser cannot, so that nothing is promised that does not work. */
export function folderButton(app: App, label = "Open a folder", kind = "button"): HTMLElement | null {
  if (!canOpenFolders()) return null;
  return h(
    "button",
    {
      class: kind,
      type: "button",
      title: "Work on the notebooks and data of a folder on this machine",
      on: {click: () => chooseFolder(app)}
    },
    icon(ICONS.folder),
    label
  );
}

/** A folder that does not look like a workspace: what would happen, and whether it is meant. */
function askAbout({name}: AskableFolder, {isInner}: FolderContent): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => () => {
      resolve(yes);
      dialog.close();
    };
    const use = h("button", {class: "button primary", type: "button", on: {click: answer(true)}}, "Use this folder");
    const dialog = openDialog(
      `Use “${name}” as the workspace?`,
      isInner
        ? h(
            "p",
            {},
            "This looks like the notebooks folder inside a workspace. Choose the folder above it, or its notebooks will not be found."
          )
        : h(
            "p",
            {},
            "There are no notebooks in it yet. When you first save, Tidemark makes the folders ",
            h("code", {}, "notebooks"),
            " and ",
            h("code", {}, "snapshots"),
            " in it. It touches nothing else."
          ),
      h(
        "div",
        {class: "buttons"},
        use,
        h("button", {class: "button", type: "button", on: {click: answer(false)}}, "Cancel")
      )
    );
    // closed by Escape, or by a click beside it
    use.closest("dialog")?.addEventListener("close", () => resolve(false));
    use.focus();
  });
}

/** The section of the Settings page. */
export function workspaceSection(app: App): HTMLElement {
  const {of, folder, homeName} = app.workspace;
  const extra = h("div", {});
  const said = h("div", {role: "status"});
  const allow = async () => {
    const answer = await folder!.handle.requestPermission({mode: "readwrite"});
    if (answer === "granted") return location.reload();
    fill(
      said,
      h(
        "div",
        {class: "message warning", role: "alert"},
        "The browser was not allowed to let this page write. If it does not ask any more, allow it in the site settings beside the address."
      )
    );
  };
  const showKnown = async () => {
    const known = (await knownFolders().catch(() => [])).filter(({id}) => id !== folder?.id);
    const others = await Promise.all(
      known.map(async (one) => ({one, isSame: await (folder?.handle.isSameEntry(one.handle) ?? false)}))
    );
    const shown = others.filter(({isSame}) => !isSame);
    if (!shown.length || !canOpenFolders()) return fill(extra);
    fill(
      extra,
      h("h3", {id: "known-folders"}, "Opened before"),
      h(
        "ul",
        {class: "known-folders", "aria-labelledby": "known-folders"},
        shown.map(({one}) =>
          h(
            "li",
            {},
            h("button", {class: "link", type: "button", on: {click: () => switchTo(app, one)}}, `Open “${one.name}”`),
            h("span", {class: "source"}, `chosen ${readableTime(one.at)}`),
            h(
              "button",
              {
                class: "icon-button",
                type: "button",
                "aria-label": `Forget “${one.name}”`,
                title: "Forget it; the folder itself stays as it is",
                on: {click: () => void forgetFolder(one.id).then(showKnown)}
              },
              icon(ICONS.close)
            )
          )
        )
      )
    );
  };
  void showKnown();
  const along = h("div", {});
  const copy = async () => {
    fill(along, h("p", {class: "empty"}, "Copying…"));
    try {
      const {notebooks, data} = await takeAlong(app);
      const words = [
        notebooks.length ? `${notebooks.join(", ")} ${notebooks.length === 1 ? "is" : "are"} in the folder now.` : "",
        data === true ? "The imported data is in it, too." : "",
        data === false ? "The imported data was left: the folder has data of its own." : ""
      ];
      fill(along, h("p", {role: "status"}, words.filter(Boolean).join(" ")));
    } catch (error) {
      fill(along, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  if (folder?.canWrite && !app.workspace.home)
    void privateNotebooks().then(({length}) => {
      if (!length) return;
      const what = length === 1 ? "1 notebook" : `${length} notebooks`;
      fill(
        along,
        h(
          "p",
          {},
          `This browser has ${what} of yours. `,
          link(`Copy what is in this browser into “${folder.name}”`, copy)
        )
      );
    });
  const where = {
    browser: "Notebooks and data are in this browser’s private storage. It belongs to one profile and one address.",
    served: "Notebooks and data are in the folder that tidemark serve or npm start was run in.",
    folder: `Notebooks and data are in the folder “${folder?.name}” on this machine. Every change is in its files within a second; what other programs change there shows here.`
  }[of];
  return h(
    "section",
    {class: "workspace-choice"},
    h("h2", {}, "Workspace"),
    h("p", {}, where),
    folder && !folder.canWrite
      ? h(
          "div",
          {class: "message warning", role: "note"},
          "It was opened for reading only: nothing that you change is kept. ",
          h("button", {class: "link", type: "button", on: {click: () => void allow()}}, "Allow this page to write")
        )
      : null,
    canOpenFolders()
      ? h(
          "div",
          {class: "buttons"},
          folderButton(app, folder ? "Open another folder" : "Open a folder"),
          folder
            ? h(
                "button",
                {class: "button", type: "button", on: {click: () => switchTo(app, null)}},
                `Go back to ${homeName}`
              )
            : null
        )
      : h(
          "p",
          {class: "no-folders"},
          "This browser cannot open a folder of the disk; Chrome, Edge and other Chromium browsers on a computer can. In any browser ",
          h("code", {}, "tidemark serve"),
          " opens the folder it is run in, and here a ",
          h("a", {href: routeHash("docs", "editor")}, "backup"),
          " takes everything from one place to another."
        ),
    folder
      ? h(
          "p",
          {class: "source"},
          `What is in ${homeName} stays there as it is, and is back when you go back. Nothing of the folder is copied.`
        )
      : null,
    said,
    along,
    extra
  );
}

function link(label: string, run: () => unknown): HTMLButtonElement {
  return h("button", {class: "link", type: "button", on: {click: () => void run()}}, label);
}

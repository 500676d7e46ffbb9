/** How this browser shows Tidemark, what it keeps, and the workspace as one file. */
import {messageOf} from "../../error.ts";
import {readableBytes} from "../../number.ts";
import {fill, h} from "../dom.ts";
import {hostsSection} from "../settings/hosts-section.ts";
import {meSection} from "../settings/me-section.ts";
import {pingsSection} from "../settings/pings-section.ts";
import {isNearlyFull, readRoom, roomChoice, saveBackup} from "../settings/room.ts";
import {trustedSection} from "../settings/trusted-section.ts";
import {readTheme, setTheme, THEMES} from "../theme.ts";
import {workspaceSection} from "../views/workspace-choice.ts";
import type {OpenPage} from "./page.ts";

export const settingsPage: OpenPage = async (app, route) => {
  const {of: place, folder: opened} = app.workspace;
  const theme = readTheme();
  const themes = h(
    "fieldset",
    {class: "settings-choices"},
    h("legend", {class: "visually-hidden"}, "Theme"),
    THEMES.map(({name, title}) =>
      h(
        "label",
        {class: "choice"},
        h("input", {
          type: "radio",
          name: "theme",
          value: name,
          checked: theme === name,
          on: {change: () => setTheme(name)}
        }),
        title
      )
    )
  );
  const storage = h("div", {}, h("p", {class: "empty"}, "Asking the browser…"));
  const showStorage = async () => {
    const room = await readRoom();
    const {usage, quota, lasting} = room;
    const keep = async () => {
      const granted = await navigator.storage.persist();
      app.toasts.show(
        granted ? "The browser keeps it until you delete it." : "The browser did not agree. Make a backup now and then."
      );
      void showStorage();
    };
    fill(
      storage,
      h(
        "p",
        {},
        `${readableBytes(usage)} of ${quota ? readableBytes(quota) : "an unknown room"} used by this page, as the browser says.`
      ),
      quota ? h("meter", {min: 0, max: 1, value: usage / quota, high: 0.8, "aria-label": "storage used"}) : null,
      isNearlyFull(room) ? roomChoice(app, room, () => void showStorage()) : null,
      lasting
        ? h("p", {class: "source"}, "The browser keeps it until you delete it.")
        : h(
            "p",
            {},
            "The browser may delete it when the disk is full. ",
            h("button", {class: "link", type: "button", on: {click: () => void keep()}}, "Ask it to keep everything")
          )
    );
  };
  void showStorage();
  const results = h("p", {});
  const showResults = async () => {
    const bytes = (await app.results.size()) + (await app.drawings.size()) + 2 * app.painted.size();
    const forget = async () => {
      app.painted.clear();
      await Promise.all([app.results.clear(), app.drawings.clear()]);
      void showResults();
      void showStorage();
    };
    fill(
      results,
      bytes
        ? `Last results of notebooks, shown while they are computed again: ${readableBytes(bytes)}. `
        : "No results of earlier visits are kept.",
      bytes ? h("button", {class: "link", type: "button", on: {click: () => void forget()}}, "Forget them") : null
    );
  };
  void showResults();
  const said = h("div", {role: "status"});
  const attempt = async (task: () => Promise<void>) => {
    fill(said, h("p", {class: "empty"}, "Working…"));
    try {
      await task();
    } catch (error) {
      fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const save = () =>
    attempt(async () => {
      fill(said, h("p", {}, `${readableBytes(await saveBackup(app))} saved to your downloads.`));
    });
  const bringBack = (file: File) =>
    attempt(async () => {
      const {restore} = await import("../workspace-backup.ts");
      const {notebooks, kept, snapshots} = await restore(new Uint8Array(await file.arrayBuffer()), app.notebooks);
      fill(
        said,
        h(
          "p",
          {},
          `${notebooks} ${notebooks === 1 ? "notebook" : "notebooks"} brought back. `,
          snapshots
            ? "The imported data is back. "
            : "The data of this workspace stays as it is: a backup's data comes back only where there is none. ",
          kept.length ? `Left as they are here, with other text: ${kept.join(", ")}. ` : "",
          snapshots
            ? h("button", {class: "link", type: "button", on: {click: () => location.reload()}}, "Open the data")
            : null
        )
      );
    });
  const pick = h("input", {
    type: "file",
    accept: ".zip",
    hidden: true,
    "aria-label": "Backup to restore",
    on: {
      change: () => {
        const file = pick.files?.[0];
        if (file) void bringBack(file);
        pick.value = "";
      }
    }
  });
  const dom = h(
    "div",
    {class: "page settings"},
    h("header", {class: "page-head"}, h("h1", {}, "Settings")),
    meSection(),
    workspaceSection(app),
    h("section", {}, h("h2", {}, "Theme"), themes),
    h("section", {}, h("h2", {}, "Storage"), storage, results),
    h(
      "section",
      {},
      h("h2", {}, "Backup"),
      place !== "browser"
        ? h(
            "p",
            {},
            `The workspace is ${opened ? `the folder “${opened.name}”` : "a folder"} on this machine: copy it, or keep it in git.`
          )
        : [
            h(
              "p",
              {},
              "Everything in this browser's workspace (your notebooks, the imported data, tidemark.yaml) as one zip."
            ),
            h(
              "div",
              {class: "buttons"},
              h("button", {class: "button", type: "button", on: {click: () => void save()}}, "Download backup"),
              h("button", {class: "button", type: "button", on: {click: () => pick.click()}}, "Restore a backup")
            ),
            pick,
            said
          ]
    ),
    trustedSection(app),
    hostsSection(app),
    pingsSection(app),
    h(
      "section",
      {},
      h("h2", {}, "Browsers"),
      h(
        "p",
        {},
        "Tested in Chromium 120 and newer (Chrome, Edge). Firefox 121 has what is needed and was tried by hand; Safari 26 has it, too, and was not tried yet. Folders of the disk open in Chrome, Edge and other Chromium browsers on a computer."
      )
    )
  );
  return {route, section: "settings", title: "Settings", dom};
};

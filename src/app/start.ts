/** The app: its parts, its frame, and the page of the address. */
import {messageOf} from "../error.ts";
import {openApp} from "./app.ts";
import {captureLater} from "./capture.ts";
import {fill, h} from "./dom.ts";
import {listenForDrops} from "./drop-anywhere.ts";
import {chosenFolder} from "./folder/known-folders.ts";
import {reopenFolder} from "./folder/opened-folder.ts";
import {followWorkspace, homeOf} from "./folder/workspace-place.ts";
import {openNotebookFile} from "./open-notebook-file.ts";
import {pageOf} from "./pages/index.ts";
import type {Page} from "./pages/page.ts";
import {followLog} from "./pings/shared-log.ts";
import {isSamePage, parseRoute, viewsOf} from "./router.ts";
import {createShell} from "./shell.ts";
import {createToasts} from "./toasts.ts";

const samples = new Map(
  Object.entries(import.meta.glob<string>("../../notebooks/*.md", {query: "?raw", import: "default", eager: true})).map(
    ([path, text]) => [path.split("/").at(-1)!, text]
  )
);

/** Starts the app; `painted` is what stands in the place of its first page until that is there. */
export async function startApp(painted: HTMLElement | null): Promise<void> {
  const toasts = createToasts();
  const shell = createShell();
  document.body.append(toasts.dom);
  let current: Page | null = null;
  let turn = 0;

  /** Puts the first page in the place of what was painted: in one frame, where the reader scrolled to. */
  const unveil = () => {
    if (shell.dom.isConnected) return false;
    document.body.prepend(shell.dom);
    painted?.remove();
    return painted !== null;
  };
  if (!painted) unveil();
  const {home, homeName} = homeOf(document.querySelector<HTMLMetaElement>('meta[name="tidemark-workspace"]'));
  // a question to the reader is to be seen
  const asked = new MutationObserver(unveil);
  asked.observe(shell.content, {childList: true});
  // nothing is waited for unless a folder was chosen
  const folder = chosenFolder(home) === null ? null : await reopenFolder(home, homeName, shell.content);
  asked.disconnect();
  if (folder) shell.showFolder(folder);
  const app = openApp(samples, toasts, folder);

  const show = async () => {
    const route = parseRoute(location.hash);
    if (current && isSamePage(current.route, route)) {
      current.goTo?.(route.at);
      return;
    }
    const mine = ++turn;
    current?.destroy?.();
    current = null;
    const open = pageOf(route);
    try {
      const page = await open(app, route);
      if (mine !== turn) return page.destroy?.();
      current = page;
      shell.update({page: page.section, title: page.title});
      fill(shell.content, page.dom);
      // the page at "" leads on to another one
      if (painted && route.page === "") return;
      if (!unveil()) window.scrollTo(0, 0);
      page.goTo?.(route.at);
      void app.log.viewed(viewsOf(route));
    } catch (error) {
      fill(shell.content, h("div", {class: "page"}, h("div", {class: "message", role: "alert"}, messageOf(error))));
      unveil();
    }
  };

  listenForDrops(async (files) => {
    if (await openNotebookFile(app, files)) return true;
    if (await current?.drop?.(files)) return true;
    if (!/\.zip$/i.test(files[0]?.name ?? "")) return false;
    return (await import("./share/open-shared-zip.ts")).openSharedZip(app, files);
  });
  window.addEventListener("hashchange", () => void show());
  window.addEventListener("pagehide", () => current?.leave?.());
  window.addEventListener("unhandledrejection", (event) => {
    if (messageOf(event.reason) !== "This was cancelled.") toasts.show(messageOf(event.reason), {kind: "error"});
  });
  void show();
  captureLater(app);
  if (app.sharedLog) followLog(app.log, app.sharedLog);
  followWorkspace(app);
}

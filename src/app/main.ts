import "@fontsource-variable/inter/wght.css";
import "@fontsource-variable/jetbrains-mono/wght.css";
import "./style/app.css";
import "./style/cell.css";
import "./style/cells-js.css";
import "./style/commands.css";
import "./style/watch.css";
import "./style/conflict.css";
import "./style/table-viewer.css";
import "./style/find.css";
import "./style/settings.css";
import {messageOf} from "../error.ts";
import {THEME_CSS} from "../report/style.ts";
import {openApp} from "./app.ts";
import {captureLater} from "./capture.ts";
import {fill, h} from "./dom.ts";
import {listenForDrops} from "./drop-anywhere.ts";
import {chosenFolder} from "./folder/known-folders.ts";
import {reopenFolder} from "./folder/opened-folder.ts";
import {followWorkspace, homeOf} from "./folder/workspace-place.ts";
import {openReport} from "./open-report.ts";
import {PAGES} from "./pages/index.ts";
import type {Page} from "./pages/page.ts";
import {isSamePage, parseRoute, viewsOf} from "./router.ts";
import {createShell} from "./shell.ts";
import {applyTheme} from "./theme.ts";
import {createToasts} from "./toasts.ts";

const theme = new CSSStyleSheet();
theme.replaceSync(THEME_CSS);
document.adoptedStyleSheets = [theme];
applyTheme();

const samples = new Map(
  Object.entries(import.meta.glob<string>("../../notebooks/*.md", {query: "?raw", import: "default", eager: true})).map(
    ([path, text]) => [path.split("/").at(-1)!, text]
  )
);

const toasts = createToasts();
const shell = createShell();
document.body.append(shell.dom, toasts.dom);
const served = document.querySelector<HTMLMetaElement>('meta[name="tidemark-workspace"]');
const {home, homeName} = homeOf(served);
// nothing is waited for unless a folder was chosen
const folder = chosenFolder(home) === null ? null : await reopenFolder(home, homeName, shell.content);
if (folder) shell.showFolder(folder);
const app = openApp(samples, toasts, folder);

let current: Page | null = null;
let turn = 0;

async function show(): Promise<void> {
  const route = parseRoute(location.hash);
  if (current && isSamePage(current.route, route)) {
    current.goTo?.(route.at);
    return;
  }
  const mine = ++turn;
  current?.destroy?.();
  current = null;
  const open = PAGES[route.page] ?? PAGES[""]!;
  try {
    const page = await open(app, route);
    if (mine !== turn) return page.destroy?.();
    current = page;
    shell.update({page: page.section, title: page.title});
    fill(shell.content, page.dom);
    window.scrollTo(0, 0);
    page.goTo?.(route.at);
    void app.log.viewed(viewsOf(route));
  } catch (error) {
    fill(shell.content, h("div", {class: "page"}, h("div", {class: "message", role: "alert"}, messageOf(error))));
  }
}

listenForDrops(async (files) => {
  if (await openReport(app, files)) return true;
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
followWorkspace(app);

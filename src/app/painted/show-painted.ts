import {chosenFolder} from "../folder/chosen-folder.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import {parseRoute} from "../router.ts";
import {ageText} from "../views/remembered-mark.ts";
import {cleanMarkup} from "./clean-markup.ts";
import {paintedPages} from "./painted-pages.ts";
import {safeStyles} from "./painted-styles.ts";

/**
 * Paints the notebook of an address as it looked last, its results marked with their age: nothing in it can be used or is
 * read out. Null when the address is of something else, or the notebook was never open here.
 */
export function showPainted(hash: string, now: number): HTMLElement | null {
  const {page, rest, at} = parseRoute(hash);
  const isHome = page === "";
  // a place within the notebook is not what is painted
  if (at) return null;
  if (!isHome && (page !== "notebooks" || !rest)) return null;
  const name = isHome ? localStorage.getItem(LAST_NOTEBOOK) : rest;
  const pages = paintedPages(workspacePlace(), localStorage);
  const kept = name ? pages.read(name) : null;
  if (!kept || (isHome && !kept.home)) return null;
  const dom = document.createElement("div");
  dom.className = "painted";
  dom.inert = true;
  dom.setAttribute("aria-hidden", "true");
  dom.append(cleanMarkup(kept.html));
  for (const mark of dom.querySelectorAll(".remembered-mark:not([hidden])"))
    mark.textContent = `Last result, ${ageText(kept.at, now)} · to be computed again`;
  const styles = pageStyles();
  const own = styles && safeStyles(kept.styles);
  if (own) {
    const style = document.createElement("style");
    style.className = OWN_STYLES;
    style.textContent = own;
    document.head.append(style);
  } else showStyles();
  document.body.append(dom);
  return dom;
}

const OWN_STYLES = "painted-styles";

/** The styles of all pages: the built page brings them unread. Null once they are in use, and while developing. */
function pageStyles(): HTMLTemplateElement | null {
  return document.querySelector<HTMLTemplateElement>("template.page-styles");
}

/** Lets the styles of all pages count, in the place of those that what was painted brought. */
export function showStyles(): void {
  const styles = pageStyles();
  styles?.replaceWith(styles.content);
  document.querySelector(`style.${OWN_STYLES}`)?.remove();
}

/** Tells workspaces apart as the app does: the folder that was chosen, else that of the server, else the browser's own. */
function workspacePlace(): string {
  const served = document.querySelector<HTMLMetaElement>('meta[name="tidemark-workspace"]');
  const place = served?.dataset.place;
  return chosenFolder(served ? (place ?? "served") : "") ?? place ?? "";
}

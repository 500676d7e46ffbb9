import {cleanMarkup} from "./clean-markup.ts";
import type {PaintedPage} from "./painted-pages.ts";
import {classesOf, paintedStyles, safeStyles} from "./painted-styles.ts";

/** What stands further down than this many windows is left out: a page opens at its top, and the page itself is there soon. */
const WINDOWS = 1.1;
/** Elements whose text is of the moment, or of what a reader did. */
const OF_THE_MOMENT = ".cell-actions, .cell-source, .status, .tooltip, .visually-hidden, .skip, .panel";

/**
 * A page as it looks now, with the styles it needs: what is in the window, results marked as those of an earlier visit. JavaScript's
 * results are left out: whether they are to be seen is decided anew each time.
 */
export function paintedMarkup(app: Element): Pick<PaintedPage, "html" | "styles"> {
  const seen = app.cloneNode(true) as Element;
  const [cells, copies] = [app, seen].map((root) => [...root.querySelectorAll(".cell")]) as [Element[], Element[]];
  for (const [i, copy] of copies.entries()) {
    const cell = cells[i] as HTMLElement;
    (copy as HTMLElement).dataset.status = "queued";
    const {top, height} = cell.getBoundingClientRect();
    if (top > innerHeight * WINDOWS) copy.remove();
    else if (cell.dataset.kind === "js") {
      (copy as HTMLElement).style.minHeight = `${Math.round(height)}px`;
      copy.querySelector(".output")?.replaceChildren();
    } else asRemembered(copy);
  }
  for (const element of seen.querySelectorAll(OF_THE_MOMENT)) element.replaceChildren();
  for (const element of seen.querySelectorAll("[hidden]")) element.remove();
  const saved = seen.querySelector(".save-state");
  if (saved) saved.textContent = "Opening…";
  const markup = cleanMarkup(seen.outerHTML);
  // while developing each view brings its own
  const all = document.querySelector("style.of-pages")?.textContent ?? "";
  const styles = safeStyles(paintedStyles(all, classesOf(markup)));
  const holder = document.createElement("div");
  holder.append(markup);
  return {html: holder.innerHTML, styles};
}

/** A result with the mark it has while it is of an earlier visit; whoever paints it writes its age there. */
function asRemembered(cell: Element): void {
  if (!cell.querySelector(".output > figure")) return;
  cell.classList.add("remembered");
  const mark = cell.querySelector<HTMLElement>(".remembered-mark");
  if (mark) mark.hidden = false;
  const facts = cell.querySelector(".cell-facts");
  // the room of the line that comes with the result
  if (facts) facts.textContent = "\u00a0";
}

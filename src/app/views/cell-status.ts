/** Where a cell stands, in words: running with its time and progress, why it did not run, and how old a result is. */

import type {CellState} from "../../notebook/run.ts";
import {readableNumber} from "../../number.ts";
import {fill, h, type View} from "../dom.ts";
import type {CellEvents} from "./cell-events.ts";

/** Shows states only once they last: what is done in a moment never flickers. Milliseconds. */
const PATIENCE = 300;

export interface CellStatusLine extends View<CellState> {
  /** The mark of a result of an earlier visit. */
  readonly markDom: HTMLElement;
  update(state: CellState): void;
  destroy(): void;
}

/** The status of the cell `host`, which carries it as data and classes. */
export function createCellStatus(host: HTMLElement, first: CellState, events: CellEvents): CellStatusLine {
  const dom = h("div", {class: "status", hidden: true});
  const markDom = h("div", {class: "remembered-mark", hidden: true});
  let state = first;
  let timer: ReturnType<typeof setInterval> | undefined;
  let since = 0;
  const showMark = (seconds = 0) => {
    const {remembered, status: word, progress} = state;
    markDom.hidden = remembered === null;
    if (!remembered) return;
    const {text, title} = events.age(remembered);
    const doing = word === "running" ? "being computed again" : "to be computed again";
    markDom.textContent = `${text} · ${progress?.doing ?? doing}${seconds >= 1 ? ` · ${readableNumber(seconds, 0)} s` : ""}`;
    markDom.title = title;
  };
  // what is of an earlier visit is marked, not greyed: it is there to be read
  const showStale = () =>
    host.classList.toggle(
      "stale",
      state.stale && !state.remembered && since > 0 && performance.now() - since > PATIENCE
    );
  const tick = () => {
    const {status: word, progress, remembered} = state;
    const seconds = (performance.now() - since) / 1000;
    // the line would push what is below it down, and up again
    dom.hidden = seconds * 1000 < PATIENCE || remembered !== null;
    if (remembered) return showMark(word === "running" ? seconds : 0);
    showStale();
    if (dom.hidden) return;
    const share = progress?.share ?? null;
    fill(
      dom,
      h(
        "span",
        {},
        word === "queued" ? "Waiting its turn" : `${progress?.doing ?? "Running"} · ${readableNumber(seconds, 1)} s`
      ),
      h("progress", share === null ? {"aria-label": "in progress"} : {max: 1, value: share, "aria-label": "progress"}),
      word === "running"
        ? h("button", {class: "link", type: "button", on: {click: () => events.onCancel(state.key)}}, "Stop")
        : null
    );
  };
  return {
    dom,
    markDom,
    update(next) {
      state = next;
      const {status: word, elapsed, remembered} = state;
      clearInterval(timer);
      host.dataset.status = word;
      host.classList.toggle("remembered", remembered !== null);
      showMark();
      showStale();
      if (word === "queued" || word === "running") {
        if (!since) since = performance.now();
        tick();
        // hundreds may wait: only what runs counts its seconds
        timer = word === "running" ? setInterval(tick, 200) : setTimeout(tick, PATIENCE);
        return;
      }
      since = 0;
      host.classList.remove("stale");
      const text = reasonOf(state);
      dom.hidden = !text;
      fill(dom, text ? h("span", {}, text) : null);
      host.title = "";
      if (elapsed !== null && word === "done") host.dataset.elapsed = `${readableNumber(elapsed, 0)} ms`;
    },
    destroy: () => clearInterval(timer)
  };
}

/** Why a cell has no new result; empty when it has one, or says so itself. */
function reasonOf({status, waitingFor}: CellState): string {
  if (status === "waiting") return `Waiting for ${waitingFor}, which has no result.`;
  if (status === "cancelled") return "Stopped. Run it again with the play button.";
  if (status === "consent") return "Not run: JavaScript of this notebook waits for you to allow it.";
  return status === "disabled" ? "Not run: this cell is switched off (run=false)." : "";
}

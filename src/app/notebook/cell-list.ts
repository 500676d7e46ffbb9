import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {h, type View} from "../dom.ts";
import type {CellEvents} from "../views/cell-events.ts";
import {type CellView, cellView} from "../views/cell-view.ts";

/** The cells of a notebook on the page, in the order of the file; a view lives as long as its cell. */
export interface CellList extends View<readonly CellState[]> {
  /** Another list of cells. */
  update(states: readonly CellState[]): void;
  /** Another state of one cell. */
  updateCell(state: CellState): void;
  /** The view of a cell; it is made now when it was not there yet. */
  view(key: string): CellView | undefined;
  /** The view of a cell that is on the page by now. */
  shown(key: string): CellView | undefined;
  /** Makes all views that are not there yet: before a place far down is gone to. */
  complete(): void;
  /** How many cells lie between a cell and what is on the screen: 0 for one that is seen. */
  distance(key: string): number;
  destroy(): void;
}

/** How many views are made at once: those of a window first, the others while the page can be used already. */
const AT_ONCE = 24;

/** `onComplete` is told when the last of many views was made some time after the list was given. */
export function createCellList(app: App, events: CellEvents, onComplete: () => void = () => {}): CellList {
  const dom = h("div", {class: "cells"});
  const views = new Map<string, CellView>();
  let places: ReadonlyMap<string, number> = new Map();
  const seen = new Set<string>();
  const observer = new IntersectionObserver((entries) => {
    for (const {target, isIntersecting} of entries) {
      const {key = ""} = (target as HTMLElement).dataset;
      if (isIntersecting) seen.add(key);
      else seen.delete(key);
    }
  });
  /** What is to be shown, as it is by now. */
  let states: readonly string[] = [];
  const latest = new Map<string, CellState>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const make = (key: string): CellView => {
    const view = cellView(app, latest.get(key)!, events);
    views.set(key, view);
    observer.observe(view.dom);
    return view;
  };
  /** Puts the views in their order, with so many new ones among them. */
  const place = (most: number) => {
    let before: Element | null = null;
    let made = 0;
    for (const key of states) {
      if (!views.has(key) && made++ >= most) continue;
      const view = views.get(key) ?? make(key);
      const wanted: Element | null = before ? before.nextElementSibling : dom.firstElementChild;
      if (view.dom !== wanted) dom.insertBefore(view.dom, wanted);
      before = view.dom;
    }
    clearTimeout(timer);
    timer = made > most ? setTimeout(goOn) : undefined;
  };
  const goOn = () => {
    place(AT_ONCE);
    if (timer === undefined) onComplete();
  };
  const complete = () => {
    if (timer === undefined) return;
    place(Number.POSITIVE_INFINITY);
    onComplete();
  };
  return {
    dom,
    complete,
    shown: (key) => views.get(key),
    view(key) {
      if (!views.has(key) && latest.has(key)) complete();
      return views.get(key);
    },
    distance(key) {
      const at = places.get(key);
      if (seen.has(key) || at === undefined) return 0;
      // until the browser says what is seen, it is what stands at the top
      return seen.size ? Math.min(...Array.from(seen, (one) => Math.abs(places.get(one)! - at))) : at;
    },
    update(next) {
      states = next.map(({key}) => key);
      places = new Map(states.map((key, place) => [key, place]));
      latest.clear();
      for (const state of next) latest.set(state.key, state);
      for (const [key, view] of views) {
        if (latest.has(key)) {
          view.update(latest.get(key)!);
          continue;
        }
        observer.unobserve(view.dom);
        seen.delete(key);
        view.destroy();
        view.dom.remove();
        views.delete(key);
      }
      place(AT_ONCE);
    },
    updateCell(state) {
      if (latest.has(state.key)) latest.set(state.key, state);
      views.get(state.key)?.update(state);
      if (state.status === "done") for (const view of views.values()) view.judge();
    },
    destroy() {
      clearTimeout(timer);
      observer.disconnect();
      for (const view of views.values()) view.destroy();
    }
  };
}

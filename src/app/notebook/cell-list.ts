import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {h, type View} from "../dom.ts";
import {type CellEvents, type CellView, cellView} from "../views/cell-view.ts";

/** The cells of a notebook on the page, in the order of the file; a view lives as long as its cell. */
export interface CellList extends View<readonly CellState[]> {
  /** Another list of cells. */
  update(states: readonly CellState[]): void;
  /** Another state of one cell. */
  updateCell(state: CellState): void;
  view(key: string): CellView | undefined;
  /** How many cells lie between a cell and what is on the screen: 0 for one that is seen. */
  distance(key: string): number;
  destroy(): void;
}

export function createCellList(app: App, events: CellEvents): CellList {
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
  return {
    dom,
    view: (key) => views.get(key),
    distance(key) {
      const at = places.get(key);
      if (seen.has(key) || at === undefined) return 0;
      // until the browser says what is seen, it is what stands at the top
      return seen.size ? Math.min(...Array.from(seen, (one) => Math.abs(places.get(one)! - at))) : at;
    },
    update(states) {
      places = new Map(states.map(({key}, place) => [key, place]));
      const keys = new Set(states.map(({key}) => key));
      for (const [key, view] of views) {
        if (keys.has(key)) continue;
        observer.unobserve(view.dom);
        seen.delete(key);
        view.destroy();
        view.dom.remove();
        views.delete(key);
      }
      let before: Element | null = null;
      for (const state of states) {
        let view = views.get(state.key);
        if (view) view.update(state);
        else {
          view = cellView(app, state, events);
          views.set(state.key, view);
          observer.observe(view.dom);
        }
        const wanted: Element | null = before ? before.nextElementSibling : dom.firstElementChild;
        if (view.dom !== wanted) dom.insertBefore(view.dom, wanted);
        before = view.dom;
      }
    },
    updateCell(state) {
      views.get(state.key)?.update(state);
      if (state.status === "done") for (const view of views.values()) view.judge();
    },
    destroy() {
      observer.disconnect();
      for (const view of views.values()) view.destroy();
    }
  };
}

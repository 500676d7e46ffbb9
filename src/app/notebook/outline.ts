import type {CellState} from "../../notebook/run.ts";
import {fill, h, type View} from "../dom.ts";
import type {CellView} from "../views/cell-view.ts";

/** The way through a notebook: its headings and the titles of its insights. */
export interface Outline extends View<readonly CellState[]> {
  update(states: readonly CellState[]): void;
}

export function createOutline(viewOf: (key: string) => CellView | undefined): Outline {
  const dom = h("nav", {class: "outline", "aria-label": "Outline"});
  return {
    dom,
    update(states) {
      fill(
        dom,
        states.flatMap(({output, key}) => {
          if (output?.type === "markdown")
            return output.headings.map(({depth, text, anchor}) =>
              link(
                text,
                Math.min(depth, 3),
                () => viewOf(key)?.dom.querySelector(`[id="${CSS.escape(anchor)}"]`) ?? null
              )
            );
          const title = output?.type === "chart" && output.of === "insight" ? output.result.title : "";
          return title ? [link(title, 4, () => viewOf(key)?.dom ?? null)] : [];
        })
      );
    }
  };
}

function link(text: string, depth: number, find: () => Element | null): HTMLElement {
  return h("a", {href: "#", class: `depth-${depth}`, on: {click: jump(find)}}, text);
}

function jump(find: () => Element | null): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    find()?.scrollIntoView({
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
      block: "start"
    });
  };
}

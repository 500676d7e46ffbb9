import type {CellState} from "../../notebook/run.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import type {CellView} from "../views/cell-view.ts";
import type {Folding} from "./folding.ts";

/** The way through a notebook: its headings and the titles of its insights. What is folded there is folded here. */
export interface Outline extends View<readonly CellState[]> {
  update(states: readonly CellState[]): void;
}

export function createOutline(viewOf: (key: string) => CellView | undefined, folding: Folding): Outline {
  const dom = h("nav", {class: "outline", "aria-label": "Outline"});
  return {
    dom,
    update(states) {
      const focused = dom.contains(document.activeElement)
        ? (document.activeElement as HTMLElement).dataset.name
        : null;
      // the depth of the folded heading that hides what follows, as long as that is deeper
      let hidden = Number.POSITIVE_INFINITY;
      fill(
        dom,
        states.flatMap(({output, key}) => {
          if (output?.type === "markdown")
            return output.headings.flatMap(({depth, text, anchor}) => {
              if (depth > hidden) return [];
              const name = folding.nameOf(anchor) ?? "";
              hidden = folding.isFolded(name) ? depth : Number.POSITIVE_INFINITY;
              const go = () => {
                folding.reveal(key);
                return viewOf(key)?.dom.querySelector(`[id="${CSS.escape(anchor)}"]`) ?? null;
              };
              return [h("div", {class: "outline-row"}, foldButton(name, text), link(text, Math.min(depth, 3), go))];
            });
          const title = output?.type === "chart" && output.of === "insight" ? output.result.title : "";
          return title && hidden === Number.POSITIVE_INFINITY ? [link(title, 4, () => viewOf(key)?.dom ?? null)] : [];
        })
      );
      if (focused) dom.querySelector<HTMLElement>(`[data-name="${CSS.escape(focused)}"]`)?.focus();
    }
  };

  function foldButton(name: string, text: string): HTMLElement {
    return h(
      "button",
      {
        class: "outline-fold",
        type: "button",
        "data-name": name,
        "aria-expanded": String(!folding.isFolded(name)),
        "aria-label": `Section ${text}`,
        on: {click: () => folding.toggle(name)}
      },
      icon(ICONS.right)
    );
  }
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

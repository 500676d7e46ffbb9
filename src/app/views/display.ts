/** What a JavaScript cell shows, one thing below another. */
import {safeSvg} from "../../chart/safe-svg.ts";
import type {DisplayItem} from "../../notebook/cells/kind.ts";
import type {App} from "../app.ts";
import {fill, h, type View} from "../dom.ts";
import {inputView} from "./input-view.ts";
import {specFigure} from "./spec-figure.ts";
import {dataTable} from "./table.ts";

const HEIGHT = 280;

/** The view of a cell's items; `onChoose` is told what the reader chose in one of its inputs. */
export function displayView(
  app: App,
  name: string,
  first: readonly DisplayItem[],
  onChoose: (view: number, value: unknown) => void
): View<readonly DisplayItem[]> & {update(items: readonly DisplayItem[]): void} {
  const dom = h("div", {class: "display"});
  let shown: {readonly item: DisplayItem; readonly view: View<never>}[] = [];
  const viewOf = (item: DisplayItem, index: number): View<never> => {
    const id = `${name}-${index}`;
    switch (item.type) {
      case "text":
        return {dom: h("pre", {class: "display-text"}, item.text)};
      case "table":
        return {
          dom: h(
            "div",
            {class: "scroll", tabindex: 0, role: "region", "aria-label": `Table ${name}`},
            dataTable(item.table, false)
          )
        };
      case "html": {
        const prose = h("div", {class: "prose"});
        // made safe where it left the realm
        prose.innerHTML = item.html;
        return {dom: prose};
      }
      case "svg": {
        const picture = h("div", {class: "picture display-svg"});
        picture.innerHTML = safeSvg(item.text, {
          prefix: `d-${id}`,
          title: name,
          description: "Drawn by this cell.",
          foreign: true
        });
        return {dom: picture};
      }
      case "spec":
        return specFigure(
          app,
          {type: "chart", of: "spec", spec: item.spec, caption: "", data: null},
          id,
          HEIGHT,
          () => undefined
        ) as unknown as View<never>;
      case "input":
        return inputView(item.definition, id, (value) => onChoose(item.view, value)) as unknown as View<never>;
    }
  };
  const update = (items: readonly DisplayItem[]) => {
    // an input in use stays where it is while what is below it changes
    const next = items.map((item, i) => {
      const before = shown[i];
      const same = before && JSON.stringify(before.item) === JSON.stringify(item);
      return same ? before : {item, view: viewOf(item, i)};
    });
    for (const one of shown) if (!next.includes(one)) one.view.destroy?.();
    const kept = next.every((one, i) => shown[i] === one) && next.length === shown.length;
    shown = next;
    if (!kept)
      fill(
        dom,
        next.map(({view}) => view.dom)
      );
  };
  update(first);
  return {
    dom,
    update,
    destroy: () => {
      for (const {view} of shown) view.destroy?.();
    }
  };
}

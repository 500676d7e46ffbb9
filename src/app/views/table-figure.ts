import type {Output} from "../../notebook/cells/kind.ts";
import type {CellState} from "../../notebook/run.ts";
import type {App} from "../app.ts";
import {fill, h, type View} from "../dom.ts";
import type {CellEvents} from "./cell-events.ts";
import {dataTable} from "./table.ts";
import {tableViewer} from "./table-viewer.ts";

type Rows = Extract<Output, {type: "table"}>;

/** The rows of a cell under its caption: in a viewer that asks the database once the cell has a name there. */
export function tableFigure(
  first: Rows,
  {cell, remembered}: CellState,
  app: App,
  events: CellEvents
): View<Rows> & {update(output: Rows): void} {
  const caption = cell.attributes.get("caption") ?? "";
  const head =
    caption || cell.id
      ? h("figcaption", {}, h("div", {}, caption ? h("strong", {}, caption) : h("code", {}, cell.id)))
      : null;
  // what has a name is a table in the database too, which sorts and filters it, once it is computed there
  if (cell.id && !remembered) {
    const viewer = tableViewer(first, {
      name: cell.id,
      ask: events.ask(cell.id),
      tell: (text) => app.toasts.show(text)
    });
    return {
      ...viewer,
      dom: h("figure", {class: "table-figure"}, head, viewer.dom)
    };
  }
  const scroll = h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Table"});
  const update = ({table, truncated}: Rows) => fill(scroll, dataTable(table, truncated));
  update(first);
  return {dom: h("figure", {class: "table-figure"}, head, scroll), update};
}

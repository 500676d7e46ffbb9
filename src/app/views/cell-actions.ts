import {h, ICONS, icon} from "../dom.ts";
import type {CellEvents} from "./cell-events.ts";

/** The buttons of a cell. They are stops of Tab only while the focus is in the cell: a notebook has one stop a cell. */
export interface CellActions {
  readonly dom: HTMLElement;
  /** Says whether the source is open. */
  showOpen(isOpen: boolean): void;
}

/** The toolbar of the cell `host`; `toggle` opens its source and puts it away. */
export function cellActions(host: HTMLElement, key: string, events: CellEvents, toggle: () => void): CellActions {
  const editButton = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: "Edit source (Enter)",
      "aria-label": "Edit source",
      "aria-expanded": false,
      on: {click: toggle}
    },
    icon(ICONS.pencil)
  );
  const button = (label: string, path: string, run: () => void) =>
    h(
      "button",
      {class: "icon-button", type: "button", title: label, "aria-label": label, on: {click: run}},
      icon(path)
    );
  const dom = h(
    "div",
    {class: "cell-actions", role: "toolbar", "aria-label": "Cell"},
    editButton,
    button("Run", ICONS.play, () => events.onRun(key)),
    button("Move up", ICONS.up, () => events.onMove(key, -1)),
    button("Move down", ICONS.down, () => events.onMove(key, 1)),
    button("Add a cell below", ICONS.plus, () => events.onAddBelow(key)),
    button("Delete", ICONS.trash, () => events.onDelete(key)),
    button("More", ICONS.more, () => events.onMenu(key, dom.lastElementChild as HTMLElement))
  );
  dom.lastElementChild!.setAttribute("aria-haspopup", "menu");
  const stops = (index: number) => {
    for (const stop of dom.children) (stop as HTMLElement).tabIndex = index;
  };
  stops(-1);
  host.addEventListener("focusin", () => stops(0));
  host.addEventListener("focusout", (event) => {
    if (!host.contains(event.relatedTarget as Node | null)) stops(-1);
  });
  return {dom, showOpen: (isOpen) => editButton.setAttribute("aria-expanded", String(isOpen))};
}

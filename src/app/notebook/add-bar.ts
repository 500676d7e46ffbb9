import {CELL_KINDS} from "../../notebook/cells/index.ts";
import {h, ICONS, icon} from "../dom.ts";

/** The buttons that add a cell. With `onCancel` they can be put away again, by Escape too. */
export function addBar(onPick: (kind: string) => void, onCancel: (() => void) | null): HTMLElement {
  const kinds = CELL_KINDS;
  const bar = h(
    "div",
    {class: "add-bar", role: "toolbar", "aria-label": "Add a cell"},
    h("span", {}, "Add"),
    kinds.map(({kind, title, help}) =>
      h("button", {type: "button", class: "chip", title: help, on: {click: () => onPick(kind)}}, title)
    ),
    onCancel
      ? h(
          "button",
          {type: "button", class: "icon-button", "aria-label": "Cancel", on: {click: onCancel}},
          icon(ICONS.close)
        )
      : null
  );
  if (onCancel)
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") onCancel();
    });
  return bar;
}

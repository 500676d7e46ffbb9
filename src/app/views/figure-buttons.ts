import {h, ICONS, icon} from "../dom.ts";

/** Changes between a figure's drawing and its table. */
export function tableButton(asTable: boolean, toggle: () => void): HTMLButtonElement {
  return h(
    "button",
    {
      class: "icon-button",
      type: "button",
      "aria-pressed": asTable,
      title: asTable ? "Show as chart" : "Show as table",
      "aria-label": "Show as table",
      on: {click: toggle}
    },
    icon(asTable ? ICONS.chart : ICONS.table)
  );
}

/** Opens the menu of what a figure can be saved as. */
export function downloadButton(open: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: "Download",
      "aria-label": "Download",
      "aria-haspopup": "menu",
      on: {click: () => open(button)}
    },
    icon(ICONS.download)
  );
  return button;
}

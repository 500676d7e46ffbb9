/** A modal dialog: the browser's own, with a heading and a way to close it. The focus returns where it came from. */
import {h, ICONS, icon} from "../dom.ts";

export interface Dialog {
  close(): void;
}

/** Shows a dialog until it is closed; it is then gone from the page. */
export function openDialog(title: string, ...content: Node[]): Dialog {
  const back = document.activeElement;
  const close = () => dialog.close();
  const dialog = h(
    "dialog",
    {class: "dialog", "aria-labelledby": "dialog-title"},
    h(
      "header",
      {},
      h("h2", {id: "dialog-title"}, title),
      h(
        "button",
        {class: "icon-button", type: "button", "aria-label": "Close", title: "Close (Esc)", on: {click: close}},
        icon(ICONS.close)
      )
    ),
    content
  );
  addEventListener("hashchange", close);
  dialog.addEventListener("close", () => {
    removeEventListener("hashchange", close);
    dialog.remove();
    if (back instanceof HTMLElement) back.focus({preventScroll: true});
  });
  // a click beside it closes it
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return {close};
}

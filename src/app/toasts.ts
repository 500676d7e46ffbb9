import {h, ICONS, icon, type View} from "./dom.ts";

/** Short messages at the foot of the page, one action at most; read out by screen readers. */
export interface Toasts extends View {
  show(
    text: string,
    options?: {readonly action?: {readonly label: string; run(): void}; readonly kind?: "note" | "error"}
  ): void;
}

/** How long a message without an action stays, and one with. */
const SHORT = 5000;
const LONG = 10_000;

export function createToasts(): Toasts {
  const dom = h("div", {class: "toasts", role: "status", "aria-live": "polite"});
  return {
    dom,
    show(text, {action, kind = "note"} = {}) {
      const remove = () => {
        clearTimeout(timer);
        toast.remove();
      };
      const run = (act: () => void) => {
        remove();
        act();
      };
      const button =
        action && h("button", {class: "link", type: "button", on: {click: () => run(action.run)}}, action.label);
      const toast = h(
        "div",
        {class: `toast ${kind}`},
        h("span", {}, text),
        button,
        h(
          "button",
          {class: "icon-button", type: "button", "aria-label": "Dismiss", on: {click: remove}},
          icon(ICONS.close)
        )
      );
      dom.append(toast);
      const timer = setTimeout(remove, kind === "error" || action ? LONG : SHORT);
      while (dom.children.length > 3) dom.firstElementChild!.remove();
    }
  };
}

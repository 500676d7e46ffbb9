import {h, ICONS, icon, type View} from "./dom.ts";

/** Short messages at the foot of the page, one action at most; read out by screen readers. */
export interface Toasts extends View {
  show(
    text: string,
    options?: {
      readonly action?: {readonly label: string; run(): void};
      readonly kind?: "note" | "error";
      /** The message went away and its action was not chosen. */
      readonly ignored?: () => void;
    }
  ): void;
}

/** How long a message without an action stays, and one with. */
const SHORT = 5000;
const LONG = 10_000;

export function createToasts(): Toasts {
  const dom = h("div", {class: "toasts", role: "status", "aria-live": "polite"});
  const open = new Set<() => void>();
  return {
    dom,
    show(text, {action, kind = "note", ignored} = {}) {
      const remove = (then: (() => void) | undefined) => {
        clearTimeout(timer);
        open.delete(ignore);
        toast.remove();
        then?.();
      };
      const ignore = () => remove(ignored);
      const button =
        action && h("button", {class: "link", type: "button", on: {click: () => remove(action.run)}}, action.label);
      const toast = h(
        "div",
        {class: `toast ${kind}`},
        h("span", {}, text),
        button,
        h(
          "button",
          {class: "icon-button", type: "button", "aria-label": "Dismiss", on: {click: ignore}},
          icon(ICONS.close)
        )
      );
      dom.append(toast);
      const timer = setTimeout(ignore, kind === "error" || action ? LONG : SHORT);
      open.add(ignore);
      if (open.size > 3) [...open][0]!();
    }
  };
}

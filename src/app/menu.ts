import {h} from "./dom.ts";

/** A line of a menu; `refused` greys it out and says why. */
export interface MenuItem {
  readonly label: string;
  readonly hint?: string;
  readonly refused?: string | null;
  run(): void;
}

let closeOpen: (() => void) | null = null;

/** Opens a menu at an element: arrows and letters move, Escape closes and gives the focus back. One is open at a time. */
export function openMenu(anchor: HTMLElement, label: string, items: readonly MenuItem[]): void {
  closeOpen?.();
  const back = document.activeElement;
  const close = (restore = true) => {
    menu.remove();
    document.removeEventListener("pointerdown", onOutside, true);
    removeEventListener("hashchange", onLeave);
    closeOpen = null;
    if (restore && back instanceof HTMLElement && back.isConnected) back.focus({preventScroll: true});
  };
  const onLeave = () => close(false);
  const onOutside = (event: Event) => {
    if (!menu.contains(event.target as Node)) close(false);
  };
  const buttons = items.map(({label: text, hint, refused, run}) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        // Tab closes the menu; that the lines can have the focus lets a menu that scrolls be used by key
        tabindex: 0,
        "aria-disabled": refused ? "true" : null,
        title: refused ?? null,
        on: {
          click: () => {
            if (refused) return;
            close();
            run();
          }
        }
      },
      h("span", {}, text),
      hint ? h("span", {class: "keys"}, hint) : null
    )
  );
  const menu = h("div", {class: "menu", role: "menu", "aria-label": label}, buttons);
  menu.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const last = buttons.length - 1;
    const goTo = {ArrowDown: at < last ? at + 1 : 0, ArrowUp: at > 0 ? at - 1 : last, Home: 0, End: last}[event.key];
    if (goTo !== undefined) buttons[goTo]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") close();
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const from = [...items.keys()].map((i) => (at + 1 + i) % items.length);
      const next = from.find((i) => items[i]!.label.toLowerCase().startsWith(event.key.toLowerCase()));
      if (next !== undefined) buttons[next]!.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.body.append(menu);
  const box = anchor.getBoundingClientRect();
  const {offsetWidth: width, offsetHeight: height} = menu;
  const left = Math.max(8, Math.min(box.left, innerWidth - width - 8));
  const below = box.bottom + 4;
  menu.style.left = `${left}px`;
  menu.style.top = `${below + height > innerHeight - 8 ? Math.max(8, box.top - height - 4) : below}px`;
  document.addEventListener("pointerdown", onOutside, true);
  addEventListener("hashchange", onLeave);
  closeOpen = () => close(false);
  buttons[0]?.focus({preventScroll: true});
}

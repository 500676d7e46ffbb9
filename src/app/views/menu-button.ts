import {h, ICONS, icon} from "../dom.ts";
import {type MenuItem, openMenu} from "../menu.ts";

/** A button that opens a menu: click, Enter or the down arrow. What the menu holds is asked when it opens. */
export function menuButton(label: string, items: () => readonly MenuItem[]): HTMLButtonElement {
  const open = () => openMenu(button, label, items());
  const button = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      title: label,
      "aria-label": label,
      "aria-haspopup": "menu",
      on: {
        click: open,
        keydown: (event: KeyboardEvent) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          open();
        }
      }
    },
    icon(ICONS.more)
  );
  return button;
}

import type {Command} from "../commands.ts";
import {keyCaps} from "../commands.ts";
import {h, ICONS, icon} from "../dom.ts";

const WRITING = {only: "while writing", too: "while writing too"} as const;

/** A sheet of all keys, by group; it closes by Escape. */
export function openShortcutSheet(commands: readonly Command<never>[]): void {
  if (document.querySelector("dialog.sheet")) return;
  const back = document.activeElement;
  const groups = new Map<string, Command<never>[]>();
  for (const command of commands)
    if (command.keys?.length) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  const dialog = h(
    "dialog",
    {class: "sheet", "aria-label": "Keys"},
    h(
      "header",
      {},
      h("h2", {}, "Keys"),
      h(
        "button",
        {class: "icon-button", type: "button", "aria-label": "Close", on: {click: () => dialog.close()}},
        icon(ICONS.close)
      )
    ),
    h(
      "div",
      {class: "sheet-groups"},
      [...groups].map(([group, own]) =>
        h(
          "section",
          {},
          h("h3", {}, group === "Cell" || group === "Go" ? `${group}, while a cell has the focus` : group),
          h(
            "dl",
            {},
            own.flatMap(({title, keys = [], at = ["page"]}) => [
              h(
                "dt",
                {},
                keys.map((key, i) => [
                  i ? " or " : null,
                  h(
                    "span",
                    {class: "keys"},
                    keyCaps(key).map((cap) => h("kbd", {}, cap))
                  )
                ])
              ),
              h(
                "dd",
                {},
                title,
                at.includes("editor") ? h("span", {class: "note"}, at.length > 1 ? WRITING.too : WRITING.only) : null
              )
            ])
          )
        )
      )
    )
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back instanceof HTMLElement) back.focus({preventScroll: true});
  });
  document.body.append(dialog);
  dialog.showModal();
}

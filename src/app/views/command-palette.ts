/** The palette: everything that can be done, found by typing. */
import {fitOf, keyCaps} from "../commands.ts";
import {fill, h} from "../dom.ts";

/** A line of the palette. */
export interface PaletteEntry {
  readonly title: string;
  readonly group: string;
  readonly key?: string | undefined;
  /** Why it cannot be chosen now. */
  readonly refused?: string | null;
  run(): void;
}

/**
 * Opens the palette over the page; it closes when something is chosen, by Escape, or by a click beside it. It is there at
 * once, so that what is typed next is its own; `more` are lines that come later.
 */
export function openPalette(
  label: string,
  entries: readonly PaletteEntry[],
  more?: Promise<readonly PaletteEntry[]>
): void {
  if (document.querySelector("dialog.palette")) return;
  const back = document.activeElement;
  const list = h("ul", {class: "palette-list", id: "palette-list", role: "listbox", "aria-label": label});
  const box = h("input", {
    type: "text",
    class: "palette-box",
    placeholder: label,
    role: "combobox",
    "aria-label": label,
    "aria-expanded": "true",
    "aria-controls": "palette-list",
    autocomplete: "off",
    spellcheck: "false"
  });
  const dialog = h("dialog", {class: "palette", "aria-label": label}, box, list);
  let all = entries;
  let shown: readonly PaletteEntry[] = [];
  let at = 0;
  const close = () => dialog.close();
  const choose = (entry: PaletteEntry | undefined) => {
    if (!entry || entry.refused) return;
    close();
    entry.run();
  };
  const mark = (next: number) => {
    at = next;
    Array.from(list.children).forEach((item, i) => {
      item.setAttribute("aria-selected", String(i === at));
      if (i === at) item.scrollIntoView({block: "nearest"});
    });
    box.setAttribute("aria-activedescendant", shown.length ? `palette-${at}` : "");
  };
  const show = () => {
    shown = all
      .map((entry, i) => ({entry, i, fit: fitOf(`${entry.title} ${entry.group}`, box.value)}))
      .filter(({fit}) => fit >= 0 || !box.value)
      .sort((a, b) => (box.value ? b.fit - a.fit : 0) || a.i - b.i)
      .map(({entry}) => entry);
    fill(
      list,
      shown.map((entry, i) => {
        const {title, group, key, refused} = entry;
        return h(
          "li",
          {
            id: `palette-${i}`,
            role: "option",
            "aria-disabled": refused ? "true" : null,
            on: {click: () => choose(entry), pointermove: () => at !== i && mark(i)}
          },
          h("span", {class: "palette-title"}, title, refused ? h("span", {class: "note"}, refused) : null),
          h("span", {class: "palette-group"}, group),
          key
            ? h(
                "span",
                {class: "keys"},
                keyCaps(key).map((cap) => h("kbd", {}, cap))
              )
            : null
        );
      }),
      shown.length ? null : h("li", {class: "empty", role: "presentation"}, "Nothing of that name.")
    );
    mark(0);
  };
  box.addEventListener("input", show);
  box.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(Math.min(at + 1, shown.length - 1));
    else if (event.key === "ArrowUp") mark(Math.max(at - 1, 0));
    else if (event.key === "Enter") choose(shown[at]);
    else return;
    event.preventDefault();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (back instanceof HTMLElement && back.isConnected && document.activeElement === document.body)
      back.focus({preventScroll: true});
  });
  document.body.append(dialog);
  show();
  dialog.showModal();
  box.focus();
  void more?.then((later) => {
    if (!dialog.open) return;
    const marked = shown[at];
    all = [...entries, ...later];
    show();
    mark(Math.max(0, marked ? shown.indexOf(marked) : 0));
  });
}

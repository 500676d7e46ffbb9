/** What can be done, as one list: the palette shows it, the shortcut sheet prints it, and the keys run it. */

/** Where a key holds: anywhere on the page; when the focus is on a cell or its output; in a cell's editor. */
export type KeyPlace = "page" | "cell" | "editor";

/** Something that can be done. Its id is `group.verb` and is what tests and links name. */
export interface Command<Context> {
  readonly id: string;
  /** A verb first, sentence case. */
  readonly title: string;
  readonly group: string;
  /** As in `Mod-Shift-z`: Mod is ⌘ on a Mac, else Ctrl. The first is the one that is shown. */
  readonly keys?: readonly string[];
  readonly at?: readonly KeyPlace[];
  /** Why it cannot be done now, as a sentence; null when it can. */
  refused?(context: Context): string | null;
  run(context: Context): void;
}

const MAC = /Mac|iP(?:hone|ad)/.test(navigator.platform);

/** True when a key event is this key. Letters are compared by what they type, so a layout other than US still works. */
export function isKey(event: KeyboardEvent, key: string): boolean {
  const parts = key.split(/-(?=.)/);
  const name = parts.pop()!;
  const wants = (part: string) => parts.includes(part);
  const mod = MAC ? event.metaKey : event.ctrlKey;
  const otherMod = MAC ? event.ctrlKey : event.metaKey;
  if (wants("Mod") !== mod || otherMod || wants("Alt") !== event.altKey) return false;
  // what needs Shift to be typed (?) says so itself
  if (/^[^a-zA-Z0-9]$/.test(name)) return event.key === name;
  return wants("Shift") === event.shiftKey && event.key.toLowerCase() === name.toLowerCase();
}

const SIGNS: Readonly<Record<string, string>> = MAC
  ? {Mod: "⌘", Alt: "⌥", Shift: "⇧", Enter: "↩", Backspace: "⌫", ArrowUp: "↑", ArrowDown: "↓", Delete: "⌦"}
  : {Mod: "Ctrl", ArrowUp: "↑", ArrowDown: "↓"};

/** A key as its parts are printed on this machine: `Ctrl`, `Shift`, `Z`. */
export function keyCaps(key: string): readonly string[] {
  return key.split(/-(?=.)/).map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part));
}

/** A key in one word, for a tooltip: `Ctrl+Shift+Z`. */
export function readableKey(key: string): string {
  return keyCaps(key).join(MAC ? "" : "+");
}

/** How well a command's title fits what was typed: its letters in order, best at the beginnings of words; −1: not at all. */
export function fitOf(title: string, typed: string): number {
  const [text, wanted] = [title.toLowerCase(), typed.toLowerCase().replace(/\s+/g, "")];
  let [at, score, last] = [0, 0, -2];
  for (const letter of wanted) {
    const found = text.indexOf(letter, at);
    if (found < 0) return -1;
    score += found === last + 1 ? 3 : found === 0 || /\W/.test(text[found - 1]!) ? 2 : 0;
    last = found;
    at = found + 1;
  }
  return score - text.length / 1000;
}

/** Commands to copy into a shell, each with a button that copies it. */
import {fill, h} from "../dom.ts";

/** A list of commands, under a sentence that says what they make. */
export function commandList(about: string, commands: readonly string[], onCopy: () => void = () => {}): HTMLElement {
  return h(
    "div",
    {class: "commands"},
    h("p", {}, about),
    h(
      "ul",
      {},
      commands.map((command) => h("li", {}, h("code", {tabindex: 0}, command), copyButton("Copy", command, onCopy)))
    )
  );
}

/** A button that puts a text on the clipboard and says so for a moment. */
export function copyButton(label: string, text: string, onCopy: () => void = () => {}): HTMLButtonElement {
  const copy = async () => {
    onCopy();
    await writeClipboard(text);
    fill(button, "Copied");
    setTimeout(() => fill(button, label), 1600);
  };
  const button = h(
    "button",
    {class: "link copy", type: "button", "aria-live": "polite", on: {click: () => void copy()}},
    label
  );
  return button;
}

/** Puts a text on the clipboard, also where the page may not use it by itself. */
export async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", {class: "visually-hidden", readonly: true});
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

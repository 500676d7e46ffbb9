/** How much room the browser gives this page, and the choice before it is full. */
import {messageOf} from "../../error.ts";
import {readableBytes} from "../../number.ts";
import type {App} from "../app.ts";
import {download, h} from "../dom.ts";
import {routeHash} from "../router.ts";

/** In bytes; a quota of 0 is not known. `lasting`: the browser does not delete it by itself. */
export interface Room {
  readonly usage: number;
  readonly quota: number;
  readonly lasting: boolean;
}

export async function readRoom(): Promise<Room> {
  const {usage = 0, quota = 0} = (await navigator.storage?.estimate?.()) ?? {};
  return {usage, quota, lasting: (await navigator.storage?.persisted?.()) ?? false};
}

/** From this share on the choice is shown. */
const NEARLY = 0.8;

/** True when the room is nearly full, or would be with so many bytes more. */
export function isNearlyFull({usage, quota}: Room, coming = 0): boolean {
  return quota > 0 && usage + coming > quota * NEARLY;
}

/** Saves the whole workspace as a download; gives its size in bytes. */
export async function saveBackup(app: App): Promise<number> {
  const {backUp} = await import("../workspace-backup.ts");
  const bytes = await backUp(app.notebooks);
  download("tidemark-workspace.zip", bytes, "application/zip");
  return bytes.length;
}

/** Says that the room is nearly full, or (null) that there was none left, and what can be done: nothing is deleted unasked. */
export function roomChoice(app: App, room: Room | null, onChange: () => void): HTMLElement {
  const attempt = (task: () => Promise<string>) => () =>
    void task().then(
      (text) => {
        app.toasts.show(text);
        onChange();
      },
      (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"})
    );
  const backup = attempt(async () => `${readableBytes(await saveBackup(app))} saved to your downloads.`);
  const ask = attempt(async () =>
    (await navigator.storage.persist())
      ? "The browser keeps it until you delete it."
      : "The browser did not agree. Make a backup now and then."
  );
  const text = room
    ? `The room is nearly full: ${readableBytes(Math.max(0, room.quota - room.usage))} of ${readableBytes(room.quota)} are left. An import that does not fit changes nothing; nothing is deleted unless you do it.`
    : "There was no more room. What is here is safe, and nothing is deleted unless you do it.";
  return h(
    "div",
    {class: "message warning room-choice", role: "note"},
    h("p", {}, text),
    h(
      "div",
      {class: "buttons"},
      h("button", {class: "button", type: "button", on: {click: backup}}, "Save a backup"),
      h("a", {class: "button", href: routeHash("data")}, "Take imports out"),
      room?.lasting
        ? null
        : h("button", {class: "button", type: "button", on: {click: ask}}, "Ask the browser to keep everything")
    )
  );
}

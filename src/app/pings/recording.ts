import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import {parseEvents} from "../../ping/event.ts";
import type {App} from "../app.ts";
import {fill, h, type View} from "../dom.ts";

/** Where the log stands in the workspace's folder, brought up to date; null where it does not, or the folder is away. */
async function writtenPath({sharedLog}: App): Promise<string | null> {
  if (!sharedLog) return null;
  try {
    await sharedLog.write();
    return await sharedLog.path();
  } catch {
    return null;
  }
}

/** The user's hold on the log: recording on or off, the random id, other people's logs, and deleting. */
export function recordingPanel(app: App, changed: () => void): View & {show(): Promise<void>} {
  const body = h("div", {class: "recording"});
  const picker = h("input", {
    type: "file",
    multiple: true,
    accept: ".ndjson,.jsonl,application/x-ndjson",
    hidden: true,
    on: {change: () => void merge()}
  });
  const merge = async () => {
    const files = [...(picker.files ?? [])];
    picker.value = "";
    try {
      const readings = await Promise.all(files.map(async (file) => parseEvents(await file.text(), file.name)));
      const fresh = await app.log.merge(readings.flatMap(({value}) => value));
      const bad = readings.flatMap(({messages}) => messages);
      app.toasts.show(
        `${readableNumber(fresh)} new event${fresh === 1 ? "" : "s"} merged${bad.length ? `; ${bad.length} line${bad.length === 1 ? " is no event and was" : "s are no events and were"} left out (${bad[0]!.place?.file}:${bad[0]!.place?.line})` : ""}.`,
        bad.length ? {kind: "error"} : {}
      );
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
    changed();
  };
  const show = async () => {
    const [user, events, path] = await Promise.all([app.log.user(), app.log.all(), writtenPath(app)]);
    const toggle = h("input", {
      type: "checkbox",
      role: "switch",
      checked: app.log.recording,
      on: {
        change: () => {
          void app.log.setRecording(toggle.checked).then(show);
        }
      }
    });
    const button = (label: string, run: () => void) =>
      h("button", {class: "link", type: "button", on: {click: run}}, label);
    const share = (isWanted: boolean) =>
      void app.sharedLog!.choose(isWanted).then(show, (error) => app.toasts.show(messageOf(error), {kind: "error"}));
    const reset = () =>
      void app.log.resetUser().then(() => {
        app.toasts.show("From now on you are somebody else to the pings.");
        void show();
      });
    const remove = () => {
      void app.log.clear().then((bringBack) => {
        app.toasts.show("The log is deleted.", {
          action: {
            label: "Undo",
            run: () =>
              void bringBack().then(() => {
                changed();
                void show();
              })
          }
        });
        changed();
        void show();
      });
    };
    fill(
      body,
      h(
        "label",
        {class: "switch"},
        toggle,
        app.log.recording ? "Recording is on" : "Recording is off: nothing is counted"
      ),
      h(
        "p",
        {class: "note"},
        "You are ",
        h("code", {}, user),
        ", a random id of this browser. ",
        button("Take a new id", reset)
      ),
      app.sharedLog && app.log.recording
        ? h(
            "p",
            {class: "note shared-log"},
            path
              ? [
                  "What you do in this workspace is in its folder, too, in ",
                  h("code", {}, path),
                  ": for ",
                  h("code", {}, "tidemark pings"),
                  " and whoever shares the folder. It goes when the log is deleted or recording is off. ",
                  button("Take it out of the folder", () => share(false))
                ]
              : [
                  "Your log is in this browser only. ",
                  button("Keep it in the folder, too", () => share(true)),
                  ", as a file with your id in ",
                  h("code", {}, "events/"),
                  ", so that ",
                  h("code", {}, "tidemark pings"),
                  " counts it."
                ]
          )
        : null,
      h(
        "p",
        {class: "note"},
        `The log has ${readableNumber(events.length)} event${events.length === 1 ? "" : "s"}. `,
        button("Merge a teammate's log…", () => picker.click()),
        " ",
        events.length ? button("Delete the log", remove) : null
      ),
      picker
    );
  };
  return {dom: body, show};
}

import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import {parseEvents} from "../../ping/event.ts";
import type {App} from "../app.ts";
import {fill, h, type View} from "../dom.ts";

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
    const [user, events] = await Promise.all([app.log.user(), app.log.all()]);
    const toggle = h("input", {
      type: "checkbox",
      role: "switch",
      checked: app.log.recording,
      on: {
        change: () => {
          void app.log.setRecording(toggle.checked);
          void show();
        }
      }
    });
    const button = (label: string, run: () => void) =>
      h("button", {class: "link", type: "button", on: {click: run}}, label);
    const reset = () =>
      void app.log.resetUser().then(() => {
        app.toasts.show("From now on you are somebody else to the pings.");
        void show();
      });
    const remove = () => {
      const kept = events;
      void app.log.clear().then(() => {
        app.toasts.show("The log is deleted.", {
          action: {
            label: "Undo",
            run: () =>
              void app.log.merge(kept).then(() => {
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

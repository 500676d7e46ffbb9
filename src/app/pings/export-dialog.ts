/** What leaves the app is shown first: the whole file, and what kind of thing is in it. */
import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import type {PingEvent} from "../../ping/event.ts";
import {eventLines} from "../../ping/event.ts";
import {summarize} from "../../ping/summary.ts";
import {summaryCsv} from "../../ping/to-csv.ts";
import {summaryHtml} from "../../ping/to-html.ts";
import {summaryJson} from "../../ping/to-json.ts";
import {summaryMarkdown} from "../../ping/to-markdown.ts";
import {sourcegraphJson} from "../../ping/to-sourcegraph.ts";
import type {App} from "../app.ts";
import {download, h} from "../dom.ts";

interface ExportFormat {
  readonly name: string;
  readonly file: string;
  readonly type: string;
  /** What the file holds, for the one who is about to hand it on. */
  readonly holds: string;
  make(events: readonly PingEvent[], now: number): string;
}

const NUMBERS = "It holds event codes, types of insights, tab titles and numbers.";

/** The files that the page can save. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [
  {
    name: "JSON",
    file: "tidemark-pings.json",
    type: "application/json",
    holds: NUMBERS,
    make: (events, now) => summaryJson(summarize(events, now))
  },
  {
    name: "CSV",
    file: "tidemark-pings.csv",
    type: "text/csv",
    holds: NUMBERS,
    make: (events, now) => summaryCsv(summarize(events, now))
  },
  {
    name: "Markdown",
    file: "tidemark-pings.md",
    type: "text/markdown",
    holds: NUMBERS,
    make: (events, now) => summaryMarkdown(summarize(events, now))
  },
  {
    name: "HTML",
    file: "tidemark-pings.html",
    type: "text/html",
    holds: NUMBERS,
    make: (events, now) => summaryHtml(summarize(events, now))
  },
  {
    name: "Sourcegraph",
    file: "code_insights_usage.json",
    type: "application/json",
    holds: `The payload of Sourcegraph's update check, for this week to date. ${NUMBERS}`,
    make: (events, now) => sourcegraphJson(events, null, now)
  },
  {
    name: "Event log",
    file: "tidemark-events.ndjson",
    type: "application/x-ndjson",
    holds:
      "Each event with its time, a random id for the person and one for the session: for merging logs of several people.",
    make: (events) => eventLines(events)
  }
];

/** So much of a file is shown; the rest is only counted. */
const SHOWN = 200_000;

/** Shows the file, and saves it when that is confirmed. */
export async function exportPings(app: App, format: ExportFormat): Promise<void> {
  let text: string;
  try {
    text = format.make(await app.log.all(), app.log.now());
  } catch (error) {
    return app.toasts.show(messageOf(error), {kind: "error"});
  }
  const close = () => dialog.close();
  const save = () => {
    download(format.file, text, format.type);
    close();
  };
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => app.toasts.show("Copied."),
      (error) => app.toasts.show(messageOf(error), {kind: "error"})
    );
  const dialog = h(
    "dialog",
    {class: "export-dialog", "aria-labelledby": "export-title"},
    h("h2", {id: "export-title"}, `Export as ${format.name}`),
    h(
      "p",
      {},
      `This is what the file holds, ${text.length > SHOWN ? `its first ${readableNumber(SHOWN)} of ${readableNumber(text.length)} characters` : "all of it"}. ${format.holds} There is no query, no repository, no title and no path in it. Nothing is sent anywhere.`
    ),
    h("pre", {tabindex: 0, "aria-label": "The file"}, text.slice(0, SHOWN)),
    h(
      "div",
      {class: "buttons"},
      h("button", {class: "button primary", type: "button", on: {click: save}}, `Save ${format.file}`),
      h("button", {class: "button", type: "button", on: {click: copy}}, "Copy"),
      h("button", {class: "button", type: "button", on: {click: close}}, "Cancel")
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

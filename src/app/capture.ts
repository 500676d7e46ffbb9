/** BE captures in the app: what the workspace holds is counted on the first open of a day, and kept in the log. */
import {parseNotebook} from "../notebook/notebook.ts";
import {usageOutline} from "../notebook/usage-outline.ts";
import {captureEvents, isCaptured} from "../ping/capture.ts";
import {BACKEND} from "../ping/event.ts";
import {usageTables} from "../ping/usage-tables.ts";
import type {App} from "./app.ts";

const DAY = 86_400_000;
/** How long after a store was started the first capture of a day waits: what the user came for goes first. */
const LATER = 4000;

/** Counts the workspace once a day, with a database that a page needed: none is started for it. It never fails. */
export function captureLater(app: App): void {
  void app.storeStarted.then(() => setTimeout(() => void captureToday(app).catch(() => undefined), LATER));
}

/** The day on which this page counted or found it done: a log that is deleted after that is not filled again. */
let countedOn = Number.NaN;

/** Counts the workspace unless that was done today (UTC), or recording is off. */
export async function captureToday(app: App): Promise<void> {
  if (!app.log.recording) return;
  // of several tabs one counts
  await navigator.locks.request("tidemark-capture", async () => {
    const today = Math.floor(app.log.now() / DAY);
    if (countedOn === today) return;
    const log = await app.log.all();
    if (!log.some(({user, at}) => user === BACKEND && Math.floor(at / DAY) === today)) await capture(app);
    countedOn = today;
  });
}

/** Counts the workspace now. Untouched samples are not the user's, and do not count. True when the counts were new. */
export async function capture(app: App): Promise<boolean> {
  const files = (await app.notebooks.list()).filter(({sample}) => !sample);
  const notebooks = files.map(({name, text}) => ({name, notebook: parseNotebook(text)}));
  const log = await app.log.all();
  const rows = await app.anyStore().usage(usageTables(usageOutline(notebooks), log));
  const now = app.log.now();
  if (!app.log.recording || isCaptured(log, rows, now)) return false;
  await app.log.merge(captureEvents(rows, {log, now, session: app.log.session, newId: () => crypto.randomUUID()}));
  return true;
}

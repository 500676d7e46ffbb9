/** Page side of the realm of JavaScript cells: frames and worker are started when the first cell runs. */
import {TidemarkError} from "../src/error.ts";
import {connectRealm, type RealmEvents, type RealmLine} from "../src/notebook/js/connect-realm.ts";
import type {CellRealm} from "../src/notebook/js/realm.ts";

/** Seconds: as cell-frame.ts has it. */
const SILENCE = 4;

/** A realm for one notebook. Libraries are read from beside the app, nothing from anywhere else. */
export function connectCells(): CellRealm {
  return connectRealm(startFrame, SILENCE);
}

async function library(name: string): Promise<string> {
  const response = await fetch(new URL(`cells/${name.split("/").at(-1)}.js`, document.baseURI));
  if (!response.ok) throw new TidemarkError("js/error", `The library ${name} is missing from this app.`);
  return response.text();
}

async function startFrame(events: RealmEvents): Promise<RealmLine> {
  const host = document.createElement("iframe");
  host.hidden = true;
  host.title = "";
  host.setAttribute("aria-hidden", "true");
  host.src = new URL("cell-host.html", document.baseURI).href;
  const {port1, port2} = new MessageChannel();
  port1.addEventListener("message", ({data}: MessageEvent<unknown>) => {
    if ((data as {t?: unknown} | null)?.t === "lost") return events.lost((data as {why?: unknown}).why);
    port1.postMessage({t: "ack"});
    events.message(data);
  });
  port1.start();
  await new Promise<void>((resolve) => {
    host.addEventListener("load", () => resolve(), {once: true});
    document.body.append(host);
  });
  host.contentWindow!.postMessage("start", location.origin, [port2]);
  return {
    send: (message) => port1.postMessage(message),
    library,
    close() {
      port1.close();
      host.remove();
    }
  };
}

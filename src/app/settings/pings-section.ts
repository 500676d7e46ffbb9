/** Where the log of pings stands, and the way to it. */
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {routeHash} from "../router.ts";

/** Whether what is done here is recorded, and where. */
export function pingsSection(app: App): HTMLElement {
  const said = h("p", {}, "\u00a0");
  const show = async () => {
    if (!app.log.recording) return fill(said, "Recording is off: nothing that you do here is counted.");
    // a folder that is away holds no log for now
    const path = await (app.sharedLog?.path() ?? Promise.resolve(null)).catch(() => null);
    fill(
      said,
      path
        ? ["Your log stands in this browser, and in the workspace’s folder as ", h("code", {}, path), "."]
        : app.sharedLog
          ? [
              "Your log stands in this browser only, and not in ",
              h("code", {}, "events/"),
              " of the workspace’s folder."
            ]
          : "Your log stands in this browser only."
    );
  };
  void show();
  return h(
    "section",
    {},
    h("h2", {}, "Pings"),
    said,
    h(
      "p",
      {},
      h("a", {href: routeHash("pings")}, "Pings"),
      " shows what is recorded, switches it off, deletes it, and says where it stands."
    )
  );
}

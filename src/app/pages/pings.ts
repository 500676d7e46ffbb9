import {messageOf} from "../../error.ts";
import {summarize} from "../../ping/summary.ts";
import type {PingWeek} from "../../ping/week.ts";
import {SHOWN_WEEKS, weekLabel} from "../../ping/words.ts";
import {capture, captureToday} from "../capture.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {EXPORT_FORMATS, exportPings} from "../pings/export-dialog.ts";
import {funnelList} from "../pings/funnels.ts";
import {keyFigures} from "../pings/key-figures.ts";
import {recordingPanel} from "../pings/recording.ts";
import {smellPanel} from "../pings/smell-panel.ts";
import {weeksTable} from "../pings/weeks-table.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";
import "../style/pings.css";

/** How this copy of Tidemark was used, week by week. Nothing of it leaves the browser unless its user saves it. */
export const pingsPage: OpenPage = async (app, route) => {
  const body = h("div", {});
  let chosen = 0;
  let onlyUsed = false;
  let closed = false;
  const show = async () => {
    const weeks = summarize(await app.log.all(), app.log.now());
    chosen = Math.min(chosen, Math.max(0, weeks.length - 1));
    if (closed) return;
    fill(body, weeks.length ? summary(weeks) : empty());
  };
  const summary = (weeks: readonly PingWeek[]) => {
    const week = weeks[chosen]!;
    const select = h("select", {
      "aria-label": "Week",
      on: {
        change: () => {
          chosen = select.selectedIndex;
          void show();
        }
      }
    });
    select.append(...weeks.map((one, i) => h("option", {selected: i === chosen}, `Week of ${weekLabel(one)}`)));
    const only = h("input", {
      type: "checkbox",
      checked: onlyUsed,
      on: {
        change: () => {
          onlyUsed = only.checked;
          void show();
        }
      }
    });
    return [
      h("div", {class: "week-bar"}, select),
      keyFigures(weeks.slice(chosen, chosen + SHOWN_WEEKS)),
      h("h2", {}, "Creation funnels"),
      funnelList(week.funnels),
      h("h2", {}, "Smell check"),
      smellPanel(week.smell),
      h(
        "div",
        {class: "table-head"},
        h("h2", {}, "Every ping, week by week"),
        h("label", {class: "check"}, only, "Only what was used")
      ),
      weeksTable(weeks.slice(0, SHOWN_WEEKS), onlyUsed)
    ];
  };
  const recording = recordingPanel(app, () => void show());
  const count = async () => {
    try {
      const fresh = await capture(app);
      app.toasts.show(
        fresh
          ? "Counted what there is."
          : app.log.recording
            ? "Counted: nothing changed since the last time today."
            : "Recording is off: nothing is counted."
      );
      await Promise.all([show(), recording.show()]);
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
  };
  const dom = h(
    "div",
    {class: "page wide-page pings-page"},
    h(
      "header",
      {class: "page-head"},
      h("h1", {}, "Pings"),
      h(
        "div",
        {class: "buttons", role: "group", "aria-label": "Export"},
        EXPORT_FORMATS.map((format) =>
          h(
            "button",
            {class: "chip", type: "button", on: {click: () => void exportPings(app, format)}},
            icon(ICONS.download),
            format.name
          )
        )
      )
    ),
    h(
      "p",
      {class: "lead"},
      "How Tidemark is used here, by week (Monday 00:00 UTC). The log is kept in this browser and sent nowhere; it holds event codes, types of insights and tab titles, never a query, a title, a repository or a path. ",
      h("a", {href: routeHash("pings", "reference")}, "What each ping counts")
    ),
    recording.dom,
    body,
    h(
      "p",
      {class: "note count-again"},
      "Totals are counted once a day. ",
      h("button", {class: "link", type: "button", on: {click: () => void count()}}, "Count again now")
    )
  );
  await Promise.all([show(), recording.show()]);
  // the page does not wait for the database
  void captureToday(app)
    .then(() => Promise.all([show(), recording.show()]))
    .catch((error) => app.toasts.show(messageOf(error), {kind: "error"}));
  return {
    route,
    section: "pings",
    title: "Pings",
    dom,
    destroy() {
      closed = true;
    }
  };
};

function empty(): HTMLElement {
  return h(
    "div",
    {class: "empty-state"},
    h("h2", {}, "Nothing recorded yet"),
    h("p", {}, "Open a notebook, hover a chart, click a point: what you do is counted here, by week.")
  );
}

import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import {PING_METRICS} from "../../ping/metrics/index.ts";
import {type PingWeek, summarize, summaryCsv, summaryJson} from "../../ping/summary.ts";
import {isoDate, readableTime} from "../../time.ts";
import {download, fill, h, ICONS, icon} from "../dom.ts";
import type {OpenPage} from "./page.ts";

/** So many weeks stand side by side. */
const SHOWN_WEEKS = 8;

/** How this copy of Tidemark was used, week by week. Nothing of it leaves the browser unless its user saves it. */
export const pingsPage: OpenPage = async (app, route) => {
  const body = h("div", {});
  const show = async () => {
    const weeks = summarize(await app.log.all());
    fill(
      body,
      weeks.length
        ? table(weeks)
        : h(
            "div",
            {class: "empty-state"},
            h("h2", {}, "Nothing recorded yet"),
            h("p", {}, "Open a notebook, hover a chart, click a point: what you do is counted here, by week.")
          )
    );
  };
  const save = (name: string, type: string, make: () => Promise<string>) => async () => {
    try {
      download(name, await make(), type);
    } catch (error) {
      app.toasts.show(messageOf(error), {kind: "error"});
    }
  };
  const weeksNow = async () => summarize(await app.log.all());
  const button = (label: string, run: () => Promise<void>) =>
    h("button", {class: "button", type: "button", on: {click: () => void run()}}, icon(ICONS.download), label);
  const dom = h(
    "div",
    {class: "page wide-page"},
    h(
      "header",
      {class: "page-head"},
      h("h1", {}, "Pings"),
      h(
        "div",
        {class: "buttons"},
        button(
          "JSON",
          save("tidemark-pings.json", "application/json", async () => summaryJson(await weeksNow()))
        ),
        button(
          "CSV",
          save("tidemark-pings.csv", "text/csv", async () => summaryCsv(await weeksNow()))
        ),
        button(
          "Event log",
          save("tidemark-events.ndjson", "application/x-ndjson", () => app.log.text())
        )
      )
    ),
    h(
      "p",
      {class: "lead"},
      "How Tidemark is used here, by week (Monday 00:00 UTC). The log stays in this browser; it holds names of events and types of insights, never a query, a title, a repository or a path."
    ),
    body
  );
  await show();
  return {route, section: "pings", title: "Pings", dom};
};

function table(weeks: readonly PingWeek[]): HTMLElement {
  const shown = weeks.slice(0, SHOWN_WEEKS);
  return h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": "Pings by week"},
    h(
      "table",
      {class: "pings"},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", {scope: "col"}, "Metric"),
          shown.map(({start}, i) =>
            h(
              "th",
              {scope: "col", class: "n", title: `from ${readableTime(start)}`},
              i === 0 ? h("span", {}, isoDate(start), h("span", {class: "note"}, "newest week")) : isoDate(start)
            )
          )
        )
      ),
      h(
        "tbody",
        {},
        PING_METRICS.flatMap(({code, title, purpose}, metric) => {
          const types = [
            ...new Set(shown.flatMap(({rows}) => rows[metric]!.byType.map(({insightType}) => insightType)))
          ].sort();
          return [
            h(
              "tr",
              {},
              h("th", {scope: "row", title: purpose}, title, h("code", {class: "note"}, code)),
              shown.map(({rows}) => h("td", {class: "n"}, readableNumber(rows[metric]!.count)))
            ),
            ...types.map((type) =>
              h(
                "tr",
                {class: "by-type"},
                h("td", {}, type),
                shown.map(({rows}) =>
                  h(
                    "td",
                    {class: "n"},
                    readableNumber(rows[metric]!.byType.find((row) => row.insightType === type)?.count ?? 0)
                  )
                )
              )
            )
          ];
        })
      )
    )
  );
}

import {PING_METRICS} from "../../ping/metrics/index.ts";
import type {PingMetric} from "../../ping/metrics/metric.ts";
import {partLabels} from "../../ping/to-markdown.ts";
import type {PingRow, PingWeek} from "../../ping/week.ts";
import {figure} from "../../ping/words.ts";
import {readableTime} from "../../time.ts";
import {h} from "../dom.ts";
import {bars} from "./bars.ts";

/**
 * The weeks side by side, newest first: a row for every event code, grouped by metric, with its parts below it. The pings of
 * the page that defines them are open, those beyond it folded.
 */
export function weeksTable(weeks: readonly PingWeek[], onlyUsed: boolean): HTMLElement {
  return h(
    "div",
    {},
    table(weeks, onlyUsed, "Pings by week", true),
    h("details", {class: "beyond"}, h("summary", {}, "Pings beyond the page that defines them"), [
      table(weeks, onlyUsed, "Further pings by week", false)
    ])
  );
}

function table(weeks: readonly PingWeek[], onlyUsed: boolean, name: string, onPage: boolean): HTMLElement {
  const head = h(
    "tr",
    {},
    h("th", {scope: "col"}, "Metric"),
    weeks.map(({start, complete}) =>
      h(
        "th",
        {scope: "col", class: "n", title: `from ${readableTime(start)}`},
        readableTime(start).replace(/ \d{4}$/, ""),
        complete ? null : h("span", {class: "note"}, "to date")
      )
    ),
    h("th", {scope: "col"}, "Trend")
  );
  let row = 0;
  const groups = PING_METRICS.map(({title, heading, counts}: PingMetric) => {
    const rows = counts.flatMap(() => rowsOf(weeks, row++, onlyUsed));
    if (!rows.length || (heading !== null) !== onPage) return null;
    const group =
      counts.length > 1
        ? h("tr", {class: "group"}, h("th", {scope: "rowgroup", colspan: weeks.length + 2}, title))
        : null;
    return h("tbody", {}, group, rows);
  });
  return h(
    "div",
    {class: "scroll", tabindex: 0, role: "region", "aria-label": name},
    h("table", {class: "pings"}, h("thead", {}, head), groups)
  );
}

function rowsOf(weeks: readonly PingWeek[], index: number, onlyUsed: boolean): HTMLElement[] {
  const mine = weeks.map(({rows}) => rows[index]!);
  const {code, label, type} = mine[0]!;
  if (onlyUsed && mine.every(({count}) => !count)) return [];
  return [
    h(
      "tr",
      {},
      h("th", {scope: "row"}, label, h("code", {class: "note"}, code)),
      mine.map((one) => cell(one)),
      h("td", {class: "trend"}, bars(label, mine.map(({count}) => count).reverse()))
    ),
    ...partLabels(weeks, index).map((part) =>
      h(
        "tr",
        {class: type === "FE event" ? "by-type" : "by-type of-capture"},
        h("td", {}, part),
        mine.map(({parts, count}) =>
          h("td", {class: "n"}, figure(parts.find((one) => one.label === part)?.value ?? (count === null ? null : 0)))
        ),
        h("td", {})
      )
    )
  ];
}

function cell({count, people, capturedAt, flags}: PingRow): HTMLElement {
  const said = [
    people ? `${figure(people)} ${people === 1 ? "person" : "people"}` : "",
    capturedAt === null ? "" : `counted ${readableTime(capturedAt)}`,
    count === null ? "not known: nothing recorded it" : "",
    ...flags
  ].filter(Boolean);
  return h(
    "td",
    {class: "n", title: said.join("; ") || null},
    figure(count),
    flags.length
      ? h("span", {class: "flag", role: "img", "aria-label": `counted wrong: ${flags.join("; ")}`}, "!")
      : null
  );
}

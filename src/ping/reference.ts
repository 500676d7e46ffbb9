/** The reference of the pings: the registry of metrics as Markdown, for `#/pings/reference` and `tidemark pings --reference`. */
import {EVENT_TYPES, isEventCode} from "./event-types.ts";
import {PING_METRICS} from "./metrics/index.ts";
import type {Account, PingMetric} from "./metrics/metric.ts";

/** All that is known of every metric, as Markdown. */
export function pingReference(): string {
  const metrics: readonly PingMetric[] = PING_METRICS;
  const onPage = metrics.filter(({heading}) => heading !== null);
  const more = metrics.filter(({heading}) => heading === null);
  return [
    "# Pings: the reference",
    "What each ping counts, how, since when, and where it was wrong: for Sourcegraph's Code Insights, whose pings these are, and for Tidemark.",
    "**FE event**: an event that is recorded when somebody does something in the app. **BE capture**: a count of what there is, taken once a day and by `tidemark pings`, and kept in the same log.",
    ...onPage.map((metric) => section(metric, 2)),
    "## Beyond the page",
    "The page that defines the pings stops at version 3.38. What came later, and what the code had beside it:",
    ...more.map((metric) => section(metric, 3))
  ]
    .join("\n\n")
    .concat("\n");
}

function section({title, heading, purpose, upstream, tidemark, counts}: PingMetric, level: number): string {
  const rows: readonly (readonly [string, (account: Account) => string])[] = [
    ["Type", ({type}) => type],
    ["Status", ({status, why}) => (why ? `${status}: ${why}` : status)],
    ["Implementation", ({implementation}) => implementation],
    ["Considerations", ({considerations}) => considerations],
    ["Aggregation", ({aggregation}) => aggregation],
    ["Event codes", ({codes}) => codes.map((code) => `\`${code}\``).join(", ") || "–"],
    ["PRs", ({changes}) => changes.join(", ") || "–"],
    ["Version added", ({added}) => added],
    [
      "Versions broken",
      ({broken}) =>
        broken
          .map(
            ({from, to, what, fix}) => `${from === to ? from : `${from}–${to}`}: ${what}${fix ? ` (fix: ${fix})` : ""}`
          )
          .join("; ") || "none known"
    ]
  ];
  const codes = counts.flatMap(({code, label}) => {
    const when = isEventCode(code) ? `: ${EVENT_TYPES[code].when}` : "";
    return [`- \`${code}\` (${label})${when}`];
  });
  return [
    `${"#".repeat(level)} ${title}`,
    heading && heading !== title ? `*${heading}*` : "",
    `**Purpose:** ${purpose}`,
    [
      "| | Sourcegraph | Tidemark |",
      "| --- | --- | --- |",
      ...rows.map(([label, of]) => `| ${label} | ${cell(of(upstream))} | ${cell(of(tidemark))} |`)
    ].join("\n"),
    codes.length ? `Rows of the summary:\n\n${codes.join("\n")}` : ""
  ]
    .filter(Boolean)
    .join("\n\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

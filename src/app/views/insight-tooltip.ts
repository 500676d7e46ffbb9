/** What is said of a point of an insight: beside the pointer, and to a screen reader. */
import type {SeriesStyle} from "../../chart/colors.ts";
import {incompleteWords} from "../../insight/incomplete.ts";
import type {InsightResult} from "../../insight/insight.ts";
import {statedValue} from "../../insight/stated-value.ts";
import {SHARE} from "../../insight/unit.ts";
import {percentText} from "../../number.ts";
import {readableTime} from "../../time.ts";
import {h} from "../dom.ts";
import {swatch} from "./legend.ts";

/** More rows than this make a tooltip nobody reads. */
const MOST_ROWS = 12;

/** All values of a time, largest first, with the nearest series in bold, what happened then, and who is incomplete. */
export function insightTooltip(
  result: InsightResult,
  styles: readonly SeriesStyle[],
  hidden: ReadonlySet<string>,
  time: number,
  near: number
): HTMLElement {
  const at = result.times[time]!;
  const rows = result.series
    .map(({label, values, status}, index) => ({label, index, value: values[time]!, status: status[time]!}))
    .filter(({label, status}) => !hidden.has(label) && status !== "absent")
    .sort((a, b) => (Number.isNaN(b.value) ? -1 : b.value) - (Number.isNaN(a.value) ? -1 : a.value));
  const parts = result.presentation === "percent-stacked" && result.unit !== SHARE;
  const total = parts ? rows.reduce((sum, {value}) => sum + value, 0) : Number.NaN;
  const who = incompleteWords(result, at);
  return h(
    "div",
    {},
    h("div", {class: "tooltip-time"}, readableTime(at)),
    h(
      "table",
      {},
      h(
        "tbody",
        {},
        rows.slice(0, MOST_ROWS).map(({label, index, value, status}) => {
          const {text, words} = statedValue(value, status, result);
          return h(
            "tr",
            {class: index === near ? "near" : ""},
            h("td", {}, swatch(styles[index]!)),
            h("td", {}, label),
            h("td", {class: "n"}, text),
            parts ? h("td", {class: "n"}, percentText(value / total)) : null,
            h("td", {class: "status"}, words)
          );
        })
      )
    ),
    rows.length > MOST_ROWS ? h("div", {class: "tooltip-hint"}, `and ${rows.length - MOST_ROWS} more`) : null,
    who ? h("div", {class: "tooltip-state"}, `${who[0]!.toUpperCase()}${who.slice(1)}`) : null,
    marksNear(result, time).map((text) => h("div", {class: "tooltip-mark"}, text)),
    h("div", {class: "tooltip-hint"}, "Click for what is behind it")
  );
}

/** The value of one series in words. */
export function pointWords(result: InsightResult, time: number, series: number): string {
  const one = result.series[series];
  const at = result.times[time]!;
  if (!one) return [readableTime(at), incompleteWords(result, at)].filter(Boolean).join(", ");
  const {text, words} = statedValue(one.values[time]!, one.status[time]!, result);
  const who = one.status[time] === "ok" ? "" : incompleteWords(result, at);
  const value = text && text !== "–" ? text : "";
  return `${one.label}, ${readableTime(at)}: ${[value, words, who, ...marksNear(result, time)].filter(Boolean).join(", ")}`;
}

/** What is marked since the time before, up to a time. */
function marksNear({marks = [], times}: InsightResult, time: number): string[] {
  const [from, to] = [times[time - 1] ?? Number.NEGATIVE_INFINITY, times[time]!];
  return marks.filter(({at}) => at > from && at <= to).map(({at, text}) => `${readableTime(at)}: ${text}`);
}

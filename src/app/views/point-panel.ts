/** What is behind a point: its repositories, what each adds, and what changed since the point before. */
import {isAbort, messageOf} from "../../error.ts";
import {formulaParts} from "../../insight/formula-parts.ts";
import type {InsightResult} from "../../insight/insight.ts";
import {boundSign} from "../../insight/stated-value.ts";
import {readableChange} from "../../insight/unit.ts";
import {countedNoun, readableNumber, signedNumber} from "../../number.ts";
import {amount} from "../../report/sentence.ts";
import type {InsightStore, PointDetail, RepositoryShare} from "../../store/store.ts";
import {isoDate, readableTime} from "../../time.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import {measuredParts, pointBreakdown} from "./point-breakdown.ts";
import {pointLinks} from "./point-links.ts";
import {pointParts} from "./point-parts.ts";
import {breakable, type PointContext, repositoryButton} from "./point-repository.ts";
import "../style/point.css";
import type {ShownInsight} from "./insight-figure.ts";

export interface PointPanel extends View {
  /**
   * Shows a point; an earlier question that is still open is dropped. `resultOf` gives the insights a formula names; `watch`
   * asks for a rule on the series, null where there can be none.
   */
  show(
    store: InsightStore,
    insight: ShownInsight,
    series: number,
    time: number,
    resultOf: (id: string) => InsightResult | null,
    watch?: ((label: string) => void) | null
  ): Promise<void>;
  close(): void;
  readonly isOpen: boolean;
}

export function createPointPanel(onClose: () => void): PointPanel {
  const heading = h("h2", {tabindex: -1});
  const body = h("div", {class: "panel-body"});
  const closeButton = h(
    "button",
    {class: "icon-button", type: "button", "aria-label": "Close", title: "Close (Esc)", on: {click: () => close()}},
    icon(ICONS.close)
  );
  const dom = h(
    "aside",
    {class: "panel", hidden: true, "aria-label": "Behind this point"},
    h("header", {}, heading, closeButton),
    body
  );
  let asking: AbortController | null = null;
  let back: Element | null = null;
  const close = () => {
    if (dom.hidden) return;
    asking?.abort();
    dom.hidden = true;
    if (back instanceof HTMLElement) back.focus({preventScroll: true});
    onClose();
  };
  dom.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  return {
    dom,
    close,
    get isOpen() {
      return !dom.hidden;
    },
    async show(store, insight, index, time, resultOf, watch = null) {
      const {definition, result} = insight;
      asking?.abort();
      const mine = new AbortController();
      asking = mine;
      const series = result.series[index]!;
      if (!dom.contains(document.activeElement)) back = document.activeElement;
      const at = result.times[time]!;
      let previous = time - 1;
      while (previous >= 0 && Number.isNaN(series.values[previous]!)) previous--;
      const before = previous >= 0 ? result.times[previous]! : null;
      heading.textContent = series.label;
      dom.hidden = false;
      heading.focus({preventScroll: true});
      const value = series.values[time]!;
      const change = before === null ? null : value - series.values[previous]!;
      const head = h(
        "div",
        {class: "point-head"},
        h(
          "div",
          {class: "point-value"},
          Number.isNaN(value) ? "–" : `${boundSign(series.status[time]!)}${amount(value, result.unit)}`
        ),
        h("div", {class: "point-when"}, readableTime(at)),
        before === null
          ? h("div", {class: "point-change"}, "The first point of this series")
          : h(
              "div",
              {class: "point-change"},
              `${change === 0 ? "Unchanged" : readableChange(change, result.unit)} since ${readableTime(before)}`
            ),
        watch
          ? h("button", {class: "link", type: "button", on: {click: () => watch(series.label)}}, "Watch this…")
          : null
      );
      fill(body, head);
      if (definition.formulas)
        return fill(
          body,
          head,
          pointParts(formulaParts(definition, resultOf, at, before, series.label), before !== null)
        );
      const waiting = setTimeout(() => fill(body, head, h("p", {class: "empty"}, "Looking up the repositories…")), 150);
      try {
        const shown = result.series.filter(({holds}) => holds === 0).map(({label}) => label);
        const request = {definition, label: series.label, shown, at, before};
        const [detail, {workspace}] = await Promise.all([
          store.point(request, {signal: mine.signal}),
          store.workspace({signal: mine.signal})
        ]);
        if (mine.signal.aborted) return;
        const context = {store, request, links: workspace.links, signal: mine.signal};
        fill(
          body,
          head,
          pointLinks(insight, series.label, at, before, workspace.links, detail.repositories),
          detail.parts
            ? measuredParts(detail.parts, detail.unit)
            : pointBreakdown(repositories(detail, at, before, context), context)
        );
      } catch (error) {
        if (!isAbort(error)) fill(body, head, h("div", {class: "message error", role: "alert"}, messageOf(error)));
      } finally {
        clearTimeout(waiting);
      }
    }
  };
}

function repositories(
  {repositories: shares, unit}: PointDetail,
  at: number,
  before: number | null,
  context: PointContext
): HTMLElement {
  const changed = shares.filter((share) => (share.value ?? 0) !== (share.before ?? 0));
  const same = shares.filter((share) => !changed.includes(share) && (share.value ?? 0) !== 0);
  const none = shares.length - changed.length - same.length;
  const repositories = countedNoun(shares.length, "repository", "repositories");
  return h(
    "div",
    {},
    h(
      "p",
      {class: "lead"},
      before === null
        ? `${repositories} ${shares.length === 1 ? "was" : "were"} searched.`
        : shares.length === 1
          ? `The one repository ${changed.length ? "changed" : "did not change"}.`
          : `${changed.length || "None"} of ${repositories} changed.`
    ),
    changed.length || same.length
      ? h(
          "table",
          {class: "shares"},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              h("th", {scope: "col"}, "Repository"),
              h("th", {scope: "col", class: "n"}, unit[0]!.toUpperCase() + unit.slice(1)),
              before === null ? null : h("th", {scope: "col", class: "n"}, "Change")
            )
          ),
          h(
            "tbody",
            {},
            [...changed, ...same].map((share) => row(share, at, before, context))
          )
        )
      : null,
    none ? h("p", {class: "source"}, `${none} with none, then and before.`) : null
  );
}

function row(share: RepositoryShare, at: number, before: number | null, context: PointContext): HTMLElement {
  const {repository, value, before: earlier, status, sampleAt, commit, committedAt} = share;
  const notes = [
    sampleAt < at ? `from the sample of ${isoDate(sampleAt)}` : "",
    commit ? `commit ${commit.slice(0, 10)}` : "",
    commit && committedAt !== null ? isoDate(committedAt) : "",
    status === "partial" ? "a lower bound" : status === "unknown" ? "unknown: the value before is carried on" : "",
    before !== null && earlier === null ? "new since the point before" : ""
  ].filter(Boolean);
  return h(
    "tr",
    {},
    h(
      "td",
      {},
      hasLines(context)
        ? repositoryButton(share, before === null ? 2 : 3, context)
        : h("span", {class: "repo"}, breakable(repository)),
      notes.length
        ? h(
            "span",
            {class: "note"},
            notes.flatMap((note, i) => [i ? " · " : "", h("span", {class: "whole"}, note)])
          )
        : null
    ),
    h(
      "td",
      {class: "n"},
      status === "partial" ? "≥ " : status === "unknown" ? "≈ " : "",
      value === null ? "–" : readableNumber(value)
    ),
    before === null ? null : h("td", {class: "n change"}, change(value, earlier))
  );
}

/** True for kinds whose points are made of lines. */
function hasLines({request: {definition}}: PointContext): boolean {
  return definition.kind === "search" || definition.kind === "capture-group";
}

function change(value: number | null, before: number | null): string {
  const difference = (value ?? 0) - (before ?? 0);
  return difference === 0 ? "" : `${difference > 0 ? "▲" : "▼"} ${signedNumber(difference)}`;
}

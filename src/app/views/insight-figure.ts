import {type SeriesStyle, seriesStyles} from "../../chart/colors.ts";
import {insightChart} from "../../chart/insight-spec.ts";
import {safeSvg} from "../../chart/safe-svg.ts";
import {isAbort, messageOf} from "../../error.ts";
import type {InsightDefinition, InsightResult} from "../../insight/insight.ts";
import {readableNumber} from "../../number.ts";
import {completeness, insightSentences} from "../../report/sentence.ts";
import {readableSpan, readableTime} from "../../time.ts";
import type {App} from "../app.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import type {MenuItem} from "../menu.ts";
import {type ChartPoint, type ChartSurface, chartSurface} from "./chart-surface.ts";
import {type ExportedRows, openExportMenu} from "./export-menu.ts";
import {createFigure} from "./figure.ts";
import {type FilterMark, filterButton, filterLine, isFiltered} from "./filter-mark.ts";
import {menuButton} from "./menu-button.ts";
import {resultTable} from "./table.ts";

/** An insight that is shown: what was asked, what came back, and the id of its cell. */
export interface ShownInsight {
  readonly definition: InsightDefinition;
  readonly result: InsightResult;
  readonly id: string;
}

/** What the figure tells the notebook. */
export interface InsightFigureEvents {
  /** `unmark` takes the mark of the point out of the chart. */
  onOpen(insight: ShownInsight, series: number, time: number, unmark: () => void): void;
  onResize(height: number): void;
  onHover(insight: ShownInsight): void;
  /** The rows behind the insight, where they can be asked for. */
  readonly rows?: ExportedRows;
  /** What else can be done with the insight; null: nothing. */
  menu?(insight: ShownInsight): readonly MenuItem[] | null;
  /** The filters of the insight, where there is a place to change them. */
  filters?(insight: ShownInsight): FilterMark;
}

export const DEFAULT_HEIGHT = 320;

/** The figure of an insight: chart or table, legend, tools, and where it comes from. */
export function insightFigure(
  app: App,
  first: ShownInsight,
  height: number,
  events: InsightFigureEvents
): View<ShownInsight> & {update(shown: ShownInsight): void} {
  const figure = createFigure(height, events.onResize);
  const hidden = new Set<string>();
  let shown = first;
  let width = 0;
  let asTable = false;
  let turn = 0;
  let surface: ChartSurface | null = null;
  let chosen: ChartPoint | null = null;
  const mark = events.filters
    ? {open: () => events.filters!(shown).open(), isTemporary: () => events.filters!(shown).isTemporary()}
    : null;
  const filters = mark && filterButton(mark);

  const draw = async () => {
    const {result} = shown;
    const mine = ++turn;
    if (asTable)
      return fill(
        figure.body,
        h(
          "div",
          {class: "scroll", tabindex: 0, role: "region", "aria-label": `${result.title}, data`},
          resultTable(result)
        )
      );
    const problem = result.notes.find(({level}) => level === "warning")?.text;
    if (!result.times.length || !result.series.length)
      return fill(figure.body, h("p", {class: "empty"}, problem ?? "There is nothing to draw."));
    if (!width) return;
    const chart = insightChart(result, width, figure.height, hidden);
    try {
      const drawing = await app.charts.draw(chart.spec);
      if (mine !== turn) return;
      const words = insightSentences(result).join(" ");
      const styles = seriesStyles(result.series);
      const next = chartSurface({
        svg: safeSvg(drawing.svg, {prefix: `c${mine}-${shown.id}`, title: result.title, description: words}),
        width: drawing.width,
        height: drawing.height,
        hits: drawing.hits,
        times: result.times.length,
        label: `${result.title}. ${words}`,
        tooltip: (time, series) => tooltip(result, styles, hidden, time, series),
        words: (time, series) => pointWords(result, time, series),
        colorOf: (series) => styles[series]?.color ?? "var(--ink)",
        onHover: () => events.onHover(shown),
        onOpen: (series, time) => {
          const point = {series, time};
          choose(point);
          events.onOpen(shown, series, time, () => {
            if (chosen === point) choose(null);
          });
        }
      });
      surface = next;
      surface.choose(chosen);
      const focused =
        figure.body.contains(document.activeElement) && document.activeElement?.classList.contains("surface");
      fill(
        figure.body,
        result.series.length > 1 && !chart.directLabels ? legend(result, styles, hidden, toggle) : null,
        surface.dom
      );
      if (focused) surface.dom.focus({preventScroll: true});
    } catch (error) {
      if (mine === turn && !isAbort(error))
        fill(figure.body, h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  };
  const choose = (point: ChartPoint | null) => {
    chosen = point;
    surface?.choose(point);
  };
  const toggle = (label: string) => {
    if (hidden.has(label)) hidden.delete(label);
    else if (hidden.size < shown.result.series.length - 1) hidden.add(label);
    void draw();
  };
  const toggleTable = () => {
    asTable = !asTable;
    head();
    void draw();
  };
  const head = () => {
    const {result, definition} = shown;
    const window = result.times.length ? readableSpan(result.times[0]!, result.times.at(-1)!) : "no data";
    figure.setHead(result.title, [
      definition.description ? `${definition.description} · ` : "",
      h("span", {class: "nowrap"}, `${result.unit}, ${window}`),
      ...[filterLine(definition, mark)].filter((line) => line !== null)
    ]);
    filters?.update(isFiltered(definition));
    const tableButton = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        "aria-pressed": asTable,
        title: asTable ? "Show as chart" : "Show as table",
        "aria-label": "Show as table",
        on: {click: toggleTable}
      },
      icon(asTable ? ICONS.chart : ICONS.table)
    );
    const csvButton = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        title: "Download",
        "aria-label": "Download",
        "aria-haspopup": "menu",
        on: {click: () => openExportMenu(app, csvButton, shown, events.rows ?? null)}
      },
      icon(ICONS.download)
    );
    const menu = events.menu ? [menuButton(`More for ${result.title}`, () => events.menu!(shown) ?? [])] : [];
    figure.setTools(...(filters ? [filters.dom] : []), tableButton, csvButton, ...menu);
    const {source} = result;
    figure.setFoot(
      h("span", {class: source.status === "partial" ? "incomplete" : ""}, completeness(result)),
      " ",
      // filters stand in the head
      ...result.notes.flatMap(({level, text}) =>
        level === "note" && !text.startsWith("Filtered:") ? [`${text} `] : []
      ),
      ...source.series.map(({query, key}) => h("code", {title: query || key}, key)).flatMap((code) => [code, " "])
    );
  };
  figure.onWidth((next) => {
    width = next;
    void draw();
  });
  head();
  return {
    dom: figure.dom,
    update(next) {
      shown = next;
      chosen = null;
      head();
      void draw();
    },
    destroy: () => {
      turn++;
      figure.destroy?.();
    }
  };
}

function legend(
  result: InsightResult,
  styles: readonly SeriesStyle[],
  hidden: ReadonlySet<string>,
  toggle: (label: string) => void
): HTMLElement {
  return h(
    "ul",
    {class: "legend", "aria-label": "Series"},
    result.series.map(({label}, i) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            "aria-pressed": !hidden.has(label),
            title: hidden.has(label) ? `Show ${label}` : `Hide ${label}`,
            on: {click: () => toggle(label)}
          },
          swatch(styles[i]!),
          label
        )
      )
    )
  );
}

/** A short stroke in a series' colour and dash. */
function swatch({color, dash}: SeriesStyle): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 18 8");
  svg.setAttribute("class", "swatch");
  svg.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of Object.entries({
    x1: 0,
    x2: 18,
    y1: 4,
    y2: 4,
    stroke: color,
    "stroke-width": 2.5,
    "stroke-dasharray": dash.join(" ")
  }))
    line.setAttribute(name, String(value));
  svg.append(line);
  return svg;
}

const STATUS_WORDS = {
  ok: "",
  partial: "incomplete: some repositories are undercounted",
  unknown: "unknown",
  absent: "nothing to search yet"
} as const;

/** All values of a time, largest first, with the nearest series in bold. */
function tooltip(
  result: InsightResult,
  styles: readonly SeriesStyle[],
  hidden: ReadonlySet<string>,
  time: number,
  near: number
): HTMLElement {
  const rows = result.series
    .map(({label, values, status}, index) => ({label, index, value: values[time]!, status: status[time]!}))
    .filter(({label, status}) => !hidden.has(label) && status !== "absent")
    .sort((a, b) => (Number.isNaN(b.value) ? -1 : b.value) - (Number.isNaN(a.value) ? -1 : a.value));
  return h(
    "div",
    {},
    h("div", {class: "tooltip-time"}, readableTime(result.times[time]!)),
    h(
      "table",
      {},
      h(
        "tbody",
        {},
        rows
          .slice(0, 12)
          .map(({label, index, value, status}) =>
            h(
              "tr",
              {class: index === near ? "near" : ""},
              h("td", {}, swatch(styles[index]!)),
              h("td", {}, label),
              h("td", {class: "n"}, Number.isNaN(value) ? "–" : readableNumber(value)),
              h("td", {class: "status"}, status === "ok" ? "" : STATUS_WORDS[status])
            )
          )
      )
    ),
    h("div", {class: "tooltip-hint"}, "Click for what is behind it")
  );
}

function pointWords(result: InsightResult, time: number, series: number): string {
  const one = result.series[series];
  if (!one) return readableTime(result.times[time]!);
  const value = Number.isNaN(one.values[time]!) ? "unknown" : readableNumber(one.values[time]!);
  const status = STATUS_WORDS[one.status[time]!];
  return `${one.label}, ${readableTime(result.times[time]!)}: ${value}${status && value !== status ? `, ${status}` : ""}`;
}

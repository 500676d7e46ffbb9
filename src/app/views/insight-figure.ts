import {seriesStyles} from "../../chart/colors.ts";
import {type InsightChart, insightChart} from "../../chart/insight-spec.ts";
import {safeSvg} from "../../chart/safe-svg.ts";
import {isAbort, messageOf} from "../../error.ts";
import type {InsightDefinition, InsightResult} from "../../insight/insight.ts";
import {foundByWords} from "../../insight/tool.ts";
import {chartSigns} from "../../report/chart-signs.ts";
import {insightFrame} from "../../report/framed-svg.ts";
import {numberFigure, windowWords} from "../../report/number-figure.ts";
import {completeness, insightSentences} from "../../report/sentence.ts";
import {resultTable} from "../../report/tables.ts";
import type {App} from "../app.ts";
import {downloadButton, tableButton} from "./figure-buttons.ts";
import "../style/presentation.css";
import {type Html, toText} from "../../html.ts";
import {dataAge} from "../../insight/age.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import type {MenuItem} from "../menu.ts";
import {type ChartPoint, type ChartSurface, chartSurface} from "./chart-surface.ts";
import {type ExportedRows, openExportMenu} from "./export-menu.ts";
import {createFigure} from "./figure.ts";
import {type FilterMark, filterButton, filterLine, isFiltered} from "./filter-mark.ts";
import {insightTooltip, pointWords} from "./insight-tooltip.ts";
import {legend} from "./legend.ts";
import {menuButton} from "./menu-button.ts";
import type {Picture} from "./picture-file.ts";

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
): View<ShownInsight> & {update(shown: ShownInsight): void; setHeight(height: number): void} {
  const figure = createFigure(height, events.onResize);
  const hidden = new Set<string>();
  let shown = first;
  let width = 0;
  let asTable = first.result.presentation === "table";
  /** The legend of a chart that names its series in the drawing, asked for to show and hide them. */
  let withLegend = false;
  let turn = 0;
  let surface: ChartSurface | null = null;
  let picture: Picture | null = null;
  let chosen: ChartPoint | null = null;
  /** True while title and foot are of an answer before the one that is being drawn: they change with the drawing. */
  let isHeadOld = false;
  const mark = events.filters
    ? {open: () => events.filters!(shown).open(), isTemporary: () => events.filters!(shown).isTemporary()}
    : null;
  const filters = mark && filterButton(mark);

  const draw = async () => {
    const {result} = shown;
    const mine = ++turn;
    picture = null;
    const isChart = !asTable && result.times.length > 0 && result.series.length > 0 && result.presentation !== "number";
    if (!isChart || !width) renewHead();
    if (asTable) return showHtml(resultTable(result), "scroll", `${result.title}, data`);
    const problem = result.notes.find(({level}) => level === "warning")?.text;
    if (!result.times.length || !result.series.length)
      return fill(figure.body, h("p", {class: "empty"}, problem ?? "There is nothing to draw."));
    if (result.presentation === "number") return showHtml(numberFigure(result), "", "");
    if (!width) return;
    const chart = insightChart(result, width, figure.height, hidden);
    figure.setNatural(chart.by === "series");
    try {
      const drawing = await app.charts.draw(chart.spec);
      if (mine !== turn) return;
      const words = insightSentences(result).join(" ");
      const styles = seriesStyles(result.series);
      const notes = [...chart.notes, ...chartSigns(result, chart)];
      const svg = safeSvg(drawing.svg, {prefix: `c${mine}-${shown.id}`, title: result.title, description: words});
      picture = {svg, frame: insightFrame(shown.definition, result, chart, hidden)};
      const next = chartSurface({
        svg,
        width: drawing.width,
        height: drawing.height,
        hits: drawing.hits,
        times: result.times.length,
        by: chart.by,
        gaps: gapsOf(result, hidden, chart),
        label: `${result.title}. ${words}`,
        tooltip: (time, series) => insightTooltip(result, styles, hidden, time, series),
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
      seriesButton.hidden = result.series.length < 2 || !(chart.directLabels || withLegend);
      fill(
        figure.body,
        result.series.length > 1 && (!chart.directLabels || withLegend || hidden.size)
          ? legend(result, styles, hidden, toggle)
          : null,
        surface.dom,
        notes.length ? h("p", {class: "source chart-notes"}, notes.join(" ")) : null
      );
      renewHead();
      if (focused) surface.dom.focus({preventScroll: true});
    } catch (error) {
      if (mine !== turn) return;
      renewHead();
      if (!isAbort(error)) fill(figure.body, h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  };
  /** Numbers and tables are the report's markup: values stand in it as text. */
  const showHtml = (markup: Html, scroll: string, label: string) => {
    surface = null;
    figure.setNatural(true);
    const body = h("div", scroll ? {class: scroll, tabindex: 0, role: "region", "aria-label": label} : {});
    body.innerHTML = toText(markup);
    fill(figure.body, body);
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
    figure.setNatural(asTable);
    head();
    void draw();
  };
  const renewHead = () => {
    if (isHeadOld) head();
  };
  const seriesButton = h(
    "button",
    {
      class: "icon-button",
      type: "button",
      hidden: true,
      title: "Show and hide series",
      "aria-label": "Show and hide series",
      "aria-pressed": false,
      on: {
        click: () => {
          withLegend = !withLegend;
          // without it nothing would say what is hidden
          if (!withLegend) hidden.clear();
          seriesButton.setAttribute("aria-pressed", String(withLegend));
          void draw();
        }
      }
    },
    icon(ICONS.series)
  );
  const head = () => {
    isHeadOld = false;
    const {result, definition} = shown;
    const age = dataAge(result, definition, app.clock());
    figure.setHead(result.title, [
      definition.description ? `${definition.description} ` : "",
      definition.description ? h("span", {class: "dot"}, "· ") : "",
      h("span", {class: "window"}, windowWords(result)),
      age ? h("span", {class: "data-age", title: age.reason}, age.text) : "",
      ...[filterLine(definition, mark)].filter((line) => line !== null)
    ]);
    filters?.update(isFiltered(definition));
    const table = tableButton(asTable, toggleTable);
    const download = downloadButton((button) => openExportMenu(app, button, shown, events.rows ?? null, picture));
    const menu = events.menu ? [menuButton(`More for ${result.title}`, () => events.menu!(shown) ?? [])] : [];
    figure.setTools(...(filters ? [filters.dom] : []), seriesButton, table, download, ...menu);
    const {source} = result;
    figure.setFoot(
      h("span", {class: source.status === "partial" ? "incomplete" : ""}, completeness(result)),
      " ",
      // filters stand in the head
      ...result.notes.flatMap(({level, text}) =>
        level === "note" && !text.startsWith("Filtered:") ? [`${text} `] : []
      ),
      ...source.series.flatMap((one) => [h("code", {title: one.query || one.key}, one.key), `${foundByWords(one)} `])
    );
  };
  figure.onWidth((next) => {
    width = next;
    void draw();
  });
  head();
  return {
    dom: figure.dom,
    setHeight: figure.setHeight,
    update(next) {
      if (next.result.presentation !== shown.result.presentation) asTable = next.result.presentation === "table";
      shown = next;
      chosen = null;
      isHeadOld = true;
      void draw();
    },
    destroy: () => {
      turn++;
      figure.destroy?.();
    }
  };
}

/** Times at which nothing is drawn although something was asked: they can be pointed at to learn why. */
function gapsOf(
  {times, series}: InsightResult,
  hidden: ReadonlySet<string>,
  {span, plot}: Pick<InsightChart, "span" | "plot">
): {time: number; x: number}[] {
  if (!span) return [];
  const shown = series.filter(({label}) => !hidden.has(label));
  return Array.from(times, (at, time) => ({
    time,
    x: plot.left + ((at - span[0]) / (span[1] - span[0] || 1)) * plot.width
  })).filter(({time}) => shown.some(({status}) => status[time] === "unknown"));
}

import type {Drawing} from "../../chart/draw.ts";
import {safeSvg} from "../../chart/safe-svg.ts";
import {aggregatedNote, specChart} from "../../chart/spec.ts";
import {isAbort, messageOf} from "../../error.ts";
import type {Output} from "../../notebook/cells/kind.ts";
import {type Chosen, paramInput} from "../../notebook/chart-params.ts";
import {tableFormat} from "../../report/table-formats.ts";
import type {App} from "../app.ts";
import {download, fill, h, type View} from "../dom.ts";
import {type MenuItem, openMenu} from "../menu.ts";
import {createFigure} from "./figure.ts";
import {downloadButton, tableButton} from "./figure-buttons.ts";
import {inputView} from "./input-view.ts";
import {type Picture, pictureItems} from "./picture-file.ts";
import {selectionSurface} from "./selection-surface.ts";
import {dataTable} from "./table.ts";

type SpecOutput = Extract<Output, {of: "spec"}>;

/** The figure of a Vega-Lite cell. */
export function specFigure(
  app: App,
  first: SpecOutput,
  name: string,
  height: number,
  onResize: (height: number) => void,
  onChoose: (chosen: Chosen) => void = () => {}
): View<SpecOutput> & {update(output: SpecOutput): void; setHeight(height: number): void} {
  const figure = createFigure(height, onResize);
  let output = first;
  let width = 0;
  let asTable = false;
  let turn = 0;
  let picture: Picture | null = null;
  const draw = async () => {
    const mine = ++turn;
    picture = null;
    if (asTable && output.data) return fill(figure.body, h("div", {class: "scroll"}, dataTable(output.data)));
    if (!width) return;
    try {
      const drawing = await app.charts.draw(
        specChart(output.spec, output.data, width, figure.height, output.aggregated)
      );
      if (mine !== turn) return;
      const svg = safeSvg(drawing.svg, {
        prefix: `v${mine}-${name}`,
        title: output.caption || name,
        description: "A chart; its data can be shown as a table."
      });
      picture = {svg, frame: {title: output.caption, caption: "", legend: [], foot: []}};
      // of several plots the same one stays in hand
      const focused = [...figure.body.querySelectorAll(".selection")].indexOf(document.activeElement!);
      showInputs();
      fill(figure.body, pictureOf(svg, drawing));
      if (focused >= 0) figure.body.querySelectorAll<HTMLElement>(".selection")[focused]?.focus({preventScroll: true});
    } catch (error) {
      if (mine === turn && !isAbort(error))
        fill(figure.body, h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  };
  const pictureOf = (svg: string, {width: drawn, height: high, plots = []}: Drawing): HTMLElement => {
    const {selection} = output;
    if (selection?.params.some(({select}) => select !== null) && plots.length)
      return selectionSurface({
        svg,
        width: drawn,
        height: high,
        plots,
        label: output.caption || name,
        ...selection,
        data: output.data,
        onChoose
      });
    const picture = h("div", {class: "picture"});
    // a chart of several plots has a size of its own: it is made smaller, never larger
    picture.style.maxWidth = `${drawn}px`;
    picture.innerHTML = svg;
    return picture;
  };
  const rowItems = ({data}: SpecOutput): MenuItem[] => {
    const csv = tableFormat("csv")!;
    if (!data) return [];
    const run = () => download(`${name}.csv`, new Blob([...csv.pieces(data)] as BlobPart[]), csv.mediaType);
    return [{label: "Rows as CSV", run}];
  };
  /** The inputs of bound parameters. */
  let bound: {
    readonly names: string;
    readonly dom: HTMLElement;
    readonly views: readonly ReturnType<typeof inputView>[];
  } | null = null;
  const showInputs = () => {
    const {params = [], chosen = {}} = output.selection ?? {};
    const shown = params.flatMap((param) => {
      const input = paramInput(param, chosen);
      return input ? [[param.name, input] as const] : [];
    });
    const names = shown.map(([one]) => one).join();
    if (bound?.names === names) {
      bound.views.forEach((view, i) => {
        view.update(shown[i]![1]);
      });
      return;
    }
    bound?.dom.remove();
    const views = shown.map(([param, input]) =>
      inputView(input, `${name}-${param}`, (value) => onChoose({...output.selection?.chosen, [param]: value}))
    );
    bound = {
      names,
      views,
      dom: h(
        "div",
        {class: "chart-inputs", hidden: !views.length},
        views.map(({dom}) => dom)
      )
    };
    // beside what is drawn anew: an input stays in the hand that uses it
    figure.body.before(bound.dom);
  };
  const toggle = () => {
    asTable = !asTable;
    head();
    void draw();
  };
  const head = () => {
    figure.setHead(output.caption, output.aggregated ? [aggregatedNote(output.aggregated)] : []);
    const save = downloadButton((button) =>
      openMenu(button, "Download", [...pictureItems(app, picture, name), ...rowItems(output)])
    );
    figure.setTools(...(output.data ? [tableButton(asTable, toggle)] : []), save);
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
      output = next;
      head();
      void draw();
    },
    destroy() {
      turn++;
      figure.destroy?.();
    }
  };
}

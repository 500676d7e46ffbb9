import {safeSvg} from "../../chart/safe-svg.ts";
import {specChart} from "../../chart/spec.ts";
import {isAbort, messageOf} from "../../error.ts";
import type {Output} from "../../notebook/cells/kind.ts";
import type {App} from "../app.ts";
import {fill, h, ICONS, icon, type View} from "../dom.ts";
import {createFigure} from "./figure.ts";
import {dataTable} from "./table.ts";

type SpecOutput = Extract<Output, {of: "spec"}>;

/** The figure of a Vega-Lite cell. */
export function specFigure(
  app: App,
  first: SpecOutput,
  name: string,
  height: number,
  onResize: (height: number) => void
): View<SpecOutput> & {update(output: SpecOutput): void} {
  const figure = createFigure(height, onResize);
  let output = first;
  let width = 0;
  let asTable = false;
  let turn = 0;
  const draw = async () => {
    const mine = ++turn;
    if (asTable && output.data) return fill(figure.body, h("div", {class: "scroll"}, dataTable(output.data)));
    if (!width) return;
    try {
      const drawing = await app.charts.draw(specChart(output.spec, output.data, width, figure.height));
      if (mine !== turn) return;
      const picture = h("div", {class: "picture"});
      picture.innerHTML = safeSvg(drawing.svg, {
        prefix: `v${mine}-${name}`,
        title: output.caption || name,
        description: "A chart; its data can be shown as a table."
      });
      fill(figure.body, picture);
    } catch (error) {
      if (mine === turn && !isAbort(error))
        fill(figure.body, h("div", {class: "message", role: "alert"}, messageOf(error)));
    }
  };
  const toggle = () => {
    asTable = !asTable;
    head();
    void draw();
  };
  const head = () => {
    figure.setHead(output.caption, []);
    const button = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        "aria-pressed": asTable,
        "aria-label": "Show as table",
        title: asTable ? "Show as chart" : "Show as table",
        on: {click: toggle}
      },
      icon(asTable ? ICONS.chart : ICONS.table)
    );
    figure.setTools(...(output.data ? [button] : []));
  };
  figure.onWidth((next) => {
    width = next;
    void draw();
  });
  head();
  return {
    dom: figure.dom,
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

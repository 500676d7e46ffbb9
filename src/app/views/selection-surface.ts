/** Selecting in a drawing: the picture, a place over each of its plots, and what is selected in words. */
import "../style/selection.css";
import {h} from "../dom.ts";
import {type Board, type SelectionModel, selectionArea} from "./selection-area.ts";
import {chosenWords} from "./selection-words.ts";

/** The element of a drawing in which something can be selected; a new drawing is a new one. Of several plots each has its own place. */
export function selectionSurface(model: SelectionModel): HTMLElement {
  const {plots, params} = model;
  // as it was chosen last: keys come faster than drawings
  let {chosen} = model;
  const picture = h("div", {class: "picture"});
  picture.style.maxWidth = `${model.width}px`;
  // made by safeSvg: allow-listed elements and attributes, references to itself only
  picture.innerHTML = model.svg;
  picture.firstElementChild?.setAttribute("aria-hidden", "true");
  const said = h("span", {"aria-live": "polite"}, chosenWords(model.params, model.chosen, model.data));
  const selected = params.flatMap((param) => (param.select === null ? [] : [param]));
  const board: Board = {
    model,
    picture,
    chosen: () => chosen,
    choose(next) {
      chosen = next;
      model.onChoose(next);
    },
    clear(names) {
      board.choose({...chosen, ...Object.fromEntries(names.map((name) => [name, null]))});
    },
    say: (text) => {
      said.textContent = text;
    }
  };
  const isSet = selected.some(({name}) => (chosen[name] ?? null) !== null);
  const line = h(
    "p",
    {class: "source selection-line"},
    said,
    isSet
      ? h(
          "button",
          {class: "link", type: "button", on: {click: () => board.clear(selected.map(({name}) => name))}},
          "Clear"
        )
      : null
  );
  const areas = plots.flatMap((plot, i) => {
    const own = selected.filter(({views}) => !views.length || views.includes(plot.view));
    return own.length ? [selectionArea(board, plot, own, plots.length > 1 ? i : null)] : [];
  });
  if (plots.length === 1 && areas.length) {
    areas[0]!.prepend(picture);
    return h("div", {}, areas[0]!, line);
  }
  const surface = h("div", {class: "surface"}, picture, areas);
  surface.style.maxWidth = `${model.width}px`;
  return h("div", {}, surface, line);
}

import type {CellState} from "../../notebook/run.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";

/** The way to the notebook in which an insight stands that is shown from there; null for every other cell. */
export function reusedLink({output}: CellState): HTMLElement | null {
  const [first] = (output?.type === "chart" && output.of === "insight" && output.reused) || [];
  if (!first) return null;
  return h(
    "span",
    {},
    " · from ",
    h("a", {href: `${routeHash("notebooks", first.notebook)}?at=${first.id}`}, first.notebook)
  );
}

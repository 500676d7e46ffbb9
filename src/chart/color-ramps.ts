/**
 * Ramps between colours of the theme, for numbers and ordered values: mixed by whoever shows the drawing, as one drawing
 * serves light, dark and print. A ramp of plain variables would be black: Vega blends colours it can read.
 */
import * as vega from "vega";
import {mixed} from "./mixed-colors.ts";

/** The lightest step of what is drawn on paper itself, as a share of the way: it is to be seen there. */
const FAINTEST = 0.25;

const heat = (share: number) => mixed("var(--heat-0)", "var(--heat-1)", share);

const diverging = (share: number) =>
  share < 0.5 ? mixed("var(--s2)", "var(--paper-2)", share * 2) : mixed("var(--paper-2)", "var(--s1)", share * 2 - 1);

/** Makes the theme's ramps known to Vega, by the names that the theme uses. */
export function addColorRamps(): void {
  vega.scheme("tide-heat", heat as never);
  vega.scheme("tide-ramp", ((share: number) => heat(FAINTEST + (1 - FAINTEST) * share)) as never);
  vega.scheme("tide-diverging", diverging as never);
}

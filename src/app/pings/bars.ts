import {figure} from "../../ping/words.ts";
import {h} from "../dom.ts";

/** Values of the weeks as small bars, oldest first; a value that is not known is a hollow one. Read out as a list. */
export function bars(label: string, values: readonly (number | null)[]): HTMLElement {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return h(
    "div",
    {class: "bars", role: "img", "aria-label": `${label} by week, oldest first: ${values.map(figure).join(", ")}`},
    values.map((value) => {
      const bar = h("span", {class: value === null ? "unknown" : value ? "" : "zero"});
      bar.style.setProperty("--share", String(value === null ? 0.5 : value / most));
      return bar;
    })
  );
}

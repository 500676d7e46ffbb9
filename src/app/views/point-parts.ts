/** Behind a point of a formula: the insights it names, with their values then and before. */
import type {FormulaPart} from "../../insight/formula-parts.ts";
import {h} from "../dom.ts";

/** A table of the parts; a sentence where the formula names no insight. */
export function pointParts(parts: readonly FormulaPart[], hasBefore: boolean): HTMLElement {
  if (!parts.length) return h("p", {class: "note"}, "This formula names no insight that has values.");
  const cell = (stated: FormulaPart["value"] | null) =>
    h("td", {class: "n", title: stated?.words ?? ""}, stated?.text || "–");
  return h(
    "div",
    {},
    h("p", {class: "lead"}, "Computed from these insights. Open a point of one of them to see its repositories."),
    h(
      "table",
      {class: "shares"},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          h("th", {scope: "col"}, "Insight"),
          h("th", {scope: "col", class: "n"}, "Value"),
          hasBefore ? h("th", {scope: "col", class: "n"}, "Before") : null
        )
      ),
      h(
        "tbody",
        {},
        parts.map(({id, label, value, before}) =>
          h("tr", {}, h("td", {}, label, h("span", {class: "note"}, id)), cell(value), hasBefore ? cell(before) : null)
        )
      )
    )
  );
}

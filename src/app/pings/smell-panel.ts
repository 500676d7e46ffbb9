import type {SmellCheck} from "../../ping/week.ts";
import {figure} from "../../ping/words.ts";
import {h, ICONS, icon} from "../dom.ts";

/** Pings that have to agree with each other, those that do not first. */
export function smellPanel(checks: readonly SmellCheck[]): HTMLElement {
  if (!checks.length) return h("p", {class: "empty"}, "Nothing happened that week that could be compared.");
  const wrong = checks.filter(({agrees}) => !agrees);
  const rows = [...wrong, ...checks.filter(({agrees}) => agrees)].map(
    ({title, left, relation, right, agrees, finding}) =>
      h(
        "li",
        {class: agrees ? "agrees" : "disagrees"},
        icon(agrees ? ICONS.check : ICONS.warning),
        h(
          "div",
          {},
          h("strong", {}, `${title}: ${agrees ? "agree" : "disagree"}`),
          finding
            ? h("p", {}, finding)
            : h(
                "p",
                {class: "note"},
                `${left.label} ${figure(left.count)} ${relation} ${figure(right.count)} ${right.label}`
              )
        )
      )
  );
  return h("ul", {class: "smells", "aria-label": "Smell check"}, rows);
}

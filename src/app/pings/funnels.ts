import type {Funnel, FunnelStep} from "../../ping/week.ts";
import {figure, lossText} from "../../ping/words.ts";
import {h} from "../dom.ts";

/** The creation flows of a week: each step as long as it is frequent, with what was lost since the step before. */
export function funnelList(funnels: readonly Funnel[]): HTMLElement {
  return h("div", {class: "funnels"}, funnels.map(funnelCard));
}

function funnelCard({title, steps}: Funnel): HTMLElement {
  const most = Math.max(1, ...steps.map(({count}) => count ?? 0));
  const id = `funnel-${title.toLowerCase().replaceAll(/[^a-z]+/g, "-")}`;
  return h(
    "section",
    {class: "funnel", "aria-labelledby": id},
    h("h3", {id}, title),
    h(
      "ol",
      {},
      steps.map((step) => stepRow(step, most))
    )
  );
}

function stepRow(step: FunnelStep, most: number): HTMLElement {
  const bar = h("span", {class: "funnel-bar"});
  bar.style.setProperty("--share", String((step.count ?? 0) / most));
  return h(
    "li",
    {class: step.number.endsWith(".2") ? "other-end" : undefined},
    lossText(step) ? h("span", {class: step.lost! > 0 ? "loss" : "loss none"}, lossText(step)) : null,
    h("span", {class: "step-label", title: step.code}, h("span", {class: "step-number"}, step.number), step.label),
    h("span", {class: "step-count"}, figure(step.count)),
    h("span", {class: "funnel-track", "aria-hidden": "true"}, bar)
  );
}

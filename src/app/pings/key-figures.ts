import {type PingWeek, rowOf} from "../../ping/week.ts";
import {figure} from "../../ping/words.ts";
import {h} from "../dom.ts";
import {bars} from "./bars.ts";

/** The rows that tell a week at a glance. */
const KEY = [
  "InsightsPageView",
  "InsightsUniquePageView",
  "InsightAddition",
  "InsightHover",
  "InsightDataPointClick",
  "ViewCounts"
] as const;

/** The key figures of a week with the weeks up to it as small charts. `weeks` are newest first and begin with that week. */
export function keyFigures(weeks: readonly PingWeek[]): HTMLElement {
  const [week, before] = weeks;
  return h(
    "ul",
    {class: "key-figures"},
    KEY.map((code) => {
      const {label, count} = rowOf(week!.rows, code);
      const earlier = before ? rowOf(before.rows, code).count : null;
      return h(
        "li",
        {},
        h("span", {class: "key-label"}, code === "ViewCounts" ? "Insights there are" : label),
        h("strong", {}, figure(count)),
        h("span", {class: "key-change"}, changeText(count, earlier)),
        bars(label, weeks.map(({rows}) => rowOf(rows, code).count).reverse())
      );
    })
  );
}

function changeText(count: number | null, before: number | null): string {
  if (count === null || before === null) return " ";
  if (count === before) return "as the week before";
  return `${count > before ? "▲ +" : "▼ −"}${figure(Math.abs(count - before))} on the week before`;
}

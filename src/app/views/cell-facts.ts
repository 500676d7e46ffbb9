import type {CellState} from "../../notebook/run.ts";
import {countedNoun, readableBytes, readableNumber} from "../../number.ts";
import {bytesOf} from "../../table.ts";
import {fill, h, type View} from "../dom.ts";
import {reusedLink} from "./reused-link.ts";

/** The line below a result: what it took and gave, and where an insight of another notebook stands. */
export function createCellFacts(): View<CellState> & {update(state: CellState): void} {
  const dom = h("div", {class: "cell-facts"});
  return {
    dom,
    update(state) {
      // an answer that is soon there again keeps its line: nothing moves with each letter of a filter
      if ((state.status === "queued" || state.status === "running") && state.output && dom.hasChildNodes()) return;
      // keeps the room of the line that comes with the result
      const comes = state.remembered !== null && !["markdown", "value"].includes(state.remembered.output.type);
      fill(dom, state.status === "done" ? [factsOf(state).join(" · "), reusedLink(state)] : comes ? "\u00a0" : "");
    }
  };
}

/** What the last run of a cell took and gave: time, rows, bytes in memory. Nothing for text and inputs. */
function factsOf({output, value, elapsed}: CellState): readonly string[] {
  if (!output || output.type === "markdown" || output.type === "value") return [];
  const time = elapsed === null ? [] : [`${readableNumber(elapsed, 0)} ms`];
  if (value?.kind !== "table")
    return output.type === "chart" && output.of === "insight"
      ? [
          ...time,
          `${readableNumber(output.result.series.length)} series`,
          countedNoun(output.result.times.length, "time")
        ]
      : time;
  return [...time, countedNoun(value.table.rows, "row"), readableBytes(bytesOf(value.table))];
}

import {input} from "./input.ts";
import {insight} from "./insight.ts";
import {js} from "./js.ts";
import type {CellKind} from "./kind.ts";
import {markdown} from "./markdown.ts";
import {metric} from "./metric.ts";
import {sql} from "./sql.ts";
import {vegaLite} from "./vega-lite.ts";

export const CELL_KINDS = [markdown, insight, input, metric, sql, vegaLite, js] as const satisfies readonly CellKind[];

/** The kind of that name, or undefined. */
export function cellKind(kind: string): CellKind | undefined {
  return CELL_KINDS.find((candidate) => candidate.kind === kind);
}

import {input} from "./input.ts";
import {insight} from "./insight.ts";
import {js} from "./js.ts";
import type {CellKind} from "./kind.ts";
import {markdown} from "./markdown.ts";
import {sql} from "./sql.ts";
import {vegaLite} from "./vega-lite.ts";

export const CELL_KINDS = [markdown, insight, input, sql, vegaLite, js] as const satisfies readonly CellKind[];

/** The kind of that name, or undefined: `metric` is a word of the format that this version does not know. */
export function cellKind(kind: string): CellKind | undefined {
  return CELL_KINDS.find((candidate) => candidate.kind === kind);
}

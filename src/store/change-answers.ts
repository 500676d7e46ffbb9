/** The changes that an insight is made of: from what is held in memory where that is all there is to it, else from the engine. */
import {isOfLines} from "../insight/file-filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind, ownKind} from "../insight/kinds/index.ts";
import {type Asked, CHANGE_COLUMN, type InsightKind} from "../insight/kinds/kind.ts";
import {numberColumn, type Table} from "../table.ts";
import type {CallOptions} from "./engine.ts";
import {type HeldChanges, type HeldColumn, sumsOfSelected} from "./held-changes.ts";
import type {Kept} from "./kept.ts";
import type {Selection} from "./repositories.ts";
import type {SeriesTotals, Totals} from "./totals.ts";

/** Answers the `changes` of a kind: rows (key, t, delta). */
export interface ChangeAnswers {
  changes(kind: InsightKind, asked: Asked, selection: Selection, options: CallOptions): Promise<Table>;
}

/** Whether an insight is made of sums over repositories, which are held in memory. */
export function isHeld(definition: InsightDefinition): boolean {
  const kind = ownKind(definition.kind) ? null : insightKind(definition.kind);
  return kind?.lineForEachSearch === true && !kind.tables?.(definition).length && !isOfLines(definition);
}

/** Answers from the totals of all repositories, from the changes of those that are selected, or from the engine. */
export function createChangeAnswers(kept: Kept, totals: Totals, held: HeldChanges): ChangeAnswers {
  return {
    async changes(kind, asked, selection, options) {
      const {definition, series, unit} = asked;
      const sids = [...new Set(series)].sort((a, b) => a - b);
      const isSum = kind.lineForEachSearch && !kind.tables?.(definition).length;
      // what a pattern found in lines stands in the engine alone, under codes of its own
      if (!isSum || !sids.every((sid) => held[sid])) return kept.query(kind.changes(asked), options);
      const column = CHANGE_COLUMN[unit] as HeldColumn & keyof SeriesTotals["sums"];
      return stacked(
        sids,
        sids.map((sid) => {
          const all = selection ? null : totals[sid];
          return all ? {times: all.t, deltas: all.sums[column]} : sumsOfSelected(held[sid]!, column, selection);
        })
      );
    }
  };
}

/** Rows (key, t, delta) of series one after another. */
function stacked(
  sids: readonly number[],
  changes: readonly {readonly times: Float64Array; readonly deltas: Float64Array}[]
): Table {
  const rows = changes.reduce((sum, {times}) => sum + times.length, 0);
  const [key, t, delta] = [new Float64Array(rows), new Float64Array(rows), new Float64Array(rows)];
  let start = 0;
  changes.forEach(({times, deltas}, i) => {
    key.fill(sids[i]!, start, start + times.length);
    t.set(times, start);
    delta.set(deltas, start);
    start += times.length;
  });
  return {rows, columns: [numberColumn("key", key), numberColumn("t", t), numberColumn("delta", delta)]};
}

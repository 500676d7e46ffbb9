import {upstreamKind} from "./upstream.ts";
import type {InsightType} from "./vocabulary.ts";

/** An insight of a notebook as far as pings care: its type, and its text to tell whether it was changed. */
export interface InsightOutline {
  readonly insightType: InsightType;
  readonly source: string;
}

/** What an editing session did to the insights of a notebook. */
export interface InsightChange {
  readonly name: "InsightAddition" | "InsightEdit" | "InsightRemoval";
  readonly insightType: InsightType;
}

/** The type of an insight kind in pings; kinds that upstream did not have keep their own names. */
export function insightType(kind: string): InsightType {
  return upstreamKind(kind).insightType;
}

/** Compares the insights of the last saved notebook with those of the saved one, by id; one that has another id and else is the same is itself. */
export function insightChanges(
  before: ReadonlyMap<string, InsightOutline>,
  after: ReadonlyMap<string, InsightOutline>
): InsightChange[] {
  const changes: InsightChange[] = [];
  const gone = [...before].filter(([id]) => !after.has(id)).map(([, outline]) => outline);
  for (const [id, {insightType: type, source}] of after) {
    const old = before.get(id);
    if (!old) {
      const same = gone.findIndex((one) => one.source === source && one.insightType === type);
      if (same < 0) changes.push({name: "InsightAddition", insightType: type});
      else gone.splice(same, 1);
    } else if (old.source !== source) changes.push({name: "InsightEdit", insightType: type});
  }
  for (const {insightType: type} of gone) changes.push({name: "InsightRemoval", insightType: type});
  return changes;
}

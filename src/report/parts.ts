/** A change and what is left by team and by folder, where files and their owners were imported. */
import {isTidemarkError} from "../error.ts";
import {NO_TEAM, NOT_TOLD, UNKNOWN_OWNER} from "../insight/group-labels.ts";
import type {Grouping, InsightDefinition, InsightResult} from "../insight/insight.ts";
import {isUncertain} from "../insight/series.ts";
import {DEFAULT_DISPLAY} from "../insight/sort.ts";
import type {InsightStore} from "../store/store.ts";
import type {Mover} from "./drivers.ts";
import type {SeriesFacts} from "./series-facts.ts";

/** Who answers an insight that is not in the notebook, the same search grouped, and says what is held at all. */
export type AskParts = Pick<InsightStore, "contents" | "insight">;

/** By what a change is told beside repositories. */
export const PART_KINDS = ["team", "directory"] as const satisfies readonly Grouping["by"][];
export type PartKind = (typeof PART_KINDS)[number];

/** The parts of a change. Those that moved the way the series did, largest first; what each has at the end, without zeros. */
export interface Parts {
  readonly by: PartKind;
  readonly with: readonly Mover[];
  readonly left: readonly Mover[];
  /** True where parts overlap: a file with several teams counts for each. */
  readonly overlap: boolean;
}

/** Where parts account for less than this of the value or the change, they would mislead. */
const ENOUGH = 0.8;
/** So many folders from the root are looked at. */
const DEEPEST = 3;

/** By what parts can be told of what is imported: both need files. */
export async function partKinds(ask: AskParts): Promise<readonly PartKind[]> {
  const {tables} = await ask.contents();
  return tables.includes("file") || tables.includes("file_span") ? PART_KINDS : [];
}

/**
 * The parts of a series' change between its first and its last known time, for each kind of which enough is known; none
 * for insights that are no search, and where a value is a lower bound or unknown.
 */
export async function partsOf(
  definition: InsightDefinition,
  facts: SeriesFacts,
  kinds: readonly PartKind[],
  ask: AskParts
): Promise<readonly Parts[]> {
  if (definition.kind !== "search" || definition.formulas || !facts.certain || facts.firstAt === facts.lastAt)
    return [];
  const series = definition.series.find(({label}) => label === facts.label);
  if (!series) return [];
  const found: Parts[] = [];
  for (const by of kinds) {
    for (let depth = 1; depth <= (by === "directory" ? DEEPEST : 1); depth++) {
      const parts = await asked(definition, series, {by, depth}, facts, ask);
      if (!parts) break;
      // one folder that holds everything says nothing: those in it may
      if (by === "directory" && parts.with.length < 2 && parts.left.length < 2) continue;
      found.push(parts);
      break;
    }
  }
  return found;
}

async function asked(
  definition: InsightDefinition,
  series: InsightDefinition["series"][number],
  {by, depth}: {readonly by: PartKind; readonly depth: number},
  {firstAt, lastAt, last, change}: SeriesFacts,
  ask: AskParts
): Promise<Parts | null> {
  let result: InsightResult;
  try {
    result = await ask.insight(
      {
        ...definition,
        kind: "group-by",
        series: [series],
        grouping: {by, depth, bucket: "month"},
        presentation: "line",
        ...{step: null, points: null, from: null, until: null, times: [firstAt, lastAt]},
        ...{goal: null, watch: [], annotations: []},
        display: {...DEFAULT_DISPLAY, limit: 100}
      },
      null
    );
  } catch (error) {
    // nothing imported says whose files these are
    if (isTidemarkError(error)) return null;
    throw error;
  }
  const nobody: readonly string[] = [NOT_TOLD[by], NO_TEAM, UNKNOWN_OWNER];
  const known = result.series.filter(({label, holds}) => !nobody.includes(label) && holds === 0);
  if (known.some(({status}) => status.some((word) => isUncertain(word) || word === "unknown"))) return null;
  const movers = known.map(({label, values}): Mover => {
    const [before = 0, now = 0] = [values[0] || 0, values.at(-1) || 0];
    return {name: label, value: now, change: now - before};
  });
  const sum = (of: (mover: Mover) => number) => movers.reduce((all, mover) => all + of(mover), 0);
  if (sum(({value}) => value) < last * ENOUGH || Math.abs(sum((mover) => mover.change)) < Math.abs(change) * ENOUGH)
    return null;
  const ordered = (some: readonly Mover[], of: (mover: Mover) => number) =>
    [...some].sort((a, b) => of(b) - of(a) || (a.name < b.name ? -1 : 1));
  return {
    by,
    with: ordered(
      movers.filter((mover) => mover.change * Math.sign(change) > 0),
      (mover) => Math.abs(mover.change)
    ),
    left: ordered(
      movers.filter(({value}) => value > 0),
      ({value}) => value
    ),
    overlap: sum(({value}) => value) > last
  };
}

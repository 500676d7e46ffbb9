/** What is behind the change of a series: which repositories made it, and where there is still something left. */
import {isTidemarkError} from "../error.ts";
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import type {PointRequest, Mover as RepositoryMover} from "../store/store.ts";
import type {SeriesFacts} from "./series-facts.ts";

/** Asks the store for the repositories behind a point. */
export type AskMovers = (request: PointRequest) => Promise<readonly RepositoryMover[]>;

/** One repository's part in a change. */
export interface Mover {
  readonly name: string;
  readonly change: number;
  readonly value: number;
}

export interface Drivers {
  readonly label: string;
  readonly change: number;
  /** Those that moved the way the series did, largest first, and those that moved against it. */
  readonly with: readonly Mover[];
  readonly against: readonly Mover[];
  /** What each has at the last time, largest first, without zeros. */
  readonly left: readonly Mover[];
  /** False when a repository's count is a lower bound or unknown. */
  readonly certain: boolean;
}

/**
 * The drivers of a series between its first and its last known time. Null when the kind of the insight has no
 * repositories behind its points.
 */
export async function driversOf(
  definition: InsightDefinition,
  result: InsightResult,
  facts: SeriesFacts,
  ask: AskMovers
): Promise<Drivers | null> {
  if (facts.firstAt === facts.lastAt || definition.formulas) return null;
  let found: readonly RepositoryMover[];
  try {
    found = await ask({
      definition,
      label: facts.label,
      shown: result.series.filter(({holds}) => holds === 0).map(({label}) => label),
      at: facts.lastAt,
      before: facts.firstAt
    });
  } catch (error) {
    if (isTidemarkError(error)) return null;
    throw error;
  }
  const names = shortNames(found.map(({repository}) => repository));
  const movers = found.map(({value, before}, i): Mover => {
    const now = value ?? 0;
    return {name: names[i]!, value: now, change: now - (before ?? 0)};
  });
  const ordered = (some: readonly Mover[], by: (mover: Mover) => number) =>
    [...some].sort((a, b) => by(b) - by(a) || (a.name < b.name ? -1 : 1));
  const sign = Math.sign(facts.change);
  return {
    label: facts.label,
    change: facts.change,
    with: ordered(
      movers.filter(({change}) => change * sign > 0),
      ({change}) => Math.abs(change)
    ),
    against: ordered(
      movers.filter(({change}) => change * sign < 0),
      ({change}) => Math.abs(change)
    ),
    left: ordered(
      movers.filter(({value}) => value > 0),
      ({value}) => value
    ),
    certain: found.every(({status}) => status === "ok")
  };
}

/** Repositories without their host when all have the same. */
function shortNames(names: readonly string[]): string[] {
  const host = /^[^/]+\.[^/]+\//.exec(names[0] ?? "")?.[0] ?? "";
  return host && names.every((name) => name.startsWith(host))
    ? names.map((name) => name.slice(host.length))
    : [...names];
}

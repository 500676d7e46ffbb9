/** What each repository adds to a point and to one before, from the change rows alone: no detail table has to be filled. */
import {insightKind} from "../insight/kinds/index.ts";
import {sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import {resolveUnit} from "./answer.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {repositoryCondition} from "./repositories.ts";
import type {Mover, PointRequest} from "./store.ts";

/** Before any sample, and still a TIMESTAMP: some day in the year 68. */
const LONG_AGO = -6e13;

/** The repositories that had been searched by then, in their order of names. `values` as in `answer`. */
export async function moversOf(
  engine: Engine,
  filled: Filled,
  {definition, label, shown, at, before}: PointRequest,
  series: readonly number[],
  values: readonly number[],
  options: CallOptions
): Promise<readonly Mover[]> {
  const kind = insightKind(definition.kind);
  const unit = resolveUnit(definition, series, filled);
  const index = Math.max(
    0,
    definition.series.findIndex((one) => one.label === label)
  );
  const one = kind.lineForEachSearch ? [index] : series.map((_, i) => i);
  const repositories = repositoryCondition(definition);
  const asked = {definition, series: one.map((i) => values[i]!), unit, repositories};
  const shares = await engine.query(kind.shares(asked, {label, shown}, at, before ?? LONG_AGO), options);
  const byRepository = new Map(Array.from(numbersOf(shares, "rid"), (rid, row) => [rid, row]));
  const known = await engine.query(
    sql`
      SELECT rid::DOUBLE AS rid,
        sum(d_partial)::DOUBLE AS partial, sum(d_unknown)::DOUBLE AS unknown,
        coalesce(sum(d_repos) FILTER (t <= ${{time: before ?? LONG_AGO}}), 0)::DOUBLE AS earlier
      FROM store.delta_repo
      WHERE sid IN ${one.map((i) => series[i]!)} AND t <= ${{time: at}} AND ${repositories}
      GROUP BY rid ORDER BY rid`,
    options
  );
  const [partial, unknown, earlier] = ["partial", "unknown", "earlier"].map((name) => numbersOf(known, name));
  const movers = Array.from(numbersOf(known, "rid"), (rid, row): Mover => {
    const share = byRepository.get(rid);
    const value = (name: "value" | "before") => (share === undefined ? 0 : numbersOf(shares, name)[share]!);
    return {
      repository: filled.repositories[rid]!,
      value: value("value"),
      before: earlier![row]! > 0 ? value("before") : null,
      status: unknown![row]! > 0 ? "unknown" : partial![row]! > 0 ? "partial" : "ok"
    };
  });
  return movers.sort((a, b) => (a.repository < b.repository ? -1 : 1));
}

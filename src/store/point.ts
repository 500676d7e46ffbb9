/** Drill-down of a point: what each repository adds to it, and what it added to the point before. */
import {insightKind} from "../insight/kinds/index.ts";
import {sql} from "../sql.ts";
import {cellOf, findColumn, numbersOf, textOf} from "../table.ts";
import {resolveUnit} from "./answer.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {repositoryCondition} from "./repositories.ts";
import type {PointDetail, PointRequest, RepositoryShare} from "./store.ts";

/** Before any sample, and still a TIMESTAMP: some day in the year 68. */
const LONG_AGO = -6e13;

/** The repositories behind a point. The detail table `point` must be filled. `values` as in `answer`. */
export async function pointDetail(
  engine: Engine,
  filled: Filled,
  {definition, label, shown, at, before}: PointRequest,
  series: readonly number[],
  values: readonly number[],
  options: CallOptions
): Promise<PointDetail> {
  const kind = insightKind(definition.kind);
  const unit = resolveUnit(definition, series, filled);
  const index = Math.max(
    0,
    definition.series.findIndex((one) => one.label === label)
  );
  const one = kind.lineForEachSearch ? [index] : series.map((_, i) => i);
  const asked = {definition, series: one.map((i) => values[i]!), unit, repositories: repositoryCondition(definition)};
  const shares = await engine.query(kind.shares(asked, {label, shown}, at, before ?? LONG_AGO), options);
  const samples = await engine.query(
    sql`
      SELECT rid::DOUBLE AS rid, epoch_ms(max(t))::DOUBLE AS sample_at, epoch_ms(min(t))::DOUBLE AS first_at,
        arg_max(status, t) AS status, arg_max(commit_oid, t) AS commit_oid,
        arg_max(commit_oid, t) FILTER (t <= ${{time: before ?? LONG_AGO}}) AS commit_before, epoch_ms(arg_max(committed_at, t))::DOUBLE AS committed_at
      FROM store.point
      WHERE sid IN ${one.map((i) => series[i]!)} AND t <= ${{time: at}} AND ${asked.repositories}
      GROUP BY rid ORDER BY rid`,
    options
  );
  const byRepository = new Map(Array.from(numbersOf(shares, "rid"), (rid, row) => [rid, row]));
  const status = textOf(samples, "status");
  const commit = textOf(samples, "commit_oid");
  const commitBefore = textOf(samples, "commit_before");
  const repositories = Array.from(numbersOf(samples, "rid"), (rid, row): RepositoryShare => {
    const share = byRepository.get(rid);
    const word = cellOf(status, row);
    const existed = before !== null && numbersOf(samples, "first_at")[row]! <= before;
    return {
      repository: filled.repositories[rid]!,
      value: share === undefined ? 0 : numbersOf(shares, "value")[share]!,
      before: existed ? (share === undefined ? 0 : numbersOf(shares, "before")[share]!) : null,
      status: word === "ok" ? "ok" : word === "partial" ? "partial" : "unknown",
      sampleAt: numbersOf(samples, "sample_at")[row]!,
      commit: cellOf(commit, row) as string | null,
      committedAt: cellOf(findColumn(samples, "committed_at")!, row) as number | null,
      commitBefore: cellOf(commitBefore, row) as string | null
    };
  });
  const change = ({value, before: earlier}: RepositoryShare) => Math.abs((value ?? 0) - (earlier ?? 0));
  return {
    unit,
    repositories: repositories.sort(
      (a, b) => change(b) - change(a) || (b.value ?? 0) - (a.value ?? 0) || (a.repository < b.repository ? -1 : 1)
    )
  };
}

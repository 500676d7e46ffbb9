/**
 * The data of an insight, one row a time, repository and captured value: what an export of it holds, and what its chart
 * adds up. Values are carried forward as the chart does; display options that leave out points or series do not apply.
 */
import {type EXPORT_COLUMNS, type ExportedSeries, exportRows} from "../insight/export-rows.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {insightKind} from "../insight/kinds/index.ts";
import type {RepositoryPoint} from "../insight/points.ts";
import {insightTimes} from "../insight/times.ts";
import {sql} from "../sql.ts";
import {cellOf, numbersOf, type Table, tableBuilder, textOf} from "../table.ts";
import {resolveUnit} from "./answer.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import {repositoryCondition} from "./repositories.ts";
import {timesOf} from "./totals.ts";

/** A sample of a repository: from when on it is the last one, and what is known of it. */
interface Sample {
  readonly at: number;
  readonly status: string;
  readonly commit: string | null;
}

/**
 * Rows in the columns of an upstream export, then `status` and `commit`; null for a kind whose values are not those of
 * repositories. The detail table `point` must be filled. `values` as in `answer`.
 */
export async function insightExport(
  engine: Engine,
  filled: Filled,
  definition: InsightDefinition,
  series: readonly number[],
  values: readonly number[],
  options: CallOptions
): Promise<Table | null> {
  const {byRepository} = insightKind(definition.kind);
  if (!byRepository) return null;
  const unit = resolveUnit(definition, series, filled);
  const repositories = repositoryCondition(definition);
  const display = {...definition.display, samples: null, retention: null, thin: null};
  const times = insightTimes({...definition, display}, timesOf(filled.times, series));
  const exported: ExportedSeries[] = [];
  for (const [i, one] of definition.series.entries()) {
    const changes = await engine.query(byRepository({definition, series: [values[i]!], unit, repositories}), options);
    const samples = await samplesOf(engine, series[i]!, repositories, options);
    const record = filled.series[series[i]!]!;
    exported.push({
      title: definition.title,
      label: one.label,
      query: one.query ?? record.source_query ?? record.pattern,
      times: Array.from(times),
      points: pointsOf(changes, samples, times, filled.repositories)
    });
  }
  return tableOf(exported, definition.display.missing);
}

async function samplesOf(
  engine: Engine,
  sid: number,
  repositories: ReturnType<typeof sql>,
  options: CallOptions
): Promise<Map<number, Sample[]>> {
  const rows = await engine.query(
    sql`
      SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, status, commit_oid FROM store.point
      WHERE sid = ${{integer: sid}} AND ${repositories} ORDER BY rid, t`,
    options
  );
  const status = textOf(rows, "status");
  const commit = textOf(rows, "commit_oid");
  const samples = new Map<number, Sample[]>();
  numbersOf(rows, "rid").forEach((rid, row) => {
    const sample = {
      at: numbersOf(rows, "t")[row]!,
      status: String(cellOf(status, row) ?? "unknown"),
      commit: cellOf(commit, row) as string | null
    };
    samples.set(rid, [...(samples.get(rid) ?? []), sample]);
  });
  return samples;
}

/** A repository's points: none before its first sample; of captured values those that are not zero. */
function pointsOf(
  changes: Table,
  samples: ReadonlyMap<number, readonly Sample[]>,
  times: Float64Array,
  repositories: readonly string[]
): RepositoryPoint[] {
  const points: RepositoryPoint[] = [];
  const rids = numbersOf(changes, "rid");
  const at = numbersOf(changes, "t");
  const deltas = numbersOf(changes, "delta");
  const keyColumn = changes.columns.find(({name}) => name === "key")!;
  const isCaptured = keyColumn.type === "text";
  const seen = new Set<number>();
  const add = (rid: number, key: string | null, from: number, to: number) => {
    const own = samples.get(rid) ?? [];
    let value = 0;
    let next = from;
    let sample = -1;
    let known = false;
    for (const time of times) {
      while (next < to && at[next]! <= time) value += deltas[next++]!;
      while (sample + 1 < own.length && own[sample + 1]!.at <= time) {
        sample++;
        known ||= isKnown(own[sample]!.status);
      }
      if (sample < 0 || (isCaptured && value === 0)) continue;
      const {status, commit} = own[sample]!;
      points.push({
        time,
        repository: repositories[rid]!,
        // a search that never gave an answer has no value, and one that gave one before carries it on
        value: known ? value : Number.NaN,
        status: isKnown(status) ? status : "unknown",
        commit,
        ...(key === null ? {} : {capture: key})
      });
    }
  };
  for (let start = 0, end = 0; start < changes.rows; start = end) {
    const key = isCaptured ? String(cellOf(keyColumn, start)) : null;
    while (end < changes.rows && rids[end] === rids[start] && (!isCaptured || cellOf(keyColumn, end) === key)) end++;
    seen.add(rids[start]!);
    add(rids[start]!, key, start, end);
  }
  // repositories whose value never changed from zero
  if (!isCaptured) for (const rid of samples.keys()) if (!seen.has(rid)) add(rid, null, 0, 0);
  return points;
}

function isKnown(status: string): boolean {
  return status === "ok" || status === "partial";
}

function tableOf(series: readonly ExportedSeries[], missing: "gap" | "zero"): Table {
  const builder = tableBuilder({
    title: "text",
    label: "text",
    query: "text",
    recording_time: "time",
    repository: "text",
    value: "number",
    capture: "text",
    status: "text",
    commit: "text"
  } as const satisfies Record<(typeof EXPORT_COLUMNS)[number] | "status" | "commit", string>);
  for (const {time, value, repository, status, ...row} of exportRows(series, {include: [], exclude: []}))
    builder.push({
      ...row,
      recording_time: time,
      repository,
      value: missing === "gap" && (repository === null || Number.isNaN(value)) ? null : value || 0,
      status: status ?? (repository === null ? "absent" : "ok")
    });
  return builder.build();
}

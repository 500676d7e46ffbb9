/** How an insight over data of its own is answered: languages, metrics, commits. */
import {hiddenSeries} from "../insight/hidden-series.ts";
import {type InsightDefinition, type InsightResult, presented, type ResultSource} from "../insight/insight.ts";
import type {OwnAsked, OwnKind} from "../insight/kinds/kind.ts";
import {runningSums, statusOf, withoutGaps} from "../insight/series.ts";
import {insightTimes} from "../insight/times.ts";
import {cellOf, findColumn, numbersOf} from "../table.ts";
import {filterNotes, notesOf} from "./answer.ts";
import type {CallOptions, Engine} from "./engine.ts";
import type {Filled} from "./fill.ts";
import type {Kept} from "./kept.ts";
import {repositoryCondition} from "./repositories.ts";
import type {PointDetail, PointRequest, RepositoryShare} from "./store.ts";
import {sourceOfThing, type TableSource} from "./table-source.ts";

/** Before any sample, and still a TIMESTAMP. */
const LONG_AGO = -6e13;

/** The answer; the kind's tables must be filled, `sources` is what they were made of. */
export async function answerOwn(
  kept: Pick<Kept, "query">,
  kind: OwnKind,
  definition: InsightDefinition,
  sources: readonly TableSource[],
  options: CallOptions
): Promise<InsightResult> {
  const asked = await chosen(kept, kind, definition, options);
  const samples = numbersOf(await kept.query(kind.ownTimes(asked), options), "t");
  const form = kind.form?.(definition) ?? "over-time";
  const all = insightTimes(definition, samples);
  const times = form === "categorical" ? all.slice(-1) : all;
  const first = await kept.query(kind.ownCoverage(asked), options);
  const counted = (name: string) => runningSums({times: numbersOf(first, "t"), deltas: numbersOf(first, name)}, times);
  const repositories = counted("d_repos");
  const none = new Float64Array(times.length);
  const answered = {
    definition,
    choice: asked.choice,
    rows: await kept.query(kind.ownRows(asked), options),
    times,
    status: statusOf({repositories: counted("d_any"), partial: none, unknown: none})
  };
  const shaped = kind.ownShape(answered);
  const shown = definition.display.missing === "zero" ? shaped.map(withoutGaps) : shaped;
  // what its kind says of them is its own
  const hidden = hiddenSeries(definition, shown, (whole) => kind.ownShape({...answered, definition: whole}));
  const mine = sources.map((table) => sourceOfThing(table, asked.choice.name));
  const source = sourceOf(mine, repositories.at(-1) ?? 0, samples);
  const result: InsightResult = {
    kind: definition.kind,
    title: definition.title,
    form,
    ...(hidden ? {hidden} : {}),
    unit: asked.choice.unit,
    times,
    series: shown,
    source,
    notes: [
      ...filterNotes(definition),
      ...notesOf(definition, shown.length, times, source),
      ...(shown.length ? (kind.ownNotes?.(answered, shown) ?? []) : [])
    ]
  };
  return presented(result, definition);
}

async function chosen(
  kept: Pick<Kept, "query">,
  kind: OwnKind,
  definition: InsightDefinition,
  options: CallOptions
): Promise<OwnAsked> {
  const offers = await kept.query(kind.offers(definition), options);
  return {definition, choice: kind.choose(offers, definition), repositories: repositoryCondition(definition)};
}

function sourceOf(sources: readonly TableSource[], repositories: number, samples: Float64Array): ResultSource {
  const observed = sources.map(({observedAt}) => observedAt).filter((time) => time !== null);
  const reasons = [...new Set(sources.flatMap(({missing}) => missing))].map(
    (path) => `the file ${path} is damaged or missing, and what it held is not counted`
  );
  return {
    series: [],
    repositories,
    segments: [...new Set(sources.flatMap(({segments}) => segments))].sort(),
    observedAt: observed.length ? Math.max(...observed) : null,
    newestSample: samples.at(-1) ?? Number.NaN,
    status: reasons.length ? "partial" : "complete",
    reasons
  };
}

/** The repositories behind a point of such an insight; none where the kind has none. */
export async function ownPointDetail(
  engine: Engine,
  filled: Filled,
  kind: OwnKind,
  {definition, label, shown, at, before}: PointRequest,
  options: CallOptions
): Promise<PointDetail> {
  const asked = await chosen(engine, kind, definition, options);
  const {unit} = asked.choice;
  if (kind.ownParts) {
    const rows = await engine.query(kind.ownRows(asked), options);
    const parts = kind.ownParts({definition, choice: asked.choice, rows}, {label, shown}, at, before);
    return {unit, repositories: [], parts};
  }
  if (!kind.ownShares || !kind.ownSamples) return {unit, repositories: []};
  const shares = await engine.query(kind.ownShares(asked, {label, shown}, at, before ?? LONG_AGO), options);
  const byRepository = new Map(Array.from(numbersOf(shares, "rid"), (rid, row) => [rid, row]));
  const samples = await engine.query(kind.ownSamples(asked, at), options);
  const repositories = Array.from(numbersOf(samples, "rid"), (rid, row): RepositoryShare => {
    const share = byRepository.get(rid);
    const existed = before !== null && numbersOf(samples, "first_at")[row]! <= before;
    const commit = findColumn(samples, "commit_oid");
    return {
      repository: filled.dimensions.repositories[rid]!,
      value: share === undefined ? 0 : numbersOf(shares, "value")[share]!,
      before: existed ? (share === undefined ? 0 : numbersOf(shares, "before")[share]!) : null,
      status: "ok",
      sampleAt: numbersOf(samples, "sample_at")[row]!,
      commit: commit ? (cellOf(commit, row) as string | null) : null,
      committedAt: null
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

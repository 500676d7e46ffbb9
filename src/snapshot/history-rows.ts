/** From what was found in a history to the rows of a snapshot: only those that are not held already. */
import {tableBuilder} from "../table.ts";
import {recordingsOf} from "./backfill-plan.ts";
import type {HeldSeries, HeldSpan} from "./held-history.ts";
import type {HistoryFound, SeriesFound} from "./search-history.ts";
import {KEYS, type Part, TABLES, type TableName} from "./snapshot.ts";
import {sortRows} from "./sort-rows.ts";

/** Collects the rows of several repositories. */
export interface HistoryRows {
  readonly rows: number;
  /** Adds what is new; gives how many points that were. */
  add(found: HistoryFound, held: ReadonlyMap<string, HeldSeries>): number;
  parts(observedAt: number): Part[];
}

export function historyRows(): HistoryRows {
  const tables = {
    point: tableBuilder(TABLES.point),
    capture: tableBuilder(TABLES.capture),
    file_span: tableBuilder(TABLES.file_span),
    match_span: tableBuilder(TABLES.match_span)
  };
  // a content is one for all repositories that hold it: its matches are told once
  const told = new Set<string>();
  return {
    get rows() {
      return Object.values(tables).reduce((sum, {rows}) => sum + rows, 0);
    },
    add(found, held) {
      const before = tables.point.rows;
      for (const one of found.series) {
        const known = held.get(one.series.record.series_id);
        addPoints(tables, found, one, known);
        if (one.series.search.counts !== "repositories") addSpans(tables, told, found, one, known);
      }
      return tables.point.rows - before;
    },
    parts: (observedAt) =>
      (Object.keys(tables) as (keyof typeof tables & TableName)[]).map((table) => ({
        table,
        observedAt,
        rows: sortRows(tables[table].build(), KEYS[table])
      }))
  };
}

type Tables = {
  readonly [T in "point" | "capture" | "file_span" | "match_span"]: ReturnType<typeof tableBuilder<string>>;
};

/** Counts by step, summed up from what begins and ends at each. */
class Steps {
  readonly #changes: Float64Array;
  constructor(steps: number) {
    this.#changes = new Float64Array(steps + 1);
  }
  add(from: number, to: number, count: number): void {
    this.#changes[from]! += count;
    this.#changes[to]! -= count;
  }
  sums(): Float64Array {
    const sums = this.#changes.slice(0, -1);
    for (let i = 1; i < sums.length; i++) sums[i]! += sums[i - 1]!;
    return sums;
  }
}

function addPoints(
  tables: Tables,
  {repository, searches, committedAt, isShallow}: HistoryFound,
  {series, times, stepAt, occurrences, undecided, keys, results, missing}: SeriesFound,
  held: HeldSeries | undefined
): void {
  const {record, search, times: wanted} = series;
  const among = search.alternativesIn(repository);
  // a repository that the query does not look at was not searched
  if (among === 0) return;
  const {series_id} = record;
  const counts = {files: newSteps(), lines: newSteps(), matches: newSteps(), unscanned: newSteps()};
  const captured = new Map<string, {matches: Steps; files: Steps}>();
  for (const [i, key] of keys.entries()) {
    if (key === null) continue;
    const [from, to] = [occurrences.from[i]!, occurrences.to[i]!];
    if (missing.has(key)) counts.unscanned.add(from, to, 1);
    const result = results.get(key);
    if (!result) continue;
    counts.files.add(from, to, 1);
    counts.lines.add(from, to, result.lines);
    counts.matches.add(from, to, result.matches);
    for (const [name, count] of result.captures) {
      const value = captured.get(name) ?? {matches: newSteps(), files: newSteps()};
      captured.set(name, value);
      value.matches.add(from, to, count);
      value.files.add(from, to, 1);
    }
  }
  const [files, lines, matches, unscanned] = [counts.files, counts.lines, counts.matches, counts.unscanned].map((one) =>
    one.sums()
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const values = [...captured].map(([name, value]) => ({
    names: JSON.parse(name) as string[],
    matches: value.matches.sums(),
    files: value.files.sums()
  }));
  const own = new Set(times);
  for (const [step, planned] of searches.entries()) {
    const unread = unscanned[step]! + undecided[step]!;
    const found = {
      ...counted(search.counts, search.findsLines(among), files[step]!, lines[step]!, matches[step]!),
      commit_oid: planned.revision,
      committed_at: committedAt[step]!,
      status: unread ? "partial" : "ok",
      unscanned_files: unread
    };
    for (const {time, ...row} of recordingsOf(planned, found)) {
      if (!own.has(time)) continue;
      const before = held?.points.get(time);
      const isSame =
        before?.commit === row.commit_oid &&
        before.status === row.status &&
        before.files === row.files &&
        before.lines === row.lines &&
        before.matches === row.matches;
      if (isSame) continue;
      tables.point.push({series_id, repo_key: repository, sample_at: time, ...row});
      for (const {names, ...value} of values)
        if (value.matches[step])
          tables.capture.push({
            ...{series_id, repo_key: repository, sample_at: time, c1: names[0] ?? "", c2: names[1] ?? null},
            ...{c3: names[2] ?? null, matches: value.matches[step]!, files: value.files[step]!}
          });
    }
  }
  if (!isShallow) return;
  const asked = new Set(wanted);
  for (const [i, time] of times.entries())
    if (stepAt[i] === null && asked.has(time) && !held?.points.has(time))
      tables.point.push({series_id, repo_key: repository, sample_at: time, status: "unknown"});

  function newSteps(): Steps {
    return new Steps(searches.length);
  }
}

/** What a point says: files found by their names have no lines, and a repository that is selected counts as one. */
function counted(
  counts: "matches" | "files" | "repositories",
  hasContent: boolean,
  files: number,
  lines: number,
  matches: number
) {
  if (counts === "repositories") return {files: null, lines: null, matches: files > 0 ? 1 : 0};
  return {files, lines: hasContent ? lines : null, matches: hasContent ? matches : files};
}

function addSpans(
  tables: Tables,
  told: Set<string>,
  {repository, searches}: HistoryFound,
  {series: {record}, times, stepAt, occurrences, keys, results, matches}: SeriesFound,
  held: HeldSeries | undefined
): void {
  const {series_id} = record;
  // which of the series' own times is the first at or after a step
  const firstAt = new Uint32Array(searches.length + 1).fill(times.length);
  for (let i = times.length - 1; i >= 0; i--) if (stepAt[i] !== null) firstAt[stepAt[i]!] = i;
  for (let step = searches.length - 1; step >= 0; step--) firstAt[step] = Math.min(firstAt[step]!, firstAt[step + 1]!);
  const spans = new Map<string, HeldSpan[]>();
  const shown = new Set<string>();
  for (const [i, key] of keys.entries()) {
    const result = key === null ? undefined : results.get(key);
    if (key === null || !result) continue;
    const [first, last] = [firstAt[occurrences.from[i]!]!, firstAt[occurrences.to[i]!]!];
    if (first >= last) continue;
    shown.add(key);
    const path = occurrences.paths[i]!;
    const {lines, matches: count} = result;
    const span = {path, key, from: times[first]!, to: last < times.length ? times[last]! : null, lines, matches: count};
    const ofPath = spans.get(path) ?? [];
    const before = ofPath.at(-1);
    if (before?.to === span.from && before.key === key) ofPath[ofPath.length - 1] = {...before, to: span.to};
    else ofPath.push(span);
    spans.set(path, ofPath);
  }
  for (const span of changedSpans(spans, held?.spans ?? [], times[stepAt.findIndex((step) => step !== null)]))
    tables.file_span.push({
      ...{series_id, repo_key: repository, path: span.path, blob_oid: span.key, valid_from: span.from},
      ...{valid_to: span.to, lines: span.lines, matches: span.matches}
    });
  for (const [key, rows] of matches) {
    if (!shown.has(key) || told.has(`${series_id} ${key}`)) continue;
    told.add(`${series_id} ${key}`);
    for (const {
      line,
      col,
      end_col,
      text,
      captures: [c1 = null, c2 = null, c3 = null]
    } of rows)
      tables.match_span.push({series_id, blob_oid: key, line, col, end_col, text, c1, c2, c3});
  }
}

/**
 * The spans that say something else than those held. Those that held no longer are ended where they began. `first` is the
 * first time that the history reaches: what was before stays as it is held.
 */
function changedSpans(
  spans: ReadonlyMap<string, readonly HeldSpan[]>,
  held: readonly HeldSpan[],
  first: number | undefined
): HeldSpan[] {
  if (first === undefined) return [];
  const changed = new Map<string, HeldSpan>();
  const name = ({path, from}: HeldSpan) => `${from} ${path}`;
  for (const span of [...spans.values()].flat()) changed.set(name(span), span);
  for (const span of held) {
    const {path, key, from, to} = span;
    if (from < first) {
      if (to !== null && to <= first) continue;
      const follows = spans.get(path)?.find((one) => one.from === first && one.key === key);
      if (follows) changed.delete(name(follows));
      const end = follows ? follows.to : first;
      if (end !== to) changed.set(name(span), {...span, to: end});
      continue;
    }
    const now = changed.get(name(span));
    if (!now) changed.set(name(span), {...span, to: from});
    else if (now.key === key && now.to === to && now.lines === span.lines && now.matches === span.matches)
      changed.delete(name(span));
  }
  // one that ended where it began is held as such: nothing has to be said twice
  const isHeld = new Set(held.map((span) => JSON.stringify(span)));
  return [...changed.values()].filter((span) => !isHeld.has(JSON.stringify(span)));
}

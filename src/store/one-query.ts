/**
 * One query that several tools answered: a search on a server that was imported, say, and `tidemark snapshot`. Tools count
 * differently (names of files, limits, branches), so their counts are never added, and a line never goes from one to another:
 * one of them is shown, and the others are named beside it.
 */
import type {Message} from "../error.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {repositoryTest} from "../insight/scope.ts";
import {toolWords} from "../insight/tool.ts";
import {readableNumber} from "../number.ts";
import {canonicalQuery, isSameQuery} from "../query/canonical.ts";
import {pairKey} from "../snapshot/changes.ts";
import type {SeriesRecord} from "../snapshot/snapshot.ts";
import type {Filled} from "./fill.ts";

/** What one tool holds of a query, within the insight's repositories. */
interface Held {
  readonly sid: number;
  readonly record: SeriesRecord;
  readonly repositories: ReadonlySet<number>;
  readonly samples: number;
  readonly observedAt: number;
}

/** The series that is shown, and those of other tools that are not. */
export interface Shown {
  readonly sid: number;
  readonly others: readonly number[];
}

/**
 * Of series that answer one query, each by another tool, the one to show: that of the most repositories of the insight, then of
 * the most samples, then the one observed last, then that of the larger id. Null when they do not all ask the same, or a tool
 * answers twice. Filters do not change the choice.
 */
export function shownOf(definition: InsightDefinition, candidates: readonly number[], filled: Filled): Shown | null {
  const records = candidates.map((sid) => filled.series[sid]!);
  const asked = records.map(({source_query, pattern}) => canonicalQuery(source_query ?? pattern));
  const isOne = asked.every((one, i) => asked.slice(i + 1).every((other) => isSameQuery(one, other)));
  if (!isOne || new Set(records.map(({engine}) => engine)).size < records.length) return null;
  const {unit} = definition;
  const able = unit && unit !== "repositories" ? candidates.filter((sid) => filled.counted[sid]![unit]) : candidates;
  const all = heldOf(definition, able.length ? able : candidates, filled);
  const [best] = all.sort(
    (a, b) =>
      b.repositories.size - a.repositories.size ||
      b.samples - a.samples ||
      b.observedAt - a.observedAt ||
      (a.record.series_id < b.record.series_id ? 1 : -1)
  );
  return {sid: best!.sid, others: candidates.filter((sid) => sid !== best!.sid)};
}

function heldOf({repositories}: InsightDefinition, sids: readonly number[], filled: Filled): Held[] {
  const passes = repositoryTest([repositories]);
  const inScope = filled.repositories.map(passes);
  const found = new Map(sids.map((sid) => [sid, new Set<number>()]));
  for (const key of filled.last.keys) {
    const sid = Math.floor(key / pairKey(1, 0));
    const rid = key - pairKey(sid, 0);
    if (inScope[rid]) found.get(sid)?.add(rid);
  }
  return sids.map((sid) => {
    const {files, lines, matches} = filled.tallies[sid]!;
    return {
      sid,
      record: filled.series[sid]!,
      repositories: found.get(sid)!,
      samples: Math.max(files, lines, matches),
      observedAt: filled.observed[sid] ?? Number.NEGATIVE_INFINITY
    };
  });
}

/** What is said of the tools whose answers are not shown: a warning where one has repositories that are not in the chart. */
export function otherToolsNotes(definition: InsightDefinition, shown: readonly Shown[], filled: Filled): Message[] {
  return shown.flatMap(({sid, others}) => {
    if (!others.length) return [];
    const [mine, ...rest] = heldOf(definition, [sid, ...others], filled);
    return rest.map(({record, repositories}): Message => {
      const more = [...repositories].filter((rid) => !mine!.repositories.has(rid)).length;
      const [has, lacks] = [counted(repositories.size), more ? `, ${counted(more)} not among those` : ""];
      return {
        level: more ? "warning" : "note",
        text: `${toolWords(record.engine)} answers ${mine!.record.key === record.key ? "the same" : `the query of ${mine!.record.key}`}, too (${has}${lacks}). Counts of two tools are not added: shown is what ${toolWords(mine!.record.engine)} found in ${counted(mine!.repositories.size)}. For the other: data: ${record.series_id}.`
      };
    });
  });
}

function counted(repositories: number): string {
  return `${readableNumber(repositories)} ${repositories === 1 ? "repository" : "repositories"}`;
}

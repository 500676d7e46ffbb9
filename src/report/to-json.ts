import {filteredWords} from "../notebook/filtered.ts";
import {isoTime} from "../time.ts";
import {VERSION} from "../version.ts";
import type {Exporter, ExportInput} from "./exporter.ts";
import type {InsightFacts} from "./facts.ts";
import {provenanceOf} from "./provenance.ts";
import {factSentences} from "./sentence.ts";

const time = (at: number | null) => (at === null || Number.isNaN(at) ? null : isoTime(at));
const number = (value: number) => (Number.isFinite(value) ? value : null);

/** What the first screen says, for programs: numbers, sentences, goals, drivers and watch rules of each insight. */
export const toJson: Exporter = {
  format: "json",
  help: "the answers for programs, NAME.json",
  write: async (input) => [{path: `${input.stem}.json`, content: `${JSON.stringify(answersOf(input), null, 2)}\n`}]
};

/** The answers of a notebook as plain values; unknown numbers and times are null. */
export function answersOf({name, notebook, states, facts}: ExportInput) {
  const provenance = provenanceOf(notebook, states);
  const hashes = new Map([...provenance].map(([index, {hash}]) => [states[index]!.cell.id, hash]));
  return {
    format: "tidemark-answers",
    version: 1,
    tidemark: VERSION,
    notebook: name,
    title: notebook.frontMatter.title || name,
    as_of: time(Math.max(...facts.map(({result}) => result.times.at(-1) ?? Number.NaN))),
    insights: facts.map((one) => ({...answerOf(one), provenance: hashes.get(one.anchor) ?? null}))
  };
}

function answerOf(facts: InsightFacts) {
  const {anchor, result, series, projection, drivers, parts, watch, filtered} = facts;
  const {source} = result;
  return {
    id: anchor,
    title: result.title,
    unit: result.unit,
    ...(filtered ? {filtered: filteredWords(filtered)} : {}),
    from: time(result.times[0] ?? null),
    to: time(result.times.at(-1) ?? null),
    sentences: factSentences(facts).map(({text}) => text),
    ...(result.hidden ? {hidden_series: result.hidden} : {}),
    series: series.map(({label, last, lastAt, lastStatus, first, firstAt, change, share, certain}) => ({
      label,
      last: number(last),
      last_at: time(lastAt),
      status: lastStatus,
      first: number(first),
      first_at: time(firstAt),
      change: certain ? number(change) : null,
      change_share: certain && share !== null ? number(share) : null
    })),
    goal: projection && {
      series: projection.label,
      value: projection.goal.value,
      by: time(projection.goal.by),
      state: projection.state,
      to_go: number(projection.toGo),
      expected: time(projection.expected),
      earliest: time(projection.earliest),
      latest: time(projection.latest)
    },
    drivers: drivers && {
      series: drivers.label,
      certain: drivers.certain,
      repositories: [...drivers.with, ...drivers.against].map(({name, change, value}) => ({name, change, value})),
      ...Object.fromEntries(
        parts.map(({by, with: movers, left}) => [
          by,
          {
            moved: movers.map(({name, change, value}) => ({name, change, value})),
            left: left.map(({name, value}) => ({name, value}))
          }
        ])
      )
    },
    watch: watch.map(({rule, state, text}) => ({when: rule.when, by: time(rule.by), note: rule.note, state, text})),
    source: {
      repositories: source.repositories,
      observed_at: time(source.observedAt),
      status: source.status,
      reasons: source.reasons,
      queries: source.series.map(({query, key}) => query || key)
    }
  };
}

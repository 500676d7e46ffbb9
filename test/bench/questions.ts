/** What the cases ask, as the product's definitions and as what the other ways need. */
import type {InsightDefinition, InsightResult} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import type {InsightStore, PointDetail} from "../../src/store/store.ts";
import {type Step, sampleTimes} from "../../src/time.ts";
import {type CaptureQuestion, MEMORY, type SeriesQuestion} from "./dense.ts";
import type {Answer} from "./measure.ts";
import type {Organisation} from "./organisation.ts";

/** A question in both forms. */
export interface Question<Q> {
  readonly definition: InsightDefinition;
  readonly asked: Q;
}

/** Which times: so many steps that end at the newest sample. */
export interface Window {
  readonly step: Step;
  readonly points: number;
}

/** The newest sample of an organisation; with the week that is appended later, or without. */
export function newest({weeks}: Organisation, withWeek = false): number {
  return weeks.at(withWeek ? -1 : -2)!;
}

/** A search insight over the first series of an organisation. */
export function seriesQuestion(
  made: Organisation,
  count: number,
  {step, points}: Window,
  {repositories = null, withWeek = false}: {repositories?: string | null; withWeek?: boolean} = {}
): Question<SeriesQuestion> {
  const keys = made.series.slice(0, count).map(({key}) => key);
  return {
    definition: definitionOf(keys, {step, points}, repositories),
    asked: {
      series: Object.fromEntries(keys.map((key) => [key, key])),
      times: Array.from(sampleTimes(points, step, newest(made, withWeek))),
      repositories
    }
  };
}

/** A search insight over series, and over repositories whose names match. */
export function definitionOf(
  keys: readonly string[],
  {step, points}: Window,
  repositories: string | null
): InsightDefinition {
  return insight({
    kind: "search",
    series: keys.map((key) => ({label: key, data: key})),
    step: {[`${step.unit}s`]: step.value},
    points,
    ...(repositories === null ? {} : {repositories: {include: [repositories]}})
  });
}

/** The same question to rows that name a series by its id. */
export function byId({series}: Organisation, asked: SeriesQuestion): SeriesQuestion {
  const ids = new Map(series.map(({key, series_id}) => [key, series_id]));
  return {
    ...asked,
    series: Object.fromEntries(Object.entries(asked.series).map(([label, key]) => [label, ids.get(key)!]))
  };
}

/** A capture-group insight: the 20 largest values and the others. */
export function captureQuestion(made: Organisation, {step, points}: Window): Question<CaptureQuestion> {
  const series = made.captured[0]!;
  return {
    definition: insight({kind: "capture-group", data: series, step: {[`${step.unit}s`]: step.value}, points}),
    asked: {series, times: Array.from(sampleTimes(points, step, newest(made))), limit: 20}
  };
}

/** A notebook of so many figures, two series each, and what a figure asks. */
export function figures(made: Organisation, count: number): {text: string; asked: ReadonlyMap<string, SeriesQuestion>} {
  const all = made.series.filter(({key}) => !made.captured.includes(key)).map(({key}) => key);
  const asked = new Map<string, SeriesQuestion>();
  const cells = Array.from({length: count}, (_, i) => {
    const keys = [all[(2 * i) % all.length]!, all[(2 * i + 1) % all.length]!];
    const id = `figure${String(i + 1).padStart(2, "0")}`;
    const times = Array.from(sampleTimes(52, {unit: "week", value: 1}, newest(made)));
    asked.set(id, {series: Object.fromEntries(keys.map((key) => [key, key])), times, repositories: null});
    return `\`\`\`yaml insight id=${id}\nkind: search\ntitle: ${keys.join(" and ")}\nseries:\n${keys
      .map((key) => `  - {label: ${key}, data: ${key}}\n`)
      .join("")}step: {weeks: 1}\npoints: 52\n\`\`\`\n`;
  });
  return {text: `---\ntidemark: 1\ntitle: Benchmark\n---\n\n# Benchmark\n\n${cells.join("\n")}`, asked};
}

/** What an insight came to. */
export function answerOf({series}: InsightResult): Answer {
  return Object.fromEntries(
    series.map(({label, values}) => [label, Array.from(values, (value) => (Number.isNaN(value) ? null : value))])
  );
}

/** How many MB the engine of a store holds. */
export async function memoryOf(store: InsightStore): Promise<number> {
  const {columns} = await store.sql({session: "bench", tables: [], strings: [MEMORY], values: []});
  const [column] = columns;
  return column && column.type !== "text" ? column.values[0]! : Number.NaN;
}

/** What the repositories of a point add to it and to the one before. */
export function pointAnswer({repositories}: PointDetail): Answer {
  return Object.fromEntries(repositories.map(({repository, value, before}) => [repository, [value, before]]));
}

/** The numbers in the data tables of a report, by figure: newest row first. */
export function reportAnswer(html: string): Answer {
  return Object.fromEntries(
    Array.from(html.matchAll(/<figure id="fig-(\w+)">([\s\S]*?)<\/figure>/g), ([, id, body]) => [
      id!,
      Array.from(body!.matchAll(/<td class="n[^>]*>([^<]*)<\/td>/g), ([, text]) =>
        text === "–" ? null : Number(text!.replace(/[^\d.]/g, ""))
      )
    ])
  );
}

/** The definition of an insight from the values of its YAML. */
export function insight(value: Readonly<Record<string, unknown>>): InsightDefinition {
  const {value: definition, messages} = readInsight({title: "Benchmark", ...value});
  if (!definition) throw new Error(messages.map(({text}) => text).join(" "));
  return definition;
}

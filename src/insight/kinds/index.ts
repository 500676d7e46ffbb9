import {type Message, type Reading, TidemarkError} from "../../error.ts";
import {isRecord, kindOf, nearest, readFields} from "../../fields.ts";
import {isEmptyFilter} from "../filter.ts";
import type {DisplayOptions, InsightDefinition, InsightUnit} from "../insight.ts";
import {captureGroup} from "./capture-group.ts";
import {formula} from "./formula.ts";
import {groupBy} from "./group-by.ts";
import type {CommonValues, InsightKind, KindDescription, OwnKind} from "./kind.ts";
import {languageStats} from "./language-stats.ts";
import {metric} from "./metric.ts";
import {search} from "./search.ts";

const COUNTED_KINDS = [search, captureGroup, groupBy] as const satisfies readonly InsightKind[];
const OWN_KINDS = [languageStats, metric] as const satisfies readonly OwnKind[];
export const INSIGHT_KINDS = [...COUNTED_KINDS, ...OWN_KINDS, formula] as const satisfies readonly KindDescription[];

/** The kind of that name when it reads data of its own, which no search found; null for every other. */
export function ownKind(kind: string): OwnKind | null {
  return OWN_KINDS.find((candidate) => candidate.kind === kind) ?? null;
}

/** True for a kind whose values the store counts from searches. */
export function isCounted(kind: string): boolean {
  return COUNTED_KINDS.some((candidate) => candidate.kind === kind);
}

/** The kind of that name, whose values the store counts. @throws TidemarkError "insight/unknown-kind", "insight/computed" */
export function insightKind(kind: string): InsightKind {
  const found = COUNTED_KINDS.find((candidate) => candidate.kind === kind);
  if (found) return found;
  // a kind that there is not is another error
  kindDescription(kind);
  throw new TidemarkError(
    "insight/computed",
    `A value of kind ${kind} is computed from other insights of its notebook. Open a point of one of those to see its repositories.`
  );
}

/** What the kind of that name says of itself. @throws TidemarkError "insight/unknown-kind" */
export function kindDescription(kind: string): KindDescription {
  const found = INSIGHT_KINDS.find((candidate) => candidate.kind === kind);
  if (found) return found;
  const names = INSIGHT_KINDS.map((candidate) => candidate.kind);
  const near = nearest(kind, names);
  throw new TidemarkError(
    "insight/unknown-kind",
    `There is no insight kind "${kind}". The kinds are ${names.slice(0, -1).join(", ")} and ${names.at(-1)}.${near ? ` Did you mean "${near}"?` : ""}`
  );
}

/** An insight from the value of a cell's YAML; null, with errors, when there is nothing that could be asked. */
export function readInsight(value: unknown): Reading<InsightDefinition | null> {
  if (!isRecord(value))
    return {
      value: null,
      messages: [
        {
          level: "error",
          text: `An insight is written as "name: value" lines (title, query or data, …); this is ${kindOf(value)}.`
        }
      ]
    };
  let kind: KindDescription;
  try {
    kind = kindDescription(typeof value.kind === "string" ? value.kind : "search");
  } catch (error) {
    return {value: null, messages: [{level: "error", text: (error as TidemarkError).message}]};
  }
  const {value: values, messages: said} = readFields(kind.fields, value, "insight");
  const common = values as unknown as CommonValues;
  const {defaults, ...own} = kind.define(values);
  const messages: Message[] = said.map((one) =>
    one.field === "metric" && !isGiven(value.metric) ? {...one, isBlank: true} : one
  );
  if (!own.series.length && !own.formulas && !ownKind(kind.kind) && !messages.some(({level}) => level === "error"))
    messages.push({
      level: "error",
      isBlank: true,
      text:
        kind.kind === "formula"
          ? "This insight computes nothing: give it a formula over the ids of other insights."
          : `This insight names no data: give it a query or data${kind.kind === "search" ? ", or a list of series" : ""}.`
    });
  const labels = own.series.map(({label}) => label);
  const twice = labels.find((label, i) => labels.indexOf(label) !== i);
  // lines are told apart by their labels: in legends, tables and behind their points
  if (twice !== undefined)
    messages.push({
      level: "error",
      field: "series",
      text: `Two series are called ${JSON.stringify(twice)}. Give each a label of its own.`
    });
  if (common.from !== null && common.until !== null && common.from > common.until)
    messages.push({level: "error", text: `"from" is after "until".`});
  const {joining, ...filter} = common.filters;
  const definition: InsightDefinition = {
    kind: kind.kind,
    title: common.title,
    description: common.description,
    filters: isEmptyFilter(filter) ? [] : [filter],
    joining,
    repositories: common.repositories ?? {include: [], exclude: []},
    step: common.step,
    align: common.align,
    points: common.points,
    times: common.times,
    from: common.from,
    until: common.until,
    unit: (common.unit ?? "as-counted") === "as-counted" ? null : (common.unit as InsightUnit),
    display: displayOptions(defaults ?? kind.display, common.display),
    goal: common.goal,
    watch: common.watch,
    presentation: common.presentation === "default" ? (kind.presentation ?? "line") : common.presentation,
    annotations: common.annotations,
    zero: common.zero,
    ...own
  };
  return {value: messages.some(({level}) => level === "error") ? null : definition, messages};
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function displayOptions(fallback: DisplayOptions, written: CommonValues["display"]): DisplayOptions {
  return {
    limit: written.limit ?? fallback.limit,
    sort: written.sort === "default" ? fallback.sort : written.sort,
    direction:
      written.direction === "default"
        ? written.sort === "lexicographical" || written.sort === "date-added"
          ? "asc"
          : fallback.direction
        : written.direction,
    other: fallback.other && written.other,
    samples: written.samples,
    retention: written.retention,
    thin: written.thin,
    missing: written.missing,
    cut: written.cut
  };
}

/** What a formula insight shows: its formulas over the results of other insights, on times that all of them cover. */
import type {Message} from "../error.ts";
import {evaluate, type FormulaContext, type FormulaInput} from "./evaluate-formula.ts";
import {type FormulaSeries, insightsIn, usesIn} from "./formula.ts";
import {joinedSource} from "./formula-source.ts";
import {commonTimes, wholeGrid} from "./formula-times.ts";
import {sharedUnit, timesHundred} from "./formula-units.ts";
import type {FormulaValues} from "./formula-values.ts";
import {hiddenText} from "./hidden-series.ts";
import type {InsightDefinition, InsightResult, ResultSeries} from "./insight.ts";
import {shownSeries} from "./sort.ts";
import {insightTimes, type TimesAsked} from "./times.ts";
import {SHARE} from "./unit.ts";

/**
 * The result of a formula insight. `inputs` holds what its names stand for.
 * @throws TidemarkError "formula/series" (no such series), "formula/unit" (lines and files added), "formula/length".
 */
export function computeFormula(
  definition: Pick<InsightDefinition, "kind" | "title" | "formulas" | "asShare" | "display"> & TimesAsked,
  inputs: ReadonlyMap<string, FormulaInput>
): InsightResult {
  const formulas = definition.formulas ?? [];
  const used = [...new Set(formulas.flatMap(({formula}) => insightsIn(formula)))];
  const results = used.flatMap((id) => {
    const input = inputs.get(id);
    return typeof input === "object" ? [{id, result: input}] : [];
  });
  const notes = new Set<string>();
  const uses = formulas.flatMap(({formula}) => usesIn(formula));
  for (const {id, result} of results)
    if (result.hidden && uses.some((use) => use.id === id && use.isAdded))
      notes.add(`${id} leaves out ${result.hidden} of its series by display.limit: what is added up here lacks them.`);
  const samples = commonTimes(results, notes);
  const shown = insightTimes(definition, samples).filter((time) => time <= samples.at(-1)!);
  const grid = wholeGrid(definition, samples, shown);
  const parts = formulas.map((one) => {
    const context: FormulaContext = {inputs, times: grid, text: one.text, notes, zeroDivisors: 0};
    const part = evaluate(one.formula, context);
    if (context.zeroDivisors)
      notes.add(
        `${context.zeroDivisors} ${context.zeroDivisors === 1 ? "value is" : "values are"} unknown because the divisor is 0 there (${one.text}).`
      );
    return {one, part};
  });
  const unit = sharedUnit(parts, definition.asShare ?? null);
  if (unit === SHARE && formulas.some(({formula}) => timesHundred(formula)))
    notes.add("Shares are shown as per cent already; leave the 100 out of the formula, or write as: number.");
  const places = Array.from(shown, (time) => grid.indexOf(time));
  const all = parts.flatMap(({one, part}) =>
    part.series.map((own): ResultSeries => {
      const color = part.many ? own.color : one.color;
      return {
        label: labelOf(one, part, own, formulas.length),
        ...(color ? {color} : {}),
        holds: own.holds,
        values: Float64Array.from(places, (place) => own.values[place]!),
        status: places.map((place) => own.status[place]!)
      };
    })
  );
  const series = shownSeries(all, definition.display);
  const hidden = all.length - series.length;
  const cut = hiddenText({series, hidden});
  return {
    kind: definition.kind,
    title: definition.title,
    form: "over-time",
    ...(hidden ? {hidden} : {}),
    unit,
    times: shown,
    series,
    source: joinedSource(
      results,
      all.every(({status}) => status.at(-1) === "ok")
    ),
    notes: [
      ...(cut ? [{level: "note" as const, text: cut}] : []),
      ...[
        ...(shown.length ? [] : ["There is no time that all insights of this formula cover."]),
        ...(shown.length && !all.length ? ["No label stands in all insights of this formula."] : []),
        ...notes
      ].map((text): Message => ({level: "warning", text}))
    ]
  };
}

function labelOf({label, text}: FormulaSeries, {many}: FormulaValues, own: ResultSeries, count: number): string {
  if (!many) return label || text;
  return label && count > 1 ? `${label} · ${own.label}` : own.label;
}

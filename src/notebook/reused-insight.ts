import {isTidemarkError, TidemarkError} from "../error.ts";
import {isRecord, kindOf} from "../fields.ts";
import type {FormulaInput} from "../insight/evaluate-formula.ts";
import {insightsIn} from "../insight/formula.ts";
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {readInsight} from "../insight/kinds/index.ts";
import {answerInsight} from "./answer-insight.ts";
import {type CellContext, type CellReading, type CellResult, unreadable} from "./cells/kind.ts";
import {readYaml} from "./cells/yaml.ts";
import {readInsightYaml} from "./insight-yaml.ts";
import type {CellSource} from "./notebook.ts";
import {type Overlay, overlaid} from "./overlay.ts";
import {findReused, type InsightReference, type OtherNotebooks, type ReusedCell, readReference} from "./reused.ts";

/** An insight of another notebook as it is written there, references followed to their end. */
interface Resolved {
  readonly written: unknown;
  /** The notebook its formulas speak of. */
  readonly notebook: string;
  readonly reused: readonly ReusedCell[];
}

/** The reading of `yaml insight from=other.md#id`: what is written in the cell is laid over the insight there. */
export function readReused(cell: CellSource, from: string): CellReading {
  const error = (text: string, line = cell.line) => unreadable([{level: "error" as const, text, place: {line}}]);
  const {value: reference, problem} = readReference(from);
  if (!reference) return error(problem);
  const {value: own, messages} = readYaml(cell.body, cell.bodyLine);
  if (messages.some(({level}) => level === "error")) return unreadable(messages);
  if (own !== null && own !== undefined && !isRecord(own))
    return error(`What is written here should be "name: value" lines, such as a title; it is ${kindOf(own)}.`);
  if (isRecord(own) && "kind" in own) return error(`The kind is that of ${from}; take "kind" out.`, cell.bodyLine);
  return {references: [], messages, run: (context) => answerReused(reference, own ?? {}, [], context)};
}

async function answerReused(
  reference: InsightReference,
  own: Overlay,
  path: readonly InsightReference[],
  context: CellContext
): Promise<CellResult> {
  const resolved = await resolve(reference, path, context.others);
  const written = overlaid(resolved.written, own);
  const {value: definition, messages} = readInsight(written);
  const problem = messages.find(({level}) => level === "error");
  if (!definition || problem)
    throw new TidemarkError(
      "insight/reused",
      `${reference.notebook}#${reference.id} cannot be shown: ${problem?.text ?? "it asks nothing."}`
    );
  const reused = [...resolved.reused];
  return answerInsight(
    {
      definition,
      written,
      inputs: async (asked) => {
        const found = await inputsOf(asked, resolved.notebook, [...path, reference], context);
        reused.push(...found.reused);
        return found.inputs;
      },
      reused: () => reused
    },
    context
  );
}

async function resolve(
  reference: InsightReference,
  path: readonly InsightReference[],
  others: OtherNotebooks | undefined
): Promise<Resolved> {
  const {cell, used} = await findReused(reference, path, others);
  const {value, messages} = readInsightYaml({...cell, bodyLine: 1});
  const problem = messages.find(({level}) => level === "error");
  if (problem)
    throw new TidemarkError(
      "insight/reused",
      `${reference.notebook}#${reference.id} cannot be read: ${problem.text} (line ${cell.line} there).`
    );
  const from = cell.attributes.get("from");
  if (from === undefined) return {written: value, notebook: reference.notebook, reused: [used]};
  const next = readReference(from);
  if (!next.value) throw new TidemarkError("insight/reused", `${reference.notebook}#${reference.id}: ${next.problem}`);
  const base = await resolve(next.value, [...path, reference], others);
  return {
    written: overlaid(base.written, (value ?? {}) as Overlay),
    notebook: base.notebook,
    reused: [used, ...base.reused]
  };
}

/** What a formula of another notebook computes from: the insights there that it names, answered under the filters here. */
async function inputsOf(
  {formulas = []}: InsightDefinition,
  notebook: string,
  path: readonly InsightReference[],
  context: CellContext
): Promise<{inputs: ReadonlyMap<string, FormulaInput>; reused: readonly ReusedCell[]}> {
  const inputs = new Map<string, FormulaInput>();
  const reused: ReusedCell[] = [];
  // no table of this notebook may be written over, and what the reader set is for the whole
  const inner: CellContext = {
    ...context,
    cell: {...context.cell, id: null},
    filters: {...context.filters, cell: null},
    events: []
  };
  for (const id of new Set(formulas.flatMap(({formula}) => insightsIn(formula)))) {
    const {output} = await answerReused({notebook, id}, {}, path, inner);
    if (output.type !== "chart" || output.of !== "insight") continue;
    inputs.set(id, output.result satisfies InsightResult);
    reused.push(...(output.reused ?? []));
  }
  return {inputs, reused};
}

/** The insights that one of another notebook asks, itself or by its formulas; none where it cannot be shown. */
export async function reusedNeeds(
  reference: InsightReference,
  own: unknown,
  others: OtherNotebooks,
  path: readonly InsightReference[] = []
): Promise<{readonly definitions: readonly InsightDefinition[]; readonly reused: readonly ReusedCell[]}> {
  try {
    const {written, notebook, reused} = await resolve(reference, path, others);
    const {value: definition} = readInsight(overlaid(written, isRecord(own) ? own : {}));
    if (!definition) return {definitions: [], reused};
    const parts = await Promise.all(
      [...new Set((definition.formulas ?? []).flatMap(({formula}) => insightsIn(formula)))].map((id) =>
        reusedNeeds({notebook, id}, null, others, [...path, reference])
      )
    );
    return {
      definitions: [definition, ...parts.flatMap(({definitions}) => definitions)],
      reused: [...reused, ...parts.flatMap((part) => part.reused)]
    };
  } catch (error) {
    if (isTidemarkError(error)) return {definitions: [], reused: []};
    throw error;
  }
}

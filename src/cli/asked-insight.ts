/** The insight that a command's words name: its notebook read, it alone asked for, its chart handed over. */
import {TidemarkError} from "../error.ts";
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {filteredWords} from "../notebook/filtered.ts";
import {isInsightCell} from "../notebook/insight-yaml.ts";
import {createRun} from "../notebook/run.ts";
import type {InsightStore, PointRequest} from "../store/store.ts";
import {parseIso} from "../time.ts";
import {type CommandContext, type Option, type OptionValues, usageError} from "./command.ts";
import {askedFilters, FILTER_OPTIONS, setFilters} from "./filter-options.ts";
import {folderTables} from "./table-files.ts";
import {openStore, otherNotebooks, readNotebook} from "./workspace.ts";

/** What names an insight and filters it. */
export const INSIGHT_OPTIONS: Readonly<Record<string, Option>> = {
  insight: {type: "string", value: "ID", help: "the id of the insight's cell"},
  ...FILTER_OPTIONS
};

/** An insight with its result, and the store that answers further questions to it. */
export interface AskedInsight {
  readonly definition: InsightDefinition;
  readonly result: InsightResult;
  readonly store: InsightStore;
}

/**
 * Runs the notebook of `words` and gives the insight of `--insight` to `use`; says the filters it was asked with, and closes what
 * it opened. The only insight of a notebook needs no name. @throws TidemarkError "cli/usage" without notebook or insight,
 * "<command>/failed" with the message of the cell.
 */
export async function askInsight(
  command: string,
  values: OptionValues,
  words: readonly string[],
  context: CommandContext,
  use: (asked: AskedInsight) => Promise<void>
): Promise<void> {
  const [path, ...more] = words;
  if (!path || more.length) throw usageError(`Which notebook? tidemark ${command} notebooks/name.md --insight ID`);
  const filters = askedFilters(values);
  const {notebook} = await readNotebook(context.cwd, path);
  const ids = notebook.cells.flatMap((cell) => (isInsightCell(cell) && cell.id ? [cell.id] : []));
  const id = (values.insight as string | undefined) ?? (ids.length === 1 ? ids[0]! : "");
  if (!ids.includes(id))
    throw usageError(
      `${id ? `There is no insight ${id} in ${path}` : "Which insight? Give --insight ID"}. ${ids.length ? `The insights are ${ids.join(", ")}.` : "The notebook has none."}`
    );
  const store = openStore(context.cwd, notebook.frontMatter.snapshots, context.now);
  const others = otherNotebooks(context.cwd, path);
  const tables = folderTables(context.cwd);
  const run = createRun({store, session: "asked", now: () => performance.now(), others, tables}, notebook);
  try {
    setFilters(run, filters);
    const state = (await run.settled()).find(({cell}) => isInsightCell(cell) && cell.id === id)!;
    const {output} = state;
    if (output?.type !== "chart" || output.of !== "insight") {
      const error = state.messages.find(({level}) => level === "error");
      throw new TidemarkError(
        `${command}/failed`,
        `${path}:${error?.place?.line ?? state.cell.line}: ${error?.text ?? `${id} has no result.`}`
      );
    }
    await use({definition: output.definition, result: output.result, store});
    if (output.filtered) context.err(`Filtered: ${filteredWords(output.filtered)}\n`);
  } finally {
    run.dispose();
    await store.close();
  }
}

/** The point of `--series` and `--at`, and the one shown before it: the first series, the last point. @throws TidemarkError "cli/usage" */
export function askedPoint({definition, result}: AskedInsight, values: OptionValues): PointRequest {
  const shown = result.series.map(({label}) => label);
  const label = (values.series as string | undefined) ?? shown[0];
  if (label === undefined || !shown.includes(label))
    throw usageError(
      shown.length
        ? `There is no series ${JSON.stringify(label)}. The series are ${shown.map((one) => JSON.stringify(one)).join(", ")}.`
        : "The insight shows no series."
    );
  const asked = values.at as string | undefined;
  const until = asked === undefined ? Number.POSITIVE_INFINITY : parseIso(asked);
  if (until === null)
    throw usageError(`--at is a date or time, such as 2026-03-01, and ${JSON.stringify(asked)} is none.`);
  const place = result.times.findLastIndex((time) => time <= until);
  if (place < 0) throw usageError(`The insight has no point at or before ${asked}.`);
  return {
    definition,
    label,
    shown: result.series.filter(({holds}) => holds === 0).map((one) => one.label),
    at: result.times[place]!,
    before: result.times[place - 1] ?? null
  };
}

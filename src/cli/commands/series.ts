import {TidemarkError} from "../../error.ts";
import {resultRows} from "../../insight/result-rows.ts";
import {insightTable} from "../../insight/to-table.ts";
import {wideTable} from "../../insight/wide-table.ts";
import {filteredWords} from "../../notebook/filtered.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {createRun} from "../../notebook/run.ts";
import {type Command, usageError} from "../command.ts";
import {askedFilters, FILTER_OPTIONS, setFilters} from "../filter-options.ts";
import {folderTables} from "../table-files.ts";
import {openStore, otherNotebooks, readNotebook} from "../workspace.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

/** Writes the data points of an insight. */
export const series: Command = {
  name: "series",
  summary: "writes the data points of an insight, one row a time, repository and captured value",
  usage: "NOTEBOOK --insight ID [--format FORMAT] [-o PATH]",
  examples: [
    {
      command: "tidemark series notebooks/module-migration.md --insight require_calls",
      does: "prints CSV with the columns of Sourcegraph's export, then status and commit"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight require_calls --sums --format table",
      does: "prints what the chart shows: one row a time and series"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight require_calls -o points.arrows",
      does: "writes Arrow"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight modules --sums --filter-repo vega",
      does: "prints what the chart shows under a filter of the app"
    }
  ],
  options: {
    insight: {type: "string", value: "ID", help: "the id of the insight's cell"},
    sums: {type: "boolean", help: "what the chart shows (recorded_at, series, value, status)"},
    wide: {type: "boolean", help: "what the chart shows, a column for each series, as spreadsheets want it"},
    ...FILTER_OPTIONS,
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    const [path, ...more] = words;
    if (!path || more.length) throw usageError("Which notebook? tidemark series notebooks/name.md --insight ID");
    if (values.sums && values.wide) throw usageError("Give --sums or --wide, not both.");
    const format = askedFormat(values);
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
    const run = createRun({store, session: "series", now: () => performance.now(), others, tables}, notebook);
    try {
      setFilters(run, filters);
      const states = await run.settled();
      const state = states.find(({cell}) => isInsightCell(cell) && cell.id === id)!;
      const {output} = state;
      if (output?.type !== "chart" || output.of !== "insight") {
        const error = state.messages.find(({level}) => level === "error");
        throw new TidemarkError(
          "series/failed",
          `${path}:${error?.place?.line ?? state.cell.line}: ${error?.text ?? `${id} has no result.`}`
        );
      }
      const table = values.wide
        ? wideTable(output.result)
        : values.sums
          ? insightTable(output.result)
          : ((await store.exportInsight(output.definition)) ?? resultRows(output.result));
      await writeTable(table, format, values.output as string | undefined, context);
      if (output.filtered) context.err(`Filtered: ${filteredWords(output.filtered)}\n`);
      return 0;
    } finally {
      run.dispose();
      await store.close();
    }
  }
};

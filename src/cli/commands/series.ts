import {hiddenText} from "../../insight/hidden-series.ts";
import {resultRows} from "../../insight/result-rows.ts";
import {insightTable} from "../../insight/to-table.ts";
import {wideTable} from "../../insight/wide-table.ts";
import {askInsight, INSIGHT_OPTIONS} from "../asked-insight.ts";
import {type Command, usageError} from "../command.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

/** Writes the data points of an insight. */
export const series: Command = {
  name: "series",
  summary: "writes the data points of an insight, one row a time, repository and captured value",
  usage: "NOTEBOOK --insight ID [--format FORMAT] [-o PATH]",
  examples: [
    {
      command: "tidemark series notebooks/module-migration.md --insight cjs",
      does: "prints CSV with the columns of Sourcegraph's export, then status and commit"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight cjs --sums --format table",
      does: "prints what the chart shows: one row a time and series"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight cjs -o points.arrows",
      does: "writes Arrow"
    },
    {
      command: "tidemark series notebooks/module-migration.md --insight modules --sums --filter-repo vega",
      does: "prints what the chart shows under a filter of the app"
    }
  ],
  options: {
    ...INSIGHT_OPTIONS,
    sums: {type: "boolean", help: "what the chart shows (recorded_at, series, value, status)"},
    wide: {type: "boolean", help: "what the chart shows, a column for each series, as spreadsheets want it"},
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    if (values.sums && values.wide) throw usageError("Give --sums or --wide, not both.");
    const format = askedFormat(values);
    await askInsight("series", values, words, context, async ({definition, result, store}) => {
      const table = values.wide
        ? wideTable(result)
        : values.sums
          ? insightTable(result)
          : ((await store.exportInsight(definition)) ?? resultRows(result));
      const cut = values.sums || values.wide ? hiddenText(result) : null;
      if (cut) context.err(`${cut}\n`);
      await writeTable(table, format, values.output as string | undefined, context);
    });
    return 0;
  }
};

import {EXPORTS, type ExportName, exportHelp} from "../../store/export-tables.ts";
import {type Command, usageError} from "../command.ts";
import {openStore} from "../workspace.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

/** Writes a table of the workspace. */
export const exportTables: Command = {
  name: "export",
  summary: "writes a table of what was imported, row for row; it can be imported again",
  usage: `${EXPORTS.join("|")} [--series KEY…] [--format FORMAT] [-o PATH]`,
  examples: [
    {
      command: "tidemark export points -o points.csv",
      does: "how much each query found in each repository at each time"
    },
    {command: "tidemark export captures --series gha-node-version", does: "the captured values of one series"},
    ...EXPORTS.slice(2).map((name) => ({command: `tidemark export ${name} --format ndjson`, does: exportHelp(name)}))
  ],
  options: {
    series: {type: "string", multiple: true, value: "KEY", help: "the key or id of a series (default: all)"},
    sample: {type: "boolean", help: "from the sample that comes with Tidemark"},
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    const [name, ...more] = words;
    if (!isExport(name) || more.length)
      throw usageError(`Which table? One of ${EXPORTS.join(", ")}: tidemark export points -o points.csv`);
    const format = askedFormat(values);
    const store = openStore(context.cwd, values.sample ? "sample" : "workspace", context.now);
    try {
      const keys = (values.series as readonly string[] | undefined) ?? null;
      await writeTable(await store.exportTable(name, keys), format, values.output as string | undefined, context);
      return 0;
    } finally {
      await store.close();
    }
  }
};

function isExport(name: string | undefined): name is ExportName {
  return (EXPORTS as readonly string[]).includes(name ?? "");
}

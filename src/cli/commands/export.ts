import {resolve} from "node:path";
import {countedNoun} from "../../number.ts";
import {excerptZip} from "../../store/excerpt-zip.ts";
import {EXPORTS, type ExportName, exportHelp} from "../../store/export-tables.ts";
import {type Command, type CommandContext, type OptionValues, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {openStore} from "../workspace.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

/** Writes a table of the workspace. */
export const exportTables: Command = {
  name: "export",
  summary: "writes a table of what was imported, row for row; it can be imported again",
  usage: `${EXPORTS.join("|")}|snapshot [--series KEY…] [--format FORMAT] [-o PATH]`,
  examples: [
    {
      command: "tidemark export points -o points.csv",
      does: "how much each query found in each repository at each time"
    },
    {command: "tidemark export captures --series gha-node-version", does: "the captured values of one series"},
    {command: "tidemark export snapshot -o data.zip", does: "all that was imported, as a snapshot folder in a zip"},
    ...EXPORTS.slice(2).map((name) => ({command: `tidemark export ${name} --format ndjson`, does: exportHelp(name)}))
  ],
  options: {
    series: {type: "string", multiple: true, value: "KEY", help: "the key or id of a series (default: all)"},
    sample: {type: "boolean", help: "from the sample that comes with Tidemark"},
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    const [name, ...more] = words;
    if (name === "snapshot" && !more.length) return exportSnapshot(values, context);
    if (!isExport(name) || more.length)
      throw usageError(
        `Which table? One of ${EXPORTS.join(", ")}, or snapshot for all: tidemark export points -o points.csv`
      );
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

/** Writes all that is held as a snapshot folder in one zip, which any workspace imports. */
async function exportSnapshot(values: OptionValues, context: CommandContext): Promise<number> {
  const output = values.output as string | undefined;
  if (!output) throw usageError("A snapshot is a zip: give it a file with -o data.zip.");
  if (values.series || values.format)
    throw usageError("A snapshot holds everything in a format of its own: leave out --series and --format.");
  const store = openStore(context.cwd, values.sample ? "sample" : "workspace", context.now);
  try {
    const excerpt = await store.excerpt(null);
    await writeWhole(resolve(context.cwd, output), Buffer.from(excerptZip(excerpt)));
    const {rows, series, repositories} = excerpt;
    if (values.json) context.out(`${JSON.stringify({output, rows, series, repositories})}\n`);
    else
      context.err(
        `${output}: ${countedNoun(rows, "row")} of ${series} series in ${countedNoun(repositories, "repository", "repositories")}\n`
      );
    return 0;
  } finally {
    await store.close();
  }
}

function isExport(name: string | undefined): name is ExportName {
  return (EXPORTS as readonly string[]).includes(name ?? "");
}

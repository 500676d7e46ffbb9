/** Writing a table where a command was asked to: to a file, or to the terminal. */
import {resolve} from "node:path";
import {TABLE_FORMATS, type TableFormat, tableFormat} from "../report/table-formats.ts";
import type {Table} from "../table.ts";
import {type CommandContext, type Option, type OptionValues, usageError} from "./command.ts";
import {writeWhole} from "./folder.ts";

/** The options of a command that writes a table. */
export const TABLE_OPTIONS: Readonly<Record<string, Option>> = {
  format: {
    type: "string",
    value: "FORMAT",
    help: `${TABLE_FORMATS.map(({name}) => name).join(", ")} (default: from the file's name, else csv)`
  },
  output: {type: "string", short: "o", value: "PATH", help: "the file to write (default, and -: the terminal)"}
};

/** The format that is asked for: by name, by `--json`, or by the name of the file. @throws TidemarkError "cli/usage" */
export function askedFormat(values: OptionValues): TableFormat {
  const output = values.output as string | undefined;
  const name = values.json ? "json" : (values.format as string | undefined);
  const byFile = TABLE_FORMATS.findLast(({extension}) => output?.toLowerCase().endsWith(`.${extension}`))?.name;
  const format = tableFormat(name ?? byFile ?? "csv");
  if (!format)
    throw usageError(
      `There is no format ${JSON.stringify(name)}. The formats are ${TABLE_FORMATS.map((one) => one.name).join(", ")}.`
    );
  if ((format.name === "arrow" || format.name === "parquet") && (output ?? "-") === "-")
    throw usageError(`${format.title} is binary: give it a file with -o points.${format.extension}.`);
  return format;
}

/** Writes a table whole; a file appears only when all of it is there. */
export async function writeTable(
  table: Table,
  format: TableFormat,
  output: string | undefined,
  context: CommandContext
): Promise<void> {
  if (output === undefined || output === "-") {
    for (const piece of format.pieces(table)) context.out(String(piece));
    return;
  }
  const encoder = new TextEncoder();
  const pieces = Array.from(format.pieces(table), (piece) =>
    typeof piece === "string" ? encoder.encode(piece) : piece
  );
  await writeWhole(resolve(context.cwd, output), Buffer.concat(pieces));
  context.err(`${output}: ${table.rows} ${table.rows === 1 ? "row" : "rows"}\n`);
}

import {readdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {listDashboards} from "../../insight/dashboard.ts";
import {grantsByKind, type Reader} from "../../insight/grants.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {type Table, textColumn} from "../../table.ts";
import {type Command, usageError} from "../command.ts";
import {readNotebook} from "../workspace.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

/** Lists the notebooks of the workspace, as dashboards: for whom they are, and which insights they show. */
export const list: Command = {
  name: "list",
  summary: "lists the notebooks of the workspace, with their titles, readers and insights",
  usage: "[--for READER]… [--showing ID]",
  examples: [
    {command: "tidemark list", does: "prints every notebook"},
    {
      command: "tidemark report $(tidemark list --for org:platform --format path) -o site/",
      does: "builds the reports that an organisation may see"
    }
  ],
  options: {
    for: {type: "string", multiple: true, value: "READER", help: "only what user:<name> or org:<name> may see"},
    showing: {type: "string", value: "ID", help: "only those with an insight of this id, or of other.md#id"},
    after: {type: "string", value: "NAME", help: "only those after a name, in the order of names"},
    limit: {type: "string", value: "N", help: "at most so many"},
    ...TABLE_OPTIONS,
    format: {...TABLE_OPTIONS.format!, help: `path (their paths alone), ${TABLE_OPTIONS.format!.help}`}
  },
  async run(values, words, context) {
    if (words.length) throw usageError("tidemark list takes no names: it lists the notebooks in notebooks/.");
    const reader = readerOf((values.for as readonly string[] | undefined) ?? []);
    const limit = values.limit as string | undefined;
    if (limit !== undefined && !/^[1-9]\d*$/.test(limit)) throw usageError("--limit is a whole number from 1.");
    const names = await readdir(resolve(context.cwd, "notebooks")).catch(() => []);
    const all = await Promise.all(
      names
        .filter((name) => name.endsWith(".md"))
        .map(async (name) => {
          const {notebook} = await readNotebook(context.cwd, join("notebooks", name));
          const insights = notebook.cells
            .filter(isInsightCell)
            .flatMap(({id, attributes}) =>
              [id, attributes.get("from")].filter((one) => one !== null && one !== undefined)
            );
          const {title, grants} = notebook.frontMatter;
          return {id: name, title: title || name, grants, insights};
        })
    );
    const shown = listDashboards(all, reader, {
      after: values.after as string | undefined,
      showing: values.showing as string | undefined,
      limit: limit === undefined ? undefined : Number(limit)
    });
    if (values.format === "path") {
      for (const {id} of shown) context.out(`${join("notebooks", id)}\n`);
      return 0;
    }
    const plain = !values.json && values.format === undefined && values.output === undefined;
    const table: Table = {
      rows: shown.length,
      columns: [
        textColumn(
          "notebook",
          shown.map(({id}) => id)
        ),
        textColumn(
          "title",
          shown.map(({title}) => title)
        ),
        textColumn(
          "readers",
          shown.map(({grants}) => grants.join(" ") || "private")
        ),
        textColumn(
          "insights",
          shown.map(({insights}) => insights.join(" "))
        )
      ]
    };
    const format = askedFormat(plain ? {...values, format: "table"} : values);
    await writeTable(table, format, values.output as string | undefined, context);
    return 0;
  }
};

/** The reader of some names; null for whoever. @throws TidemarkError "cli/usage" */
function readerOf(names: readonly string[]): Reader | null {
  if (!names.length) return null;
  const wrong = names.find((name) => !/^(?:user|org):.+/.test(name));
  if (wrong !== undefined)
    throw usageError(`A reader is user:<name> or org:<name>, and ${JSON.stringify(wrong)} is none.`);
  const {users, organizations} = grantsByKind(names);
  return {users, organizations};
}

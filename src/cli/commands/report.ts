import {readFile, stat} from "node:fs/promises";
import {basename, join, resolve} from "node:path";
import {draw} from "../../chart/draw.ts";
import {messageOf, TidemarkError} from "../../error.ts";
import {readableBytes} from "../../number.ts";
import {reportHtml} from "../../report/report.ts";
import {type Command, type CommandContext, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {failuresOf, inputChoices, withRun} from "../run-notebook.ts";
import {readNotebook} from "../workspace.ts";

interface Written {
  readonly notebook: string;
  readonly report: string;
  readonly bytes: number;
  readonly failed: readonly {readonly cell: string; readonly line: number; readonly error: string}[];
}

/** Builds one HTML file from each notebook. */
export const report: Command = {
  name: "report",
  summary: "builds a report from a notebook: one HTML file that opens anywhere, offline",
  usage: "NOTEBOOK… [-o PATH]",
  examples: [
    {command: "tidemark report notebooks/module-migration.md", does: "writes module-migration.html into this folder"},
    {command: "tidemark report notebooks/*.md -o site/", does: "writes one report for each notebook into site/"},
    {
      command: 'tidemark report notebooks/module-migration.md --input period="1 year" -o out.html',
      does: "chooses another value in an input"
    }
  ],
  options: {
    output: {
      type: "string",
      short: "o",
      value: "PATH",
      help: "where to write: a file, or a folder for several (default: this folder)"
    },
    input: {type: "string", multiple: true, value: "ID=VALUE", help: "the value of an input cell"},
    force: {type: "boolean", help: "overwrite a file that is no report of Tidemark"}
  },
  async run(values, words, context) {
    if (!words.length) throw usageError("Which notebook? Give its path: tidemark report notebooks/name.md");
    const output = values.output as string | undefined;
    const single =
      words.length === 1 &&
      output !== undefined &&
      !output.endsWith("/") &&
      !(await isFolder(resolve(context.cwd, output)));
    if (words.length > 1 && output !== undefined && /\.html?$/i.test(output))
      throw usageError(`${words.length} notebooks do not go into one file. Give a folder: -o site/`);
    const choices = inputChoices((values.input as readonly string[] | undefined) ?? []);
    const written: Written[] = [];
    for (const word of words) {
      const target = single ? output : join(output ?? ".", `${basename(word).replace(/\.md$/i, "")}.html`);
      written.push(await build(word, target, choices, values.force === true, context));
    }
    if (values.json) context.out(`${JSON.stringify(written, null, 2)}\n`);
    else for (const {report: path, bytes} of written) context.out(`${path} (${readableBytes(bytes)})\n`);
    for (const {notebook, failed} of written)
      for (const {line, error} of failed) context.err(`${notebook}:${line}: ${error}\n`);
    return written.some(({failed}) => failed.length) ? 1 : 0;
  }
};

async function build(
  path: string,
  target: string,
  choices: ReadonlyMap<string, unknown>,
  force: boolean,
  context: CommandContext
): Promise<Written> {
  const {name, notebook} = await readNotebook(context.cwd, path);
  const full = resolve(context.cwd, target);
  if (!force && !(await mayOverwrite(full)))
    throw new TidemarkError(
      "report/exists",
      `${target} exists and is no report of Tidemark. Choose another path with -o, or add --force.`
    );
  return withRun({path, name, notebook}, choices, context, async ({states, store}) => {
    const html = await reportHtml({name, notebook, states}, {draw, movers: (request) => store.movers(request)});
    await writeWhole(full, html);
    return {
      notebook: path,
      report: target,
      bytes: new TextEncoder().encode(html).length,
      failed: failuresOf({notebook, states})
    };
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false
  );
}

/** True when nothing is there, or a report is. */
async function mayOverwrite(path: string): Promise<boolean> {
  try {
    return (await readFile(path, "utf8")).includes('id="tidemark-report"');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return true;
    throw new TidemarkError("report/exists", `${path} cannot be written: ${messageOf(error)}.`, {}, error);
  }
}

import {execFile} from "node:child_process";
import {basename, resolve} from "node:path";
import {promisify} from "node:util";
import {messageOf, TidemarkError} from "../../error.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {diffReports} from "../../report/diff.ts";
import {isReport} from "../../report/island.ts";
import {reportHtml} from "../../report/report.ts";
import {diffHtml, diffMarkdown} from "../../report/to-diff.ts";
import {type Command, type CommandContext, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {readText} from "../read-text.ts";
import {inputChoices, withRun} from "../run-notebook.ts";

/** Two states of a notebook, cell by cell, with the numbers that changed. */
export const diff: Command = {
  name: "diff",
  summary: "compares two notebooks, revisions or reports: cells, their text, and the numbers that changed",
  usage: "A B [-o FILE]",
  examples: [
    {
      command: "tidemark diff HEAD:notebooks/versions.md notebooks/versions.md",
      does: "what the working copy changes, as Markdown for a pull request"
    },
    {
      command: "tidemark diff june.html july.html -o diff.html",
      does: "two reports, with the lines of before and after overlaid"
    }
  ],
  options: {
    output: {type: "string", short: "o", value: "FILE", help: "write to a file: a page for .html, else Markdown"},
    input: {type: "string", multiple: true, value: "ID=VALUE", help: "the value of an input cell"}
  },
  async run(values, words, context) {
    const [a, b, ...more] = words;
    if (a === undefined || b === undefined || more.length)
      throw usageError("Give two: notebooks, reports, or REVISION:PATH. tidemark diff A B");
    const choices = inputChoices((values.input as readonly string[] | undefined) ?? []);
    const before = await reportOf(a, choices, context);
    const after = await reportOf(b, choices, context);
    const diffs = diffReports(before, after);
    const names = {before: a, after: b};
    const output = values.output as string | undefined;
    const isPage = output !== undefined && /\.html?$/i.test(output);
    const text = values.json
      ? `${JSON.stringify(diffs, null, 2)}\n`
      : isPage
        ? await diffHtml(diffs, names, context.draw)
        : diffMarkdown(diffs, names);
    if (output === undefined) context.out(text);
    else await writeWhole(resolve(context.cwd, output), text);
    return 0;
  }
};

/** The report of what a word names: one that is there, or one of a notebook's text, run over this workspace. */
async function reportOf(word: string, choices: ReadonlyMap<string, unknown>, context: CommandContext): Promise<string> {
  const text = await textOf(word, context.cwd);
  if (isReport(text)) return text;
  const file = {path: word, name: basename(word), notebook: parseNotebook(text)};
  return withRun(file, choices, context, ({states, store, notebook, name}) =>
    reportHtml({name, notebook, states}, {draw: context.draw, movers: (request) => store.movers(request), parts: store})
  );
}

/** A file's text, or that of REVISION:PATH in the git repository of this folder. */
async function textOf(word: string, cwd: string): Promise<string> {
  const file = await readText(cwd, word, "diff/missing").catch((error: unknown) => error as Error);
  if (typeof file === "string") return file;
  const revision = /^([\w./@^~{}-]+):(.+)$/.exec(word);
  if (!revision || word.startsWith("-")) throw file;
  try {
    const {stdout} = await promisify(execFile)(
      "git",
      ["show", `${revision[1]}:./${revision[2]!.replace(/^\.\//, "")}`],
      {
        cwd,
        maxBuffer: 64e6
      }
    );
    return stdout;
  } catch (error) {
    throw new TidemarkError(
      "diff/missing",
      `${word} is no file, and git has no such revision or path: ${messageOf(error).split("\n")[1] ?? ""}`,
      {},
      error
    );
  }
}

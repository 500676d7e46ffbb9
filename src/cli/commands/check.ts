import {readdir} from "node:fs/promises";
import {join, resolve} from "node:path";
import {TidemarkError} from "../../error.ts";
import {type CheckResult, checkRules, isFailed} from "../../report/check-result.ts";
import {checkJunit, checkMarkdown, headline} from "../../report/to-check.ts";
import {isoTime} from "../../time.ts";
import {type Command, type CommandContext, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {failuresOf, inputChoices, TRUST_OPTION, warningsOf, withRun} from "../run-notebook.ts";
import {readNotebook} from "../workspace.ts";

const FORMATS = ["md", "junit", "json"] as const;

/** Checks notebooks: whether every cell can be read and runs, and what the watch rules come to today. */
export const check: Command = {
  name: "check",
  summary: "runs notebooks and their watch rules, for a nightly job: exit code 1 when a rule fires or a cell fails",
  usage: "[NOTEBOOK…] [--format md|junit|json] [-o FILE]",
  examples: [
    {command: "tidemark check", does: "checks every notebook in notebooks/ and prints Markdown"},
    {
      command: "tidemark check notebooks/module-migration.md --format junit -o check.xml",
      does: "writes what a CI shows as tests"
    },
    {command: "tidemark check --strict", does: "fails also when a rule is unknown, because data is missing or old"}
  ],
  options: {
    format: {type: "string", value: "md|junit|json", help: "how to print (default: md)"},
    output: {type: "string", short: "o", value: "FILE", help: "write to a file; the one-line result is still printed"},
    input: {type: "string", multiple: true, value: "ID=VALUE", help: "the value of an input cell"},
    strict: {type: "boolean", help: "a rule that is unknown counts as one that fires"},
    ...TRUST_OPTION
  },
  async run(values, words, context) {
    const format = values.json ? "json" : ((values.format as string | undefined) ?? "md");
    if (!FORMATS.some((one) => one === format))
      throw usageError(`--format is md, junit or json; this is ${JSON.stringify(format)}.`);
    const paths = words.length ? words : await workspaceNotebooks(context.cwd);
    const choices = inputChoices((values.input as readonly string[] | undefined) ?? []);
    const results: CheckResult[] = [];
    for (const path of paths) results.push(await checkOne(path, choices, values.trust === true, context));
    const text = format === "json" ? json(results) : format === "junit" ? checkJunit(results) : checkMarkdown(results);
    if (typeof values.output === "string") {
      await writeWhole(resolve(context.cwd, values.output), text);
      context.out(`${headline(results)}.\n`);
    } else context.out(text);
    return results.some((result) => isFailed(result, values.strict === true)) ? 1 : 0;
  }
};

async function checkOne(
  path: string,
  choices: ReadonlyMap<string, unknown>,
  trust: boolean,
  context: CommandContext
): Promise<CheckResult> {
  const file = await readNotebook(context.cwd, path);
  return withRun(
    file,
    choices,
    context,
    async (ran) => ({
      notebook: path,
      title: file.notebook.frontMatter.title || file.name,
      failed: failuresOf(ran),
      warnings: warningsOf(ran),
      ...checkRules(ran.states, ran.tables, context.now())
    }),
    {trust}
  );
}

/** The notebooks of the workspace. @throws TidemarkError "check/none" */
async function workspaceNotebooks(cwd: string): Promise<string[]> {
  const names = await readdir(join(cwd, "notebooks")).catch(() => []);
  const found = names.filter((name) => name.endsWith(".md") && !name.startsWith(".")).sort();
  if (found.length) return found.map((name) => `notebooks/${name}`);
  throw new TidemarkError(
    "check/none",
    "There is no notebook here: this folder has no notebooks/*.md. Name one, or go to the workspace's folder."
  );
}

function json(results: readonly CheckResult[]): string {
  const plain = results.map(({newest, ...rest}) => ({...rest, newest: newest === null ? null : isoTime(newest)}));
  return `${JSON.stringify(plain, null, 2)}\n`;
}

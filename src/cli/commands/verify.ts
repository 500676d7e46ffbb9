import {readFile} from "node:fs/promises";
import {resolve} from "node:path";
import {parseNotebook} from "../../notebook/notebook.ts";
import {changedCells} from "../../report/changed-cells.ts";
import {carriedNotebooks, notebookName, type ReportIsland} from "../../report/island.ts";
import {compareRuns, type VerifiedFigure, verifyReport} from "../../report/verify.ts";
import {VERSION} from "../../version.ts";
import {type Command, type CommandContext, usageError} from "../command.ts";
import type {RunFilters} from "../filter-options.ts";
import {readText} from "../read-text.ts";
import {TRUST_OPTION, withRun} from "../run-notebook.ts";

interface Verified {
  readonly report: string;
  readonly notebook: string;
  readonly made_by: string;
  readonly differs: readonly string[];
  readonly figures: readonly VerifiedFigure[];
  /** Compared with a workspace; null when none was given. */
  readonly workspace: {readonly differs: readonly string[]; readonly figures: readonly VerifiedFigure[]} | null;
}

/** Recomputes what a report says of itself, and what a workspace gives instead. */
export const verify: Command = {
  name: "verify",
  summary: "recomputes the hashes of a report and names what differs",
  usage: "REPORT… [--workspace DIR]",
  examples: [
    {command: "tidemark verify module-migration.html", does: "says whether a report is as it was made"},
    {
      command: "tidemark verify module-migration.html --workspace .",
      does: "runs its notebook over this workspace and says which figures come out differently"
    }
  ],
  options: {
    workspace: {type: "string", value: "DIR", help: "a workspace whose data should give the same figures"},
    ...TRUST_OPTION
  },
  async run(values, words, context) {
    if (!words.length) throw usageError("Which report? Give its path: tidemark verify name.html");
    const verified: Verified[] = [];
    for (const word of words)
      verified.push(await verifyOne(word, values.workspace as string | undefined, values.trust === true, context));
    if (values.json) context.out(`${JSON.stringify(verified, null, 2)}\n`);
    else for (const one of verified) print(one, context);
    return verified.every(isRight) ? 0 : 1;
  }
};

async function verifyOne(
  path: string,
  workspace: string | undefined,
  trust: boolean,
  context: CommandContext
): Promise<Verified> {
  const text = await readText(context.cwd, path, "report/missing");
  const {island, differs, figures} = verifyReport(text);
  const base = {report: path, notebook: island.name, made_by: island.tidemark, differs, figures};
  if (workspace === undefined) return {...base, workspace: null};
  const cwd = resolve(context.cwd, workspace);
  const file = {path: island.name, name: island.name, notebook: parseNotebook(island.notebook)};
  const choices = new Map(Object.entries(island.choices ?? {}));
  const carried = carriedNotebooks(island);
  const again = await withRun(
    file,
    choices,
    {...context, cwd},
    async ({states}) => compareRuns(island, states, VERSION),
    {others: async (name) => carried.get(name) ?? null, trust, filters: filtersOf(island)}
  );
  const there = await readFile(resolve(cwd, "notebooks", notebookName(island)), "utf8").catch(() => null);
  const notebook = there === null || there === island.notebook ? [] : [notebookDiffers(island.notebook, there)];
  const tool =
    island.tidemark === VERSION
      ? []
      : [
          `The report was made by Tidemark ${island.tidemark}, this is ${VERSION}: hashes differ, so parts were compared.`
        ];
  return {...base, workspace: {differs: [...tool, ...notebook], figures: again}};
}

/** What the report's figures were filtered by when it was made. */
function filtersOf({figures}: ReportIsland): RunFilters {
  const filtered = figures.flatMap(({cell, filtered}) => (filtered ? [[cell, filtered] as const] : []));
  const cells = filtered.flatMap(([name, {cell}]) => (cell ? [[name, cell] as const] : []));
  return {
    notebook: filtered.find(([, {notebook}]) => notebook)?.[1].notebook ?? null,
    each: null,
    cells: new Map(cells)
  };
}

function notebookDiffers(then: string, now: string): string {
  const cells = changedCells(parseNotebook(then), parseNotebook(now));
  return `The notebook has changed since: ${cells.length ? cells.join(", ") : "only white space or front matter"}.`;
}

function isRight({differs, figures, workspace}: Verified): boolean {
  return (
    !differs.length &&
    figures.every((figure) => !figure.differs.length) &&
    (!workspace || (workspace.figures.every((figure) => !figure.differs.length) && !workspace.differs.length))
  );
}

function print({report, notebook, made_by, differs, figures, workspace}: Verified, {out}: CommandContext): void {
  const whole = differs.length + figures.filter((figure) => figure.differs.length).length;
  out(`${report}: made by Tidemark ${made_by} from ${notebook}; `);
  out(whole ? "it is not as it was made\n" : `${figures.length} hashes are right\n`);
  for (const text of differs) out(`  ${text}\n`);
  for (const {cell, differs: own} of figures) for (const text of own) out(`  ${cell}: ${text}\n`);
  if (!workspace) return;
  const other = workspace.figures.filter((figure) => figure.differs.length);
  out(
    other.length || workspace.differs.length
      ? `  ${other.length} of ${workspace.figures.length} figures come out differently over the workspace\n`
      : "  the workspace gives the same figures\n"
  );
  for (const text of workspace.differs) out(`  ${text}\n`);
  for (const {cell, differs: own} of other) for (const text of own) out(`  ${cell}: ${text}\n`);
}

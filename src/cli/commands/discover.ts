import {stat} from "node:fs/promises";
import {resolve} from "node:path";
import {isAbort, TidemarkError} from "../../error.ts";
import {cellText, newNotebook} from "../../notebook/edit.ts";
import {newYaml} from "../../notebook/edit-yaml.ts";
import {shellQuoted} from "../../query/shell.ts";
import {markdownText} from "../../report/markdown-text.ts";
import {isoDate, isoTime, parseIso} from "../../time.ts";
import {type Command, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {clonePlace} from "../git/clone.ts";
import {
  type Discovered,
  discover as discoverIn,
  type Place,
  type Proposal,
  proposalValues
} from "../history/discover.ts";
import {progressLine} from "../progress.ts";

const USUAL_LIMIT = 10;

/** Proposes insights from what stands in clones. */
export const discover: Command = {
  name: "discover",
  summary: "proposes insights worth tracking, with the evidence for each",
  usage: "--repos DIR… [-o NOTEBOOK]",
  examples: [
    {
      command: "tidemark discover --repos ../api ../web",
      does: "looks for migrations, versions, what is left to do, and what is not safe"
    },
    {
      command: "tidemark discover --repos . --limit 5 -o notebooks/discovered.md",
      does: "writes the best five into a new notebook; then: tidemark snapshot notebooks/discovered.md --repos ."
    }
  ],
  options: {
    repos: {type: "string", multiple: true, value: "DIR", help: "a clone, or KEY=DIR to name it; several may follow"},
    until: {type: "string", value: "TIME", help: "look at this time, and a year before (default: the newest commit)"},
    limit: {type: "string", value: "N", help: `how many proposals, the best first (default: ${USUAL_LIMIT})`},
    output: {type: "string", short: "o", value: "NOTEBOOK", help: "write them as a new notebook"}
  },
  async run(values, words, context) {
    const clones = [...((values.repos as readonly string[] | undefined) ?? []), ...words];
    if (!values.repos) throw usageError("Which clones? tidemark discover --repos DIR…");
    const asked = values.until as string | undefined;
    const until = asked === undefined ? null : parseIso(asked);
    if (asked !== undefined && until === null)
      throw usageError(`--until is a date such as 2026-08-15 or an RFC 3339 time; this is ${JSON.stringify(asked)}.`);
    const limit = values.limit === undefined ? USUAL_LIMIT : Number(values.limit);
    if (!(Number.isInteger(limit) && limit > 0))
      throw usageError(`--limit is a whole number from 1 on; this is ${JSON.stringify(values.limit)}.`);
    const output = values.output as string | undefined;
    if (output !== undefined && !/\.md$/i.test(output))
      throw usageError(`A notebook is a file that ends in .md; this is ${JSON.stringify(output)}.`);
    if (output !== undefined && (await stat(resolve(context.cwd, output)).catch(() => null)))
      throw new TidemarkError(
        "discover/there",
        `${output} is there already. Give another name, or take it away first.`
      );
    const line = progressLine(context);
    const stop = new AbortController();
    const interrupt = () => stop.abort();
    process.on("SIGINT", interrupt);
    try {
      const places = await Promise.all(clones.map((word) => clonePlace(context.cwd, word)));
      const found = await discoverIn(places, until, line.show, stop.signal);
      line.clear();
      for (const {folder, error} of found.failed) context.err(`${folder}: ${error}\n`);
      if (!found.repositories.length) return 1;
      const proposals = found.proposals.slice(0, limit);
      // an empty notebook is no use, and would stand in the way of the next
      const isWritten = output !== undefined && proposals.length > 0;
      if (isWritten) await writeWhole(resolve(context.cwd, output), Buffer.from(notebookOf(found, proposals)));
      context.out(
        values.json ? `${JSON.stringify(facts(found, proposals), null, 2)}\n` : proposalText(found, proposals)
      );
      if (isWritten)
        context.err(
          `${output}: ${proposals.length} ${proposals.length === 1 ? "insight" : "insights"}. Next: tidemark snapshot ${[output, "--repos", ...clones].map(shellQuoted).join(" ")}\n`
        );
      else if (output !== undefined) context.err(`${output} is not written: there is nothing to put in it.\n`);
      return found.failed.length ? 1 : 0;
    } catch (error) {
      if (!isAbort(error) && !stop.signal.aborted) throw error;
      line.clear();
      context.err("Stopped. Nothing was written.\n");
      return 1;
    } finally {
      process.off("SIGINT", interrupt);
      line.clear();
    }
  }
};

/** What was looked at, in words. */
function looked({repositories, at, before}: Discovered): string {
  const where = repositories.length === 1 ? repositories[0]! : `${repositories.length} repositories`;
  return `${where} at ${isoDate(at)}, compared with ${isoDate(before)}`;
}

function proposalText(found: Discovered, proposals: readonly Proposal[]): string {
  if (!proposals.length) return `Nothing that the rules look for stands in ${looked(found)}.\n`;
  const more = found.proposals.length - proposals.length;
  return [
    `Worth tracking in ${looked(found)}:\n`,
    ...proposals.map(
      ({rule: {title, searches}, why, searches: results}, i) =>
        `\n${i + 1}. ${title}\n   ${why}.\n${searches
          .map(
            ({query}, j) =>
              `   ${query}\n${results[j]!.places.map((place) => `     ${placeText(place, found)}\n`).join("")}`
          )
          .join("")}`
    ),
    more ? `\n${more} more: --limit ${found.proposals.length} shows all.\n` : ""
  ].join("");
}

function placeText({repository, path, line, matches}: Place, {repositories}: Discovered): string {
  const where = `${repositories.length > 1 ? `${repository} ` : ""}${path}${line === null ? "" : `:${line}`}`;
  return matches > 1 ? `${where} (${matches})` : where;
}

function facts({at, before, repositories, failed}: Discovered, proposals: readonly Proposal[]) {
  return {
    at: isoTime(at),
    before: isoTime(before),
    repositories,
    failed,
    proposals: proposals.map(({rule: {id, title, kind, searches}, score, why, searches: results}) => ({
      ...{id, title, kind, score: Math.round(score * 1000) / 1000, why},
      searches: searches.map((search, i) => ({...search, ...results[i]!}))
    }))
  };
}

/** A notebook of proposals: each with its reason as text, so that a reader can strike out what does not matter. */
function notebookOf(found: Discovered, proposals: readonly Proposal[]): string {
  const where = found.repositories.length === 1 ? found.repositories[0]! : `${found.repositories.length} repositories`;
  return newNotebook(`What moves in ${where}`, [
    `Found in ${markdownText(looked(found))}. Take out what does not matter to you.`,
    ...proposals.flatMap((one) => [
      `**${markdownText(one.rule.title)}.** On ${isoDate(found.at)}: ${markdownText(one.why)}.`,
      cellText("insight", one.rule.id, newYaml(proposalValues(one)))
    ])
  ]);
}

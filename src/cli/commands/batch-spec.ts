import {resolve} from "node:path";
import {TidemarkError} from "../../error.ts";
import {batchSpec as specOf} from "../../insight/batch-spec.ts";
import {pointSearches} from "../../insight/point-search.ts";
import {isoTime} from "../../time.ts";
import {askedPoint, askInsight, INSIGHT_OPTIONS} from "../asked-insight.ts";
import {type Command, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";

/** Writes what is left to change: for Sourcegraph's batch changes, or as a list of repositories. */
export const batchSpec: Command = {
  name: "batch-spec",
  summary: "writes a batch-change spec, or a plain list, of what still matches",
  usage: "NOTEBOOK --insight ID [--series LABEL] [--list] [-o PATH]",
  examples: [
    {
      command: "tidemark batch-spec notebooks/module-migration.md --insight modules --series 'require()' -o batch.yaml",
      does: "writes a spec for src batch: the search, its repositories, a step to write the change into"
    },
    {
      command: "tidemark batch-spec notebooks/weak-hashes.md --insight hashes --list",
      does: "prints the repositories with a match left, the most first, one a line"
    }
  ],
  options: {
    ...INSIGHT_OPTIONS,
    series: {type: "string", value: "LABEL", help: "which series (default: the first)"},
    list: {type: "boolean", help: "the repositories alone, one a line"},
    output: {type: "string", short: "o", value: "PATH", help: "the file to write (default: the terminal)"}
  },
  async run(values, words, context) {
    if (values.list && values.json) throw usageError("Give --list or --json, not both.");
    await askInsight("batch-spec", values, words, context, async (asked) => {
      const {definition, result, store} = asked;
      if (!["search", "capture-group", "group-by"].includes(definition.kind))
        throw usageError(
          `What matches is known of searches, and the kind of this insight is ${definition.kind}. Name an insight that is made of a search.`
        );
      const request = askedPoint(asked, values);
      const {label, at, before} = request;
      const shares = (await store.point(request)).repositories;
      const repositories = shares
        .flatMap(({repository, value, status}) => (value ? [{repository, value, status}] : []))
        .sort((a, b) => b.value - a.value || (a.repository < b.repository ? -1 : 1));
      const unanswered = shares.filter(({value}) => value === null).length;
      const partial = repositories.filter(({status}) => status !== "ok").length;
      const {now, problem} = pointSearches(definition, result, label, at, before);
      if (!repositories.length && !values.list && !values.json)
        throw new TidemarkError(
          "batch-spec/nothing",
          `${unanswered ? "No match is known" : "Nothing matches"} at ${isoTime(at)}: there is nothing to write a spec for.${unanswered ? ` ${unanswered} of ${shares.length} repositories gave no answer: search them again.` : ""}`
        );
      const text = values.json
        ? `${JSON.stringify({title: result.title, series: label, at: isoTime(at), query: now, repositories}, null, 2)}\n`
        : values.list
          ? repositories.map(({repository}) => `${repository}\n`).join("")
          : specOf({title: result.title, label, query: now, at, repositories});
      const output = values.output as string | undefined;
      if (output === undefined) context.out(text);
      else await writeWhole(resolve(context.cwd, output), Buffer.from(text));
      const count = repositories.length;
      context.err(
        `${output === undefined ? "" : `${output}: `}${label} at ${isoTime(at)}: ${count} ${count === 1 ? "repository" : "repositories"} with a match\n`
      );
      if (partial) context.err(`${partial} of them may hold more than was counted.\n`);
      if (unanswered) context.err(`${unanswered} more gave no answer, and may hold some.\n`);
      if (problem !== null && !values.list) context.err(`The spec names repositories and no search: ${problem}\n`);
    });
    return 0;
  }
};

import {resolve} from "node:path";
import {conflictSpans} from "../../notebook/conflicts.ts";
import {mergeNotebooks} from "../../notebook/merge.ts";
import {type Command, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {readText} from "../read-text.ts";

/** Merges notebooks by cell, as git calls a merge driver: the result is written over the second file. */
export const merge: Command = {
  name: "merge",
  summary: "merges two versions of a notebook cell by cell; a merge driver for git",
  usage: "BASE OURS THEIRS [-o FILE]",
  examples: [
    {command: "tidemark merge base.md ours.md theirs.md", does: "writes the merged notebook over ours.md"},
    {
      command: "git config merge.tidemark.driver 'npx tidemark merge %O %A %B --path %P'",
      does: "lets git merge notebooks by cell (and `notebooks/*.md merge=tidemark` in .gitattributes)"
    }
  ],
  options: {
    output: {type: "string", short: "o", value: "FILE", help: "write here, and leave OURS as it is"},
    ours: {type: "string", value: "NAME", help: "what our side is called behind its marker (default: ours)"},
    theirs: {type: "string", value: "NAME", help: "what their side is called behind its marker (default: theirs)"},
    path: {type: "string", value: "PATH", help: "the notebook's path in the repository, for messages"}
  },
  async run(values, words, {cwd, out, err}) {
    if (words.length !== 3)
      throw usageError(
        `merge takes three files, BASE OURS THEIRS; ${words.length} are named. See tidemark merge --help.`
      );
    const [base, ours, theirs] = words as [string, string, string];
    const read = (path: string) => readText(cwd, path, "cli/file");
    // one after the other: the first that cannot be read is named
    const texts = [await read(base), await read(ours), await read(theirs)] as const;
    const names = {ours: nameOf(values.ours, "ours"), theirs: nameOf(values.theirs, "theirs")};
    const {text, conflicts} = mergeNotebooks(...texts, names);
    const target = typeof values.output === "string" ? values.output : ours;
    await writeWhole(resolve(cwd, target), text);
    const path = typeof values.path === "string" ? values.path : target;
    const lines = conflictSpans(text).map(({line}) => line);
    if (values.json) out(`${JSON.stringify({path, conflicts, lines})}\n`);
    else if (conflicts)
      err(
        `${path}: ${conflicts} ${conflicts === 1 ? "place needs" : "places need"} a choice (line ${lines.join(", ")}). Open the notebook in the app, or edit the file.\n`
      );
    return conflicts ? 1 : 0;
  }
};

function nameOf(value: unknown, fallback: string): string {
  return typeof value === "string" && value.trim() ? value.replace(/\s+/g, " ").trim() : fallback;
}

import {readFile} from "node:fs/promises";
import {resolve} from "node:path";
import {TidemarkError} from "../../error.ts";
import {notebookName, readIsland} from "../../report/island.ts";
import {type Command, usageError} from "../command.ts";
import {writeWhole} from "../folder.ts";
import {readText} from "../read-text.ts";

/** Gives back the notebook a report was made from. */
export const notebook: Command = {
  name: "notebook",
  summary: "gives back the notebook that a report was made from, byte for byte",
  usage: "REPORT [-o PATH]",
  examples: [
    {command: "tidemark notebook module-migration.html", does: "writes notebooks/module-migration.md"},
    {command: "tidemark notebook module-migration.html -o - | less", does: "prints it"}
  ],
  options: {
    output: {type: "string", short: "o", value: "PATH", help: "where to write; - prints (default: notebooks/NAME.md)"},
    force: {type: "boolean", help: "overwrite a file that is there"}
  },
  async run(values, words, {cwd, out}) {
    const [path, ...more] = words;
    if (path === undefined || more.length) throw usageError("Give the path of one report: tidemark notebook name.html");
    const text = await readText(cwd, path, "report/missing");
    const {island} = readIsland(text);
    const target = (values.output as string | undefined) ?? `notebooks/${notebookName(island)}`;
    if (target === "-") {
      out(island.notebook);
      return 0;
    }
    const full = resolve(cwd, target);
    const there = await readFile(full, "utf8").catch(() => null);
    if (there !== null && there !== island.notebook && values.force !== true)
      throw new TidemarkError(
        "notebook/exists",
        `${target} exists and is another text. Choose another path with -o, or add --force.`
      );
    await writeWhole(full, island.notebook);
    out(values.json ? `${JSON.stringify({notebook: target})}\n` : `${target}\n`);
    return 0;
  }
};

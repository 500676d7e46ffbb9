import {resolve} from "node:path";
import {jsCells, jsSources} from "../../notebook/js/sources.ts";
import {type Command, usageError} from "../command.ts";
import {openTrust} from "../trust.ts";
import {readNotebook} from "../workspace.ts";

/** Allows the JavaScript of notebooks for this person, until a cell of it changes. */
export const trust: Command = {
  name: "trust",
  summary: "lets the JavaScript of a notebook run for you on this machine, until one of its cells changes",
  usage: "NOTEBOOK… [--forget] | --list | --forget-all",
  examples: [
    {
      command: "tidemark trust notebooks/adoption.md",
      does: "read the notebook first; from then on no --trust is needed"
    },
    {command: "tidemark trust notebooks/adoption.md --forget", does: "takes it back"},
    {command: "tidemark trust --list", does: "what was trusted, by the names notebooks had then"}
  ],
  options: {
    forget: {type: "boolean", help: "take the leave back"},
    list: {type: "boolean", help: "list what was trusted"},
    "forget-all": {type: "boolean", help: "take all leave back"}
  },
  async run(values, words, {cwd, out}) {
    const trusted = openTrust();
    if (values["forget-all"]) {
      await trusted.forgetAll();
      out(values.json ? "[]\n" : "No JavaScript is trusted any more.\n");
      return 0;
    }
    if (values.list) {
      const all = await trusted.list();
      if (values.json) out(`${JSON.stringify(all, null, 2)}\n`);
      else if (!all.length) out("No JavaScript is trusted.\n");
      else for (const {notebook, digest} of all) out(`${digest.slice(0, 12)}  ${notebook}\n`);
      return 0;
    }
    if (!words.length) throw usageError("Which notebook? Give its path: tidemark trust notebooks/name.md");
    const done = [];
    for (const path of words) {
      const file = await readNotebook(cwd, path);
      const sources = jsSources(file.notebook);
      const cells = jsCells(file.notebook).map(({line}) => line);
      if (values.forget) {
        const was = await trusted.forget(sources);
        done.push({notebook: path, cells, trusted: false});
        if (!values.json) out(`${path}: ${was ? "not trusted any more" : "was not trusted"}\n`);
        continue;
      }
      await trusted.trust(sources, resolve(cwd, path));
      done.push({notebook: path, cells, trusted: true});
      if (!values.json)
        out(
          cells.length
            ? `${path}: ${cells.length} ${cells.length === 1 ? "cell" : "cells"} with JavaScript may run for you on this machine (line ${cells.join(", ")}). When one changes, it has to be trusted again.\n`
            : `${path}: has no JavaScript, so there is nothing to trust\n`
        );
    }
    if (values.json) out(`${JSON.stringify(done, null, 2)}\n`);
    return 0;
  }
};

/** The sample notebooks beside those of a folder: they can be opened there, and are in it once they are changed. */
import {sha256} from "../hash.ts";
import type {NotebookFile, NotebookFiles} from "./notebook-files.ts";

/**
 * The notebooks of a folder, where a sample stands in for a file that is not there. It is not listed, and saving it makes the
 * file. A file that holds a sample as it came is one, too. What was there and is gone is gone: no sample takes its place
 * while the page is open.
 */
export function withSamples(files: NotebookFiles, samples: ReadonlyMap<string, string>): NotebookFiles {
  const seen = new Set<string>();
  const marked = (file: NotebookFile): NotebookFile => {
    seen.add(file.name);
    return {...file, sample: samples.get(file.name) === file.text};
  };
  const standIn = (name: string): NotebookFile | null => {
    const text = seen.has(name) ? undefined : samples.get(name);
    return text === undefined ? null : {name, text, hash: sha256(text), sample: true};
  };
  return {
    ...files,
    list: async () => (await files.list()).map(marked),
    async read(name) {
      const file = await files.read(name);
      return file ? marked(file) : standIn(name);
    },
    async save(name, text, expected) {
      const isFirst = expected !== null && standIn(name)?.hash === expected && !(await files.read(name));
      const outcome = await files.save(name, text, isFirst ? null : expected);
      if ("hash" in outcome) seen.add(name);
      return "conflict" in outcome && outcome.conflict ? {conflict: marked(outcome.conflict)} : outcome;
    },
    async remove(name) {
      await files.remove(name);
      seen.add(name);
    }
  };
}

/** The samples to be offered beside the notebooks there are: each but those that the user changed or deleted. */
export function offeredSamples(
  listed: readonly NotebookFile[],
  samples: ReadonlyMap<string, string>,
  isListed: boolean
): readonly {readonly name: string; readonly text: string}[] {
  const here = new Map(listed.map((file) => [file.name, file.sample]));
  return [...samples].flatMap(([name, text]) => ((here.get(name) ?? !isListed) ? [{name, text}] : []));
}

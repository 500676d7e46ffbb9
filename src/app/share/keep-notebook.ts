import type {NotebookFiles} from "../notebook-files.ts";

/** Saves a notebook under its name, or with a number behind it where another text has the name; gives the name it got. */
export async function saveUnderFreeName(notebooks: NotebookFiles, wanted: string, text: string): Promise<string> {
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : wanted.replace(/\.md$/i, `-${n}.md`);
    const here = await notebooks.read(name);
    if (here?.text === text) return name;
    if (here) continue;
    // another tab may have taken the name meanwhile
    if ("hash" in (await notebooks.save(name, text, null))) return name;
  }
}

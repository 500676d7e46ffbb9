/** Files that are notebooks: Markdown, a report's notebook, Observable's; each is kept under a free name, and opened. */
import type {GivenFile} from "../../workers/import-reader.ts";
import {messageOf} from "../error.ts";
import type {App} from "./app.ts";
import {notebookText} from "./notebook-text.ts";
import {openReport} from "./open-report.ts";
import {readNotebookFile} from "./read-notebook-file.ts";
import {routeHash} from "./router.ts";
import {saveUnderFreeName} from "./share/keep-notebook.ts";

/** Larger files are no notebooks. */
const LARGEST = 20e6;

/**
 * Opens what the files hold; false, and nothing done, when they are something else. A notebook of that name with another text
 * stays. JavaScript of what came so waits for leave, as it does in every notebook that was not written here.
 */
export async function openNotebookFile(app: App, files: readonly GivenFile[]): Promise<boolean> {
  const [file] = files;
  if (files.length !== 1) return false;
  const {name, content} = file!;
  if (/\.x?html?$/i.test(name)) return (await openReport(app, files)) || openKit(app, file!);
  if (!/\.(?:md|markdown)$/i.test(name) || content.size > LARGEST) return false;
  return attempt(app, async () => {
    const text = notebookText(name, await content.arrayBuffer());
    const opened = (await readNotebookFile(name, text))!;
    await keep(app, name, opened.text, opened.notes);
  });
}

async function openKit(app: App, file: GivenFile): Promise<boolean> {
  if (file.content.size > LARGEST) return false;
  const text = await file.content.text();
  let isOther = false;
  await attempt(app, async () => {
    const opened = await readNotebookFile(file.name, text, true);
    if (opened) await keep(app, file.name, opened.text, opened.notes);
    else isOther = true;
  });
  return !isOther;
}

async function keep(app: App, name: string, text: string, notes: readonly string[]): Promise<void> {
  const {notebookName} = await import("../report/island.ts");
  const wanted = notebookName({name: name.replace(/\.(?:markdown|x?html?)$/i, ".md")});
  const kept = await saveUnderFreeName(app.notebooks, wanted, text);
  app.toasts.show([`${kept} is among your notebooks now.`, ...notes].join(" "));
  app.go(routeHash("notebooks", kept));
}

async function attempt(app: App, task: () => Promise<void>): Promise<boolean> {
  await task().catch((error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
  return true;
}

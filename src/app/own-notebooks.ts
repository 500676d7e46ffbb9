/** Which notebooks are the user's own: what they ask of the database was written here, or taken as one's own. */
import {engineSources} from "../notebook/engine-sources.ts";
import {type Notebook, parseNotebook} from "../notebook/notebook.ts";
import type {App} from "./app.ts";
import type {NotebookFile} from "./notebook-files.ts";

/** True for a sample as it came, for what asks nothing of a database, and for what was written here. */
export async function isOwn(app: Pick<App, "trust">, isSample: boolean, notebook: Notebook): Promise<boolean> {
  return isSample || (await app.trust.isTrusted("data", engineSources(notebook)).catch(() => false));
}

/** A text was written here, in the place of a file (null: a new one): it is as much one's own as that was. */
export async function keepOwn(
  app: Pick<App, "trust">,
  name: string,
  before: Pick<NotebookFile, "text" | "sample"> | null,
  text: string
): Promise<void> {
  if (before && !(await isOwn(app, before.sample, parseNotebook(before.text)))) return;
  await app.trust.trust("data", engineSources(parseNotebook(text)), name).catch(() => undefined);
}

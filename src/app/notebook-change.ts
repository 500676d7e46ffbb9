/** Changes of a notebook's file from outside its own page: read, edit, compare and swap, count, and a way back. */
import {TidemarkError} from "../error.ts";
import {insightOutlines} from "../notebook/insight-outlines.ts";
import {type Notebook, parseNotebook} from "../notebook/notebook.ts";
import {insightChanges} from "../ping/changes.ts";
import type {EventSource} from "../ping/vocabulary.ts";
import type {App} from "./app.ts";
import {keepOwn} from "./own-notebooks.ts";

/** A change that was saved. */
export interface SavedChange {
  readonly text: string;
  /** Puts the text of before back, unless the file was changed again since. */
  undo(): Promise<void>;
  /** Counts what the change did to insights; `changeNotebook` does so itself unless it is told to wait. */
  count(): Promise<void>;
}

interface Options {
  readonly source?: EventSource;
  /** The caller counts, or leaves it, once a way back has gone by. */
  readonly countLater?: boolean;
}

/**
 * Changes a notebook's file. An edit that meets a newer version of the file is made again on that; it may throw.
 * @throws TidemarkError "notebook/missing", "notebook/conflict".
 */
export async function changeNotebook(
  app: App,
  name: string,
  edit: (notebook: Notebook) => string,
  {source = "form", countLater = false}: Options = {}
): Promise<SavedChange> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const file = await app.notebooks.read(name);
    if (!file) throw new TidemarkError("notebook/missing", `There is no ${name} any more: it was renamed or deleted.`);
    const before = parseNotebook(file.text);
    const text = edit(before);
    const outcome = await app.notebooks.save(name, text, file.hash);
    if ("conflict" in outcome) continue;
    const {hash} = outcome;
    await keepOwn(app, name, file, text);
    const change: SavedChange = {
      text,
      async undo() {
        const back = await app.notebooks.save(name, file.text, hash);
        if ("conflict" in back)
          throw new TidemarkError("notebook/conflict", `${name} was changed again since; open it to take back more.`);
      },
      count: () => countChanges(app, before, parseNotebook(text), source)
    };
    if (!countLater) await change.count();
    return change;
  }
  throw new TidemarkError("notebook/conflict", `${name} keeps being changed by something else. Try again.`);
}

/** Records what a change of a notebook's text did to its insights. */
export async function countChanges(app: App, before: Notebook, after: Notebook, source: EventSource): Promise<void> {
  for (const {name, insightType: type} of insightChanges(insightOutlines(before), insightOutlines(after)))
    await app.log.record(name, {insightType: type, source});
}

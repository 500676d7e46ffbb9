/** What can be done with an insight, wherever it is shown. */

import {messageOf} from "../error.ts";
import type {InsightDefinition, InsightResult} from "../insight/insight.ts";
import {removeCell} from "../notebook/edit.ts";
import {copyTitle, duplicateInsight, insightCell, insightValues} from "../notebook/insight-cells.ts";
import type {Notebook} from "../notebook/notebook.ts";
import {readReference} from "../notebook/reused.ts";
import type {App} from "./app.ts";
import {creationHash, editHash} from "./creation-link.ts";
import {insightHash} from "./insight-link.ts";
import type {MenuItem} from "./menu.ts";
import {changeNotebook} from "./notebook-change.ts";
import {openExportMenu} from "./views/export-menu.ts";
import {shareInsight} from "./views/share-insight.ts";
import {watchInsight} from "./views/watch-insight.ts";

/** Where an insight is shown, and how its notebook is changed there. */
export interface InsightMenuSetting {
  readonly app: App;
  readonly notebook: string;
  readonly id: string;
  /** The notebook as it is now. */
  now(): Notebook;
  readonly kind: string;
  readonly title: string;
  /** Its answer, where there is one to export. */
  readonly shown: {readonly definition: InsightDefinition; readonly result: InsightResult} | null;
  /** The address to come back to from the form; the notebook by default. */
  readonly back?: string;
  /** True on the insight's own page. */
  readonly standalone?: boolean;
  /** Changes the notebook, and can take it back; `removal` is counted once the way back has gone by. */
  change(edit: (notebook: Notebook) => string, said: string, removal?: boolean): void;
  /** "Edit" was chosen. */
  onEdit?(): void;
}

/** The entries of an insight's menu. */
export function insightMenu(setting: InsightMenuSetting): readonly MenuItem[] {
  const {app, notebook, id, kind, title, shown, back = "", standalone = false} = setting;
  const edit = editHash(notebook, id, kind, back);
  const saveAs = () => {
    const cell = insightCell(setting.now(), id);
    const values = (cell && insightValues(cell)) ?? {};
    app.go(creationHash(kind, {...values, title: copyTitle(title)}, {into: notebook, ...(back ? {back} : {})}));
  };
  const duplicate = () =>
    setting.change((now) => {
      const cell = insightCell(now, id);
      return cell ? duplicateInsight(now, cell).text : now.text;
    }, `“${title}” duplicated.`);
  const remove = () =>
    setting.change(
      (now) => {
        const cell = insightCell(now, id);
        return cell ? removeCell(now, cell) : now.text;
      },
      `“${title}” removed.`,
      true
    );
  const exportData = () => {
    const {snapshots} = setting.now().frontMatter;
    // the menu before gave the focus back to what opened it
    const anchor = document.activeElement instanceof HTMLElement ? document.activeElement : document.body;
    openExportMenu(app, anchor, {...shown!, id}, ({definition}) => app.store(snapshots).exportInsight(definition));
  };
  const share = () => {
    const now = setting.now();
    shareInsight(title, notebook, id, now.frontMatter.grants);
  };
  const elsewhere = readReference(insightCell(setting.now(), id)?.attributes.get("from") ?? "").value;
  if (elsewhere)
    return [
      {
        label: `Edit in ${elsewhere.notebook}`,
        run: () => app.go(editHash(elsewhere.notebook, elsewhere.id, kind, back))
      },
      ...(shown ? [{label: "Export…", run: exportData}] : []),
      {label: "Share link…", run: share},
      ...(standalone ? [] : [{label: "Open by itself", run: () => app.go(insightHash(notebook, id))}]),
      {label: "Remove from this notebook", run: remove}
    ];
  return [
    {
      label: "Edit",
      run: () => {
        setting.onEdit?.();
        app.go(edit);
      }
    },
    {label: "Duplicate", run: duplicate},
    {label: "Save as new…", run: saveAs},
    ...(shown ? [{label: "Watch this…", run: () => watchThis(setting)}] : []),
    ...(shown ? [{label: "Export…", run: exportData}] : []),
    {label: "Share link…", run: share},
    ...(standalone ? [] : [{label: "Open by itself", run: () => app.go(insightHash(notebook, id))}]),
    {label: "Remove", run: remove}
  ];
}

/** Asks for a rule on an insight, of the series named `label` to begin with. One of another notebook is watched there. */
export function watchThis({id, title, shown, now, change}: InsightMenuSetting, label: string | null = null): void {
  if (shown && canWatch(now(), id)) watchInsight(title, shown.result, label, (edit, said) => change(edit, said), id);
}

export function canWatch(notebook: Notebook, id: string): boolean {
  const cell = insightCell(notebook, id);
  return cell !== null && !cell.attributes.has("from") && insightValues(cell) !== null;
}

/**
 * Changes a notebook's file from a page that is not the notebook's own, says so, and offers the way back. A removal that is
 * taken back was none: it is counted when the offer has gone by.
 */
export async function changeFile(
  app: App,
  name: string,
  edit: (notebook: Notebook) => string,
  said: string,
  {removal = false, onChange}: {readonly removal?: boolean; readonly onChange: () => unknown}
): Promise<void> {
  try {
    const change = await changeNotebook(app, name, edit, {countLater: removal});
    const count = once(() => void change.count());
    if (removal) addEventListener("pagehide", count, {once: true});
    const settle = () => {
      removeEventListener("pagehide", count);
      count();
    };
    onChange();
    app.toasts.show(said, {
      ...(removal ? {ignored: settle} : {}),
      action: {
        label: "Undo",
        run: () => {
          removeEventListener("pagehide", count);
          change.undo().then(onChange, (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
        }
      }
    });
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (!done) run();
    done = true;
  };
}

/** A file becomes a table of a notebook: put into the workspace where it is not there yet, and named in the front matter. */
import type {GivenFile} from "../../../workers/import-reader.ts";
import {newNotebook} from "../../notebook/edit.ts";
import {withTable} from "../../notebook/front-matter-edit.ts";
import {freeId, refusedId} from "../../notebook/names.ts";
import {type Notebook, parseNotebook} from "../../notebook/notebook.ts";
import {readableBytes} from "../../number.ts";
import {refusedTablePath} from "../../table-path.ts";
import type {App} from "../app.ts";
import {h} from "../dom.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import {changeNotebook} from "../notebook-change.ts";
import {freeNotebookName} from "../notebook-of-series.ts";
import {keepOwn} from "../own-notebooks.ts";
import {routeHash} from "../router.ts";
import {openFormDialog} from "../views/form-dialog.ts";

/** Where a file of that name goes in the workspace. */
export function tablePathFor(name: string): string {
  return `data/${name.slice(name.lastIndexOf("/") + 1).trim()}`;
}

/** True for a file that may become a table, by its name. */
export function mayBeTable({name}: Pick<GivenFile, "name">): boolean {
  return refusedTablePath(tablePathFor(name)) === null;
}

/** The names that a table of a notebook cannot have. */
function takenIn({frontMatter, cells}: Notebook): ReadonlySet<string> {
  return new Set([...frontMatter.tables.map(({name}) => name), ...cells.flatMap(({id}) => id ?? [])]);
}

/**
 * Asks which notebook is to name a file as a table, and by which name. `given` is put into the workspace first; without it
 * the file is there. True once it is done.
 */
export async function useAsTable(app: App, path: string, given: GivenFile | null): Promise<boolean> {
  const files = await app.notebooks.list();
  const last = localStorage.getItem(LAST_NOTEBOOK);
  const stem = path.slice(path.lastIndexOf("/") + 1).replace(/\..*$/, "");
  const into = h(
    "select",
    {id: "table-into", on: {change: () => suggest()}},
    h("option", {value: ""}, "a new notebook"),
    files.map((file) => {
      const {title} = parseNotebook(file.text).frontMatter;
      return h("option", {value: file.name, selected: file.name === last && !file.sample}, title || file.name);
    })
  );
  const name = h("input", {id: "table-name", type: "text", class: "mono", spellcheck: false, autocomplete: "off"});
  const chosen = () => parseNotebook(files.find((file) => file.name === into.value)?.text ?? "");
  const suggest = () => {
    name.value = freeId(stem, new Set(takenIn(chosen())));
  };
  suggest();
  const overwrite = h("input", {type: "checkbox"});
  const again = h("label", {class: "choice", hidden: true}, overwrite, " Write over the file that is there");
  return new Promise((resolve) => {
    let done = false;
    const dialog = openFormDialog(
      `Use ${path.slice(path.lastIndexOf("/") + 1)} as a table`,
      {
        verb: "Use as a table",
        first: into,
        async submit(say) {
          const id = name.value.trim();
          const refused =
            refusedId(id) ??
            (takenIn(chosen()).has(id) ? `There is ${id} in that notebook already; choose another name.` : null);
          if (refused) return say(refused.replace(/^The id/, "The name"), name);
          if (given) {
            if ((await app.tables.stamp(path)) !== null && !overwrite.checked) {
              again.hidden = false;
              return say(`There is a file ${path} in ${app.tables.place} already.`, overwrite);
            }
            await app.tables.put(path, new Uint8Array(await given.content.arrayBuffer()));
          }
          const target = into.value || (await makeNotebook(app, stem, id, path));
          if (into.value) await changeNotebook(app, target, (notebook) => withTable(notebook, id, path));
          done = true;
          dialog.close();
          app.toasts.show(`${id} is a table of ${target}: its cells can name it.`, {
            action: {label: "Open it", run: () => app.go(routeHash("notebooks", target))}
          });
        }
      },
      h("label", {class: "form-label", for: "table-into"}, "Notebook"),
      into,
      h("label", {class: "form-label", for: "table-name"}, "Name in cells"),
      name,
      given
        ? h("p", {class: "help"}, `${readableBytes(given.content.size)} go to ${path} in ${app.tables.place}.`)
        : h("p", {class: "help"}, `SQL, charts, JavaScript and text name it so.`),
      again
    );
    into.closest("dialog")!.addEventListener("close", () => resolve(done));
  });
}

/** A new notebook that shows a table; gives its name. */
async function makeNotebook(app: App, title: string, id: string, path: string): Promise<string> {
  const taken = new Set((await app.notebooks.list()).map((file) => file.name));
  const file = freeNotebookName(title, taken);
  const empty = newNotebook(title, []);
  const text = `${withTable(parseNotebook(empty), id, path).trimEnd()}\n\n\`\`\`sql\nSELECT * FROM ${id}\n\`\`\`\n`;
  await app.notebooks.save(file, text, null);
  await keepOwn(app, file, null, text);
  return file;
}

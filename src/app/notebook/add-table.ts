/** A file that is dropped on a notebook, or chosen, becomes a table of it: put into the workspace, named in the front matter. */
import type {GivenFile} from "../../../workers/import-reader.ts";
import {withTable} from "../../notebook/front-matter-edit.ts";
import {freeId, refusedId} from "../../notebook/names.ts";
import {readableBytes} from "../../number.ts";
import {refusedTablePath} from "../../table-path.ts";
import {mayBeTable, tablePathFor} from "../data/use-as-table.ts";
import {h} from "../dom.ts";
import {openFormDialog} from "../views/form-dialog.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Asks what to do with a file: a table of this notebook, or ("import") search results. Null: nothing. */
export function askForTable(notebook: OpenNotebook, file: GivenFile): Promise<"table" | "import" | null> {
  const {app, session} = notebook;
  const {frontMatter, cells} = session.run.notebook;
  const path = tablePathFor(file.name);
  const fileName = path.slice("data/".length);
  const held = frontMatter.tables.find(
    (one) => one.path === path || one.path.endsWith(`/${fileName}`) || one.path === fileName
  );
  const taken = new Set([...frontMatter.tables.map(({name}) => name), ...cells.flatMap(({id}) => id ?? [])]);
  const name = h("input", {
    id: "table-name",
    type: "text",
    class: "mono",
    value: held?.name ?? freeId(fileName.replace(/\..*$/, ""), taken),
    readonly: held !== undefined,
    spellcheck: false,
    autocomplete: "off"
  });
  return new Promise((resolve) => {
    let answer: "table" | "import" | null = null;
    const place = held?.path ?? path;
    const dialog = openFormDialog(
      held ? `Put ${fileName} in the place of ${place}?` : `Use ${fileName} as a table?`,
      {
        verb: held ? "Put it there" : "Use as a table",
        first: name,
        async submit(say) {
          const id = name.value.trim();
          const refused = held
            ? null
            : (refusedId(id) ??
              (taken.has(id) ? `There is ${id} in this notebook already; choose another name.` : null));
          if (refused) return say(refused.replace(/^The id/, "The name"), name);
          if (!held && (await app.tables.stamp(place)) !== null && !overwrite.checked) {
            again.hidden = false;
            return say(`There is a file ${place} in ${app.tables.place} already.`, overwrite);
          }
          await app.tables.put(place, new Uint8Array(await file.content.arrayBuffer()));
          if (held) session.run.rerun(session.run.tables.filter(({cell}) => cell.id === held.name).map(({key}) => key));
          else session.change((now) => withTable(now, id, place), "adding a table");
          answer = "table";
          dialog.close();
          app.toasts.show(`${id} is a table of this notebook: cells can name it.`);
        }
      },
      h("label", {class: "form-label", for: "table-name"}, "Name in cells"),
      name,
      h("p", {class: "help"}, `${readableBytes(file.content.size)} go to ${place} in ${app.tables.place}.`)
    );
    const overwrite = h("input", {type: "checkbox"});
    const again = h("label", {class: "choice", hidden: true}, overwrite, " Write over the file that is there");
    const form = name.closest("form")!;
    form.querySelector(".help")!.after(again);
    const other = h(
      "button",
      {
        class: "link",
        type: "button",
        on: {
          click: () => {
            answer = "import";
            dialog.close();
          }
        }
      },
      "Import it as search results instead"
    );
    form.append(h("p", {class: "help"}, other));
    form.closest("dialog")!.addEventListener("close", () => resolve(answer));
  });
}

/** Lets the user choose a file to be a table. */
export function chooseTable(notebook: OpenNotebook): void {
  const pick = h("input", {type: "file", accept: ".csv,.tsv,.json,.ndjson,.jsonl,.parquet,.gz"});
  pick.addEventListener("change", () => {
    const [content] = pick.files ?? [];
    if (!content) return;
    const file: GivenFile = {name: content.name, content};
    if (mayBeTable(file)) void askForTable(notebook, file);
    else
      notebook.app.toasts.show(`The file ${content.name} ${refusedTablePath(tablePathFor(content.name))}.`, {
        kind: "error"
      });
  });
  pick.click();
}

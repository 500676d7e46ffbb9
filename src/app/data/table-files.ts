/** The files for tables that this browser keeps: who names them, and what can be done with each. */
import {messageOf} from "../../error.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {readableBytes} from "../../number.ts";
import type {App} from "../app.ts";
import {download, fill, h, ICONS, icon} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {HeldTable} from "../table-files.ts";
import {useAsTable} from "./use-as-table.ts";

/** The files; empty where there are none, or where they lie in a folder of the user's. `update` looks again. */
export function tableFiles(app: App): {readonly dom: HTMLElement; update(): Promise<void>} {
  const {held} = app.tables;
  const dom = h("section", {class: "table-files", hidden: true});
  const attempt = (task: () => Promise<unknown>) => () =>
    void task().then(update, (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
  const update = async () => {
    if (!held) return;
    const [files, notebooks] = await Promise.all([held.list(), app.notebooks.list()]);
    dom.hidden = !files.length;
    const users = ({path}: HeldTable) =>
      notebooks.filter(
        ({text}) => text.includes(path) && parseNotebook(text).frontMatter.tables.some((table) => table.path === path)
      );
    fill(
      dom,
      h("h2", {}, "Files for tables"),
      h(
        "p",
        {class: "lead"},
        "CSV, JSON and Parquet files that notebooks name under ",
        h("code", {}, "tables:"),
        ". They are no imports: their rows are read as they are."
      ),
      h(
        "div",
        {class: "scroll"},
        h(
          "table",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              ["File", "Size", "Named by", ""].map((text, i) =>
                h("th", {scope: "col", class: i === 1 ? "n" : ""}, text)
              )
            )
          ),
          h(
            "tbody",
            {},
            files.map((file) =>
              row(
                file,
                users(file).map(({name}) => name)
              )
            )
          )
        )
      )
    );
  };
  const row = ({path, bytes}: HeldTable, users: readonly string[]) =>
    h(
      "tr",
      {},
      h("td", {}, h("code", {}, path)),
      h("td", {class: "n"}, readableBytes(bytes)),
      h(
        "td",
        {},
        users.length
          ? users.map((name, i) => [i ? ", " : "", h("a", {href: routeHash("notebooks", name)}, name)])
          : h("span", {class: "note"}, "no notebook")
      ),
      h(
        "td",
        {class: "actions"},
        h(
          "button",
          {
            class: "link",
            type: "button",
            "aria-label": `Use ${path} as a table in a notebook`,
            on: {click: attempt(() => useAsTable(app, path, null))}
          },
          "Use in a notebook"
        ),
        button(ICONS.download, `Save ${path}`, () => save(path)),
        button(ICONS.trash, `Remove ${path}`, () => remove(path))
      )
    );
  const button = (face: string, title: string, task: () => Promise<void>) =>
    h(
      "button",
      {class: "icon-button", type: "button", title, "aria-label": title, on: {click: attempt(task)}},
      icon(face)
    );
  const save = async (path: string) => {
    const bytes = await app.tables.bytes(path);
    if (bytes) download(path.slice(path.lastIndexOf("/") + 1), bytes, "application/octet-stream");
  };
  const remove = async (path: string) => {
    const bytes = await app.tables.bytes(path);
    await held!.remove(path);
    app.toasts.show(`${path} was removed.`, {
      ...(bytes ? {action: {label: "Undo", run: attempt(() => putBack(path, bytes))}} : {})
    });
  };
  /** Unless another file has its place by now. */
  const putBack = async (path: string, bytes: Uint8Array<ArrayBuffer>) => {
    if ((await app.tables.stamp(path)) === null) await app.tables.put(path, bytes);
    else app.toasts.show(`There is another file ${path} by now, which was left.`, {kind: "error"});
  };
  return {dom, update};
}

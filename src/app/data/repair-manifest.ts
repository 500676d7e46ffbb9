/** A list of imports that cannot be read: what a repair would keep and what is lost, and the repair, after the file was saved. */
import {messageOf} from "../../error.ts";
import {readableNumber} from "../../number.ts";
import type {Repair} from "../../store/repair.ts";
import type {App} from "../app.ts";
import {download, fill, h} from "../dom.ts";
import {openDialog} from "../views/dialog.ts";

const count = (n: number, one: string, many: string) => `${readableNumber(n)} ${n === 1 ? one : many}`;

/** A button that offers the repair; nothing where there is none. `onRepaired` is called once it is done. */
export function repairOffer(app: App, onRepaired: () => void): HTMLElement {
  const dom = h("p", {});
  const look = async () => {
    const repair = await app.store("workspace").repairable();
    if (repair)
      fill(
        dom,
        h("button", {class: "button", type: "button", on: {click: () => ask(app, repair, onRepaired)}}, "Repair…")
      );
  };
  // what cannot be looked at is told above already
  look().catch(() => undefined);
  return dom;
}

function ask(app: App, repair: Repair, onRepaired: () => void): void {
  const {bytes, hash, imports, series, rows, unreadable, isCut, doubtful, unnamed} = repair;
  const said = h("div", {role: "status"});
  const go = async () => {
    button.disabled = true;
    try {
      download("manifest-damaged.json", bytes as Uint8Array<ArrayBuffer>, "application/json");
      if (!(await app.store("workspace").repair(hash))) {
        dialog.close();
        app.toasts.show("The file was changed meanwhile, so nothing was repaired.", {kind: "error"});
      } else {
        dialog.close();
        app.toasts.show("Repaired. The damaged file is in your downloads.");
      }
      onRepaired();
    } catch (error) {
      button.disabled = false;
      fill(said, h("div", {class: "message error", role: "alert"}, messageOf(error)));
    }
  };
  const button = h(
    "button",
    {class: "button primary", type: "button", on: {click: () => void go()}},
    "Save the damaged file and repair"
  );
  const list = (names: readonly string[]) => names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : "");
  const lost = [
    ...(isCut ? ["The file ends before its end: what stood behind is gone."] : []),
    ...(unreadable ? [`${count(unreadable, "record", "records")} cannot be read.`] : []),
    ...(doubtful.length
      ? [
          `${list(doubtful)} may have lost some of what ${doubtful.length === 1 ? "it" : "they"} held. Charts say so until you import the ${doubtful.length === 1 ? "file" : "files"} again.`
        ]
      : []),
    ...(unnamed.length
      ? [
          `${count(unnamed.length, "file of data is", "files of data are")} named by no record any more. ${unnamed.length === 1 ? "It stays where it is, and is" : "They stay where they are, and are"} not read.`
        ]
      : [])
  ];
  const dialog = openDialog(
    "Repair the list of imports",
    h(
      "div",
      {class: "repair"},
      h(
        "p",
        {},
        "The file manifest.json, which says what was imported, is damaged. Tidemark can write it again from what can be read."
      ),
      h("h3", {}, "Kept"),
      h(
        "p",
        {},
        imports.length
          ? `${count(imports.length, "import", "imports")} (${list(imports)}), ${count(series, "series", "series")}, ${count(rows, "row", "rows")}.`
          : rows
            ? count(rows, "row", "rows")
            : "Nothing: no record can be read. The workspace begins anew, without imports."
      ),
      h("h3", {}, "Lost"),
      lost.length
        ? h(
            "ul",
            {},
            lost.map((text) => h("li", {}, text))
          )
        : h("p", {}, "Nothing that is known of."),
      h(
        "p",
        {class: "help"},
        "The damaged file is saved to your downloads first. A backup, if you have one, is better than a repair."
      ),
      h("div", {class: "buttons"}, button),
      said
    )
  );
  button.focus();
}

/** The title and the readers of a notebook, kept in its front matter; and deleting it, with a way back. */
import {messageOf} from "../error.ts";
import {mayGrant} from "../insight/grants.ts";
import {withFrontMatter} from "../notebook/front-matter-edit.ts";
import {parseNotebook} from "../notebook/notebook.ts";
import type {App} from "./app.ts";
import {fill, h} from "./dom.ts";
import {asReader, grantsOf, readMe} from "./me.ts";
import {changeNotebook, countChanges} from "./notebook-change.ts";
import {openDialog} from "./views/dialog.ts";

/** Asks for title and grants, and writes them; every other line of the front matter stays. */
export async function configureNotebook(app: App, name: string, onChange: () => unknown): Promise<void> {
  const file = await app.notebooks.read(name);
  if (!file) return;
  const {title, grants} = parseNotebook(file.text).frontMatter;
  const titleBox = h("input", {id: "settings-title", type: "text", value: title, autocomplete: "off"});
  const grantBox = h("textarea", {
    id: "settings-grants",
    class: "mono",
    rows: 3,
    spellcheck: "false",
    "aria-describedby": "settings-grants-help"
  });
  grantBox.value = grants.join("\n");
  const me = readMe();
  const add = (grant: string) => {
    const lines = grantBox.value.split("\n").map((line) => line.trim());
    if (!lines.includes(grant)) grantBox.value = [...lines.filter(Boolean), grant].join("\n");
    tellOfOthers();
  };
  const offers = grantsOf(me).map((grant) =>
    h("button", {class: "link", type: "button", on: {click: () => add(grant)}}, grant)
  );
  const others = h("p", {class: "help", role: "status"});
  const tellOfOthers = () => {
    const lines = grantBox.value.split("\n").map((line) => line.trim());
    const strange = lines
      .filter((grant) => !mayGrant([grant], asReader(me)))
      .map((grant) => grant.slice(grant.indexOf(":") + 1));
    const isKnown = me.name !== "" || me.organizations.length > 0;
    others.textContent =
      isKnown && strange.length
        ? `${strange.join(", ")}: by your Settings that is not you, nor an organisation of yours. They will see it all the same.`
        : "";
  };
  grantBox.addEventListener("input", tellOfOthers);
  const problem = h("p", {class: "problem", role: "alert"});
  const save = async () => {
    const lines = grantBox.value
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    const wrong = lines.find((line) => !/^(?:user:.+|org:.+|global)$/.test(line));
    if (!titleBox.value.trim() || wrong !== undefined) {
      const text =
        wrong === undefined
          ? "A title is required."
          : `A reader is user:<name>, org:<name> or global; this one is ${JSON.stringify(wrong)}.`;
      fill(problem, h("span", {class: "error"}, text));
      (wrong === undefined ? titleBox : grantBox).focus();
      return;
    }
    try {
      await changeNotebook(app, name, (now) =>
        withFrontMatter(now, {title: titleBox.value.trim(), grants: lines.length ? lines : undefined})
      );
      dialog.close();
      onChange();
    } catch (error) {
      fill(problem, h("span", {class: "error"}, messageOf(error)));
    }
  };
  const dialog = openDialog(
    "Title and readers",
    h(
      "form",
      {
        class: "settings-form",
        novalidate: true,
        on: {
          submit: (event: Event) => {
            event.preventDefault();
            void save();
          }
        }
      },
      h("label", {class: "form-label", for: titleBox.id}, "Title"),
      titleBox,
      h("label", {class: "form-label", for: grantBox.id}, "Who may see it"),
      h(
        "p",
        {class: "help", id: "settings-grants-help"},
        "One a line: global, org:<name> or user:<name>. Nobody: it is private. Grants say whom it is meant for; the file itself is as open as its folder."
      ),
      grantBox,
      h("p", {class: "grant-offers"}, "Add ", offers),
      others,
      problem,
      h(
        "div",
        {class: "buttons"},
        h("button", {class: "button primary", type: "submit"}, "Save"),
        h("button", {class: "button", type: "button", on: {click: () => dialog.close()}}, "Cancel")
      )
    )
  );
  titleBox.focus();
}

/** Deletes a notebook; for a while it can be brought back. */
export async function removeNotebook(app: App, name: string, title: string, onChange: () => unknown): Promise<void> {
  try {
    const file = await app.notebooks.read(name);
    if (!file) return;
    await app.notebooks.remove(name);
    app.painted.drop(name);
    onChange();
    const count = () => void countChanges(app, parseNotebook(file.text), parseNotebook(""), "form");
    addEventListener("pagehide", count, {once: true});
    app.toasts.show(`“${title}” deleted.`, {
      ignored: () => {
        removeEventListener("pagehide", count);
        count();
      },
      action: {
        label: "Undo",
        run: () => {
          removeEventListener("pagehide", count);
          app.notebooks
            .save(name, file.text, null)
            .then(onChange, (error: unknown) => app.toasts.show(messageOf(error), {kind: "error"}));
        }
      }
    });
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

/** Another name for a notebook's file. Its text stays; notebooks that show its insights are named, for they go by the file. */
import {isNotebookName} from "../../notebook-name.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import {openFormDialog, type SayProblem} from "../views/form-dialog.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Asks for the name, and goes to the notebook under it. */
export function openRename({app, session}: OpenNotebook): void {
  const {name} = session;
  const field = h("input", {
    id: "rename-name",
    type: "text",
    class: "mono",
    value: name,
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": "rename-help"
  });
  const rename = async (tell: SayProblem) => {
    const say = (text: string) => tell(text, field);
    const typed = field.value.trim();
    const next = /\.md$/i.test(typed) ? typed.replace(/\.md$/i, ".md") : `${typed}.md`;
    if (next === name) return dialog.close();
    if (!isNotebookName(next))
      return say("A name is letters, digits, spaces, - and _, and begins with a letter or digit.");
    session.commit();
    await session.save();
    if (session.saveState.is !== "saved") return say("The notebook has to be saved first: see beside its name.");
    const file = await app.notebooks.read(name);
    if (!file) return say(`There is no ${name} any more.`);
    if ("conflict" in (await app.notebooks.save(next, file.text, null))) return say(`There is a ${next} already.`);
    const users = (await app.notebooks.list()).filter(
      ({name: other, text}) => other !== name && text.includes(`from=${name}#`)
    );
    dialog.close();
    app.go(routeHash("notebooks", next));
    await app.notebooks.remove(name);
    app.painted.drop(name);
    app.toasts.show(
      users.length
        ? `${name} is ${next} now. ${users.map((one) => one.name).join(", ")} still ${users.length === 1 ? "shows" : "show"} insights of ${name}: change from= there.`
        : `${name} is ${next} now.`
    );
  };
  const dialog = openFormDialog(
    "Rename the file",
    {verb: "Rename", first: field, submit: rename},
    h("label", {class: "form-label", for: field.id}, "Name"),
    field,
    h(
      "p",
      {class: "help", id: "rename-help"},
      "The title stands in the notebook; this is the file in the notebooks folder."
    )
  );
  field.setSelectionRange(0, name.replace(/\.md$/i, "").length);
}

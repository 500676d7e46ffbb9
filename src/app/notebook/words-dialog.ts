/** What stands in a cell's fence: its name, which other cells use, its caption, its rows, and all other attributes. */

import {cellKind} from "../../notebook/cells/index.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {refusedId} from "../../notebook/names.ts";
import {type Notebook, parseNotebook} from "../../notebook/notebook.ts";
import {renameCell, setWords, wordsOf} from "../../notebook/rename-cell.ts";
import {setAttribute} from "../../notebook/reshape.ts";
import {h} from "../dom.ts";
import {openFormDialog, type SayProblem} from "../views/form-dialog.ts";
import type {OpenNotebook} from "./open-notebook.ts";

/** Attributes that have a field of their own, by kind. */
const OWN: Readonly<Record<string, readonly ("caption" | "data")[]>> = {
  sql: ["caption"],
  "vega-lite": ["caption", "data"]
};
const LABELS = {caption: "Caption", data: "Draws the rows of"} as const;

/** Asks for the words of a cell's fence and writes them: one step of undo, with the cells that use the name. */
export function openWords(notebook: OpenNotebook, key: string): void {
  const {session} = notebook;
  session.commit();
  const {notebook: now, states} = session.run;
  const index = notebook.indexOf(key);
  const cell = now.cells[index]!;
  const kind = cellKind(cell.kind);
  const [bits, rest] = apart(wordsOf(now, cell), OWN[cell.kind] ?? []);
  const text = (id: string, value: string, mono: boolean) =>
    h("input", {id, type: "text", class: mono ? "mono" : "", value, autocomplete: "off", spellcheck: "false"});
  const name = text("words-name", cell.id ?? "", true);
  const others = text("words-others", rest, true);
  others.setAttribute("aria-describedby", "words-help");
  const own = (OWN[cell.kind] ?? []).map((attribute) => {
    const value = cell.attributes.get(attribute) ?? "";
    const id = `words-${attribute}`;
    const field = attribute === "caption" ? text(id, value, false) : rowsField(id, value, notebook);
    return {attribute, field, value};
  });
  const save = (say: SayProblem) => {
    const id = name.value.trim();
    if (!id && kind?.needsId) return say("It needs a name: other cells, SQL and links go by it.", name);
    const refused = id && id !== cell.id ? refusedId(id) : null;
    if (refused) return say(refused, name);
    if (states.some((other) => other.key !== key && other.cell.id === id && id !== ""))
      return say(`There is another cell called ${id}.`, name);
    let said = "";
    session.change((before) => {
      const renamed =
        id && cell.id ? renameCell(before, index, id, parseNotebook) : {text: before.text, changed: 0, left: []};
      if (id !== (cell.id ?? "")) said = saidOf(cell.id, id, renamed);
      let next = parseNotebook(renamed.text);
      const at = () => next.cells[index]!;
      const step = (edit: (notebook: Notebook) => string) => {
        next = parseNotebook(edit(next));
      };
      if (others.value.trim() !== rest || id !== (cell.id ?? ""))
        step((one) => setWords(one, at(), id || null, [...bits, others.value.trim()].filter(Boolean).join(" ")));
      for (const {attribute, field, value} of own)
        if (field.value.trim() !== value) step((one) => setAttribute(one, at(), attribute, field.value.trim() || null));
      return next.text;
    }, "changing the name and words of a cell");
    dialog.close();
    const {key: same} = session.run.states[index]!;
    notebook.select(same);
    if (said) void tell(notebook, cell.id, said);
  };
  const dialog = openFormDialog(
    `Name and words of ${cell.id ?? `this ${kind?.title ?? "cell"} cell`}`,
    {verb: "Save", first: name, submit: save},
    h("label", {class: "form-label", for: name.id}, "Name"),
    name,
    ...own.flatMap(({attribute, field}) => [
      h("label", {class: "form-label", for: field.id}, LABELS[attribute]),
      field
    ]),
    h("label", {class: "form-label", for: others.id}, "Other words"),
    others,
    h(
      "p",
      {class: "help", id: "words-help"},
      "As they stand behind the name in the file: ",
      h("code", {}, "height=240"),
      ", ",
      h("code", {}, "display=false"),
      ", ",
      h("code", {}, "fold"),
      ". Cells that use the name are changed with it."
    )
  );
  name.select();
}

/** The cells whose rows a chart can draw, and what is written now, whatever that is. */
function rowsField(id: string, value: string, {session}: OpenNotebook): HTMLSelectElement {
  const {states, notebook} = session.run;
  const names = [
    ...states.flatMap(({cell}) => (cell.id && (cell.kind === "sql" || isInsightCell(cell)) ? [cell.id] : [])),
    ...notebook.frontMatter.tables.map(({name}) => name)
  ];
  const all = names.includes(value) || !value ? names : [value, ...names];
  const field = h(
    "select",
    {id},
    h("option", {value: ""}, "– (the data stands in the chart)"),
    all.map((one) => h("option", {value: one}, one))
  );
  field.value = value;
  return field;
}

/** The attributes of these names as they are written, and the rest. */
function apart(words: string, names: readonly string[]): [readonly string[], string] {
  if (!names.length) return [[], words];
  const own = new RegExp(`(?:^|\\s)(?:${names.join("|")})(?:=(?:"[^"]*"|'[^']*'|[^\\s"']*))?(?=\\s|$)`, "gi");
  return [(words.match(own) ?? []).map((bit) => bit.trim()), words.replace(own, "").trim()];
}

function saidOf(
  before: string | null,
  id: string,
  {changed, left}: {readonly changed: number; readonly left: readonly string[]}
): string {
  if (before === null || !id) return id ? `The cell is called ${id} now.` : `${before} has no name any more.`;
  const also = changed ? `, in ${changed} other ${changed === 1 ? "cell" : "cells"} too` : "";
  const still = left.length ? ` Still named ${before}: in ${left.join(", ")}.` : "";
  return `${before} is ${id} now${also}.${still}`;
}

/** Says what was done, and which other notebooks go by the old name. */
async function tell({app, session}: OpenNotebook, before: string | null, said: string): Promise<void> {
  const files = before === null ? [] : await app.notebooks.list().catch(() => []);
  const users = files.filter(({text}) => new RegExp(`from=["']?${escaped(session.name)}#${before}\\b`).test(text));
  const names = users.map(({name}) => name).join(", ");
  const elsewhere = users.length
    ? ` ${names} still ${users.length === 1 ? "shows" : "show"} ${before}: change from= there.`
    : "";
  app.toasts.show(said + elsewhere, {action: {label: "Undo", run: () => session.undo()}});
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** "Watch this": a rule for an insight, asked for in words and written into its cell. */
import "../style/watch.css";
import type {InsightResult} from "../../insight/insight.ts";
import {editInsight, insightCell, insightValues} from "../../notebook/insight-cells.ts";
import type {Notebook} from "../../notebook/notebook.ts";
import {WATCH_FUNCTIONS} from "../../notebook/watch.ts";
import {h} from "../dom.ts";
import {openFormDialog, type SayProblem} from "./form-dialog.ts";

/** What may be watched, and how the condition of it begins. The last two are due by a date. */
const KINDS = [
  {name: "above", title: "it rises above", sign: ">", due: false},
  {name: "below", title: "it falls below", sign: "<", due: false},
  {name: "most", title: "it is still above", sign: "<=", due: true},
  {name: "least", title: "it is still below", sign: ">=", due: true}
] as const;

/** A rule as it is written: `by` is a date, empty for none. */
export interface NewRule {
  readonly when: string;
  readonly by: string;
  readonly note: string;
}

/** The text of a notebook with a rule added to an insight; the rules it has stay. */
export function withRule(notebook: Notebook, id: string, {when, by, note}: NewRule): string {
  const cell = insightCell(notebook, id);
  const values = cell && insightValues(cell);
  if (!values) return notebook.text;
  const {watch} = values as {watch?: unknown};
  const rules = Array.isArray(watch) ? watch : watch === undefined || watch === null ? [] : [watch];
  const rule = {when, ...(by ? {by} : {}), ...(note ? {note} : {})};
  return editInsight(notebook, cell, {...values, watch: [...rules, rule] as never});
}

/** Asks what is to be watched; `label` is the series it begins with. */
export function watchInsight(
  title: string,
  {series}: InsightResult,
  label: string | null,
  change: (edit: (notebook: Notebook) => string, said: string) => void,
  id: string
): void {
  const shown = series.filter(({holds}) => holds === 0);
  const choice = h(
    "select",
    {id: "watch-series"},
    shown.map((one) => h("option", {value: one.label, selected: one.label === label}, one.label))
  );
  const lastOf = (wanted: string) =>
    shown.find((one) => one.label === wanted)?.values.findLast((value) => Number.isFinite(value)) ?? 0;
  const kind = h(
    "select",
    {id: "watch-kind"},
    KINDS.map(({name, title: words}) => h("option", {value: name}, words))
  );
  const value = h("input", {
    id: "watch-value",
    type: "number",
    step: "any",
    value: lastOf(label ?? shown[0]?.label ?? "")
  });
  const by = h("input", {id: "watch-by", type: "date"});
  const due = h("div", {class: "watch-line", hidden: true}, h("label", {class: "form-label", for: by.id}, "On"), by);
  const note = h("input", {id: "watch-note", type: "text", autocomplete: "off"});
  const kindNow = () => KINDS.find(({name}) => name === kind.value)!;
  kind.addEventListener("change", () => {
    due.hidden = !kindNow().due;
  });
  choice.addEventListener("change", () => {
    value.value = String(lastOf(choice.value));
  });
  const save = (say: SayProblem) => {
    const {sign, due: isDue} = kindNow();
    if (value.value === "" || (isDue && !by.value)) {
      const lacking = value.value === "" ? "Give a number to compare with." : "Give the day it is due.";
      say(lacking, value.value === "" ? value : by);
      return;
    }
    // several series are told apart by their labels
    const of = shown.length > 1 ? JSON.stringify(choice.value) : "";
    const rule = {
      when: `latest(${of}) ${sign} ${Number(value.value)}`,
      by: isDue ? by.value : "",
      note: note.value.trim()
    };
    dialog.close();
    change((now) => withRule(now, id, rule), `“${title}” is watched: ${rule.when}${rule.by ? ` by ${rule.by}` : ""}.`);
  };
  const dialog = openFormDialog(
    `Watch “${title}”`,
    {verb: "Watch", first: kind, submit: save},
    ...(shown.length > 1 ? [h("label", {class: "form-label", for: choice.id}, "Of"), choice] : []),
    h("label", {class: "form-label", for: kind.id}, "Say so when"),
    h("div", {class: "watch-line"}, kind, h("label", {class: "visually-hidden", for: value.id}, "Value"), value),
    due,
    h("label", {class: "form-label", for: note.id}, "In these words (may be empty)"),
    note,
    h(
      "p",
      {class: "help"},
      "The rule is written into the cell, as a line of watch. The app, reports and tidemark check say when it fires."
    ),
    h(
      "details",
      {class: "help"},
      h("summary", {}, "What a rule can say when you edit it there"),
      h(
        "dl",
        {},
        WATCH_FUNCTIONS.map(({usage, help}) => [h("dt", {}, h("code", {}, usage)), h("dd", {}, help)])
      )
    )
  );
}

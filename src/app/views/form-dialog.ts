/** A dialog that asks for something: its fields, what is wrong with them, a verb and a way out. */
import {messageOf} from "../../error.ts";
import {fill, h} from "../dom.ts";
import {type Dialog, openDialog} from "./dialog.ts";

/** Tells what is wrong; the focus goes to the field it is about. */
export type SayProblem = (text: string, field: HTMLElement) => void;

/** Opens it. `submit` closes it, or says why not; what it throws is said as well, at the first field. */
export function openFormDialog(
  title: string,
  {verb, first, submit}: {verb: string; first: HTMLElement; submit(say: SayProblem): void | Promise<void>},
  ...content: Node[]
): Dialog {
  const problem = h("p", {class: "problem", role: "alert"});
  const say: SayProblem = (text, field) => {
    fill(problem, h("span", {class: "error"}, text));
    field.focus();
  };
  const dialog = openDialog(
    title,
    h(
      "form",
      {
        class: "dialog-form",
        novalidate: true,
        on: {
          submit: (event: Event) => {
            event.preventDefault();
            void (async () => submit(say))().catch((error: unknown) => say(messageOf(error), first));
          }
        }
      },
      content,
      problem,
      h(
        "div",
        {class: "buttons"},
        h("button", {class: "button primary", type: "submit"}, verb),
        h("button", {class: "button", type: "button", on: {click: () => dialog.close()}}, "Cancel")
      )
    )
  );
  first.focus();
  return dialog;
}

/** The link to an insight, and who may see what it leads to. */

import {h} from "../dom.ts";
import {grantsText} from "../grants-text.ts";
import {insightHash} from "../insight-link.ts";
import {copyButton} from "./commands.ts";
import {openDialog} from "./dialog.ts";

export function shareInsight(title: string, notebook: string, id: string, grants: readonly string[]): void {
  const address = `${location.href.replace(/#.*$/s, "")}${insightHash(notebook, id)}`;
  const field = h("input", {type: "text", class: "mono", readonly: true, value: address, "aria-label": "Link"});
  field.addEventListener("focus", () => field.select());
  openDialog(
    `Share “${title}”`,
    h("div", {class: "share-link"}, field, copyButton("Copy link", address)),
    h("p", {}, `${notebook} is ${grantsText(grants)}.`),
    h(
      "p",
      {class: "help"},
      "The link opens where this workspace is open: nothing was uploaded. For anybody else, export a report of the notebook: one file that opens anywhere."
    )
  );
  field.focus();
}

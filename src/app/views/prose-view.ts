import type {Output} from "../../notebook/cells/kind.ts";
import {h, type View} from "../dom.ts";

type Prose = Extract<Output, {type: "markdown"}>;

/** Text of a notebook, with its values. */
export function proseView(first: Prose): View<Prose> & {update(output: Prose): void} {
  const dom = h("div", {class: "prose"});
  const update = (output: Prose) => {
    // sanitised by the Markdown cell, values as text nodes
    dom.innerHTML = output.html;
  };
  update(first);
  return {dom, update};
}

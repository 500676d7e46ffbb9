import type {Notebook} from "../../notebook/notebook.ts";
import {fill, h, type View} from "../dom.ts";

/** What is wrong with a notebook's file as a whole. */
export interface Problems extends View<Notebook> {
  update(notebook: Notebook): void;
}

const PLAIN = {
  level: "note",
  text: "This file is plain Markdown: it has no “tidemark: 1” in its front matter. Its cells run all the same."
};

export function createProblems(): Problems {
  const dom = h("div", {class: "notebook-messages"});
  return {
    dom,
    update({messages, frontMatter}) {
      fill(
        dom,
        [...messages, ...(frontMatter.version === null ? [PLAIN] : [])].map(({level, text}) =>
          h("div", {class: `message ${level}`, role: level === "error" ? "alert" : "note"}, text)
        )
      );
    }
  };
}

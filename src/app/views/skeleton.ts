import {isInsightCell} from "../../notebook/insight-yaml.ts";
import type {CellSource} from "../../notebook/notebook.ts";
import {h} from "../dom.ts";
import "../style/skeleton.css";
import {DEFAULT_HEIGHT} from "./insight-figure.ts";

/** Characters in a line of text on a wide page. */
const LINE = 78;

/**
 * The room of a result that is on its way, in the shape it will most likely have, so that what is below it need not move.
 * It is seen only when that takes a while. Null for cells of which nobody can say how high they will be.
 */
export function skeleton(cell: CellSource): HTMLElement | null {
  const {kind, body, attributes} = cell;
  if (kind === "markdown") return h("div", {class: "awaited-room prose", "aria-hidden": true}, paragraphs(body));
  const height = Number(attributes.get("height")) || DEFAULT_HEIGHT;
  if (isInsightCell(cell) && !/^presentation:/m.test(body))
    return figure(said(body, "title"), said(body, "description") || " ", height, 2);
  if (kind === "vega-lite") return figure(attributes.get("caption") ?? "", "", height, 0);
  return null;
}

/** A figure as createFigure lays it out: head, body, handle, foot, and the line of facts below it. */
function figure(title: string, caption: string, height: number, foot: number): HTMLElement {
  return h(
    "div",
    {class: "awaited-room", "aria-hidden": true},
    h(
      "figcaption",
      {},
      title ? h("strong", {}, title) : null,
      h("div", {class: "tools room-tools"}),
      caption ? h("span", {class: "caption"}, caption) : null
    ),
    h("div", {class: "room-body", style: `height: ${height}px`}),
    h("div", {class: "room-foot", style: `height: ${8 + foot * 20}px`}),
    h("div", {class: "cell-facts"}, "\u00a0")
  );
}

/** Paragraphs and headings as they read without their values; bars in the place of what is no plain text. */
function paragraphs(text: string): HTMLElement[] {
  return text
    .split(/\n[ \t]*\n/)
    .filter((paragraph) => paragraph.trim())
    .map((paragraph) => {
      const heading = /^(#{1,6}) +(.*)$/s.exec(paragraph);
      if (heading) return h(`h${heading[1]!.length}` as "h1", {}, words(heading[2]!));
      if (!/^[ \t]*(?:[-*+>|<#~`]|\d+[.)]|!\[)|\n[ \t]*[-=|>]/.test(paragraph)) return h("p", {}, words(paragraph));
      const lines = Math.ceil(unmarked(paragraph).length / LINE);
      return h(
        "p",
        {},
        Array.from({length: lines}, () => h("span", {class: "bar"}, "\u00a0"))
      );
    });
}

/** A text, and the room of a value in the place of each expression. */
function words(text: string): (string | HTMLElement)[] {
  return text
    .split(/\$\{[^}]*\}/)
    .flatMap((part, i) => [...(i ? [h("span", {class: "value-room"}, "00,000")] : []), unmarked(part)]);
}

/** A text without what is not seen of it: marks and addresses. */
function unmarked(text: string): string {
  return text.replaceAll(/\]\([^)]*\)/g, "").replaceAll(/[*`[\]]|(?<!\w)_|_(?!\w)/g, "");
}

/** A text that a cell's YAML says in one line; empty when it says none. */
function said(body: string, name: string): string {
  const value = new RegExp(`^${name}:[ \\t]+(.+?)[ \\t]*$`, "m").exec(body)?.[1] ?? "";
  if (/^[|>&*!]/.test(value)) return "";
  return /^(["']).*\1$/.test(value) ? value.slice(1, -1) : value;
}

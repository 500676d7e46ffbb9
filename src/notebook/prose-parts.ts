/** The text of a Markdown cell taken apart at its `${…}`: what each asks, and which are code that runs. */
import type {Nodes} from "mdast";
import {remark} from "remark";
import remarkGfm from "remark-gfm";
import {type Expression, parseExpression, templatePieces, unknownCalls} from "./expression.ts";
import {isDeep} from "./notebook.ts";

/** Characters nobody writes, around the number of a placeholder while the Markdown is parsed. */
export const [OPEN, CLOSE] = ["\ue000", "\ue001"];

/** A placeholder: as it is written, and what it asks in our own words. */
export interface ProsePart {
  readonly source: string;
  /** What stands between the braces. */
  readonly inside: string;
  /** Null: it is JavaScript, if anything. */
  readonly expression: Expression | null;
  /** Functions that it calls and that are none of ours. */
  readonly unknown: readonly string[];
  /** Its line in the text, from 0. */
  readonly line: number;
}

export interface Prose {
  /** The text with numbers in place of its placeholders. */
  readonly text: string;
  readonly parts: readonly ProsePart[];
}

/** Takes a text apart. */
export function readProse(given: string): Prose {
  const body = given.replace(/[\ue000\ue001]/g, "");
  const parts: ProsePart[] = [];
  let text = "";
  for (const piece of templatePieces(body)) {
    if ("text" in piece) {
      text += piece.text;
      continue;
    }
    const {expression: inside, from} = piece;
    text += `${OPEN}${parts.length}${CLOSE}`;
    const line = body.slice(0, from).split("\n").length - 1;
    const own = parseExpression(inside);
    const unknown = own ? unknownCalls(own) : [];
    parts.push({source: `\${${inside}}`, inside, expression: unknown.length ? null : own, unknown, line});
  }
  return {text, parts};
}

const parser = remark().use(remarkGfm).freeze();

/**
 * The places of the parts that are JavaScript: those in running text that are nothing of our own. In code, addresses and raw
 * HTML a placeholder stands as it was written, so nothing of it runs.
 */
export function scriptsIn({text, parts}: Prose): readonly number[] {
  if (parts.every(({expression}) => expression) || isDeep(text)) return [];
  const found = new Set<number>();
  const open: Nodes[] = [parser.parse(text)];
  for (const node of open) {
    if (node.type === "text")
      for (const [, index] of node.value.matchAll(/\ue000(\d+)\ue001/g)) found.add(Number(index));
    if ("children" in node) open.push(...node.children);
  }
  return parts.flatMap(({expression, inside}, i) => (!expression && inside.trim() && found.has(i) ? [i] : []));
}

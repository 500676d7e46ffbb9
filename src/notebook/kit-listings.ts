/** Cells of Notebook Kit that do not run here: how they stand in a text, and how they are found there again. */
import {parseInfo} from "./info.ts";

/** The kinds of Notebook Kit's cells, with the type of their script. Source: notebook-kit's lib/serialize.js. */
export const KIT_TYPES = {
  js: "module",
  md: "text/markdown",
  sql: "application/sql",
  ts: "text/x-typescript",
  html: "text/html",
  tex: "application/x-tex",
  dot: "text/vnd.graphviz",
  node: "application/vnd.node.javascript",
  python: "text/x-python",
  r: "text/x-r",
  ojs: "application/vnd.observable.javascript"
} as const;

export type KitMode = keyof typeof KIT_TYPES;

/** The cell that a text is when it is nothing but a listing which was made of one; null for any other text. */
export function keptListing(body: string): {readonly mode: KitMode; readonly value: string} | null {
  const [, marker, info = "", value = ""] = /^(`{3,})([^\n`]*)\n([\s\S]*)\n\1$/.exec(body.trim()) ?? [];
  if (marker === undefined || new RegExp(`^${marker}`, "m").test(value)) return null;
  const {language, word, attributes} = parseInfo(info);
  const mode = attributes.get("of") ?? (language === "js" ? "" : language);
  return word === "listing" && mode !== "md" && Object.hasOwn(KIT_TYPES, mode) ? {mode: mode as KitMode, value} : null;
}

/** A text without the word that keeps its fences from being cells here. */
export function unlisted(body: string): string {
  return body.replace(/^([ ]{0,3}(?:`{3,}|~{3,})[ \t]*[^\s`]+) listing(?=\s|$)/gm, "$1");
}

/**
 * Makes a drawing safe to stand in a page, whatever spec and data it came from: parsed, rebuilt from a list of allowed
 * elements and attributes, references only within itself. Pure, so app and report hold the same bytes.
 */
import type {Element, Root} from "hast";
import rehypeParse from "rehype-parse";
import rehypeSanitize, {type Options as Schema} from "rehype-sanitize";
import {unified} from "unified";
import {finishedSvg, readStrict, type SvgWords} from "./strict-svg.ts";
import {SVG_ATTRIBUTES, SVG_TAGS} from "./svg-rules.ts";

const SCHEMA: Schema = {
  tagNames: [...SVG_TAGS],
  attributes: {
    svg: ["xmlns", "width", "height", "viewBox"],
    "*": SVG_ATTRIBUTES.map((one) => (typeof one === "string" ? one : ([...one] as [string, RegExp])))
  },
  clobber: [],
  protocols: {},
  strip: ["script", "style", "foreignObject"]
};

/** SVG text from Vega as safe SVG text: an image with a title and a description, scaling with its box. */
export function safeSvg(svg: string, words: SvgWords): string {
  const root = readStrict(svg) ?? readAny(svg);
  return root ? finishedSvg(root, words) : "";
}

/** The drawing in any markup, read as a browser would, and what is allowed of it. */
function readAny(svg: string): Element | undefined {
  const tree = unified().use(rehypeParse, {fragment: true}).parse(svg) as Root;
  const clean = unified().use(rehypeSanitize, SCHEMA).runSync(tree) as Root;
  return clean.children.find((node): node is Element => node.type === "element" && node.tagName === "svg");
}

/**
 * Safe drawings from markup as Vega writes it: read by a strict reader, rebuilt from what is allowed, written anew. Many
 * times faster than by a parser of the whole language, which `safeSvg` has for all other markup.
 */
import type {Element, ElementContent} from "hast";
import {readMarkup, unescaped} from "../markup.ts";
import {withoutLevelPoints} from "./straight-runs.ts";
import {SVG_ATTRIBUTES, SVG_TAGS} from "./svg-rules.ts";
import {CHART_FONT, CHART_FONT_SIZE} from "./theme.ts";

/** What a safe drawing is given: ids must not meet those of other drawings, and readers need words. */
export interface SvgWords {
  /** Prefix of every id inside, `[a-z0-9_-]+`. */
  readonly prefix: string;
  readonly title: string;
  readonly description: string;
  /**
   * Not Vega's drawing: nothing of it is taken for granted or left out, and what its root says of paint and text holds for
   * all of it. Where it says no fill, that is the ink of the page.
   */
  readonly foreign?: boolean;
}

/** A drawing of Vega as safe SVG text; "" when it holds anything else than drawings are made of. */
export function strictSvg(svg: string, words: SvgWords): string {
  const root = readStrict(svg);
  return root ? finishedSvg(root, words) : "";
}

/** What is allowed, with its ids prefixed, its title and description, and nothing that draws nothing; as text. */
export function finishedSvg(root: Element, {prefix, title, description, foreign = false}: SvgWords): string {
  prefixIds(root, prefix);
  if (!foreign) prune(root);
  const {width, height, fill, fontSize, textAnchor} = root.properties;
  root.properties = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: String(root.properties.viewBox ?? `0 0 ${width} ${height}`),
    width: String(width),
    height: String(height),
    fontFamily: CHART_FONT,
    fontSize: String((foreign && fontSize) || CHART_FONT_SIZE),
    ...(foreign ? {fill: fill ?? "currentColor", ...(textAnchor ? {textAnchor} : {})} : {}),
    role: "img",
    ariaLabelledBy: [`${prefix}-t`, `${prefix}-d`]
  };
  root.children = [words("title", `${prefix}-t`, title), words("desc", `${prefix}-d`, description), ...root.children];
  const out: string[] = [];
  write(root, out);
  return out.join("");
}
const TAGS = new Set(SVG_TAGS);
/** What is allowed, from the name in markup to the name of the property, and where its value is looked at. */
const ALLOWED = new Map(
  SVG_ATTRIBUTES.map((one): [string, {readonly property: string; readonly pattern: RegExp | null}] => {
    const [property, pattern] = typeof one === "string" ? [one, null] : one;
    return [attributeName(property), {property, pattern}];
  })
);

/** The same of markup as Vega writes it, many times faster; null when it holds anything else than drawings are made of. */
export function readStrict(svg: string): Element | null {
  const top: Element = {type: "element", tagName: "", properties: {}, children: []};
  const opened: Element[] = [top];
  let strange = false;
  const isStrict = readMarkup(svg, {
    open(name, attributes, isEmpty) {
      if (!TAGS.has(name) || (name === "svg") !== (opened.length === 1)) strange = true;
      const properties: Element["properties"] = {};
      for (let i = 0; i < attributes.length; i += 2) {
        const attribute = attributes[i]!;
        const allowed = ALLOWED.get(attribute);
        const property = allowed?.property ?? (name === "svg" && SVG_ONLY.has(attribute) ? attribute : null);
        if (property === null) continue;
        const value = unescaped(attributes[i + 1]!);
        if (value === null) strange = true;
        else if (properties[property] === undefined && (!allowed?.pattern || allowed.pattern.test(value)))
          properties[property] = property === "strokeDashArray" ? value.replace(/[\s,]+/g, " ") : value;
      }
      const element: Element = {type: "element", tagName: name, properties, children: []};
      opened.at(-1)!.children.push(element);
      if (!isEmpty) opened.push(element);
    },
    close: () => void opened.pop(),
    text(escaped) {
      const value = unescaped(escaped);
      if (value === null || opened.length < 2) strange = true;
      else opened.at(-1)!.children.push({type: "text", value});
    }
  });
  const [root] = top.children;
  return isStrict && !strange && top.children.length === 1 && root?.type === "element" ? root : null;
}

const SVG_ONLY = new Set(["xmlns", "viewBox"]);

/** The name of a property in markup: fillOpacity is fill-opacity, and a few keep their capitals. */
function attributeName(property: string): string {
  if (property === "viewBox" || property === "gradientUnits") return property;
  if (property === "ariaLabelledBy") return "aria-labelledby";
  return property
    .replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    .replace("dash-array", "dasharray")
    .replace("dash-offset", "dashoffset")
    .replace("line-cap", "linecap")
    .replace("line-join", "linejoin")
    .replace("miter-limit", "miterlimit");
}

/** Writes elements and texts; names come from the lists above, values and texts are escaped. */
function write(element: Element, out: string[]): void {
  out.push("<", element.tagName);
  for (const [property, value] of Object.entries(element.properties)) {
    if (value === null || value === undefined) continue;
    const text = Array.isArray(value) ? value.join(" ") : String(value);
    out.push(
      " ",
      attributeName(property),
      '="',
      text.replace(/[&"]/g, (char) => (char === "&" ? "&#x26;" : "&#x22;")),
      '"'
    );
  }
  if (!element.children.length) {
    out.push(" />");
    return;
  }
  out.push(">");
  for (const child of element.children)
    if (child.type === "element") write(child, out);
    else if (child.type === "text")
      out.push(child.value.replace(/[&<]/g, (char) => (char === "&" ? "&#x26;" : "&#x3C;")));
  out.push("</", element.tagName, ">");
}

function words(tagName: string, id: string, text: string): Element {
  return {type: "element", tagName, properties: {id}, children: [{type: "text", value: text}]};
}

function prefixIds(element: Element, prefix: string): void {
  for (const [name, value] of Object.entries(element.properties)) {
    if (name === "id") element.properties.id = `${prefix}-${value}`;
    else if (typeof value === "string" && value.startsWith("url(#"))
      element.properties[name] = value.replace("url(#", `url(#${prefix}-`);
  }
  for (const child of element.children) if (child.type === "element") prefixIds(child, prefix);
}

/** What every element would repeat: it stands once, at the root, or is the default anyway. */
const REPEATED: Readonly<Record<string, string>> = {
  fontFamily: CHART_FONT,
  fontSize: `${CHART_FONT_SIZE}px`,
  opacity: "1",
  strokeWidth: "1",
  strokeMiterLimit: "4"
};

/** Takes out what draws nothing (empty groups, paths without paint, level points) and what is said already; rounds coordinates. */
function prune(element: Element): void {
  // what clips needs no paint
  if (element.tagName === "clipPath") return;
  for (const [name, value] of Object.entries(element.properties)) {
    if (String(value) === REPEATED[name]) delete element.properties[name];
    else if (typeof value === "string" && (name === "transform" || name === "d")) {
      const rounded = value.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
      element.properties[name] = name === "d" ? withoutLevelPoints(rounded) : rounded;
    }
  }
  element.children = element.children.flatMap((child): ElementContent[] => {
    if (child.type !== "element") return [child];
    prune(child);
    const {properties, tagName, children} = child;
    if (
      tagName === "path" &&
      (!properties.d || (!properties.fill && !properties.stroke) || properties.display === "none")
    )
      return [];
    if (tagName !== "g") return [child];
    if (!children.length) return [];
    const names = Object.keys(properties);
    return names.length === 0 || (names.length === 1 && properties.transform === "translate(0,0)") ? children : [child];
  });
}

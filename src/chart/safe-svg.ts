/**
 * Makes a drawing safe to stand in a page, whatever spec and data it came from: parsed, rebuilt from a list of allowed
 * elements and attributes, references only within itself. Pure, so app and report hold the same bytes.
 */
import type {Element, ElementContent, Root} from "hast";
import rehypeParse from "rehype-parse";
import rehypeSanitize, {type Options as Schema} from "rehype-sanitize";
import {unified} from "unified";
import {readMarkup, unescaped} from "../markup.ts";
import {CHART_FONT, CHART_FONT_SIZE} from "./theme.ts";

const PAINT = /^(?!.*(?:url|image|expression)\()[\s\S]*$|^url\(#[\w-]+\)$/i;

const SCHEMA: Schema = {
  tagNames: [
    "svg",
    "g",
    "path",
    "text",
    "tspan",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "clipPath",
    "linearGradient",
    "radialGradient",
    "stop"
  ],
  attributes: {
    svg: ["xmlns", "width", "height", "viewBox"],
    "*": [
      "transform",
      "d",
      "x",
      "y",
      "x1",
      "y1",
      "x2",
      "y2",
      "cx",
      "cy",
      "r",
      "rx",
      "ry",
      "dx",
      "dy",
      "width",
      "height",
      "points",
      "offset",
      "id",
      "opacity",
      "fillOpacity",
      "strokeOpacity",
      "strokeWidth",
      "strokeDashArray",
      "strokeDashOffset",
      "strokeLineCap",
      "strokeLineJoin",
      "strokeMiterLimit",
      "fontFamily",
      "fontSize",
      "fontWeight",
      "fontStyle",
      "textAnchor",
      "dominantBaseline",
      "display",
      "gradientUnits",
      "stopOpacity",
      "fr",
      "fx",
      "fy",
      ["fill", PAINT],
      ["stroke", PAINT],
      ["stopColor", PAINT],
      ["clipPath", /^url\(#[\w-]+\)$/]
    ]
  },
  clobber: [],
  protocols: {},
  strip: ["script", "style", "foreignObject"]
};

/** What a safe drawing is given: ids must not meet those of other drawings, and readers need words. */
export interface SvgWords {
  /** Prefix of every id inside, `[a-z0-9_-]+`. */
  readonly prefix: string;
  readonly title: string;
  readonly description: string;
}

/** SVG text from Vega as safe SVG text: an image with a title and a description, scaling with its box. */
export function safeSvg(svg: string, {prefix, title, description}: SvgWords): string {
  const root = readStrict(svg) ?? readAny(svg);
  if (!root) return "";
  prefixIds(root, prefix);
  prune(root);
  const {width, height} = root.properties;
  root.properties = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: String(root.properties.viewBox ?? `0 0 ${width} ${height}`),
    width: String(width),
    height: String(height),
    fontFamily: CHART_FONT,
    fontSize: String(CHART_FONT_SIZE),
    role: "img",
    ariaLabelledBy: [`${prefix}-t`, `${prefix}-d`]
  };
  root.children = [words("title", `${prefix}-t`, title), words("desc", `${prefix}-d`, description), ...root.children];
  const out: string[] = [];
  write(root, out);
  return out.join("");
}

/** The drawing in any markup, read as a browser would, and what is allowed of it. */
function readAny(svg: string): Element | undefined {
  const tree = unified().use(rehypeParse, {fragment: true}).parse(svg) as Root;
  const clean = unified().use(rehypeSanitize, SCHEMA).runSync(tree) as Root;
  return clean.children.find((node): node is Element => node.type === "element" && node.tagName === "svg");
}

const TAGS = new Set(SCHEMA.tagNames);
/** What is allowed, from the name in markup to the name of the property, and where its value is looked at. */
const ALLOWED = new Map(
  SCHEMA.attributes!["*"]!.map((one): [string, {readonly property: string; readonly pattern: RegExp | null}] => {
    const [property, pattern] = typeof one === "string" ? [one, null] : (one as [string, RegExp]);
    return [attributeName(property), {property, pattern}];
  })
);

/** The same of markup as Vega writes it, many times faster; null when it holds anything else than drawings are made of. */
function readStrict(svg: string): Element | null {
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

/** Takes out what draws nothing (empty groups, paths without paint) and what is said already; rounds coordinates. */
function prune(element: Element): void {
  // what clips needs no paint
  if (element.tagName === "clipPath") return;
  for (const [name, value] of Object.entries(element.properties)) {
    if (String(value) === REPEATED[name]) delete element.properties[name];
    else if (typeof value === "string" && (name === "transform" || name === "d"))
      element.properties[name] = value.replace(/\d+\.\d{3,}/g, (number) => String(Number(Number(number).toFixed(2))));
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

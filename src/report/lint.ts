/**
 * The last look at a finished file: nothing in it may load, run or send anything. It reads the file as a browser would and
 * allows what reports are made of; all else is refused.
 */
import type {Comment, Element, Root} from "hast";
import rehypeParse from "rehype-parse";
import {unified} from "unified";
import {TidemarkError} from "../error.ts";
import {sha256Base64} from "../hash.ts";
import {readMarkup, unescaped} from "../markup.ts";

const HTML = new Set(
  (
    "html head meta title style body main header footer section nav figure figcaption details summary div p span a " +
    "h1 h2 h3 h4 h5 h6 ul ol li table thead tbody tfoot tr th td caption strong em b i s del ins sub sup small code pre kbd samp var q " +
    "blockquote hr br dl dt dd abbr cite dfn mark time wbr img input label button script tt ruby rp rt picture"
  ).split(" ")
);
const SVG = new Set(
  (
    "svg title desc g path text tspan rect circle ellipse line polyline polygon defs clipPath linearGradient " +
    "radialGradient stop"
  ).split(" ")
);
/** Attributes that load, send, run or style. */
const FORBIDDEN = new Set(
  (
    "src srcSet srcDoc poster data action formAction background ping xLinkHref manifest style codeBase classId " +
    "archive cite longDesc useMap profile icon dynSrc lowSrc nonce integrity is slot part autoFocus popover popoverTarget command commandFor"
  ).split(" ")
);
/** Attributes whose value may name a drawing elsewhere. */
const PAINT = new Set("fill stroke stopColor clipPath mask filter cursor markerStart markerMid markerEnd".split(" "));
const IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]*$/i;
const LINK = /^(?:https?:|mailto:|#|\.{0,2}\/|[\w.-]+(?:[/#?]|$))/i;
const NOTEBOOK = /^data:text\/markdown;base64,[A-Za-z0-9+/=]*$/;
/** Meta elements by name that say something and do nothing. */
const META_NAMES = new Set(["viewport", "referrer", "generator", "color-scheme"]);

/** The policy a file must carry, in parts: what may style and run, by hash. */
interface Policy {
  readonly styles: ReadonlySet<string>;
  readonly scripts: ReadonlySet<string>;
}

/**
 * Looks at a whole HTML file.
 * @throws TidemarkError "report/unsafe" naming what is wrong; then the file must not be written.
 */
export function lintReport(text: string): void {
  const elements = strictElements(text) ?? inOrder(unified().use(rehypeParse).parse(text) as Root);
  const policy = policyOf(elements);
  const ids = new Set<string>();
  for (const element of elements) {
    lintElement(element, policy);
    const {id} = element.properties;
    if (typeof id === "string" && ids.size === ids.add(id).size) throw unsafe(`two elements with the id ${id}`);
  }
}

const DOCTYPE = /^<!doctype html>\s*/;
/** The names of properties that are looked at, by the attribute without capitals and signs. */
const LOOKED_AT = new Map(
  [...FORBIDDEN, ...PAINT, "httpEquiv"].map((property): [string, string] => [property.toLowerCase(), property])
);

/**
 * The elements of a file in the strict form of our own writers, many times faster than by the whole language: no tree is
 * needed, as tags are the same tags in every place. Null for any other text, and where text stands before the policy,
 * which would put that into the body.
 */
function strictElements(text: string): Element[] | null {
  const start = DOCTYPE.exec(text);
  if (!start) return null;
  const elements: Element[] = [];
  const opened: Element[] = [];
  let strange = false;
  let hasPolicy = false;
  const isStrict = readMarkup(
    text,
    {
      open(tagName, attributes, isEmpty) {
        if (!HTML.has(tagName) && !SVG.has(tagName)) strange = true;
        const properties: Element["properties"] = {};
        for (let i = 0; i < attributes.length; i += 2) {
          const name = attributes[i]!;
          const property = LOOKED_AT.get(name.replace(/[-:]/g, "").toLowerCase()) ?? name;
          const value = unescaped(attributes[i + 1]!);
          if (Object.hasOwn(properties, property) || property === "__proto__" || /^on/i.test(name)) strange = true;
          // of titles and the like other references may stand
          else if (value === null && (LOOKED_AT.has(property.toLowerCase()) || VALUES.has(property))) strange = true;
          else properties[property] = value ?? "";
        }
        if (properties.httpEquiv !== undefined) hasPolicy = true;
        const element: Element = {type: "element", tagName, properties, children: []};
        elements.push(element);
        if (!isEmpty) opened.push(element);
      },
      close: () => void opened.pop(),
      text(value) {
        if (!hasPolicy && /\S/.test(value)) strange = true;
        const element = opened.at(-1);
        if (element && (element.tagName === "style" || element.tagName === "script"))
          element.children.push({type: "text", value});
      }
    },
    start[0].length
  );
  return isStrict && !strange ? elements : null;
}

/** Attributes whose values are looked at beside those above. */
const VALUES = new Set("href type name content id download".split(" "));

/** All elements in the order of the file. */
function inOrder(tree: Root): Element[] {
  const elements: Element[] = [];
  const waiting: Root["children"] = [...tree.children].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.type === "comment") lintComment(node);
    if (node.type !== "element") continue;
    elements.push(node);
    waiting.push(...[...node.children].reverse());
  }
  return elements;
}

/** The one policy of the file, which must come before anything it is about. */
function policyOf(elements: readonly Element[]): Policy {
  const found = elements.filter(({properties}) => properties.httpEquiv !== undefined);
  const [meta] = found;
  if (!meta || found.length > 1) throw unsafe(`${found.length} <meta http-equiv>, where one policy is expected`);
  if (String(meta.properties.httpEquiv).toLowerCase() !== "content-security-policy")
    throw unsafe(`<meta http-equiv="${meta.properties.httpEquiv}">`);
  const before = elements.slice(0, elements.indexOf(meta)).find(({tagName}) => !["html", "head"].includes(tagName));
  if (before) throw unsafe(`<${before.tagName}> before its policy`);
  const directives = new Map(
    String(meta.properties.content ?? "")
      .split(";")
      .map((part) => part.trim().split(/\s+/))
      .map(([name = "", ...sources]) => [name, sources] as const)
  );
  const allowed: Readonly<Record<string, RegExp>> = {
    "default-src": /^'none'$/,
    "style-src": /^'sha256-[\w+/=]+'$/,
    "script-src": /^'sha256-[\w+/=]+'$/,
    "img-src": /^data:$/,
    "font-src": /^data:$/,
    "base-uri": /^'none'$/,
    "form-action": /^'none'$/
  };
  for (const [name, sources] of directives)
    if (!allowed[name] || !sources.length || sources.some((source) => !allowed[name]!.test(source)))
      throw unsafe(`the policy ${name} ${sources.join(" ")}`);
  for (const name of ["default-src", "base-uri", "form-action"])
    if (!directives.has(name)) throw unsafe(`a policy without ${name}`);
  const hashes = (name: string) => new Set((directives.get(name) ?? []).map((source) => source.slice(8, -1)));
  return {styles: hashes("style-src"), scripts: hashes("script-src")};
}

function lintComment({value}: Comment): void {
  // conditional comments, and what ends one early in another parser
  if (/\[if|<!|-->|--!>/i.test(value)) throw unsafe("a comment that is none everywhere");
}

function lintElement({tagName, properties, children}: Element, {styles, scripts}: Policy): void {
  if (!HTML.has(tagName) && !SVG.has(tagName)) throw unsafe(`<${tagName}>`);
  const own = children.map((child) => (child.type === "text" ? child.value : "")).join("");
  if (tagName === "script" && properties.type !== "application/json" && !scripts.has(sha256Base64(own)))
    throw unsafe("a script its policy does not know");
  if (tagName === "style") {
    if (!styles.has(sha256Base64(own))) throw unsafe("a style its policy does not know");
    if (/@import|url\(\s*(?!data:font\/woff2;base64,)/i.test(own)) throw unsafe("an address in its style");
  }
  if (tagName === "meta" && properties.name !== undefined && !META_NAMES.has(String(properties.name)))
    throw unsafe(`<meta name="${properties.name}">`);
  if (tagName === "input" && properties.type !== "checkbox" && properties.type !== "search")
    throw unsafe(`<input type="${properties.type}">`);
  for (const [name, value] of Object.entries(properties)) {
    const text = String(Array.isArray(value) ? value.join(" ") : value);
    if (/^on/i.test(name) && name !== "on") throw unsafe(`the attribute ${name}`);
    if (FORBIDDEN.has(name) && !(name === "src" && tagName === "img" && IMAGE.test(text)))
      throw unsafe(`the attribute ${name}="${text.slice(0, 60)}"`);
    if (name === "href") lintLink(tagName, text, properties.download !== undefined);
    if (PAINT.has(name) && /url\(\s*['"]?(?!#)/i.test(text)) throw unsafe(`an address in ${name}`);
  }
}

function lintLink(tagName: string, address: string, isDownload: boolean): void {
  if (tagName !== "a") throw unsafe(`an address to load: <${tagName} href>`);
  if (isDownload ? !NOTEBOOK.test(address) : !LINK.test(address)) throw unsafe(`a link to ${address.slice(0, 60)}`);
}

function unsafe(what: string): TidemarkError {
  return new TidemarkError(
    "report/unsafe",
    `The report would hold ${what}, which could load or run something. It was not written; please report this with the notebook.`
  );
}

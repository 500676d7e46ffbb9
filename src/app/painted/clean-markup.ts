/**
 * Markup made harmless: parsed where nothing runs or loads, and cut down to elements and attributes of a list. What passes
 * has no address, no script, no handler, no style but sizes, and no ids but those a drawing refers to itself by.
 */
import {SVG_ATTRIBUTES, SVG_TAGS} from "../../chart/svg-rules.ts";

const HTML = new Set(
  (
    "div span p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd em strong b i del s sub sup br hr a button " +
    "label input select option textarea header main nav section aside figure figcaption progress meter small mark " +
    "table caption colgroup col thead tbody tfoot tr th td summary details"
  ).split(" ")
);
const HTML_ATTRIBUTES = new Set(
  "class hidden disabled type value placeholder selected checked colspan rowspan start data-kind data-status data-state aria-current".split(
    " "
  )
);
const SIZE = /^(?:(?:min-|max-)?(?:height|width): \d+(?:\.\d+)?(?:px|%|em|rem);?\s*)+$/;

const SVG = "http://www.w3.org/2000/svg";
const XHTML = "http://www.w3.org/1999/xhtml";
const svgTags = new Set(SVG_TAGS);
// the list has hast's names: strokeDashArray is stroke-dasharray
const plain = (name: string) => name.replaceAll("-", "").toLowerCase();
const svgAttributes = new Map(
  SVG_ATTRIBUTES.map((one) => (typeof one === "string" ? [plain(one), null] : [plain(one[0]), one[1]]))
);

/** The content of some markup, cleaned. */
export function cleanMarkup(html: string): DocumentFragment {
  const {body} = new DOMParser().parseFromString(html, "text/html");
  for (const element of body.querySelectorAll("*")) if (body.contains(element)) clean(element);
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return fragment;
}

function clean(element: Element): void {
  const isSvg = element.namespaceURI === SVG;
  const isAllowed = isSvg
    ? svgTags.has(element.localName)
    : element.namespaceURI === XHTML && HTML.has(element.localName);
  if (!isAllowed) {
    element.remove();
    return;
  }
  for (const {name, value} of [...element.attributes])
    if (!(isSvg ? passesSvg(name, value) : passesHtml(name, value))) element.removeAttribute(name);
}

function passesHtml(name: string, value: string): boolean {
  return name === "style" ? SIZE.test(value) : HTML_ATTRIBUTES.has(name);
}

function passesSvg(name: string, value: string): boolean {
  if (name === "class" || name === "viewBox") return true;
  const pattern = svgAttributes.get(plain(name));
  return pattern === null || (pattern?.test(value) ?? false);
}

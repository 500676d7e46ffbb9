import type {Element, Root} from "hast";
import rehypeParse from "rehype-parse";
import {unified} from "unified";
import {TidemarkError} from "../error.ts";

const FORBIDDEN = new Set([
  "link",
  "base",
  "form",
  "iframe",
  "object",
  "embed",
  "frame",
  "frameset",
  "applet",
  "audio",
  "video",
  "source",
  "portal",
  "template",
  "style>"
]);
const LOADING = new Set([
  "src",
  "srcSet",
  "poster",
  "data",
  "action",
  "formAction",
  "background",
  "ping",
  "xLinkHref",
  "manifest"
]);

/**
 * The last look at a finished report: nothing in it may load or run.
 * @throws TidemarkError "report/unsafe" naming the element; then the report is not written.
 */
export function lintReport(text: string): void {
  const tree = unified().use(rehypeParse).parse(text) as Root;
  let policies = 0;
  const visit = (node: Element | Root) => {
    if (node.type === "element") {
      const {tagName, properties} = node;
      if (FORBIDDEN.has(tagName)) throw unsafe(`<${tagName}>`);
      if (tagName === "script" && properties.type !== "application/json") throw unsafe("a script");
      if (tagName === "meta" && properties.httpEquiv) {
        if (!String(properties.httpEquiv).toLowerCase().includes("content-security-policy"))
          throw unsafe(`<meta http-equiv="${properties.httpEquiv}">`);
        policies++;
      }
      for (const [name, value] of Object.entries(properties)) {
        if (/^on[A-Z]/.test(name)) throw unsafe(`the attribute ${name}`);
        const address = String(Array.isArray(value) ? value.join(" ") : value);
        if (LOADING.has(name) && !/^data:image\/(?:png|jpeg|gif|webp);/.test(address))
          throw unsafe(`an address to load: ${name}="${address.slice(0, 60)}"`);
        if (name === "href" && tagName !== "a") throw unsafe(`an address to load: <${tagName} href>`);
        if (name === "href" && !/^(?:https?:|mailto:|#|\.{0,2}\/|[\w.-]+(?:[/#?]|$))/i.test(address))
          throw unsafe(`a link to ${address.slice(0, 60)}`);
        if (/url\(\s*['"]?(?!#|data:)/i.test(address) && name !== "content") throw unsafe(`an address in ${name}`);
      }
      if (
        tagName === "style" &&
        node.children.some((child) => child.type === "text" && /url\((?!data:)|@import/i.test(child.value))
      )
        throw unsafe("an address in its style");
    }
    for (const child of node.children) if (child.type === "element") visit(child);
  };
  visit(tree);
  if (policies !== 1) throw unsafe(`${policies} content security policies`);
}

function unsafe(what: string): TidemarkError {
  return new TidemarkError(
    "report/unsafe",
    `The report would hold ${what}, which could load or run something. It was not written; please report this with the notebook.`
  );
}

/**
 * The module with which a figure stands in any page without a frame: the element `<tidemark-figure src="….svg">` fetches a
 * drawing, takes out of it all that could load or run, and shows it in a shadow root, in the page's own light or dark.
 */
import {themeColors} from "./standalone-svg.ts";

/** The file's name, beside the drawings. */
export const EMBED_FILE = "tidemark-figure.js";

const css = (theme: "light" | "dark") =>
  [...themeColors(theme)]
    .filter(([name]) => /^--(?:s\d|s-other|ink|paper|rule|good|warn|bad|heat)/.test(name))
    .map(([name, value]) => `${name}:${value}`)
    .join(";");

/** The module's text. It needs no other file, and a page whose policy allows it by address or hash. */
export function embedModule(): string {
  const style = `:host{display:block;${css("light")}}@media (prefers-color-scheme:dark){:host(:not([theme=light])){${css("dark")}}}:host([theme=dark]){${css("dark")}}svg{display:block;width:100%;height:auto;overflow:visible}.hover path{fill:transparent}.hover path:hover{fill:var(--rule)}`;
  return `const STYLE = ${JSON.stringify(style)};
const ALLOWED = new Set("svg title desc g path text tspan rect circle ellipse line polyline polygon defs clipPath linearGradient radialGradient stop".split(" "));

/** The drawing without what could load, run or lead away. */
function clean(node) {
  for (const child of [...node.children]) {
    if (!ALLOWED.has(child.localName)) child.remove();
    else clean(child);
  }
  for (const {name, value} of [...node.attributes])
    if (/^on|href$|^style$|^src$/i.test(name) || /url\\(\\s*['"]?(?!#)/i.test(value)) node.removeAttribute(name);
  return node;
}

class TidemarkFigure extends HTMLElement {
  static observedAttributes = ["src"];
  #asked = 0;
  constructor() {
    super();
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE);
    this.attachShadow({mode: "open"}).adoptedStyleSheets = [style];
    this.shadowRoot.append(document.createElement("slot"));
  }
  async attributeChangedCallback() {
    const mine = ++this.#asked;
    const src = this.getAttribute("src");
    if (!src) return;
    try {
      const answer = await fetch(src);
      if (!answer.ok) throw new Error(answer.status + " " + src);
      const root = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
      if (root.localName !== "svg") throw new Error("no drawing: " + src);
      if (mine !== this.#asked) return;
      this.shadowRoot.replaceChildren(document.importNode(clean(root), true));
      this.dispatchEvent(new Event("load"));
    } catch (error) {
      // what stands within the element goes on being shown
      this.dispatchEvent(new ErrorEvent("error", {message: String(error)}));
    }
  }
}

customElements.get("tidemark-figure") ?? customElements.define("tidemark-figure", TidemarkFigure);
`;
}

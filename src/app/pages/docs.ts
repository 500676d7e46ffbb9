import {renderMarkdown} from "../../notebook/cells/markdown.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";

/** A page of the manual. Its name is its file's, without the number that orders it. */
interface Doc {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

const DOCS = Object.entries(
  import.meta.glob<string>("../docs/*.md", {query: "?raw", import: "default", eager: true})
).map(([path, text]): Doc => {
  const [, name = path] = /(?:\d+-)?([^/]+)\.md$/.exec(path.split("/").at(-1)!) ?? [];
  return {name, title: /^# (.*)$/m.exec(text)?.[1] ?? name, text};
});

/** The manual: one page a topic, in the app, so that it is there offline and fits this version. */
export const docsPage: OpenPage = async (_, route) => {
  const index = Math.max(
    0,
    DOCS.findIndex(({name}) => name === route.rest)
  );
  const doc = DOCS[index]!;
  const text = h("div", {class: "prose"});
  text.innerHTML = renderMarkdown(doc.text);
  for (const link of text.querySelectorAll("a")) link.setAttribute("href", inApp(link.getAttribute("href") ?? "", doc));
  const parts = Array.from(text.querySelectorAll("h2"), ({id, textContent}) =>
    h("li", {}, h("a", {href: address(doc, id.replace(/^nb-/, ""))}, textContent))
  );
  const links = h(
    "nav",
    {class: "docs-nav", "aria-label": "Manual"},
    h(
      "ul",
      {},
      DOCS.map((one) =>
        h(
          "li",
          {},
          h("a", {href: address(one), "aria-current": one === doc ? "page" : null}, one.title),
          one === doc && parts.length ? h("ul", {}, parts) : null
        )
      )
    )
  );
  const [before, after] = [DOCS[index - 1], DOCS[index + 1]];
  const foot = h(
    "nav",
    {class: "docs-foot", "aria-label": "Pages before and after"},
    before ? h("a", {href: address(before)}, h("span", {}, "Before"), before.title) : null,
    after ? h("a", {href: address(after), class: "after"}, h("span", {}, "Next"), after.title) : null
  );
  return {
    route,
    section: "docs",
    title: doc.title,
    dom: h("div", {class: "page docs"}, links, h("article", {}, text, foot)),
    goTo(at) {
      if (at) document.getElementById(`nb-${at}`)?.scrollIntoView();
      else window.scrollTo(0, 0);
    }
  };
};

/** The address of a page, or of a heading on it by its name. */
function address({name}: Pick<Doc, "name">, heading = ""): string {
  return `${routeHash("docs", name)}${heading ? `?at=${encodeURIComponent(heading)}` : ""}`;
}

/** Links between the files, which work on a git host too, as links of the app. */
function inApp(href: string, doc: Doc): string {
  const [, name, heading = ""] = /^(?:\d+-)?([\w-]+)\.md(?:#(.+))?$/.exec(href) ?? [];
  if (name) return address({name}, heading);
  return href.startsWith("#nb-") ? address(doc, href.slice("#nb-".length)) : href;
}

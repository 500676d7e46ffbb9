import {renderMarkdown} from "../../notebook/cells/markdown.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";

const TEXTS = import.meta.glob<string>("../docs/*.md", {query: "?raw", import: "default", eager: true});
const DOCS = Object.entries(TEXTS)
  .map(([path, text]) => ({
    name: path
      .split("/")
      .at(-1)!
      .replace(/^\d+-|\.md$/g, ""),
    text,
    title: /^# (.*)$/m.exec(text)?.[1] ?? path
  }))
  .map((doc) => ({...doc, name: doc.name.replace(/^\d+-/, "")}));

/** The manual: one page a topic, in the app, so that it is there offline and fits this version. */
export const docsPage: OpenPage = async (_, route) => {
  const doc = DOCS.find(({name}) => name === route.rest) ?? DOCS[0]!;
  const text = h("article", {class: "prose"});
  text.innerHTML = renderMarkdown(doc.text);
  const links = h(
    "nav",
    {class: "docs-nav", "aria-label": "Manual"},
    DOCS.map(({name, title}) =>
      h("a", {href: routeHash("docs", name), "aria-current": name === doc.name ? "page" : null}, title)
    )
  );
  return {route, section: "docs", title: doc.title, dom: h("div", {class: "page docs"}, links, text)};
};

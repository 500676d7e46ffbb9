import {renderMarkdown} from "../../notebook/cells/markdown.ts";
import {pingReference} from "../../ping/reference.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";
import "../style/pings.css";

/** The source of truth about the pings, rendered from the registry of metrics. */
export const pingReferencePage: OpenPage = async (_, route) => {
  const text = h("div", {class: "prose"});
  // our own words, through the same sanitiser as a notebook's
  text.innerHTML = renderMarkdown(pingReference());
  for (const table of text.querySelectorAll("table")) {
    const scroll = h("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": "Metric"});
    table.replaceWith(scroll);
    scroll.append(table);
  }
  const dom = h(
    "div",
    {class: "page wide-page ping-reference"},
    h("p", {class: "note"}, h("a", {href: routeHash("pings")}, "← Pings")),
    text
  );
  return {route, section: "pings", title: "Pings: the reference", dom};
};

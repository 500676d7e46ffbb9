import {h} from "../dom.ts";
import type {Route} from "../router.ts";
import type {Page} from "./page.ts";

/** A page for what is not there, with a way on. */
export function notFound(route: Route, title: string, text: string, [href, label]: readonly [string, string]): Page {
  const dom = h(
    "div",
    {class: "page"},
    h("div", {class: "empty-state"}, h("h1", {}, title), h("p", {}, text), h("a", {class: "button", href}, label))
  );
  return {route, section: "insights", title, dom};
}

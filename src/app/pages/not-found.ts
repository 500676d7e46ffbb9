import {h} from "../dom.ts";
import {type Route, routeHash} from "../router.ts";
import type {OpenPage, Page} from "./page.ts";

/** A page for what is not there, with ways on: address and name of each. */
export function notFound(
  route: Route,
  title: string,
  text: string,
  ...ways: readonly (readonly [href: string, label: string])[]
): Page {
  const links = ways.map(([href, label]) => h("a", {class: "button", href}, label));
  const dom = h(
    "div",
    {class: "page"},
    h(
      "div",
      {class: "empty-state"},
      h("h1", {}, title),
      h("p", {}, text),
      links.length > 1 ? h("div", {class: "buttons"}, links) : links
    )
  );
  return {route, section: "insights", title, dom};
}

/** The page of an address that is none. */
export const noPage: OpenPage = async (_, route) => ({
  ...notFound(
    route,
    "There is no such page",
    `Tidemark has no page “${route.page}”. The address may be mistyped, or of another version.`,
    [routeHash("get-started"), "Get started"],
    [routeHash("notebooks"), "Notebooks"],
    [routeHash("insights"), "Insights"],
    [routeHash("docs"), "Manual"]
  ),
  section: ""
});

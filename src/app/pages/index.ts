import type {Route} from "../router.ts";
import {notebookPage} from "./notebook.ts";
import type {OpenPage} from "./page.ts";

/**
 * Every page by the first word of its address; "" is the one that leads on. Each is fetched when it is first opened, but that
 * of a notebook, which is what most people open, comes with the app.
 */
export const PAGES: Readonly<Record<string, OpenPage>> = {
  "": async (app, route) => (await import("./home.ts")).homePage(app, route),
  "get-started": async (app, route) => (await import("./get-started.ts")).getStartedPage(app, route),
  insights: async (app, route) =>
    route.rest && route.rest !== "all"
      ? (await import("./dashboard.ts")).dashboardPage(app, route)
      : (await import("./insights.ts")).insightsPage(app, route),
  insight: async (app, route) => (await import("./insight.ts")).insightPage(app, route),
  create: async (app, route) =>
    route.rest
      ? (await import("./create-form.ts")).createFormPage(app, route)
      : (await import("./create.ts")).createPage(app, route),
  gallery: async (app, route) => (await import("./gallery.ts")).galleryPage(app, route),
  notebooks: async (app, route) =>
    route.rest ? notebookPage(app, route) : (await import("./notebooks.ts")).notebooksPage(app, route),
  shared: async (app, route) => (await import("./shared.ts")).sharedPage(app, route),
  data: async (app, route) => (await import("./data.ts")).dataPage(app, route),
  pings: async (app, route) =>
    route.rest === "reference"
      ? (await import("./ping-reference.ts")).pingReferencePage(app, route)
      : (await import("./pings.ts")).pingsPage(app, route),
  settings: async (app, route) => (await import("./settings.ts")).settingsPage(app, route),
  docs: async (app, route) => (await import("./docs.ts")).docsPage(app, route)
};

/** What opens the page of an address; one that says so where there is none. */
export function pageOf({page}: Pick<Route, "page">): OpenPage {
  return Object.hasOwn(PAGES, page)
    ? PAGES[page]!
    : async (app, route) => (await import("./not-found.ts")).noPage(app, route);
}

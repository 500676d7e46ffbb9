import {dataPage} from "./data.ts";
import {docsPage} from "./docs.ts";
import {homePage} from "./home.ts";
import {notebookPage} from "./notebook.ts";
import {notebooksPage} from "./notebooks.ts";
import type {OpenPage} from "./page.ts";
import {pingsPage} from "./pings.ts";

/** Every page by the first word of its address; "" is the one for all others. */
export const PAGES: Readonly<Record<string, OpenPage>> = {
  "": homePage,
  notebooks: (app, route) => (route.rest ? notebookPage(app, route) : notebooksPage(app, route)),
  data: dataPage,
  pings: pingsPage,
  docs: docsPage
};

import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";

/** The key under which the last opened notebook is remembered. */
export const LAST_NOTEBOOK = "tidemark-last-notebook";

/** Goes on where the user was: the last notebook, else the first of their own; without any, it shows how to begin. */
export const homePage: OpenPage = async (app, route) => {
  const notebooks = await app.notebooks.list();
  const last = localStorage.getItem(LAST_NOTEBOOK);
  const found =
    notebooks.find(({name}) => name === last) ??
    notebooks.find(({name}) => name === "module-migration.md") ??
    notebooks[0];
  const isNew = notebooks.every(({sample}) => sample);
  const target = found && !isNew ? routeHash("notebooks", found.name) : routeHash("get-started");
  queueMicrotask(() => location.replace(target));
  return {route, section: "notebooks", title: "", dom: h("div", {class: "page"})};
};

import {h} from "../dom.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import {routeHash} from "../router.ts";
import type {OpenPage} from "./page.ts";

/**
 * Goes on where the user was: the last notebook, else the one that the server names, else the first of their own. With
 * nothing but samples it shows how to begin, unless the server names one of them (`npm start`).
 */
export const homePage: OpenPage = async (app, route) => {
  const notebooks = await app.notebooks.list();
  const own = notebooks.find(({sample}) => !sample)?.name;
  const first = document.querySelector<HTMLMetaElement>('meta[name="tidemark-first-notebook"]')?.content ?? own;
  const last = localStorage.getItem(LAST_NOTEBOOK);
  const name = notebooks.some((file) => file.name === last) ? last : first;
  const target = first && name ? routeHash("notebooks", name) : routeHash("get-started");
  queueMicrotask(() => location.replace(target));
  return {route, section: "notebooks", title: "", dom: h("div", {class: "page"})};
};

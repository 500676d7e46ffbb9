import {h, ICONS, icon, type View} from "./dom.ts";
import {routeHash} from "./router.ts";

/** The frame around every page: the mark, the way to the pages, and the place of the page itself. */
export interface Shell extends View<{page: string; title: string}> {
  readonly content: HTMLElement;
  /** Names the folder that is the workspace, with a way to where that is chosen. */
  showFolder(folder: {readonly name: string; readonly canWrite: boolean}): void;
  update(value: {page: string; title: string}): void;
}

const LINKS = [
  {page: "insights", label: "Insights"},
  {page: "notebooks", label: "Notebooks"},
  {page: "data", label: "Data"},
  {page: "pings", label: "Pings"},
  {page: "docs", label: "Docs"}
] as const;

export function createShell(): Shell {
  const content = h("main", {id: "content", tabindex: -1});
  const pages = LINKS.map(({page, label}) => ({page: page as string, dom: h("a", {href: routeHash(page)}, label)}));
  const settings = h(
    "a",
    {href: routeHash("settings"), class: "icon-button settings-link", "aria-label": "Settings", title: "Settings"},
    icon(ICONS.gear)
  );
  const links = [...pages, {page: "settings", dom: settings}];
  const mark = h(
    "a",
    {href: routeHash("notebooks"), class: "mark", "aria-label": "Tidemark, all notebooks"},
    markIcon(),
    h("span", {}, "Tidemark")
  );
  const focusContent = (event: Event) => {
    event.preventDefault();
    content.focus();
  };
  const skip = h("a", {href: "#content", class: "skip", on: {click: focusContent}}, "Skip to the page");
  const dom = h(
    "div",
    {class: "app"},
    skip,
    h(
      "header",
      {class: "top"},
      mark,
      h(
        "nav",
        {"aria-label": "Pages"},
        pages.map((link) => link.dom)
      ),
      settings
    ),
    content
  );
  return {
    dom,
    content,
    showFolder({name, canWrite}) {
      const words = canWrite ? name : `${name} (reading only)`;
      const title = `The workspace is the folder “${name}”${canWrite ? "" : ", opened for reading only"}`;
      settings.before(
        h(
          "a",
          {href: routeHash("settings"), class: "workspace-mark", title, "aria-label": title},
          icon(ICONS.folder),
          h("span", {}, words)
        )
      );
    },
    update({page, title}) {
      document.title = title ? `${title} · Tidemark` : "Tidemark";
      for (const link of links) {
        if (link.page === page) link.dom.setAttribute("aria-current", "page");
        else link.dom.removeAttribute("aria-current");
      }
    }
  };
}

/** Three lines that fall: marks a tide leaves. */
function markIcon(): SVGSVGElement {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  for (const [d, opacity] of [
    ["M3 7c3-2.4 6-2.4 9 0s6 2.4 9 0", 1],
    ["M3 12.5c3-2.4 6-2.4 9 0s6 2.4 9 0", 0.65],
    ["M3 18c3-2.4 6-2.4 9 0s6 2.4 9 0", 0.35]
  ] as const) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("opacity", String(opacity));
    svg.append(path);
  }
  return svg;
}

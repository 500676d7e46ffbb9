/** The cards from which an insight is begun: one for each kind there is. */
import "../style/create.css";
import {INSIGHT_KINDS} from "../../insight/kinds/index.ts";
import type {KindDescription} from "../../insight/kinds/kind.ts";
import {creationEvents} from "../creation-events.ts";
import {creationHash, galleryHash, readCreation} from "../creation-link.ts";
import {h} from "../dom.ts";
import {routeHash} from "../router.ts";
import {kindSketch} from "../views/kind-sketch.ts";
import type {OpenPage} from "./page.ts";

/** What each kind is good for, by example; a kind that is not here has its help only. */
const EXAMPLES: Readonly<Record<string, string>> = {
  search:
    "A migration from one library to another, notes that should go away, calls of an interface that is to be removed.",
  "capture-group": "Versions of a language in use, licences, flags: nothing has to be listed beforehand.",
  "group-by": "Which repositories, folders or people hold most of what a search finds today.",
  "language-stats": "How much of each language there is, in files or in lines.",
  metric: "Test coverage, audit findings, open issues: any number that another tool counts.",
  formula: "A share, a difference or a rate made of other insights."
};

export const createPage: OpenPage = async (app, route) => {
  const card = ({kind, title, help}: Pick<KindDescription, "kind" | "title" | "help">, href: string) =>
    h(
      "li",
      {},
      h(
        "a",
        {
          href,
          class: "kind-card",
          on: {
            click: () => {
              const event = creationEvents(kind).card;
              if (event) void app.log.record(event);
            }
          }
        },
        kindSketch(kind),
        h("strong", {}, title),
        h("span", {}, help),
        EXAMPLES[kind] ? h("span", {class: "example"}, EXAMPLES[kind]) : null
      )
    );
  const kinds: readonly KindDescription[] = INSIGHT_KINDS;
  // where the way here says into which notebook
  const {target} = readCreation({}, route.query);
  // numbers of other tools are not searched for but brought: their card opens the gallery of what can be
  const cards = kinds.map((kind) =>
    card(kind, kind.kind === "metric" ? galleryHash(target) : creationHash(kind.kind, {}, target))
  );
  const dom = h(
    "div",
    {class: "page wide-page"},
    h("header", {class: "page-head"}, h("h1", {}, "What do you want to see over time?")),
    h(
      "p",
      {class: "lead"},
      "An insight is a question about code, asked again at every sample. It becomes a cell of a notebook: text you can read, change and put under version control."
    ),
    h("ul", {class: "kind-cards"}, cards),
    h(
      "p",
      {class: "lead"},
      "Not sure? ",
      h("a", {href: routeHash("get-started")}, "Begin with a template"),
      " or ",
      h("a", {href: routeHash("data")}, "look at the data you have"),
      "."
    )
  );
  return {route, section: "insights", title: "Create an insight", dom};
};

/** The searches behind a point: to open at a Sourcegraph instance where one is configured, and to copy. */
import {type CodeLinks, searchLink} from "../../code-links.ts";
import {pointSearches} from "../../insight/point-search.ts";
import {h} from "../dom.ts";
import type {ShownInsight} from "./insight-figure.ts";
import {outside} from "./point-repository.ts";

/** The links and buttons, or why there are none; nothing for a kind that no search made. */
export function pointLinks(
  {definition, result}: ShownInsight,
  label: string,
  at: number,
  before: number | null,
  links: CodeLinks
): HTMLElement | null {
  if (definition.kind !== "search" && definition.kind !== "capture-group") return null;
  const {diff, state, problem} = pointSearches(definition, result, label, at, before);
  if (diff === null) return h("p", {class: "note point-searches"}, `No search to link to: ${problem}`);
  const said = h("span", {class: "note", role: "status"});
  const copy = (text: string, word: string) =>
    h(
      "button",
      {
        class: "link",
        type: "button",
        title: text,
        on: {
          click: () =>
            navigator.clipboard.writeText(text).then(
              () => {
                said.textContent = "Copied.";
              },
              () => {
                said.textContent = text;
              }
            )
        }
      },
      word
    );
  const open = (text: string, word: string) => {
    const address = searchLink(links, text);
    return address ? outside(address, word) : null;
  };
  return h(
    "p",
    {class: "point-searches"},
    open(diff, "Search what changed"),
    open(state, "Search what was there"),
    copy(diff, "Copy query of the change"),
    copy(state, "Copy query of that time"),
    said
  );
}

/** The searches behind a point: to open at a Sourcegraph instance where one is configured, and to copy. */
import {type CodeLinks, searchLink} from "../../code-links.ts";
import {batchSpec} from "../../insight/batch-spec.ts";
import {pointSearches} from "../../insight/point-search.ts";
import type {RepositoryShare} from "../../store/store.ts";
import {h} from "../dom.ts";
import type {ShownInsight} from "./insight-figure.ts";
import {outside} from "./point-repository.ts";

/** The links and buttons, or why there are no searches; nothing for a kind that no search made. `shares` are the point's repositories. */
export function pointLinks(
  {definition, result}: ShownInsight,
  label: string,
  at: number,
  before: number | null,
  links: CodeLinks,
  shares: readonly RepositoryShare[]
): HTMLElement | null {
  if (!["search", "capture-group", "group-by"].includes(definition.kind)) return null;
  const {diff, state, now, grouped, problem} = pointSearches(definition, result, label, at, before);
  const said = h("span", {class: "note", role: "status"});
  const copy = (text: string, word: string, title = text) =>
    h(
      "button",
      {
        class: "link",
        type: "button",
        title,
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
  const repositories = shares
    .map(({repository, value}) => ({repository, value: value ?? 0}))
    .filter(({value}) => value > 0)
    .sort((a, b) => b.value - a.value);
  const spec = repositories.length
    ? copy(
        batchSpec({title: result.title, label, query: now, at, repositories}),
        "Copy batch-change spec",
        "For src batch: the search, its repositories, and a step to write the change into"
      )
    : null;
  if (diff === null) return h("p", {class: "note point-searches"}, `No search to link to: ${problem} `, spec, said);
  return h(
    "p",
    {class: "point-searches"},
    open(diff, "Search what changed"),
    open(state, "Search what was there"),
    copy(diff, "Copy query of the change"),
    copy(state, "Copy query of that time"),
    grouped ? copy(grouped, "Copy query that groups") : null,
    spec,
    said
  );
}

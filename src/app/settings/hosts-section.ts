/** What tidemark.yaml says of repositories, teams and code hosts, and the way to it. */
import type {App} from "../app.ts";
import {fill, h} from "../dom.ts";
import {routeHash} from "../router.ts";

/** The code hosts whose links are known, and how much else the file says. */
export function hostsSection(app: App): HTMLElement {
  const said = h("div", {});
  const show = async () => {
    const {text, workspace} = await app.store("workspace").workspace();
    const {hosts, search} = workspace.links;
    const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
    fill(
      said,
      h(
        "p",
        {},
        "Links to code lead to ",
        [...hosts.keys()].map((host, i) => [i ? ", " : "", h("code", {}, host)]),
        search ? [", and searches to ", h("code", {}, search)] : null,
        "."
      ),
      text === null
        ? null
        : h(
            "p",
            {class: "source"},
            `${count(workspace.repositories.length, "repository", "repositories")}, ${count(workspace.aliases.size, "old name", "old names")}, ${count(workspace.teams.length, "team", "teams")}.`
          )
    );
  };
  // the Data page says what is wrong with the file
  show().catch(() => undefined);
  return h(
    "section",
    {},
    h("h2", {}, "Repositories, teams, code hosts"),
    said,
    h(
      "p",
      {},
      "They stand in tidemark.yaml, which you edit on the ",
      h("a", {href: routeHash("data")}, "Data page"),
      "."
    )
  );
}

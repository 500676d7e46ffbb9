/** Which cells feed one and which it feeds, at the right of the notebook, with a way to each. */
import {cellKind} from "../../notebook/cells/index.ts";
import {type Neighbour, neighboursOf} from "../../notebook/dependencies.ts";
import type {CellState} from "../../notebook/run.ts";
import {fill, h} from "../dom.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {createSidePanel} from "./side-panel.ts";
import "../style/dependency.css";

interface DependencyPanel {
  open(key: string): void;
  update(): void;
}

const panels = new WeakMap<OpenNotebook, DependencyPanel>();

/** Opens the panel for a cell. */
export function openDependencies(notebook: OpenNotebook, key: string): void {
  const panel = panels.get(notebook) ?? createPanel(notebook);
  panels.set(notebook, panel);
  panel.open(key);
}

/** Shows how things stand now, where the panel is open. */
export function updateDependencies(notebook: OpenNotebook): void {
  panels.get(notebook)?.update();
}

const WORDS: Readonly<Record<CellState["status"], string>> = {
  queued: "waits its turn",
  running: "is running",
  done: "",
  error: "has an error",
  cancelled: "was stopped",
  waiting: "waits for another cell",
  disabled: "is switched off",
  consent: "waits for your leave"
};

/** What a cell is called: its id, or how its text begins. */
export function nameOfCell({cell: {id, kind, body, line}}: CellState): string {
  if (id) return id;
  const text =
    kind === "markdown"
      ? body
          .replace(/^[#>*\-\s]+/, "")
          .split("\n", 1)[0]!
          .slice(0, 60)
      : "";
  return text || `${cellKind(kind)?.title ?? kind}, line ${line}`;
}

function createPanel(notebook: OpenNotebook): DependencyPanel {
  const panel = createSidePanel(notebook.panels, "Dependencies");
  let key: string | null = null;
  const item = ({key: to, distance}: Neighbour) => {
    const state = notebook.state(to);
    const word = WORDS[state.status];
    return h(
      "li",
      {"data-distance": Math.min(distance, 5), "data-status": state.status},
      h(
        "button",
        {
          type: "button",
          on: {
            click() {
              notebook.select(to);
              show(to);
            }
          }
        },
        state.cell.id ? h("code", {}, state.cell.id) : h("span", {}, nameOfCell(state)),
        h(
          "span",
          {class: "note"},
          [cellKind(state.cell.kind)?.title ?? state.cell.kind, word].filter(Boolean).join(", ")
        )
      )
    );
  };
  const list = (title: string, found: readonly Neighbour[], none: string) =>
    h(
      "section",
      {},
      h("h3", {}, title),
      found.length
        ? h("ul", {class: "dependencies", "aria-label": title}, found.map(item))
        : h("p", {class: "empty"}, none)
    );
  const content = (state: CellState): HTMLElement[] => {
    const {fedBy, feeds} = neighboursOf(notebook.session.run.states, state.key);
    const {output} = state;
    const series = output?.type === "chart" && output.of === "insight" ? output.result.source.series : [];
    return [
      h(
        "p",
        {class: "source"},
        [cellKind(state.cell.kind)?.title ?? state.cell.kind, `line ${state.cell.line}`, WORDS[state.status]]
          .filter(Boolean)
          .join(", ")
      ),
      list("Uses", fedBy, series.length || state.files.length ? "No other cell." : "It uses no other cell."),
      ...(state.files.length
        ? [
            h("h3", {}, "Files"),
            h(
              "ul",
              {class: "dependencies"},
              state.files.map(({name, path}) => h("li", {}, h("code", {}, name), h("span", {class: "note"}, path)))
            )
          ]
        : []),
      ...(series.length
        ? [
            h("h3", {}, "Imported series"),
            h(
              "ul",
              {class: "dependencies"},
              series.map((one) => h("li", {}, h("code", {title: one.query}, one.key)))
            )
          ]
        : []),
      list("Used by", feeds, "No other cell uses it.")
    ];
  };
  const show = (next: string) => {
    key = next;
    const state = notebook.state(next);
    panel.show(nameOfCell(state), ...content(state));
  };
  return {
    open: show,
    update() {
      if (!panel.isOpen || key === null) return;
      if (notebook.indexOf(key) < 0) return panel.close();
      const focused = panel.body.contains(document.activeElement) ? (document.activeElement as HTMLElement) : null;
      const at = focused ? [...panel.body.querySelectorAll("button")].indexOf(focused as HTMLButtonElement) : -1;
      fill(panel.body, content(notebook.state(key)));
      panel.body.querySelectorAll("button")[at]?.focus();
    }
  };
}

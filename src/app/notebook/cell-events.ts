import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {readJs} from "../../notebook/js/read-js.ts";
import type {CellState} from "../../notebook/run.ts";
import {scopeOf} from "../../notebook/scope.ts";
import type {HeldNames, NamedCell} from "../../notebook/suggest.ts";
import {TABLE_KIND} from "../../notebook/table-cells.ts";
import {watchOutcomes} from "../../notebook/watch.ts";
import {insightType} from "../../ping/changes.ts";
import type {InsightType} from "../../ping/vocabulary.ts";
import {editHash} from "../creation-link.ts";
import {recordHover, recordOpen} from "../figure-events.ts";
import {heldNames} from "../held-names.ts";
import {canWatch, type InsightMenuSetting, insightMenu, watchThis} from "../insight-menu.ts";
import type {MenuItem} from "../menu.ts";
import type {CellEvents} from "../views/cell-events.ts";
import type {ShownInsight} from "../views/insight-figure.ts";
import {createPointPanel} from "../views/point-panel.ts";
import {rememberedMark} from "../views/remembered-mark.ts";
import {askToAdd, deleteCell, moveBy, resizeCell, takeSide, toggleAttribute} from "./cell-edits.ts";
import {editorKeys, openCellMenu} from "./notebook-keys.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import type {SidePanels} from "./side-panel.ts";
import {openWords} from "./words-dialog.ts";

/** What the cells of a notebook ask of it, and the pings that go with it. */
export function cellEvents(notebook: OpenNotebook): CellEvents {
  const {app, session, panels} = notebook;
  const showPoint = pointPanel(panels);
  let held: HeldNames | null = null;
  let asking = false;
  return {
    onDraft: (key, text) => session.draft(key, text),
    onRun(key) {
      session.commit();
      const {status} = notebook.state(key);
      if (status !== "queued" && status !== "running") session.run.rerun([key]);
      void session.endEditing();
    },
    onCancel: (key) => session.run.cancel(key),
    onLeave() {
      session.commit();
      void session.endEditing();
    },
    ask: (id) => (strings, values) => session.ask(id, strings, values),
    onChoose: (key, value) => session.run.choose(key, value),
    onView: (key, view, value) => session.consent.realm()?.choose(key, view, value),
    onMove: (key, by) => moveBy(notebook, key, by),
    onDelete: (key) => deleteCell(notebook, key),
    onAddBelow: (key) => askToAdd(notebook, key, "below"),
    onForm(key) {
      const {id} = notebook.state(key).cell;
      session.commit();
      if (id) void session.endEditing().then(() => app.go(editHash(session.name, id, "search")));
    },
    onWords: (key) => openWords(notebook, key),
    onFold: (key) => toggleAttribute(notebook, key, "fold", "", "folding a cell"),
    onSide: (key, side) => takeSide(notebook, key, side),
    onMenu: (key, anchor) => openCellMenu(notebook, key, anchor),
    editorKeys: () => editorKeys(notebook),
    onResize(key, height) {
      const state = notebook.state(key);
      if (isInsightCell(state.cell)) void app.log.record("InsightUICustomization", {insightType: typeOf(state)});
      resizeCell(notebook, key, height);
    },
    onHover: (shown) => recordHover(app, shown),
    onOpen(shown, series, time, unmark) {
      recordOpen(app, shown);
      showPoint(unmark, (panel) =>
        panel.show(
          session.source.store,
          shown,
          series,
          time,
          (id) => {
            const output = session.run.states.find(({cell}) => cell.id === id)?.output;
            return output?.type === "chart" && output.of === "insight" ? output.result : null;
          },
          watchOf(notebook, shown)
        )
      );
    },
    rows: ({definition}) => session.source.store.exportInsight(definition),
    filters: ({id}) => {
      const key = () => session.run.states.find(({key: own, cell}) => (cell.id ?? own) === id)?.key ?? "";
      return {open: () => notebook.filters.open(key()), isTemporary: () => notebook.filters.isSet(key())};
    },
    watch({output}) {
      if (output?.type !== "chart" || output.of !== "insight" || !output.definition.watch.length) return [];
      const context = {scope: scopeOf([...session.run.tables, ...session.run.states]), now: app.clock()};
      return watchOutcomes(output.definition, output.result, context);
    },
    names: (key) =>
      [...session.run.tables, ...session.run.states].flatMap(({key: own, cell}): NamedCell[] => {
        if (own === key) return [];
        const declares = cell.kind === "js" ? (readJs(cell.body).value?.outputs ?? []) : [];
        return cell.id || declares.length
          ? [{id: cell.id ?? "", kind: cell.kind === TABLE_KIND ? cell.body : cell.kind, declares}]
          : [];
      }),
    held() {
      if (!asking) {
        asking = true;
        heldNames(app.store(session.run.notebook.frontMatter.snapshots))
          .then((names) => {
            held = names;
          })
          .catch(() => undefined)
          .finally(() => {
            asking = false;
          });
      }
      return held;
    },
    tables: () => tablesOf([...session.run.tables, ...session.run.states]),
    onReveal: (key) => notebook.folding.reveal(key),
    age: (remembered) => rememberedMark(remembered, app.clock(), session.memory.isOfNow(remembered)),
    menu: (shown) => menuOf(notebook, shown)
  };
}

/** The menu of an insight in its notebook. */
function menuOf(notebook: OpenNotebook, shown: ShownInsight): readonly MenuItem[] | null {
  const setting = settingOf(notebook, shown);
  return setting && insightMenu(setting);
}

/** What asks for a rule on a series of an insight; null where there can be none. */
function watchOf(notebook: OpenNotebook, shown: ShownInsight): ((label: string) => void) | null {
  const setting = settingOf(notebook, shown);
  return setting && canWatch(setting.now(), setting.id) ? (label) => watchThis(setting, label) : null;
}

/** An insight where it stands in its notebook: changes are steps of the notebook's own undo. */
function settingOf({app, session}: OpenNotebook, {id, definition, result}: ShownInsight): InsightMenuSetting | null {
  const state = session.run.states.find(({cell}) => cell.id === id);
  if (!state) return null;
  return {
    app,
    notebook: session.name,
    id,
    now: () => session.run.notebook,
    kind: definition.kind,
    title: result.title,
    shown: {definition, result},
    change(edit, said) {
      session.change(edit);
      app.toasts.show(said, {action: {label: "Undo", run: () => session.undo()}});
    }
  };
}

type PointPanel = ReturnType<typeof createPointPanel>;

/** The panel behind points on the page; the mark of an earlier point goes when another is shown or the panel closes. */
function pointPanel(panels: SidePanels): (unmark: () => void, show: (panel: PointPanel) => Promise<void>) => void {
  let unmarkShown: (() => void) | null = null;
  const panel = createPointPanel(() => {
    panels.closed();
    unmarkShown?.();
  });
  panels.add(panel);
  return (unmark, show) => {
    unmarkShown?.();
    unmarkShown = unmark;
    void show(panel);
    panels.opened(panel);
  };
}

function typeOf({output}: CellState): InsightType {
  return output?.type === "chart" && output.of === "insight" ? insightType(output.definition.kind) : "unknown";
}

/** The names a sql cell may use beside the store's tables, with their columns. */
function tablesOf(states: readonly CellState[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    states.flatMap(({cell, value}): [string, readonly string[]][] => {
      if (!cell.id || !value) return [];
      if (value.kind === "insight") return [[cell.id, ["recorded_at", "series", "value", "status"]]];
      return value.kind === "table" ? [[cell.id, value.table.columns.map(({name}) => name)]] : [];
    })
  );
}

/**
 * The panel of filters at the right of a notebook: of one insight, or of the whole notebook. What is set there holds at once
 * and until the page is left; saving writes it into the cell, or into the front matter.
 */

import {isAbort, messageOf} from "../../error.ts";
import {readNotebookFilter, resolveContexts} from "../../insight/filter.ts";
import {repositoryTest} from "../../insight/scope.ts";
import {readYaml} from "../../notebook/cells/yaml.ts";
import {overlayFrontMatter, replaceBody} from "../../notebook/edit.ts";
import {insightWithOverlay} from "../../notebook/insight-cells.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import type {Notebook} from "../../notebook/notebook.ts";
import {type Overlay, overlaid, withOverlay} from "../../notebook/overlay.ts";
import type {CellState, Run} from "../../notebook/run.ts";
import {insightType} from "../../ping/changes.ts";
import type {InsightStore} from "../../store/store.ts";
import {fill, h} from "../dom.ts";
import {type FilterChoices, type FilterForm, filterForm} from "../views/filter-form.ts";
import {draftOf, EMPTY_DRAFT, type FilterDraft, overlayBetween} from "./filter-draft.ts";
import {askForTitle} from "./filter-title.ts";
import type {OpenNotebook} from "./open-notebook.ts";
import {createSidePanel} from "./side-panel.ts";
import "../style/filter.css";

/** How long after the last keystroke a change counts as made, and the filters of a whole notebook hold. */
const DELAY = 250;

export interface FilterPanel {
  /** Opens the panel on an insight by its key, or (null) on the whole notebook. */
  open(key: string | null): void;
  /** True while something is set that is not saved. */
  isSet(key: string | null): boolean;
}

/** Where filters are set: an open notebook, or the page of one insight. */
export interface FilterHost extends Pick<OpenNotebook, "app" | "panels" | "state" | "indexOf"> {
  readonly session: {
    readonly run: Pick<Run, "notebook" | "states" | "filter" | "filterOf">;
    readonly source: {readonly store: InsightStore};
    /** Writes another text; `what` names the step for undo. */
    change(edit: (notebook: Notebook) => string, what: string): void | Promise<void>;
    /** Takes the last change back; absent where whoever writes offers that itself. */
    undo?(): unknown;
  };
  /** True where one insight is all there is to filter. */
  readonly isOfOne?: boolean;
}

export function createFilterPanel(notebook: FilterHost, onChange: () => void): FilterPanel {
  const {app, session} = notebook;
  const {run} = session;
  const panel = createSidePanel(notebook.panels, "Filters", () => asking?.abort());
  const message = h("p", {class: "filter-state", role: "status"});
  const clearButton = button("Clear", () => form.update(EMPTY_DRAFT), "button");
  const resetButton = button("Back to saved", () => form.update(savedDraft()), "button");
  const saveButton = h(
    "button",
    {type: "button", class: "button primary", on: {click: () => (isThere() ? void save() : panel.close())}},
    "Save as default"
  );
  const newButton = h(
    "button",
    {type: "button", class: "button", on: {click: () => (isThere() ? askForNew() : panel.close())}},
    "Save as new insight…"
  );
  const target = h("div", {class: "filter-target"});
  let form: FilterForm = filterForm(EMPTY_DRAFT, () => {});
  let key: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | null = null;

  /** What is written in the file: the insight's YAML, or the front matter. */
  const written = (): unknown => {
    if (key === null) return run.notebook.frontMatter.filter;
    const {cell} = notebook.state(key);
    return readYaml(cell.body, cell.bodyLine).value;
  };
  const savedDraft = (): FilterDraft => draftOf(written());
  const isThere = () => key === null || notebook.indexOf(key) >= 0;
  const overlayOf = (): Overlay | null => {
    const points = key === null ? null : (overlaid(written(), {}) as Overlay).points;
    return overlayBetween(savedDraft(), form.draft, points);
  };

  function button(label: string, act: () => void, style: string): HTMLButtonElement {
    const run = () => {
      if (!isThere()) return panel.close();
      act();
      apply();
    };
    return h("button", {type: "button", class: style, on: {click: run}}, label);
  }
  const apply = () => {
    clearTimeout(timer);
    if (!isThere()) return;
    const overlay = form.isValid ? overlayOf() : run.filterOf(key);
    if (JSON.stringify(overlay) !== JSON.stringify(run.filterOf(key))) {
      run.filter(key, overlay);
      // what is typed letter by letter is one change
      const insightType = typeOfTarget();
      clearTimeout(telling);
      telling = setTimeout(() => void app.log.recordQuiet("InsightFiltersChange", {insightType}), DELAY);
      onChange();
    }
    showState(overlay);
  };
  const showState = (overlay: Overlay | null) => {
    fill(
      message,
      !form.isValid
        ? "Not applied: see what is marked."
        : overlay
          ? "Temporary: gone when this page is left."
          : JSON.stringify(savedDraft()) === JSON.stringify(EMPTY_DRAFT)
            ? "No filters."
            : "As saved in the file."
    );
    saveButton.disabled = newButton.disabled = !overlay || !form.isValid;
    newButton.hidden = key === null;
    resetButton.disabled = !overlay && form.isValid;
    clearButton.disabled = JSON.stringify(form.draft) === JSON.stringify(EMPTY_DRAFT);
  };
  const toSave = () => (form.isValid ? overlayOf() : null);
  /** The cell of an insight in a text that may have changed meanwhile: by its id, else by its place. */
  const cellIn = (text: Notebook, mine: string) => {
    const {id} = notebook.state(mine).cell;
    return text.cells.find((one) => id !== null && one.id === id) ?? text.cells[notebook.indexOf(mine)]!;
  };
  /** Says what was saved, with a way back where there is one. */
  const tellSaved = (said: string) => {
    const undo = () => {
      session.undo?.();
      onChange();
    };
    if (session.undo) app.toasts.show(said, {action: {label: "Undo", run: undo}});
    onChange();
  };
  const save = async () => {
    const overlay = toSave();
    if (!overlay) return;
    const mine = key;
    clearTimeout(timer);
    const written = session.change((text) => {
      if (mine === null) return overlayFrontMatter(text, overlay);
      const cell = cellIn(text, mine);
      return replaceBody(text, cell, withOverlay(cell.body, overlay));
    }, "saving filters");
    if (written) await written;
    run.filter(mine, null);
    void app.log.record("CodeInsightsSearchBasedFilterUpdating");
    showState(null);
    fill(message, "As saved in the file.");
    tellSaved(mine === null ? "Saved in the notebook’s front matter." : "Saved in the insight’s cell.");
  };
  /** Asks for the title of the insight that the filters make; the one they were set on is as it was saved again. */
  const askForNew = () => {
    const overlay = toSave();
    const mine = key;
    if (!overlay || mine === null) return;
    const before = titleOf(notebook.state(mine));
    askForTitle(before, async (title) => {
      clearTimeout(timer);
      if (notebook.indexOf(mine) < 0) return panel.close();
      const written = session.change(
        (now) => insightWithOverlay(now, cellIn(now, mine), title, overlay).text,
        `“${title}” made.`
      );
      if (written) await written;
      void app.log.record("CodeInsightsSearchBasedFilterInsightCreation");
      run.filter(mine, null);
      if (panel.isOpen && key === mine) {
        form.update(savedDraft());
        showState(null);
      }
      tellSaved(`“${title}” stands below “${before}”.`);
    });
  };
  const typeOfTarget = () => {
    const output = key === null ? null : notebook.state(key).output;
    return insightType(output?.type === "chart" && output.of === "insight" ? output.definition.kind : "search");
  };
  const choicesOf = async (signal: AbortSignal): Promise<FilterChoices> => {
    const {store} = session.source;
    const {contexts} = (await store.workspace({signal})).workspace;
    if (key === null) {
      const {repositories} = await store.contents({signal});
      return {repositories, captures: null, files: null, contexts, hasDisplay: false};
    }
    const {output} = notebook.state(key);
    if (output?.type !== "chart" || output.of !== "insight")
      return {repositories: [], captures: null, files: null, contexts, hasDisplay: true};
    const {definition} = output;
    const scope = await store.scope(definition, {signal});
    const {value: whole} = readNotebookFilter(
      overlaid(run.notebook.frontMatter.filter, run.filterOf(null) ?? {}) as Overlay
    );
    const passes = repositoryTest(resolveContexts([whole.filters], contexts).map((filter) => filter.repositories));
    return {
      // what the notebook's own filters leave
      repositories: scope.repositories.filter(passes),
      captures: definition.kind === "capture-group" || scope.captures.length ? scope.captures : null,
      files: scope.files,
      contexts,
      hasDisplay: true
    };
  };
  const showTarget = () => {
    target.hidden = notebook.isOfOne ?? false;
    const insights = run.states.filter(({cell}) => isInsightCell(cell));
    const select = h(
      "select",
      {
        id: "filter-target",
        on: {change: () => open(select.value === "" ? null : select.value)}
      },
      h("option", {value: "", selected: key === null}, "The whole notebook"),
      insights.map((state) => h("option", {value: state.key, selected: state.key === key}, titleOf(state)))
    );
    fill(target, h("label", {for: "filter-target"}, "Filters of"), select);
  };
  const open = (next: string | null) => {
    if (panel.isOpen) apply();
    asking?.abort();
    const mine = new AbortController();
    asking = mine;
    key = next;
    form = filterForm(draftOf(overlaid(written(), run.filterOf(key) ?? {})), () => {
      // one insight follows each letter; a notebook of many waits for the last one
      if (key !== null) return apply();
      showState(form.isValid ? overlayOf() : null);
      clearTimeout(timer);
      timer = setTimeout(apply, DELAY);
    });
    showTarget();
    showState(run.filterOf(key));
    panel.show(
      "Filters",
      h(
        "div",
        {class: "filters"},
        target,
        form.dom,
        h("footer", {}, message, h("div", {class: "buttons"}, saveButton, newButton, resetButton, clearButton))
      )
    );
    choicesOf(mine.signal).then(
      (choices) => {
        if (!mine.signal.aborted) form.setChoices(choices);
      },
      (error) => {
        if (!isAbort(error)) app.toasts.show(messageOf(error), {kind: "error"});
      }
    );
  };
  return {open, isSet: (which) => run.filterOf(which) !== null};
}

function titleOf({cell, output}: CellState): string {
  if (output?.type === "chart" && output.of === "insight" && output.result.title) return output.result.title;
  return cell.id ?? "Insight";
}

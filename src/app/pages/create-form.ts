/** The form of an insight, new or there already, with its answer beside it while it is written. */
import "../style/create.css";
import {type Message, messageOf} from "../../error.ts";
import {formError, formProblems, type InsightValues, nextStep} from "../../insight/form.ts";
import {INSIGHT_KINDS, readInsight} from "../../insight/kinds/index.ts";
import type {KindDescription} from "../../insight/kinds/kind.ts";
import {
  addInsight,
  editInsight,
  insightCell,
  insightValues,
  notebookWithInsight
} from "../../notebook/insight-cells.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import {aggregationMode} from "../../ping/upstream.ts";
import type {SnapshotsName} from "../../workspace.ts";
import type {App} from "../app.ts";
import {creationEvents} from "../creation-events.ts";
import {editHash, readCreation} from "../creation-link.ts";
import {fill, h} from "../dom.ts";
import {dropDraft, keepDraft, readDraft} from "../drafts.ts";
import {heldNames} from "../held-names.ts";
import {LAST_NOTEBOOK} from "../last-notebook.ts";
import {changeNotebook, countChanges} from "../notebook-change.ts";
import type {NotebookFile} from "../notebook-files.ts";
import {freeNotebookName} from "../notebook-of-series.ts";
import {keepOwn} from "../own-notebooks.ts";
import {type Route, routeHash} from "../router.ts";
import {createFormulaPreview} from "../views/formula-preview.ts";
import {createInsightForm} from "../views/insight-form.ts";
import {createLiveInsight} from "../views/live-insight.ts";
import {notFound} from "./not-found.ts";
import type {OpenPage, Page} from "./page.ts";

/** How long after the last key the answer is asked for, and the draft kept. */
const PAUSE = 220;

export const createFormPage: OpenPage = async (app, route) => {
  const [kindName = "", mode, name, id] = route.rest.split("/");
  const kind = (INSIGHT_KINDS as readonly KindDescription[]).find((one) => one.kind === kindName);
  if (!kind)
    return notFound(route, "There is no such kind of insight", `Tidemark has no “${kindName}”.`, [
      routeHash("create"),
      "All kinds"
    ]);
  const {values: asked, target} = readCreation(kind.fields, route.query);
  if (mode !== "edit" || !name || !id) return newForm(app, route, kind, asked, target);
  const back = new URLSearchParams(route.query).get("back") ?? "";
  const file = await app.notebooks.read(name);
  const notebook = file && parseNotebook(file.text);
  const cell = notebook && insightCell(notebook, id);
  if (!cell)
    return notFound(
      route,
      "This insight is not here",
      `There is no ${id} in ${name}. It may have been renamed or deleted.`,
      [routeHash("insights"), "All insights"]
    );
  const inNotebook = `${routeHash("notebooks", name)}?at=${id}`;
  const values = insightValues(cell);
  if (!values)
    return notFound(
      route,
      "This cell cannot be shown as a form",
      `The text of ${id} is no YAML of names and values. Correct it in the notebook, then come back.`,
      [inNotebook, "Open the notebook"]
    );
  const real = typeof values.kind === "string" ? values.kind : "search";
  if (real !== kind.kind) {
    queueMicrotask(() => location.replace(editHash(name, id, real, back)));
    return {route, section: "insights", title: "", dom: h("div", {class: "page"})};
  }
  const leave = back.startsWith("#/") ? back : inNotebook;
  return formPage(app, route, kind, {
    title: "Edit insight",
    form: `edit-${name}-${id}`,
    begun: cell.body,
    values,
    before: values,
    submitLabel: "Save insight",
    id,
    place: () => ({snapshots: notebook.frontMatter.snapshots, dom: null, into: name, newTitle: ""}),
    leave,
    async submit(next) {
      const change = await changeNotebook(app, name, (now) => {
        const found = insightCell(now, id);
        if (!found) throw new Error(`There is no ${id} in ${name} any more.`);
        return editInsight(now, found, next);
      });
      app.toasts.show(`Saved in ${name}.`, {action: {label: "Undo", run: () => void undo(app, change.undo)}});
      return leave;
    }
  });
};

async function undo(app: App, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    app.toasts.show("Taken back.");
  } catch (error) {
    app.toasts.show(messageOf(error), {kind: "error"});
  }
}

/** Where an insight goes, and which data answers it. */
interface FormPlace {
  readonly snapshots: SnapshotsName;
  /** What asks for it; null where it is settled. */
  readonly dom: HTMLElement | null;
  readonly into: string;
  readonly newTitle: string;
}

interface FormSetting {
  readonly title: string;
  /** The name of the draft. */
  readonly form: string;
  readonly begun: string;
  readonly values: InsightValues;
  readonly before: InsightValues | null;
  readonly submitLabel: string;
  /** The id of the insight that is edited; null for a new one. */
  readonly id: string | null;
  place(onChange: () => void, draft: {readonly into: string; readonly newTitle: string} | null): FormPlace;
  readonly leave: string;
  /** Writes it, and says where to go. */
  submit(values: InsightValues, place: FormPlace): Promise<string>;
}

async function newForm(
  app: App,
  route: Route,
  kind: KindDescription,
  asked: InsightValues,
  target: ReturnType<typeof readCreation>["target"]
): Promise<Page> {
  const files = await app.notebooks.list();
  return formPage(app, route, kind, {
    title: kind.title,
    form: `create-${kind.kind}`,
    begun: route.query,
    values: asked,
    before: null,
    submitLabel: "Create insight",
    id: null,
    place: (onChange, draft) => placeChoice(files, target, onChange, draft),
    leave: target.back ?? routeHash("create"),
    async submit(values, {into, newTitle, snapshots}) {
      if (into) {
        let added = "";
        await changeNotebook(app, into, (notebook) => {
          const {text, id} = addInsight(notebook, values);
          added = id;
          return text;
        });
        return `${routeHash("notebooks", into)}?at=${added}`;
      }
      const title = newTitle.trim() || String(values.title);
      const {text, id} = notebookWithInsight(title, values, snapshots);
      const taken = new Set((await app.notebooks.list()).map(({name}) => name));
      const name = freeNotebookName(title, taken);
      const outcome = await app.notebooks.save(name, text, null);
      if ("conflict" in outcome) throw new Error(`There is a notebook ${name} already; choose another title.`);
      await keepOwn(app, name, null, text);
      await countChanges(app, parseNotebook(""), parseNotebook(text), "form");
      return `${routeHash("notebooks", name)}?at=${id}`;
    }
  });
}

/** Asks which notebook an insight goes into: one of those there are, or a new one. */
function placeChoice(
  files: readonly NotebookFile[],
  target: {readonly into?: string; readonly snapshots?: "sample" | "workspace"},
  onChange: () => void,
  draft: {readonly into: string; readonly newTitle: string} | null
): FormPlace {
  const notebooks = files.map((file) => ({file, ...parseNotebook(file.text).frontMatter}));
  const own = files.filter(({sample}) => !sample);
  const last = localStorage.getItem(LAST_NOTEBOOK);
  const wanted = draft
    ? draft.into
    : (target.into ?? (target.snapshots ? "" : (own.find(({name}) => name === last)?.name ?? "")));
  const chosen = files.some(({name}) => name === wanted) ? wanted : "";
  const select = h(
    "select",
    {id: "form-into"},
    h("option", {value: "", selected: chosen === ""}, "A new notebook"),
    notebooks.map(({file, title}) =>
      h(
        "option",
        {value: file.name, selected: file.name === chosen},
        title && title !== file.name ? `${title} (${file.name})` : file.name
      )
    )
  );
  const title = h("input", {
    id: "form-notebook-title",
    type: "text",
    value: draft?.newTitle ?? "",
    placeholder: "as the insight",
    autocomplete: "off"
  });
  const data = h(
    "select",
    {id: "form-snapshots"},
    h("option", {value: "workspace", selected: target.snapshots !== "sample"}, "what was imported here"),
    h("option", {value: "sample", selected: target.snapshots === "sample"}, "the sample that comes with Tidemark")
  );
  const fresh = h(
    "div",
    {class: "new-notebook"},
    h("div", {}, h("label", {class: "form-label", for: title.id}, "Its title"), title),
    h("div", {}, h("label", {class: "form-label", for: data.id}, "Its data"), data)
  );
  const show = () => {
    fresh.hidden = select.value !== "";
    onChange();
  };
  fresh.hidden = chosen !== "";
  select.addEventListener("change", show);
  data.addEventListener("change", onChange);
  title.addEventListener("input", onChange);
  const dom = h(
    "div",
    {class: "form-field form-place"},
    h("label", {class: "form-label", for: select.id}, "Notebook"),
    h("p", {class: "help"}, "The insight becomes a cell at its end."),
    select,
    fresh
  );
  return {
    dom,
    get snapshots() {
      const found = notebooks.find(({file}) => file.name === select.value);
      return found ? found.snapshots : data.value === "sample" ? "sample" : "workspace";
    },
    get into() {
      return select.value;
    },
    get newTitle() {
      return title.value;
    }
  };
}

function formPage(app: App, route: Route, kind: KindDescription, setting: FormSetting): Page {
  const draft = readDraft(setting.form, setting.begun);
  const events = creationEvents(kind.kind);
  const formArea = h("div", {class: "form-area"});
  const general = h("div", {class: "form-messages", role: "status"});
  const live = createLiveInsight(app, {height: 320, reason: (error) => formError(kind, error)});
  const formulas = createFormulaPreview(app, live);
  let submitted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offered = "";
  let form = createInsightForm(kind, draft?.values ?? setting.values, () => changed());
  /** By what the form groups results; null for a kind that groups none. */
  const groupedBy = () =>
    kind.kind === "group-by" ? aggregationMode(form.read().by ?? kind.fields.by?.fallback) : null;
  let grouped = groupedBy();
  const place = setting.place(() => changed(), draft);

  /** The values in the order of the kind's fields, what they do not know last. */
  const read = (): Record<string, unknown> => {
    const values = form.read();
    const known = Object.keys(kind.fields).filter((name) => values[name] !== undefined && name !== "kind");
    const unknown = Object.keys(values).filter((name) => !Object.hasOwn(kind.fields, name));
    const head = setting.before && setting.before.kind === undefined ? {} : {kind: kind.kind};
    return {...head, ...Object.fromEntries([...known, ...unknown].map((name) => [name, values[name]]))};
  };
  const problemsOf = (values: InsightValues): Message[] => {
    const own = form.problems();
    const taken = new Set(own.map(({field}) => field));
    return [...own, ...formProblems(kind, values, setting.before).filter(({field}) => !taken.has(field))];
  };
  const keep = () => {
    const values = form.read();
    keepDraft(setting.form, {values, into: place.into, newTitle: place.newTitle, begun: setting.begun});
  };
  const check = () => {
    const values = read();
    const problems = problemsOf(values);
    const homeless = form.show(problems, submitted ? "everywhere" : "touched");
    fill(general, submitted ? homeless.map(({level, text}) => h("p", {class: `message ${level}`}, text)) : null);
    return {values, problems};
  };
  const preview = () => {
    const {values, problems} = check();
    const {value: definition} = readInsight({...values, title: String(values.title ?? "").trim() || "Untitled"});
    const errors = problems.filter(({level, text}) => level === "error" && !text.includes(" is required"));
    // what is wrong at one place comes before what is not there yet
    const atPlace = errors.find(({field}) => field !== undefined && field !== "series");
    const said = atPlace?.text ?? nextStep(kind, values) ?? errors[0]?.text;
    if (definition?.formulas) void formulas.ask({...values, title: definition.title}, place.into, setting.id);
    else if (definition && !form.problems().length) live.ask(definition, app.store(place.snapshots));
    else live.say(h("p", {class: "empty"}, said ?? "The chart is drawn here as soon as the form says what to show."));
  };
  const countGrouping = () => {
    const next = groupedBy();
    if (next && next !== grouped) void app.log.record("GroupAggregationModeClicked", {aggregationMode: next});
    grouped = next;
  };
  const changed = () => {
    countGrouping();
    clearTimeout(timer);
    timer = setTimeout(() => {
      keep();
      preview();
      void offer();
    }, PAUSE);
  };
  const offer = async () => {
    const {snapshots} = place;
    if (offered === snapshots) return;
    offered = snapshots;
    try {
      form.offer(await heldNames(app.store(snapshots)));
    } catch {
      // the preview says what is wrong with the data
    }
  };
  const startOver = () => {
    dropDraft(setting.form);
    form = createInsightForm(kind, setting.values, () => changed());
    grouped = groupedBy();
    offered = "";
    submitted = false;
    restored.remove();
    fill(formArea, form.dom);
    preview();
    void offer();
  };
  const restored = h(
    "p",
    {class: "message note", role: "status"},
    "What you wrote here before is still there. ",
    h("button", {class: "link", type: "button", on: {click: startOver}}, "Start over")
  );
  const button = h("button", {class: "button primary", type: "submit"}, setting.submitLabel);
  const submit = async () => {
    submitted = true;
    const {values, problems} = check();
    if (problems.some(({level}) => level === "error")) {
      form.focusError();
      return;
    }
    clearTimeout(timer);
    button.disabled = true;
    try {
      const to = await setting.submit(values, place);
      if (events.submit) await app.log.record(events.submit);
      done = true;
      dropDraft(setting.form);
      app.go(to);
    } catch (error) {
      fill(general, h("p", {class: "message", role: "alert"}, messageOf(error)));
    } finally {
      button.disabled = false;
    }
  };
  const cancel = () => {
    if (events.cancel) void app.log.record(events.cancel);
    done = true;
    clearTimeout(timer);
    dropDraft(setting.form);
    app.go(setting.leave);
  };
  let done = false;
  fill(formArea, form.dom);
  const dom = h(
    "div",
    {class: "page create-page"},
    h(
      "header",
      {class: "page-head"},
      h("div", {}, h("a", {class: "crumb", href: routeHash("create")}, "Create"), h("h1", {}, setting.title)),
      null
    ),
    h("p", {class: "lead"}, kind.help),
    draft ? restored : null,
    h(
      "div",
      {class: "create-grid"},
      h(
        "form",
        {
          novalidate: true,
          on: {
            submit: (event: Event) => {
              event.preventDefault();
              void submit();
            }
          }
        },
        formArea,
        place.dom,
        general,
        h(
          "div",
          {class: "buttons"},
          button,
          h("button", {class: "button", type: "button", on: {click: cancel}}, "Cancel")
        )
      ),
      h("section", {class: "preview-pane", "aria-label": "Preview"}, h("h2", {}, "Preview"), live.dom)
    )
  );
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  });
  preview();
  void offer();
  return {
    route,
    section: "insights",
    title: setting.title,
    dom,
    leave: () => {
      if (!done && timer !== undefined) keep();
    },
    destroy() {
      clearTimeout(timer);
      formulas.destroy();
      live.destroy();
    }
  };
}

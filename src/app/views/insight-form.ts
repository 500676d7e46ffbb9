/** The form of an insight, made from the fields of its kind. What it gives is what the YAML of a cell holds. */
import type {Message} from "../../error.ts";
import {type Fields, type HeldName, isRecord} from "../../fields.ts";
import {type FormField, fieldLabel, formLayout, type InsightValues, isWritten} from "../../insight/form.ts";
import type {KindDescription} from "../../insight/kinds/kind.ts";
import type {HeldNames} from "../../notebook/suggest.ts";
import {fill, h, ICONS, icon} from "../dom.ts";
import {type ControlContext, simpleControl} from "./form-controls.ts";

/** What a form may offer: imported series, metrics and tools by name, and the names of repositories. */
export interface FormOffers extends HeldNames {
  readonly repositories: readonly string[];
}

export interface InsightForm {
  readonly dom: HTMLElement;
  /** What may be offered now: lists that came later, or those of other data. */
  offer(offers: FormOffers): void;
  /** The values as they stand in the form; what it does not show stays as it was. */
  read(): Record<string, unknown>;
  /** What controls cannot take, by path. */
  problems(): Message[];
  /** Shows what is wrong at its place: where the user has been, or everywhere. Gives what has no place of its own. */
  show(messages: readonly Message[], where: "touched" | "everywhere"): readonly Message[];
  /** Puts the focus into the first place that has an error. */
  focusError(): void;
}

/** A part of the form under one path. */
interface Part {
  readonly dom: HTMLElement;
  read(): unknown;
  problems(): Message[];
  /** The places of the part, for messages. */
  places(): readonly Place[];
}

interface Place {
  readonly path: string;
  readonly focusable: HTMLElement;
  readonly problem: HTMLElement;
}

type Context = Omit<ControlContext, "id" | "label" | "value">;

let forms = 0;

export function createInsightForm(kind: KindDescription, value: InsightValues, onInput: () => void): InsightForm {
  let offers: FormOffers = {series: [], metric: [], tool: [], repositories: []};
  const form = `form${++forms}`;
  const lists = {series: `${form}-all-series`, metric: `${form}-all-metrics`, tool: `${form}-all-tools`};
  const context: Context = {lists, repositories: () => offers.repositories};
  const layout = formLayout(kind, value);
  /** A list of parts that is empty begins with one that is open, unless the text says the same in short. */
  const begun = (name: string, {control}: FormField["field"]): unknown => {
    if (control.is !== "items" || isWritten(value[name])) return value[name];
    return Object.keys(control.fields).some((short) => isWritten(value[short])) ? undefined : [{}];
  };
  const partOf = ({name, label, field}: FormField) =>
    [name, fieldPart(form, name, label, field, begun(name, field), context)] as const;
  const main = layout.main.map(partOf);
  const more = layout.more.map(partOf);
  const parts = [...main, ...more];
  const touched = new Set<string>();
  const options = h(
    "details",
    {class: "more-options", open: layout.more.some(({name}) => isWritten(value[name]))},
    h("summary", {}, "More options"),
    more.map(([, part]) => part.dom)
  );
  const names = Object.entries(lists).map(([name, id]) => ({name: name as HeldName, list: h("datalist", {id})}));
  const dom = h(
    "div",
    {class: "insight-form"},
    names.map(({list}) => list),
    main.map(([, part]) => part.dom),
    more.length ? options : null
  );
  const places = () => parts.flatMap(([, part]) => [...part.places()]);
  dom.addEventListener("focusout", ({target}) => {
    const place = places().find(({focusable}) => focusable === target);
    if (place) touched.add(place.path);
  });
  dom.addEventListener("input", onInput);
  dom.addEventListener("change", onInput);
  return {
    dom,
    offer(next) {
      offers = next;
      for (const {name, list} of names)
        fill(
          list,
          next[name].map(({key, title}) => h("option", {value: key}, title))
        );
    },
    read() {
      const read = Object.fromEntries(parts.map(([name, part]) => [name, part.read()]));
      const entries = Object.entries({...value, ...read}).filter(([, member]) => member !== undefined);
      return Object.fromEntries(entries);
    },
    problems: () => parts.flatMap(([, part]) => part.problems()),
    show(messages, where) {
      const open = places();
      const homeless = messages.filter(({field}) => !open.some(({path}) => path === homeOf(field ?? "", open)));
      for (const {path, focusable, problem} of open) {
        const mine = messages.filter(({field}) => homeOf(field ?? "", open) === path);
        const shown = where === "everywhere" || touched.has(path) ? mine : [];
        const isWrong = shown.some(({level}) => level === "error");
        fill(
          problem,
          shown.map(({level, text}) => h("span", {class: level}, text))
        );
        if (isWrong) focusable.setAttribute("aria-invalid", "true");
        else focusable.removeAttribute("aria-invalid");
      }
      return homeless;
    },
    focusError() {
      const first = places().find(({focusable}) => focusable.getAttribute("aria-invalid") === "true");
      const inside = first?.focusable.closest("details");
      if (inside) inside.open = true;
      first?.focusable.focus();
    }
  };
}

/** The place of a message: its own path, or the nearest above it that is there. */
function homeOf(path: string, places: readonly Place[]): string | null {
  for (let at = path; at; at = at.slice(0, Math.max(0, at.lastIndexOf("."))))
    if (places.some((place) => place.path === at)) return at;
  return null;
}

function fieldPart(
  form: string,
  path: string,
  label: string,
  field: FormField["field"],
  value: unknown,
  context: Context
): Part {
  const {control} = field;
  if (control.is === "items" && (value === undefined || value === null || isItems(value)))
    return itemsPart(form, path, label, field, isItems(value) ? value : [], context);
  if (control.is === "group" && (value === undefined || value === null || isRecord(value)))
    return groupPart(form, path, label, control.fields, isRecord(value) ? value : {}, context);
  const id = `${form}-${path.replaceAll(".", "-")}`;
  const view = simpleControl(field, {...context, id, label, value});
  const problem = h("p", {class: "problem", id: `${id}-problem`, role: "status"});
  const help = h("p", {class: "help", id: `${id}-help`}, sentence(field.help));
  const described = `${id}-help ${id}-problem`;
  view.focusable.setAttribute("aria-describedby", described);
  if (field.required) view.focusable.setAttribute("aria-required", "true");
  const isFlag = control.is === "flag" && view.focusable.getAttribute("type") === "checkbox";
  const isGroup = view.dom.getAttribute("role") === "radiogroup";
  const star = field.required ? h("span", {class: "required", "aria-hidden": "true"}, " *") : null;
  if (isGroup) view.dom.setAttribute("aria-labelledby", `${id}-label`);
  const dom = isFlag
    ? h("div", {class: "form-field flag"}, h("label", {}, view.dom, label), help, problem)
    : h(
        "div",
        {class: `form-field field-${control.is}`},
        h(
          "div",
          {class: "form-label"},
          isGroup ? h("span", {id: `${id}-label`}, label) : h("label", {for: view.focusable.id}, label),
          star
        ),
        help,
        view.dom,
        problem
      );
  return {
    dom,
    read: view.read,
    problems() {
      const text = view.problem?.() ?? null;
      return text === null ? [] : [{level: "error", field: path, text}];
    },
    places: () => [{path, focusable: view.focusable, problem}]
  };
}

function groupPart(
  form: string,
  path: string,
  label: string,
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
  context: Context
): Part {
  const parts = Object.entries(fields).map(
    ([name, field]) =>
      [name, fieldPart(form, `${path}.${name}`, fieldLabel(name), field, value[name], context)] as const
  );
  return {
    dom: h(
      "fieldset",
      {class: "form-group"},
      h("legend", {class: "form-label"}, label),
      parts.map(([, part]) => part.dom)
    ),
    read() {
      const read = {...value, ...Object.fromEntries(parts.map(([name, part]) => [name, part.read()]))};
      const entries = Object.entries(read).filter(([, member]) => member !== undefined);
      return entries.length ? Object.fromEntries(entries) : undefined;
    },
    problems: () => parts.flatMap(([, part]) => part.problems()),
    places: () => parts.flatMap(([, part]) => [...part.places()])
  };
}

type Item = Readonly<Record<string, unknown>>;

function isItems(value: unknown): value is readonly Item[] {
  return Array.isArray(value) && value.every(isRecord);
}

function itemsPart(
  form: string,
  path: string,
  label: string,
  field: FormField["field"],
  value: readonly Item[],
  context: Context
): Part {
  const {control} = field;
  const fields = control.is === "items" ? control.fields : {};
  let count = 0;
  const list = h("ol", {class: "form-items"});
  const problem = h("p", {class: "problem", role: "status"});
  const add = h(
    "button",
    {class: "button", type: "button", on: {click: () => append({}, true)}},
    icon(ICONS.plus),
    "Add a series"
  );
  let items: {readonly dom: HTMLElement; readonly key: number; part: Part}[] = [];
  const changed = () => dom.dispatchEvent(new Event("input", {bubbles: true}));
  // the path of an item is its rank, so that messages find it; it is worked out anew when items come and go
  const partOf = (item: Item, key: number) => groupPart(form, `${path}-${key}`, "", fields, item, context);
  const append = (item: Item, focus: boolean) => {
    const key = count++;
    const part = partOf(item, key);
    const remove = h(
      "button",
      {
        class: "icon-button",
        type: "button",
        title: "Take this series out",
        "aria-label": "Take this series out",
        on: {
          click: () => {
            items = items.filter((one) => one.key !== key);
            row.remove();
            changed();
            add.focus();
          }
        }
      },
      icon(ICONS.trash)
    );
    const row = h("li", {}, part.dom, remove);
    items.push({dom: row, key, part});
    list.append(row);
    if (focus) {
      part.places()[0]?.focusable.focus();
      changed();
    }
  };
  for (const item of value) append(item, false);
  const dom = h(
    "fieldset",
    {class: "form-field form-list"},
    h("legend", {class: "form-label"}, label),
    h("p", {class: "help"}, sentence(field.help)),
    list,
    problem,
    add
  );
  /** A path within an item by its rank: `series-7.label` is `series.0.label` for the first. */
  const ranked = (place: string): string => {
    const [head, ...rest] = place.split(".");
    const rank = items.findIndex(({key}) => head === `${path}-${key}`);
    return [path, rank, ...rest].join(".");
  };
  return {
    dom,
    read() {
      return items.length ? items.map(({part}) => (part.read() ?? {}) as Item) : undefined;
    },
    problems: () =>
      items.flatMap(({part}) => part.problems().map((message) => ({...message, field: ranked(message.field ?? "")}))),
    places: () => [
      ...items.flatMap(({part}) => part.places().map((place) => ({...place, path: ranked(place.path)}))),
      {path, focusable: add, problem}
    ]
  };
}

function sentence(help: string): string {
  const text = help.replace(/`(\w+)`/g, (_, name: string) => `“${fieldLabel(name)}”`);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** The controls of a form, one for each way in which a field is asked for (fields.ts, Control). */
import {parse, stringify} from "yaml";
import {messageOf} from "../../error.ts";
import {type Control, type Field, type HeldName, isRecord} from "../../fields.ts";
import {compileRegex} from "../../regex.ts";
import {parseStep, STEP_UNITS} from "../../time.ts";
import {h} from "../dom.ts";

/** A control on the page. `read` gives the value as YAML would have it, undefined for none; `problem` what it cannot be. */
export interface ControlView {
  readonly dom: HTMLElement;
  /** What gets the focus, and the label. */
  readonly focusable: HTMLElement;
  read(): unknown;
  problem?(): string | null;
}

/** What a control is given: its id, the value that is written, and what it may offer. */
export interface ControlContext {
  readonly id: string;
  readonly label: string;
  readonly value: unknown;
  /** The ids of the lists of names that imported data has. */
  readonly lists: Readonly<Record<HeldName, string>>;
  /** The names of repositories that are held, for counting those that match. */
  readonly repositories: () => readonly string[];
}

type Of<Is extends Control["is"]> = Extract<Control, {readonly is: Is}>;

/** The control of a field; one that cannot show the value as it is written is its YAML. */
// biome-ignore lint/suspicious/noExplicitAny: a field of any value
export function simpleControl(field: Field<any>, context: ControlContext): ControlView {
  const {control} = field;
  const {value} = context;
  const isText = value === undefined || value === null || typeof value !== "object";
  if (control.is === "flag" && (value === undefined || typeof value === "boolean")) return flagControl(field, context);
  if (control.is === "choice" && isText) return choiceControl(control, field, context);
  if (control.is === "step" && stepOf(value)) return stepControl(context);
  if (control.is === "color" && isText) return colorControl(context);
  if (control.is === "lines" && (isText || isTexts(value))) return linesControl(context);
  if (control.is === "repositories" && repositoriesOf(value)) return repositoriesControl(context);
  if (control.is === "number" && isText) return numberControl(control, field.fallback, context);
  if (isLine(control.is) && isText) return lineControl(control.is, context);
  return yamlControl(context);
}

const HELD_NAMES: readonly string[] = ["series", "metric", "tool"] satisfies readonly HeldName[];

type Line = "line" | "code" | "instant" | HeldName;

function isLine(is: Control["is"]): is is Line {
  return is === "line" || is === "code" || is === "instant" || isHeldName(is);
}

function isHeldName(is: string): is is HeldName {
  return HELD_NAMES.includes(is);
}

function lineControl(is: Line, {id, value, lists}: ControlContext): ControlView {
  const written = value === undefined || value === null ? "" : String(value);
  const input = h("input", {
    id,
    type: "text",
    class: is === "line" ? "" : "mono",
    value: written,
    autocomplete: "off",
    spellcheck: is === "line" ? undefined : "false",
    list: isHeldName(is) ? lists[is] : undefined,
    placeholder: is === "instant" ? "2026-08-15" : undefined
  });
  return {
    dom: input,
    focusable: input,
    read: () => (input.value === written ? value : input.value.trim() || undefined)
  };
}

function numberControl({min, max}: Of<"number">, fallback: unknown, {id, value}: ControlContext): ControlView {
  const written = value === undefined || value === null ? "" : String(value);
  const bounds = min !== null && max !== null ? `${min} to ${max}` : min !== null ? `from ${min}` : "";
  const input = h("input", {
    id,
    type: "text",
    inputmode: "decimal",
    class: "short",
    value: written,
    autocomplete: "off",
    placeholder: typeof fallback === "number" ? String(fallback) : bounds
  });
  const read = () => {
    if (input.value === written) return value;
    const text = input.value.trim();
    if (!text) return undefined;
    return Number.isNaN(Number(text)) ? text : Number(text);
  };
  return {dom: input, focusable: input, read};
}

// biome-ignore lint/suspicious/noExplicitAny: a field of any value
function flagControl(field: Field<any>, {id, value}: ControlContext): ControlView {
  const shown = typeof value === "boolean" ? value : Boolean(field.fallback);
  const input = h("input", {id, type: "checkbox", checked: shown});
  return {dom: input, focusable: input, read: () => (input.checked === shown ? value : input.checked)};
}

// biome-ignore lint/suspicious/noExplicitAny: a field of any value
function choiceControl({words}: Of<"choice">, field: Field<any>, {id, value}: ControlContext): ControlView {
  const shown = value === undefined || value === null ? String(field.fallback) : String(value);
  const all = words.includes(shown) ? words : [shown, ...words];
  const select = h(
    "select",
    {id},
    all.map((word) => h("option", {value: word, selected: word === shown}, word.replace(/-/g, " ")))
  );
  return {dom: select, focusable: select, read: () => (select.value === shown ? value : select.value)};
}

const COLOR_NAMES = ["teal", "orange", "green", "purple", "gold", "blue", "pink", "brown"];

function colorControl({id, value}: ControlContext): ControlView {
  const written = value === undefined || value === null ? "" : String(value);
  const isKnown = written === "" || COLOR_NAMES.some((_, i) => String(i + 1) === written);
  const swatch = h("span", {class: "color-swatch", "aria-hidden": "true"});
  const select = h(
    "select",
    {id},
    h("option", {value: "", selected: written === ""}, "by itself"),
    COLOR_NAMES.map((name, i) => h("option", {value: i + 1, selected: written === String(i + 1)}, name)),
    isKnown ? null : h("option", {value: written, selected: true}, written)
  );
  const paint = () => {
    const {value: color} = select;
    swatch.style.background = color === "" ? "transparent" : /^[1-8]$/.test(color) ? `var(--s${color})` : color;
  };
  select.addEventListener("change", paint);
  paint();
  const read = () => {
    if (select.value === written) return value;
    return select.value === "" ? undefined : Number(select.value);
  };
  return {dom: h("div", {class: "color-control"}, swatch, select), focusable: select, read};
}

function stepOf(value: unknown): {readonly amount: string; readonly unit: string} | null {
  if (value === undefined || value === null) return {amount: "", unit: ""};
  if (typeof value === "string") {
    const step = parseStep(value);
    return step && {amount: String(step.value), unit: step.unit};
  }
  if (!isRecord(value) || Object.keys(value).length !== 1) return null;
  const [name, amount] = Object.entries(value)[0]!;
  const unit = STEP_UNITS.find((one) => one === name || `${one}s` === name);
  return unit ? {amount: String(amount), unit} : null;
}

function stepControl({id, label, value}: ControlContext): ControlView {
  const written = stepOf(value)!;
  const amount = h("input", {
    id: `${id}-amount`,
    type: "text",
    inputmode: "numeric",
    class: "short",
    value: written.amount,
    "aria-label": `${label}: how many`,
    autocomplete: "off"
  });
  const unit = h(
    "select",
    {id},
    h("option", {value: "", selected: written.unit === ""}, "as the data was sampled"),
    STEP_UNITS.map((name) => h("option", {value: name, selected: written.unit === name}, `${name}s`))
  );
  const show = () => {
    amount.hidden = unit.value === "";
    if (unit.value !== "" && !amount.value) amount.value = "1";
  };
  unit.addEventListener("change", show);
  amount.hidden = written.unit === "";
  return {
    dom: h("div", {class: "step-control"}, amount, unit),
    focusable: unit,
    read() {
      if (amount.value === written.amount && unit.value === written.unit) return value;
      if (unit.value === "") return undefined;
      const text = amount.value.trim();
      return {[`${unit.value}s`]: text !== "" && !Number.isNaN(Number(text)) ? Number(text) : text || 0};
    },
    problem: () =>
      unit.value !== "" && !/^[1-9]\d{0,5}$/.test(amount.value.trim())
        ? `A distance between points is needed: a whole number of ${unit.value}s, from 1.`
        : null
  };
}

function isTexts(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number");
}

function linesOf(value: unknown): string[] {
  return isTexts(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)];
}

function linesControl({id, value}: ControlContext): ControlView {
  const written = linesOf(value).join("\n");
  const area = h("textarea", {
    id,
    class: "mono",
    rows: Math.min(6, Math.max(2, linesOf(value).length + 1)),
    spellcheck: "false"
  });
  area.value = written;
  const read = () => {
    if (area.value === written) return value;
    const lines = linesIn(area);
    return lines.length ? lines : undefined;
  };
  return {dom: area, focusable: area, read};
}

function linesIn(area: HTMLTextAreaElement): string[] {
  return area.value
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
}

function repositoriesOf(value: unknown): {readonly include: string[]; readonly exclude: string[]} | null {
  if (value === undefined || value === null) return {include: [], exclude: []};
  if (typeof value === "string" || isTexts(value)) return {include: linesOf(value), exclude: []};
  if (!isRecord(value)) return null;
  const {include = [], exclude = [], ...rest} = value;
  const areTexts = [include, exclude].every((one) => typeof one === "string" || isTexts(one));
  return areTexts && !Object.keys(rest).length ? {include: linesOf(include), exclude: linesOf(exclude)} : null;
}

function repositoriesControl({id, value, repositories}: ControlContext): ControlView {
  const written = repositoriesOf(value)!;
  const isSome = written.include.length + written.exclude.length > 0;
  const radio = (word: string, text: string, checked: boolean) => {
    const input = h("input", {type: "radio", name: id, id: `${id}-${word}`, value: word, checked});
    return {input, label: h("label", {class: "choice"}, input, text)};
  };
  const all = radio("all", "All in the data", !isSome);
  const some = radio("some", "Only some, by their names", isSome);
  const area = (name: string, lines: readonly string[]) => {
    const box = h("textarea", {id: `${id}-${name}`, class: "mono", rows: 2, spellcheck: "false"});
    box.value = lines.join("\n");
    return box;
  };
  const include = area("include", written.include);
  const exclude = area("exclude", written.exclude);
  const count = h("p", {class: "help", role: "status"});
  const lists = h(
    "div",
    {class: "repository-lists"},
    h("label", {for: include.id}, "Names that match one of these regular expressions, one a line"),
    include,
    h("label", {for: exclude.id}, "But none of these"),
    exclude,
    count
  );
  const wrong = (): string | null => {
    if (all.input.checked) return null;
    if (!linesIn(include).length && !linesIn(exclude).length)
      return "Name at least one repository, or choose all of them.";
    for (const line of [...linesIn(include), ...linesIn(exclude)])
      try {
        compileRegex(line);
      } catch (error) {
        return messageOf(error);
      }
    return null;
  };
  const show = () => {
    lists.hidden = all.input.checked;
    const held = repositories();
    if (lists.hidden || wrong() || !held.length) {
      count.textContent = "";
      return;
    }
    const [includes, excludes] = [include, exclude].map((box) => linesIn(box).map(compileRegex));
    const found = held.filter(
      (name) =>
        (!includes!.length || includes!.some((regex) => regex.test(name))) &&
        !excludes!.some((regex) => regex.test(name))
    ).length;
    count.textContent =
      held.length === 1
        ? `${found} of the one repository in the data.`
        : `${found} of the ${held.length} repositories in the data.`;
  };
  const dom = h(
    "div",
    {class: "repositories", role: "radiogroup"},
    h("div", {class: "choices"}, all.label, some.label),
    lists
  );
  for (const event of ["input", "change"]) dom.addEventListener(event, show);
  show();
  return {
    dom,
    focusable: isSome ? some.input : all.input,
    problem: wrong,
    read() {
      const now = all.input.checked
        ? {include: [], exclude: []}
        : {include: linesIn(include), exclude: linesIn(exclude)};
      if (JSON.stringify(now) === JSON.stringify(written)) return value;
      if (!now.include.length && !now.exclude.length) return undefined;
      return {
        ...(now.include.length ? {include: now.include} : {}),
        ...(now.exclude.length ? {exclude: now.exclude} : {})
      };
    }
  };
}

function yamlControl({id, value}: ControlContext): ControlView {
  const written = value === undefined || value === null ? "" : stringify(value, {lineWidth: 0}).trimEnd();
  const area = h("textarea", {
    id,
    class: "mono",
    rows: Math.min(8, written.split("\n").length + 1),
    spellcheck: "false"
  });
  area.value = written;
  const parsed = (): {readonly value: unknown} | {readonly problem: string} => {
    try {
      return {value: parse(area.value, {maxAliasCount: 100}) as unknown};
    } catch (error) {
      return {problem: `This is no YAML: ${messageOf(error).split("\n")[0]}`};
    }
  };
  return {
    dom: area,
    focusable: area,
    problem() {
      const read = parsed();
      return "problem" in read ? read.problem : null;
    },
    read() {
      if (area.value === written) return value;
      if (!area.value.trim()) return undefined;
      const read = parsed();
      return "value" in read ? (read.value ?? undefined) : value;
    }
  };
}

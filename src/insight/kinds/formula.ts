import {choice, isRecord, kindOf, list, Refusal, text} from "../../fields.ts";
import {type FormulaSeries, parseFormula} from "../formula.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {COMMON_FIELDS, type KindDescription} from "./kind.ts";

const {repositories: _repositories, unit: _unit, ...SHARED_FIELDS} = COMMON_FIELDS;

/** Computed from other insights: `modules["import … from"] / sum(modules)`. Its language is in ../formula.ts. */
export const formula: KindDescription = {
  kind: "formula",
  title: "Formula",
  help: "Computed from other insights of the notebook: a share, a difference, a rate of change, a moving average.",
  fields: {
    ...SHARED_FIELDS,
    formula: {
      ...text("what is computed, such as modules / sum(modules)", {
        expects: "a formula over the ids of other insights"
      }),
      read: (value) => (typeof value === "number" ? new Refusal("it is a number alone") : readText(value))
    },
    label: text("the label of the one series"),
    color: text("its colour"),
    series: list<FormulaSeries>("one line of the chart each", "a list of {label, formula, color}", readSeries),
    as: choice("whether the numbers are shown as per cent; by default what their units say", [
      "default",
      "percent",
      "number"
    ])
  },
  display: {...DEFAULT_DISPLAY, sort: "as-written", other: false},
  define(values) {
    const {
      formula: one,
      label,
      color,
      series,
      as
    } = values as {
      formula: string;
      label: string;
      color: string;
      series: readonly FormulaSeries[];
      as: "default" | "percent" | "number";
    };
    const read = one ? parseFormula(one) : null;
    const first: FormulaSeries[] =
      read && "formula" in read ? [{label, text: one, formula: read.formula, ...(color ? {color} : {})}] : [];
    const formulas = [...first, ...series];
    return {
      series: [],
      groups: [],
      pattern: "",
      only: {},
      ...(formulas.length ? {formulas} : {}),
      asShare: as === "default" ? null : as === "percent"
    };
  }
};

/** A formula that can be read, as its text on one line. */
function readText(value: unknown): string | Refusal {
  if (typeof value !== "string") return new Refusal(`it is ${kindOf(value)}`);
  const line = value.replace(/\s+/g, " ").trim();
  const read = parseFormula(line);
  return "problem" in read ? new Refusal(read.problem) : line;
}

function readSeries(item: unknown, index: number): FormulaSeries | Refusal {
  if (!isRecord(item)) return new Refusal(`entry ${index + 1} is ${kindOf(item)}`);
  const unknown = Object.keys(item).find((name) => !["label", "name", "formula", "color"].includes(name));
  if (unknown) return new Refusal(`entry ${index + 1} has "${unknown}"`);
  const {label, name, formula: written, color} = item;
  if (written === undefined || written === null) return new Refusal(`entry ${index + 1} has no formula`);
  const line = readText(written);
  if (line instanceof Refusal) return new Refusal(`entry ${index + 1} cannot be read: ${line.reason}`);
  const read = parseFormula(line);
  if ("problem" in read) return new Refusal(read.problem);
  return {
    label: String(label ?? name ?? ""),
    text: line,
    formula: read.formula,
    ...(color === undefined || color === null ? {} : {color: String(color)})
  };
}

/** The YAML of insights in both fences that ask one: `yaml insight`, and `yaml metric`, whose kind needs not be written. */
import {isRecord} from "../fields.ts";
import {readYaml} from "./cells/yaml.ts";
import type {CellSource} from "./notebook.ts";

/** True for a cell whose result is an insight. */
export function isInsightCell({kind}: Pick<CellSource, "kind">): boolean {
  return kind === "insight" || kind === "metric";
}

/** The value of an insight's YAML, with the kind that its fence says; a metric that says another kind is an error. */
export function readInsightYaml({
  kind,
  body,
  bodyLine
}: Pick<CellSource, "kind" | "body" | "bodyLine">): ReturnType<typeof readYaml> {
  const read = readYaml(body, bodyLine);
  if (kind !== "metric" || read.messages.some(({level}) => level === "error")) return read;
  const value = read.value ?? {};
  if (!isRecord(value)) return read;
  if (value.kind !== undefined && value.kind !== "metric") {
    const text = `A "yaml metric" is of the kind metric, and this says ${JSON.stringify(value.kind)}. Take "kind" out, or write "yaml insight".`;
    return {value: null, messages: [...read.messages, {level: "error", field: "kind", text}]};
  }
  return {...read, value: {...value, kind: "metric"}};
}

/**
 * Cells as Observable's tools know them: JavaScript, SQL and text stay what they are; what only Tidemark computes becomes
 * JavaScript over its rows, which stand in a file beside. Its source goes along as a comment, so no text is lost.
 */
import {isRecord} from "../fields.ts";
import type {InsightResult} from "../insight/insight.ts";
import {insightTable} from "../insight/to-table.ts";
import type {InputDefinition} from "../notebook/cells/input.ts";
import {readYaml} from "../notebook/cells/yaml.ts";
import {checkNotebook} from "../notebook/check.ts";
import {type Expression, parseExpression, templatePieces, unknownCalls} from "../notebook/expression.ts";
import {isInsightCell} from "../notebook/insight-yaml.ts";
import {STORE_TABLES} from "../notebook/names.ts";
import {namesTable} from "../notebook/needs.ts";
import {readProse} from "../notebook/prose-parts.ts";
import {infoOf} from "../notebook/reshape.ts";
import type {CellState} from "../notebook/run.ts";
import {cellOf, type Table} from "../table.ts";
import {isoTime} from "../time.ts";
import type {ExportInput, MadeFile} from "./exporter.ts";
import {isHidden} from "./facts.ts";
import {markdownText} from "./markdown-text.ts";

/** What a cell becomes there. `kept`: it stays as it is written; `listing`: it is text, and does not run. */
export type TranslatedCell =
  | {readonly as: "kept" | "listing"}
  | {readonly as: "markdown"; readonly body: string}
  | {readonly as: "js"; readonly body: string};

/** A notebook's cells, the files with their rows, and what is to be said. */
export interface Translated {
  readonly cells: readonly TranslatedCell[];
  readonly files: readonly MadeFile[];
  /** The rows of insights by id: the path of their file. SQL can name them there. */
  readonly rows: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

/** Every cell of a notebook that ran. */
export function translated({notebook, states, stem}: ExportInput): Translated {
  const checked = checkNotebook(notebook);
  const files: MadeFile[] = [];
  const rows = new Map<string, string>();
  const [still, kept] = [new Map<string, number>(), new Map<string, number>()];
  const count = (counts: Map<string, number>, what: string) => void counts.set(what, (counts.get(what) ?? 0) + 1);
  const listing = (what: string): TranslatedCell => {
    count(kept, what);
    return {as: "listing"};
  };
  const rowsCell = (state: CellState, id: string, table: Table, shown: string): TranslatedCell => {
    const path = `${stem}/${id}.json`;
    files.push({path, content: jsonRows(table)});
    const times = table.columns.filter(({type}) => type === "time").map(({name}) => name);
    const read = `await FileAttachment(${JSON.stringify(path)}).json()`;
    const members = times.map(
      (name) =>
        `${JSON.stringify(name)}: row[${JSON.stringify(name)}] === null ? null : new Date(row[${JSON.stringify(name)}])`
    );
    const value = times.length ? `(${read}).map((row) => ({...row, ${members.join(", ")}}))` : read;
    const show = isHidden(state.cell) ? "" : `\ndisplay(${shown});`;
    return {
      as: "js",
      body: `${commentOf(infoOf(notebook, state.cell), state.cell.body)}\nconst ${id} = ${value};${show}`
    };
  };
  const cells = states.map((state, index): TranslatedCell => {
    const {cell, output, status} = state;
    const isDone = status === "done" && output !== null;
    if (cell.kind === "markdown") {
      if (!isDone || output.type !== "markdown") return {as: "kept"};
      const {body, values} = textWithValues(cell.body, output.texts);
      for (let i = 0; i < values; i++) count(still, "value in text");
      return values ? {as: "markdown", body} : {as: "kept"};
    }
    if (cell.kind === "js") return {as: "kept"};
    if (cell.attributes.get("run") === "false") return cell.kind === "sql" ? {as: "kept"} : {as: "listing"};
    if (cell.kind === "sql") {
      const upstream = checked[index]!.upstream.map((at) => notebook.cells[at]!.kind);
      const isTheirs =
        !upstream.includes("sql") &&
        !STORE_TABLES.some((table) => namesTable(cell.body, table)) &&
        templatePieces(cell.body).every((piece) => "text" in piece || !callsBuiltin(piece.expression));
      if (isTheirs) return {as: "kept"};
      if (isDone && output.type === "table" && cell.id) {
        count(still, "sql");
        return rowsCell(state, cell.id, output.table, `Inputs.table(${cell.id})`);
      }
      return listing("sql");
    }
    if (isInsightCell(cell) && isDone && output.type === "chart" && output.of === "insight" && cell.id) {
      count(still, cell.kind);
      rows.set(cell.id, `${stem}/${cell.id}.json`);
      return rowsCell(state, cell.id, insightTable(output.result), plotOf(cell.id, output.result));
    }
    if (cell.kind === "input" && isDone && output.type === "value" && output.input && cell.id) {
      const made = inputOf(output.input);
      if (!made) count(still, "input");
      const value = made ? `view(${made})` : datesOf(output.input.value);
      return {as: "js", body: `${commentOf(infoOf(notebook, cell), cell.body)}\nconst ${cell.id} = ${value};`};
    }
    const spec = cell.kind === "vega-lite" ? readYaml(cell.body, cell.bodyLine).value : null;
    if (isRecord(spec)) {
      const data = cell.attributes.get("data");
      const caption = cell.attributes.get("caption");
      const whole = {...(caption && spec.title === undefined ? {title: caption} : {}), ...spec};
      const text = JSON.stringify(whole, null, 2);
      const written = data === undefined ? text : `{...${text}, data: {values: [...${data}]}}`;
      return {as: "js", body: `${commentOf(infoOf(notebook, cell), "")}\nvl.render({spec: ${written}})`};
    }
    return listing(cell.kind);
  });
  return {cells, files, rows, notes: notesOf(still, kept)};
}

function notesOf(still: ReadonlyMap<string, number>, kept: ReadonlyMap<string, number>): readonly string[] {
  const all = (counts: ReadonlyMap<string, number>) =>
    [...counts].map(([what, count]) => `${count} × ${what}`).join(", ");
  return [
    ...(still.size ? [`Written as it is now, and not computed there: ${all(still)}.`] : []),
    ...(kept.size ? [`Kept as text that does not run there: ${all(kept)}.`] : [])
  ];
}

/** The text with what only our own functions compute as it reads now; what was asked stands behind it as a comment. */
function textWithValues(given: string, texts: readonly string[]): {readonly body: string; readonly values: number} {
  const {text, parts} = readProse(given);
  let values = 0;
  const body = text.replace(/\ue000(\d+)\ue001/g, (_, index: string) => {
    const {source, inside} = parts[Number(index)]!;
    const shown = texts[Number(index)] ?? source;
    // what has no value stands there as it was written
    if (shown.startsWith(source) || !callsBuiltin(inside)) return source;
    values++;
    return `${markdownText(shown)}<!-- ${inside.trim().replaceAll("-->", "-- >")} -->`;
  });
  return {body, values};
}

/** True for an expression of ours that calls a function which only we have. */
function callsBuiltin(inside: string): boolean {
  const expression: Expression | null = parseExpression(inside);
  return expression?.type === "call" && !unknownCalls(expression).length;
}

/** A source as comment lines of JavaScript. */
function commentOf(info: string, body: string): string {
  return [`Tidemark: ${info.trim()}`, ...(body ? body.split("\n") : [])]
    .map((line) => `// ${line}`.trimEnd())
    .join("\n");
}

/** The rows as JSON, one a line; times in RFC 3339, what is unknown as null. */
function jsonRows({columns, rows}: Table): string {
  const lines = Array.from({length: rows}, (_, row) =>
    JSON.stringify(
      Object.fromEntries(
        columns.map((column) => {
          const value = cellOf(column, row);
          if (typeof value === "bigint") return [column.name, Number(value)];
          if (typeof value === "number" && column.type === "time") return [column.name, isoTime(value)];
          return [column.name, value];
        })
      )
    )
  );
  return `[\n${lines.join(",\n")}\n]\n`;
}

function plotOf(id: string, {title, form, zero, series}: InsightResult): string {
  const head = `title: ${JSON.stringify(title)}`;
  if (form === "over-time")
    return `Plot.plot({${head}, marginLeft: 80, x: {label: null}, y: {label: null, grid: true, zero: ${zero !== false}}, color: {legend: true}, marks: [Plot.lineY(${id}, {x: "recorded_at", y: "value", stroke: "series", marker: true})]})`;
  // room for the longest name
  const margin = Math.min(MOST_MARGIN, Math.max(80, ...series.map(({label}) => 16 + label.length * LETTER)));
  return `Plot.plot({${head}, marginLeft: ${margin}, x: {label: null}, y: {label: null}, marks: [Plot.barX(${id}, {x: "value", y: "series", sort: {y: "-x"}})]})`;
}

/** Pixels of a letter of Plot's axes, and the most that names at the left take. */
const LETTER = 6;
const MOST_MARGIN = 320;

/** Two days as the instants that they begin and end with, by the names that a date range has here. */
function datesOf(value: InputDefinition["value"]): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  return `{from: new Date("${value[0]}"), until: new Date("${value[1]}T23:59:59.999Z")}`;
}

/** The same control of Observable Inputs; null where there is none. */
function inputOf({type, label, options, min, max, step, value}: InputDefinition): string | null {
  const text = JSON.stringify;
  if (type === "select" || type === "radio" || type === "checkbox")
    return `Inputs.${type}(${text(options)}, ${text({label, value})})`;
  if (type === "pick") return `Inputs.select(${text(options)}, ${text({label, multiple: true, value})})`;
  if (type === "range") return `Inputs.range([${min}, ${max}], ${text({label, step, value})})`;
  return type === "text" ? `Inputs.text(${text({label, value})})` : null;
}

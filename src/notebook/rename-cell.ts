/**
 * The words of a cell's fence, and another name for a cell wherever the notebook uses it: in SQL, in `${…}`, as the rows of
 * a chart or an input, in formulas and watch rules, in JavaScript. What was changed is read again; a cell that still names the
 * old one is told, not guessed at.
 */
import {cellKind} from "./cells/index.ts";
import {replaceBody, replaceInfo} from "./edit.ts";
import {parseExpression, templatePieces} from "./expression.ts";
import {renameReference} from "./js/rename-reference.ts";
import type {CellSource, Notebook} from "./notebook.ts";
import {infoOf, setAttribute} from "./reshape.ts";

/** A notebook in which a cell has another name. */
export interface Renamed {
  readonly text: string;
  /** How many other cells were changed with it. */
  readonly changed: number;
  /** The cells that still use the old name, by what they are called or their line. */
  readonly left: readonly string[];
}

/** The words that say what a fence is: its language, and its kind where that is not the same. */
const FENCE = /^\S+(?:\s+(?:insight|input|metric|vega-lite)(?=\s|$))?/;

/** The attributes of a cell's fence as they are written, without its name. */
export function wordsOf(notebook: Notebook, cell: CellSource): string {
  return infoOf(notebook, cell)
    .replace(FENCE, "")
    .replace(/\s+id=(?:"[^"]*"|'[^']*'|[^\s"']*)/i, "")
    .trim();
}

/** The text with another name (null: none) and other attributes in a cell's fence. */
export function setWords(notebook: Notebook, cell: CellSource, id: string | null, words: string): string {
  if (cell.kind === "markdown" || cell.kind === "conflict") return notebook.text;
  const [fence] = FENCE.exec(infoOf(notebook, cell))!;
  const parts = [fence, id === null ? "" : `id=${id}`, words.replace(/[\s`]+/g, " ").trim()];
  return replaceInfo(notebook, cell, parts.filter(Boolean).join(" "));
}

/** The notebook with the cell at `index` called `to`, and the other cells that name it changed with it. */
export function renameCell(notebook: Notebook, index: number, to: string, parse: (text: string) => Notebook): Renamed {
  const own = notebook.cells[index]!;
  const from = own.id;
  let now = parse(setWords(notebook, own, to, wordsOf(notebook, own)));
  if (from === null || from === to) return {text: now.text, changed: 0, left: []};
  let changed = 0;
  const left: string[] = [];
  const names = new Set([from, to, ...now.cells.flatMap(({id}) => id ?? [])]);
  for (let i = 0; i < now.cells.length; i++) {
    const cell = now.cells[i]!;
    const before = now.text;
    if (cell.attributes.get("data") === from) now = parse(setAttribute(now, cell, "data", to));
    now = parse(replaceBody(now, now.cells[i]!, renamedBody(cell, from, to)));
    if (now.text !== before && i !== index) changed++;
    const written = now.cells[i]!;
    if (cellKind(written.kind)?.read(written, names).references.includes(from))
      left.push(written.id ?? `line ${written.line}`);
  }
  return {text: now.text, changed, left};
}

function renamedBody({kind, body}: CellSource, from: string, to: string): string {
  if (kind === "markdown") return inTemplates(body, (text) => text, from, to);
  if (kind === "sql") return inTemplates(body, (text) => inSql(text, from, to), from, to);
  if (kind === "js") return renameReference(body, from, to) ?? body;
  if (kind === "insight" || kind === "metric") return inConditions(body, from, to);
  if (kind === "input")
    return body.replace(
      /^(data:\s*)(["']?)(\w+)\2(?=\s*(?:#.*)?$)/gm,
      (whole, key: string, quote: string, name: string) => (name === from ? key + quote + to + quote : whole)
    );
  return body;
}

/** A text with what stands between its `${…}` given to `plain`, and the name changed inside them. */
function inTemplates(body: string, plain: (text: string) => string, from: string, to: string): string {
  return templatePieces(body)
    .map((piece) => {
      if ("text" in piece) return plain(piece.text);
      const {expression} = piece;
      const renamed = parseExpression(expression)
        ? inFormula(expression, from, to)
        : (renameReference(expression, from, to) ?? expression);
      return `\${${renamed}}`;
    })
    .join("");
}

/** The formulas and conditions of an insight's YAML: a value in quotes, one in a flow mapping, or the rest of the line. */
function inConditions(body: string, from: string, to: string): string {
  return body.replace(
    /((?:^|[{,])[ \t-]*(?:formula|when):[ \t]*)("[^"\n]*"|'[^'\n]*'|[^\n]*)/gm,
    (_, key: string, value: string) => {
      const quoted = /^(["'])(.*)\1$/.exec(value);
      if (quoted) return key + quoted[1] + inFormula(quoted[2]!, from, to) + quoted[1];
      const end = /[{,]/.test(key) ? value.search(/,\s*\w+:|\}/) : -1;
      return end < 0
        ? key + inFormula(value, from, to)
        : key + inFormula(value.slice(0, end), from, to) + value.slice(end);
    }
  );
}

/** Names of a small language: not in quotes, no member behind a dot, no function that is called. */
function inFormula(text: string, from: string, to: string): string {
  return text.replace(/"[^"]*"|'[^']*'|(?<![\w.])[A-Za-z_]\w*(?!\w|\s*\()/g, (token) => (token === from ? to : token));
}

/** Names of tables in a piece of a statement: not in texts and comments, no column behind a dot, no alias behind AS. */
function inSql(text: string, from: string, to: string): string {
  let before = "";
  return text.replace(
    /'(?:''|[^'])*'|--[^\n]*|\/\*[\s\S]*?\*\/|"(?:""|[^"])*"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\S/g,
    (token) => {
      if (token.startsWith("--") || token.startsWith("/*")) return token;
      const isName = before !== "." && before !== "as";
      before = token.toLowerCase();
      if (!isName) return token;
      if (token === `"${from}"`) return `"${to}"`;
      return before === from ? to : token;
    }
  );
}

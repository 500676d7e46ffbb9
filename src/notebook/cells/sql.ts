import {isTidemarkError, type Message, TidemarkError} from "../../error.ts";
import type {SqlValue} from "../../sql.ts";
import {type Expression, evaluate, namesIn, parseExpression, templatePieces, unknownCalls} from "../expression.ts";
import {sqlValue} from "../value.ts";
import {type CellKind, unreadable} from "./kind.ts";
import {newestOf} from "./newest.ts";

/** One statement that returns rows, over insights, other sql cells and the store's tables. Parameters are bound. */
export const sql: CellKind = {
  kind: "sql",
  title: "SQL",
  help: "A table computed in DuckDB from insights and imported data.",
  fence: "sql",
  language: "sql",
  needsId: false,
  template: "SELECT series, count(*) AS points FROM point GROUP BY ALL ORDER BY ALL",
  read(cell, names) {
    const strings = [""];
    const parameters: Expression[] = [];
    const messages: Message[] = [];
    let quoted = "";
    for (const piece of templatePieces(cell.body)) {
      if ("text" in piece) {
        strings[strings.length - 1] += piece.text;
        quoted = openQuote(quoted, piece.text);
        continue;
      }
      const line = cell.bodyLine + cell.body.slice(0, piece.from).split("\n").length - 1;
      const source = `\${${piece.expression}}`;
      const expression = parseExpression(piece.expression);
      if (quoted)
        messages.push({
          level: "error",
          text: `${source} stands inside quotes. Leave the quotes out: the value is bound, not pasted in.`,
          place: {line}
        });
      else if (!expression)
        messages.push({
          level: "error",
          text: `${source} should be a name, a column such as totals.value, or a call such as since(period). JavaScript does not run in SQL.`,
          place: {line}
        });
      else
        for (const name of unknownCalls(expression))
          messages.push({level: "error", text: `There is no function ${name}.`, place: {line}});
      if (expression) {
        parameters.push(expression);
        strings.push("");
      }
    }
    if (!cell.body.trim())
      messages.push({level: "error", text: "This cell is empty. Write a SELECT.", place: {line: cell.bodyLine}});
    const tables = tableNames(strings.join(" ")).filter((name) => names.has(name) && name !== cell.id);
    const references = [...new Set([...tables, ...parameters.flatMap(namesIn)])];
    if (messages.length) return unreadable(messages, references);
    return {
      references,
      messages,
      async run({scope, store, session, signal, progress}) {
        const bound = bind(
          strings,
          parameters.map((parameter) => sqlValue(evaluate(parameter, scope, {newest: newestOf(scope)})))
        );
        try {
          const {truncated, segments, ...table} = await store.sql(
            {session, ...bound, ...(cell.id ? {as: cell.id} : {})},
            {signal, progress}
          );
          return {value: {kind: "table", table}, output: {type: "table", table, truncated, segments}};
        } catch (error) {
          throw inFile(error, cell.bodyLine);
        }
      }
    };
  }
};

/** A list becomes as many parameters as it has items; an empty one is NULL, which nothing equals. */
function bind(
  strings: readonly string[],
  parameters: readonly (SqlValue | readonly SqlValue[])[]
): {strings: string[]; values: SqlValue[]} {
  const texts = [strings[0]!];
  const values: SqlValue[] = [];
  parameters.forEach((parameter, i) => {
    const items: readonly SqlValue[] = Array.isArray(parameter)
      ? parameter.length
        ? parameter
        : [null]
      : [parameter as SqlValue];
    items.forEach((item, k) => {
      values.push(item);
      texts.push(k < items.length - 1 ? ", " : strings[i + 1]!);
    });
  });
  return {strings: texts, values};
}

/** Words that may name a table: all identifiers outside strings and comments, in lower case. */
export function tableNames(text: string): string[] {
  const names = new Set<string>();
  for (const [, word, quoted] of text.matchAll(
    /'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\/|([A-Za-z_][A-Za-z0-9_]*)|"((?:[^"]|"")*)"/g
  )) {
    const name = word ?? quoted;
    if (name !== undefined) names.add(name.toLowerCase());
  }
  return [...names];
}

function openQuote(open: string, text: string): string {
  let quote = open;
  for (const char of text.replace(/--[^\n]*/g, "")) {
    if (quote) quote = char === quote ? "" : quote;
    else if (char === "'" || char === '"') quote = char;
  }
  return quote;
}

/** The error with the line of the file instead of the statement's. */
function inFile(error: unknown, bodyLine: number): unknown {
  if (!isTidemarkError(error) || typeof error.details.line !== "number") return error;
  return new TidemarkError(
    error.code,
    error.message,
    {...error.details, line: bodyLine + error.details.line - 1},
    error
  );
}

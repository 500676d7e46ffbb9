import {isTidemarkError, type Message, TidemarkError} from "../../error.ts";
import type {SqlValue} from "../../sql.ts";
import {BUILTINS} from "../builtins.ts";
import {type Expression, evaluate, namesIn, parseExpression, templatePieces, unknownCalls} from "../expression.ts";
import {didYouMean, refusedId} from "../names.ts";
import {readSql} from "../sql-text.ts";
import {sqlValue} from "../value.ts";
import {type CellKind, unreadable} from "./kind.ts";
import {newestOf} from "./newest.ts";

const MOST_ROWS = 1_000_000;

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
    const texts = [""];
    const placeholders: {readonly expression: string; readonly from: number}[] = [];
    for (const piece of templatePieces(cell.body)) {
      if ("text" in piece) texts[texts.length - 1] += piece.text.replaceAll("\\${", "${");
      else {
        placeholders.push(piece);
        texts.push("");
      }
    }
    const {words, places} = readSql(texts);
    const strings = [texts[0]!];
    const parameters: Expression[] = [];
    const messages: Message[] = [];
    placeholders.forEach(({expression: inside, from}, i) => {
      const source = `\${${inside}}`;
      if (places[i] === "comment") {
        strings[strings.length - 1] += source + texts[i + 1]!;
        return;
      }
      const expression = parseExpression(inside);
      const unknown = expression ? unknownCalls(expression) : [];
      const problem =
        places[i] === "quotes"
          ? `${source} stands inside quotes. Leave the quotes out: the value is bound, not pasted in.`
          : expression
            ? unknown
                .map(
                  (name) =>
                    `There is no function ${name}.${didYouMean(
                      name,
                      BUILTINS.map((one) => one.name)
                    )}`
                )
                .join(" ")
            : `${source} should be a name, a column such as totals.value, or a call such as since(period). JavaScript does not run in SQL.`;
      const line = cell.bodyLine + cell.body.slice(0, from).split("\n").length - 1;
      if (problem) messages.push({level: "error", text: problem, place: {line}});
      if (expression) parameters.push(expression);
      strings.push(texts[i + 1]!);
    });
    const rows = readRows(cell.attributes.get("rows"));
    if (typeof rows === "string") messages.push({level: "error", text: rows, place: {line: cell.line}});
    if (!cell.body.trim())
      messages.push({level: "error", text: "This cell is empty. Write a SELECT.", place: {line: cell.bodyLine}});
    const tables = words.filter((name) => names.has(name) && name !== cell.id && refusedId(name) === null);
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
            {
              session,
              tables,
              ...bound,
              ...(cell.id ? {as: cell.id} : {}),
              ...(rows && typeof rows === "object" ? {limits: rows} : {})
            },
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

/** The limits that a cell asks for by `rows=`; null when it asks for none, a sentence when it cannot be had. */
function readRows(written: string | undefined): {rows: number; bytes: number} | null | string {
  if (written === undefined) return null;
  const rows = Number(written);
  return Number.isInteger(rows) && rows >= 1 && rows <= MOST_ROWS
    ? {rows, bytes: 256_000_000}
    : `"rows" should be a whole number from 1 to 1,000,000; this is ${JSON.stringify(written)}.`;
}

/**
 * A list becomes as many parameters as it has items; an empty one is NULL, which nothing equals. Spaces keep the value's
 * literal from running together with what stands beside it: E'…' would be another kind of text.
 */
function bind(
  strings: readonly string[],
  parameters: readonly (SqlValue | readonly SqlValue[])[]
): {strings: string[]; values: SqlValue[]} {
  const texts = [strings[0]!];
  const values: SqlValue[] = [];
  parameters.forEach((parameter, i) => {
    const list = Array.isArray(parameter) ? (parameter as readonly SqlValue[]) : [parameter as SqlValue];
    texts[texts.length - 1] += " ";
    (list.length ? list : [null]).forEach((item, k) => {
      values.push(item);
      texts.push(k < list.length - 1 ? ", " : ` ${strings[i + 1]}`);
    });
  });
  return {strings: texts, values};
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

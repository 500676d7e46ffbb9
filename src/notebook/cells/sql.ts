import {isTidemarkError, type Message, TidemarkError} from "../../error.ts";
import type {SqlValue} from "../../sql.ts";
import {BUILTINS} from "../builtins.ts";
import {type Expression, evaluate, namesIn, parseExpression, templatePieces, unknownCalls} from "../expression.ts";
import {didYouMean, refusedId} from "../names.ts";
import type {CellSource} from "../notebook.ts";
import {readSql} from "../sql-text.ts";
import {inserted, joined, originOf, type Traced, traced, without} from "../traced-text.ts";
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
    const texts: Traced[] = [traced("", 0)];
    const placeholders: {readonly expression: string; readonly from: number; readonly to: number}[] = [];
    let offset = 0;
    for (const piece of templatePieces(cell.body)) {
      if ("text" in piece) {
        texts[texts.length - 1] = without(traced(piece.text, offset), "\\", "${");
        offset += piece.text.length;
      } else {
        placeholders.push(piece);
        texts.push(traced("", piece.to));
        offset = piece.to;
      }
    }
    const {words, places} = readSql(texts.map(({text}) => text));
    const strings: Traced[] = [texts[0]!];
    const parameters: Expression[] = [];
    const starts: number[] = [];
    const messages: Message[] = [];
    placeholders.forEach(({expression: inside, from}, i) => {
      const source = `\${${inside}}`;
      if (places[i] === "comment") {
        strings[strings.length - 1] = joined(strings.at(-1)!, traced(source, from), texts[i + 1]!);
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
      if (problem) messages.push({level: "error", text: problem, place: placeInBody(cell, from)});
      if (expression) {
        parameters.push(expression);
        starts.push(from);
      }
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
          parameters.map((parameter) => sqlValue(evaluate(parameter, scope, {newest: newestOf(scope)}))),
          starts
        );
        try {
          const {truncated, segments, ...table} = await store.sql(
            {
              session,
              tables,
              strings: bound.texts.map(({text}) => text),
              values: bound.values,
              ...(cell.id ? {as: cell.id} : {}),
              ...(rows && typeof rows === "object" ? {limits: rows} : {})
            },
            {signal, progress}
          );
          const value = {kind: "table", table, ...(cell.id ? {isHeld: true} : {})} as const;
          return {value, output: {type: "table", table, truncated, segments}};
        } catch (error) {
          throw inFile(error, cell, bound.texts);
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
  strings: readonly Traced[],
  parameters: readonly (SqlValue | readonly SqlValue[])[],
  starts: readonly number[]
): {texts: Traced[]; values: SqlValue[]} {
  const texts = [strings[0]!];
  const values: SqlValue[] = [];
  parameters.forEach((parameter, i) => {
    const list = Array.isArray(parameter) ? (parameter as readonly SqlValue[]) : [parameter as SqlValue];
    const start = starts[i]!;
    texts[texts.length - 1] = joined(texts.at(-1)!, inserted(" ", start));
    (list.length ? list : [null]).forEach((item, k) => {
      values.push(item);
      texts.push(k < list.length - 1 ? inserted(", ", start) : joined(inserted(" ", start), strings[i + 1]!));
    });
  });
  return {texts, values};
}

/** Where an offset of a cell's body is in its file. */
function placeInBody({body, bodyLine}: Pick<CellSource, "body" | "bodyLine">, offset: number) {
  const before = body.slice(0, offset).split("\n");
  return {line: bodyLine + before.length - 1, column: before.at(-1)!.length + 1};
}

/** The error with its place in the file instead of that in the statement. */
function inFile(error: unknown, cell: CellSource, texts: readonly Traced[]): unknown {
  if (!isTidemarkError(error)) return error;
  const {part, at} = error.details;
  const text = typeof part === "number" ? texts[part] : undefined;
  const offset = text && typeof at === "number" ? originOf(text, at) : null;
  if (offset === null) return error;
  return new TidemarkError(error.code, error.message, {...error.details, ...placeInBody(cell, offset)}, error);
}

import {TidemarkError} from "./error.ts";

/** A value that can be bound in a statement. A time is bound as {time: epoch ms, UTC}, a code as {integer}. */
export type SqlValue = string | number | boolean | null | SqlTime | SqlInteger;

/** A code to be bound as an INTEGER: beside a DOUBLE the engine would make doubles of a whole column of codes. */
export interface SqlInteger {
  readonly integer: number;
}

/** An instant to be bound as a TIMESTAMP: epoch milliseconds, UTC. */
export interface SqlTime {
  readonly time: number;
}

const SQL = Symbol("sql");

/** A statement or a part of one. Values are kept apart from text; text comes only from our own source. */
export interface Sql {
  readonly [SQL]: true;
  readonly strings: readonly string[];
  readonly values: readonly SqlValue[];
}

/** SQL from a template. A value is bound, an Sql is joined in, a list becomes `(a, b, c)` (an empty one `(NULL)`), its whole numbers INTEGER. */
export function sql(strings: TemplateStringsArray, ...parts: readonly (SqlValue | Sql | readonly SqlValue[])[]): Sql {
  const texts: string[] = [strings[0]!];
  const values: SqlValue[] = [];
  const addText = (text: string) => {
    texts[texts.length - 1] += text;
  };
  const addValue = (value: SqlValue) => {
    values.push(value);
    texts.push("");
  };
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (isSql(part)) {
      part.strings.forEach((text, k) => {
        addText(text);
        if (k < part.values.length) addValue(part.values[k]!);
      });
    } else if (Array.isArray(part)) {
      addText("(");
      (part.length ? part : [null]).forEach((value, k) => {
        if (k) addText(", ");
        addValue(isInteger(value) ? {integer: value} : value);
      });
      addText(")");
    } else addValue(part as SqlValue);
    addText(strings[i + 1]!);
  }
  return {[SQL]: true, strings: texts, values};
}

/** Joins parts with a separator that is one of our own words. */
export function joinSql(parts: readonly Sql[], separator: " AND " | " OR " | ", " | " UNION ALL " | " "): Sql {
  const between: Sql = {[SQL]: true, strings: [separator], values: []};
  return parts.reduce((left, right, i) => (i ? sql`${left}${between}${right}` : right), sql``);
}

/**
 * A name as a quoted identifier.
 * @throws TidemarkError "sql/name" when it is not `[A-Za-z_][A-Za-z0-9_]*`.
 */
export function name(identifier: string): Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(identifier))
    throw new TidemarkError(
      "sql/name",
      `A table or column name has letters, digits and _ only; this one is ${JSON.stringify(identifier)}.`
    );
  return {[SQL]: true, strings: [`"${identifier}"`], values: []};
}

/**
 * The text an author wrote in a sql cell, with its `${name}` parameters bound. The one place where text that is
 * not ours becomes SQL; the engine runs it only behind its gate (one statement, rows out).
 */
export function authorSql(strings: readonly string[], values: readonly SqlValue[]): Sql {
  return {[SQL]: true, strings, values};
}

/** The statement's text with `placeholder(i)` in the place of value i, counted from 0. */
export function sqlText({strings}: Sql, placeholder: (index: number) => string): string {
  return strings.map((text, i) => (i < strings.length - 1 ? text + placeholder(i) : text)).join("");
}

/** A value as a SQL literal, for engines whose cancellable path takes no parameters. */
export function sqlLiteral(value: SqlValue): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) return "NULL";
    return Number.isInteger(value) && Math.abs(value) < 2 ** 53 ? `${value}::DOUBLE` : `'${value}'::DOUBLE`;
  }
  if (typeof value === "string") return `'${value.replaceAll("\0", "").replaceAll("'", "''")}'`;
  if ("integer" in value) return String(value.integer | 0);
  return `make_timestamp((${Math.round(value.time)})::BIGINT * 1000)`;
}

function isInteger(value: SqlValue): value is number {
  return typeof value === "number" && (value | 0) === value;
}

function isSql(value: unknown): value is Sql {
  return typeof value === "object" && value !== null && SQL in value;
}

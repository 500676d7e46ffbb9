import {compileRegex, enginePattern} from "../regex.ts";
import {joinSql, name, type Sql, sql} from "../sql.ts";
import type {Patterns} from "./filter.ts";

/**
 * True in SQL where a column matches any of at least one regular expression. DuckDB's engine is RE2 as ours is.
 * @throws TidemarkError "regex/invalid", with the pattern, before the engine sees it.
 */
export function anyMatches(column: string, patterns: readonly string[]): Sql {
  for (const pattern of patterns) compileRegex(pattern);
  return joinSql(
    patterns.map((pattern) => sql`regexp_matches(${name(column)}, ${enginePattern(pattern)})`),
    " OR "
  );
}

/** The conditions of patterns on a column, none when they leave out nothing: any include, no exclude. */
export function patternConditions(column: string, {include, exclude}: Patterns): Sql[] {
  return [
    ...(include.length ? [sql`(${anyMatches(column, include)})`] : []),
    ...(exclude.length ? [sql`NOT (${anyMatches(column, exclude)})`] : [])
  ];
}

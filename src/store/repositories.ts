/** Which repositories an insight looks at. */
import {resolveContexts} from "../insight/filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {anyMatches} from "../insight/pattern-sql.ts";
import {joinSql, type Sql, sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";

/** What must hold of a repository's key: those of the scope that pass the filters. As repositoryTest; null: all do. */
function keyCondition({repositories, filters, joining}: InsightDefinition): Sql | null {
  const sources = resolveContexts(filters, new Map()).map((filter) => filter.repositories);
  const lists = sources.map(({include}) => include).filter(({length}) => length > 0);
  const includes = [repositories.include, ...(joining === "upstream" ? [lists.flat()] : lists)];
  const excludes = [repositories, ...sources].flatMap(({exclude}) => exclude);
  const conditions = [
    ...includes.filter(({length}) => length > 0).map((list) => sql`(${anyMatches("repo_key", list)})`),
    ...(excludes.length ? [sql`NOT (${anyMatches("repo_key", excludes)})`] : [])
  ];
  return conditions.length ? joinSql(conditions, " AND ") : null;
}

/**
 * The repositories an insight looks at, as a condition on rid.
 * @throws TidemarkError "regex/invalid"; "insight/context" for a context that nobody has resolved.
 */
export function repositoryCondition(definition: InsightDefinition): Sql {
  const condition = keyCondition(definition);
  return condition ? sql`rid IN (SELECT rid FROM store.repo WHERE ${condition})` : sql`TRUE`;
}

/** By rid, 1 for the repositories that are looked at; null for all. */
export type Selection = Uint8Array | null;

/** The same repositories as `repositoryCondition`, of those there are by now. @throws as there. */
export async function selectedRepositories(
  engine: Engine,
  definition: InsightDefinition,
  options: CallOptions
): Promise<Selection> {
  const condition = keyCondition(definition);
  if (!condition) return null;
  const found = numbersOf(
    await engine.query(sql`SELECT rid::DOUBLE AS rid FROM store.repo WHERE ${condition} ORDER BY rid`, options),
    "rid"
  );
  const selection = new Uint8Array((found.at(-1) ?? -1) + 1);
  for (const rid of found) selection[rid] = 1;
  return selection;
}

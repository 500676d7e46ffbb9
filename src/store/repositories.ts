/** Which repositories an insight looks at. */
import {resolveContexts} from "../insight/filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {anyMatches} from "../insight/pattern-sql.ts";
import {fastTextTest} from "../query/line-matcher.ts";
import {joinSql, type Sql, sql} from "../sql.ts";
import {numbersOf} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";

/** Patterns on a repository's key: it matches one of each list of `includes`, and none of `excludes`. */
interface KeyPatterns {
  readonly includes: readonly (readonly string[])[];
  readonly excludes: readonly string[];
}

/** Those of the scope and the filters, joined as repositoryTest does; null: all repositories are looked at. */
function keyPatterns({repositories, filters, joining}: InsightDefinition): KeyPatterns | null {
  const sources = resolveContexts(filters, new Map()).map((filter) => filter.repositories);
  const lists = sources.map(({include}) => include).filter(({length}) => length > 0);
  const all = [repositories.include, ...(joining === "upstream" ? [lists.flat()] : lists)];
  const includes = all.filter(({length}) => length > 0);
  const excludes = [repositories, ...sources].flatMap(({exclude}) => exclude);
  return includes.length || excludes.length ? {includes, excludes} : null;
}

function keyCondition(definition: InsightDefinition): Sql | null {
  const patterns = keyPatterns(definition);
  if (!patterns) return null;
  const conditions = [
    ...patterns.includes.map((list) => sql`(${anyMatches("repo_key", list)})`),
    ...(patterns.excludes.length ? [sql`NOT (${anyMatches("repo_key", patterns.excludes)})`] : [])
  ];
  return joinSql(conditions, " AND ");
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

/** The same repositories as `repositoryCondition`, of those there are by now: their names by rid. @throws as there. */
export async function selectedRepositories(
  engine: Engine,
  names: readonly string[],
  definition: InsightDefinition,
  options: CallOptions
): Promise<Selection> {
  const patterns = keyPatterns(definition);
  if (!patterns) return null;
  const test = fastTest(patterns);
  if (test) return Uint8Array.from(names, (name) => (test(name) ? 1 : 0));
  const found = numbersOf(
    await engine.query(
      sql`SELECT rid::DOUBLE AS rid FROM store.repo WHERE ${keyCondition(definition)!} ORDER BY rid`,
      options
    ),
    "rid"
  );
  const selection = new Uint8Array((found.at(-1) ?? -1) + 1);
  for (const rid of found) selection[rid] = 1;
  return selection;
}

/** The patterns as a test that needs no engine; null where one of them is for the engine's RE2 alone. */
function fastTest({includes, excludes}: KeyPatterns): ((name: string) => boolean) | null {
  const known = new Map([...includes.flat(), ...excludes].map((pattern) => [pattern, fastTextTest(pattern)]));
  if ([...known.values()].some((test) => !test)) return null;
  const testsOf = (list: readonly string[]) => list.map((pattern) => known.get(pattern)!);
  const [every, none] = [includes.map(testsOf), testsOf(excludes)];
  return (name) => every.every((list) => list.some((test) => test(name))) && !none.some((test) => test(name));
}

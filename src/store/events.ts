/** What happened, as marks for charts: events that were imported, and those of `tidemark.yaml`. */
import type {Mark} from "../insight/annotation.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {compileRegex} from "../regex.ts";
import {sql} from "../sql.ts";
import {recordsOf, textOf} from "../table.ts";
import type {Workspace} from "../workspace.ts";
import type {CallOptions, Engine} from "./engine.ts";
import {repositoryCondition} from "./repositories.ts";

/**
 * The events of some kinds in the repositories of an insight, oldest first; equal ones of one day are one. An event
 * without a repository concerns all. Kinds are compared without case and plural: `releases` are events of kind `release`.
 */
export async function eventMarks(
  engine: Engine,
  workspace: Workspace,
  definition: InsightDefinition,
  kinds: readonly string[],
  options: CallOptions
): Promise<Mark[]> {
  const wanted = new Set(kinds.map(plainKind));
  const scope = repositoryCondition(definition);
  const imported = await engine.query(
    sql`
      SELECT kind, repo_key, epoch_ms(event.t)::DOUBLE AS at, labels, ref
      FROM store.event LEFT JOIN store.repo USING (rid)
      WHERE rid IS NULL OR ${scope}
      ORDER BY ALL`,
    options
  );
  const marks: Mark[] = recordsOf(imported)
    .filter(({kind}) => wanted.has(plainKind(String(kind))))
    .map((row) => ({at: Number(row.at), text: eventText(row)}));
  const own = workspace.events.filter(({kind}) => wanted.has(plainKind(kind)));
  if (own.some(({repositories}) => repositories.length)) {
    const known = await engine.query(sql`SELECT repo_key FROM store.repo WHERE ${scope} ORDER BY repo_key`, options);
    const {codes, words} = textOf(known, "repo_key");
    const inScope = Array.from(codes, (code) => words[code]!);
    for (const {at, text, repositories} of own) {
      const tests = repositories.map(compileRegex);
      if (!tests.length || inScope.some((repo) => tests.some((regex) => regex.test(repo)))) marks.push({at, text});
    }
  } else marks.push(...own.map(({at, text}) => ({at, text})));
  const once = new Map(marks.map((mark) => [`${Math.floor(mark.at / 86_400_000)} ${mark.text}`, mark]));
  return [...once.values()].sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

function plainKind(kind: string): string {
  return kind.trim().toLowerCase().replace(/s$/, "");
}

/** An event's title, else what it refers to, else its kind; with its repository where that is not said. */
function eventText({kind, repo_key, labels, ref}: Readonly<Record<string, unknown>>): string {
  const name = typeof repo_key === "string" ? repo_key.split("/").at(-1)! : "";
  const title = titleIn(typeof labels === "string" ? labels : "");
  if (title) return title;
  return [name, typeof ref === "string" && ref ? ref : String(kind)].filter(Boolean).join(" ");
}

function titleIn(labels: string): string {
  try {
    const {title, name} = JSON.parse(labels) as {title?: unknown; name?: unknown};
    return typeof title === "string" ? title : typeof name === "string" ? name : "";
  } catch {
    // labels of another tool may be any text
    return "";
  }
}

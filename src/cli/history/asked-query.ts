/** The queries that snapshots are taken of, from notebooks, lists of queries, or the command line. */
import {isTidemarkError, messageOf, TidemarkError} from "../../error.ts";
import {isRecord} from "../../fields.ts";
import type {InsightDefinition} from "../../insight/insight.ts";
import {insightKind, isCounted, readInsight} from "../../insight/kinds/index.ts";
import {repositoryTest} from "../../insight/scope.ts";
import {insightValues} from "../../notebook/insight-cells.ts";
import {canonicalQuery} from "../../query/canonical.ts";
import {type FileSearch, fileSearch, patternSearch} from "../../query/file-search.ts";
import {detectSearchType} from "../../query/plan.ts";
import {isSearchType, type SearchType, searchType} from "../../query/search-type.ts";
import {languageOf} from "../../snapshot/extension-language.ts";
import {extensionOf} from "../../snapshot/file-changes.ts";
import {type SeriesRecord, seriesRecord} from "../../snapshot/snapshot.ts";
import type {NotebookFile} from "../workspace.ts";

/** The engines whose series can be searched for again: queries of the search language, and plain expressions of lists. */
export const QUERY_ENGINE = "tidemark";
const PATTERN_ENGINE = "regex-bytes-line";

/** A query to take snapshots of. */
export interface AskedQuery {
  readonly record: SeriesRecord;
  readonly search: FileSearch;
  /** The insight that asks, for its times; null: the command line says which. */
  readonly insight: InsightDefinition | null;
  isOf(repository: string): boolean;
}

/** What cannot be taken: where it stands, and why. `isFault`: somebody has to change something. */
export interface NotAsked {
  readonly where: string;
  readonly text: string;
  readonly isFault: boolean;
}

export interface AskedQueries {
  readonly queries: readonly AskedQuery[];
  readonly not: readonly NotAsked[];
}

const language = (path: string) => languageOf(extensionOf(path), path);

/**
 * A query of the search language as a series; with `captured` its groups make values of their own.
 * @throws TidemarkError "query/invalid", "query/unsupported", "query/matches-nothing", "query/no-group"
 */
export function queryOf(
  query: string,
  {captured, key, title}: {readonly captured: boolean; readonly key: string; readonly title: string}
): Pick<AskedQuery, "record" | "search"> {
  const type = captured ? "regexp" : detectSearchType(query, "literal");
  const search = fileSearch(query, type, language);
  if (captured && !search.groups)
    throw new TidemarkError(
      "query/no-group",
      `${JSON.stringify(query)} has no capture group: put brackets around what is to be captured, as in go (\\d+).`
    );
  const {filters, pattern} = canonicalQuery(query);
  const record = seriesRecord({
    engine: QUERY_ENGINE,
    pattern: [...filters, pattern].filter(Boolean).join(" "),
    flags: type,
    captures: captured ? Array.from({length: search.groups}, (_, i) => i + 1) : [],
    unit: search.counts === "files" ? "files" : "matches",
    key,
    title,
    source_query: /\bpatterntype:/i.test(query) ? query : `${query} patterntype:${type}`
  });
  return {record, search};
}

/** The queries of a notebook's insights. */
export function notebookQueries({path, notebook}: NotebookFile, held: readonly SeriesRecord[]): AskedQueries {
  const queries: AskedQuery[] = [];
  const not: NotAsked[] = [];
  for (const cell of notebook.cells) {
    if (cell.kind !== "insight" || cell.attributes.has("from")) continue;
    const where = `${path}:${cell.line} ${cell.id ?? "insight"}`;
    const {value: insight, messages} = readInsight(insightValues(cell));
    if (!insight) {
      not.push({
        where,
        text: messages.find(({level}) => level === "error")?.text ?? "it cannot be read.",
        isFault: true
      });
      continue;
    }
    if (!isCounted(insight.kind)) continue;
    const captured = insightKind(insight.kind).needsCaptures?.(insight) ?? false;
    const isOf = repositoryTest([insight.repositories]);
    for (const {label, query, data} of insight.series) {
      const key = insight.series.length > 1 ? label : (cell.id ?? label);
      try {
        const asked =
          query === undefined ? heldQuery(data!, held) : queryOf(query, {captured, key, title: label || insight.title});
        if (asked) queries.push({...asked, insight, isOf});
        else
          not.push({
            where,
            text: `data: ${data} names imported data, of which no query is known. Write query: to have it searched, or give the list with --queries.`,
            isFault: false
          });
      } catch (error) {
        if (!isTidemarkError(error)) throw error;
        not.push({where, text: error.message, isFault: true});
      }
    }
  }
  return {queries, not};
}

/** The search behind a series that is held under that key or id; null where it is of another tool. */
function heldQuery(name: string, held: readonly SeriesRecord[]): Pick<AskedQuery, "record" | "search"> | null {
  const record = held.find(
    ({series_id, key, engine}) =>
      (series_id === name || key === name) && (engine === QUERY_ENGINE || engine === PATTERN_ENGINE)
  );
  if (!record) return null;
  const {engine, pattern, flags, include, exclude, captures, source_query} = record;
  if (engine === PATTERN_ENGINE)
    return {
      record,
      search: patternSearch(pattern, {
        include,
        exclude,
        ignoreCase: flags.includes("i"),
        groups: Math.max(0, ...captures)
      })
    };
  const type = isSearchType(flags) ? (searchType(flags) as SearchType) : "literal";
  return {record, search: fileSearch(source_query ?? pattern, type, language)};
}

/**
 * The queries of a list: JSON, `[{id, title?, pattern, include?, exclude?, capture?, flags?}]`, expressions whose case
 * counts, or `{id, query}` in the search language.
 * @throws TidemarkError "snapshot/queries" for a text that is no such list.
 */
export function listedQueries(text: string, file: string): AskedQueries {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch (error) {
    throw new TidemarkError("snapshot/queries", `${file} is no JSON: ${messageOf(error)}.`, {}, error);
  }
  if (!Array.isArray(list) || !list.length)
    throw new TidemarkError(
      "snapshot/queries",
      `${file} should hold a list: [{"id": "todo", "pattern": "TODO", "include": ["*.ts"]}].`
    );
  const queries: AskedQuery[] = [];
  const not: NotAsked[] = [];
  for (const [i, item] of list.entries()) {
    const where = `${file}, entry ${i + 1}${isRecord(item) && typeof item.id === "string" ? ` (${item.id})` : ""}`;
    try {
      queries.push({...listedQuery(item), insight: null, isOf: () => true});
    } catch (error) {
      if (!isTidemarkError(error)) throw error;
      not.push({where, text: error.message, isFault: true});
    }
  }
  return {queries, not};
}

function listedQuery(item: unknown): Pick<AskedQuery, "record" | "search"> {
  const bad = (text: string) => new TidemarkError("snapshot/queries", text);
  if (!isRecord(item) || typeof item.id !== "string" || item.id === "")
    throw bad('it should be an object with an "id".');
  const {id, title = id, pattern, query, flags = ""} = item;
  const texts = (name: string): string[] => {
    const value = item[name] ?? [];
    if (Array.isArray(value) && value.every((one) => typeof one === "string")) return value;
    throw bad(`"${name}" should be a list of texts.`);
  };
  const captures = item.capture ?? [];
  if (!Array.isArray(captures) || !captures.every((group) => Number.isInteger(group) && group > 0 && group <= 3))
    throw bad('"capture" should be a list of group numbers from 1 to 3.');
  if (typeof query === "string") return queryOf(query, {captured: captures.length > 0, key: id, title: String(title)});
  if (typeof pattern !== "string" || pattern === "") throw bad('it should have a "pattern" or a "query".');
  if (flags !== "" && flags !== "i") throw bad('"flags" may be "i", where case does not count.');
  const [include, exclude] = [texts("include"), texts("exclude")];
  return {
    record: seriesRecord({
      ...{engine: PATTERN_ENGINE, pattern, flags, include, exclude, captures: captures as number[]},
      ...{key: id, title: String(title)}
    }),
    search: patternSearch(pattern, {
      include,
      exclude,
      ignoreCase: flags === "i",
      groups: Math.max(0, ...(captures as number[]))
    })
  };
}

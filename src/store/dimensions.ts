/** The words of an open database by small integer codes: what facts stand under. They grow as detail is loaded. */
import {languageName, languageOf} from "../snapshot/extension-language.ts";
import {extensionOf, type PathDimension, pathDimension, pathTable} from "../snapshot/file-changes.ts";
import {type Column, interner, numberColumn, type Table, textColumn} from "../table.ts";
import type {Engine} from "./engine.ts";

export interface Dimensions {
  sid(seriesId: string): number;
  /** Repositories that nobody knew when the database was opened get the next codes. */
  rid(repository: string): number;
  aid(author: string): number;
  lid(language: string): number;
  oid(owner: string): number;
  tid(team: string): number;
  readonly repositories: readonly string[];
  readonly authors: readonly string[];
  readonly paths: PathDimension;
  /** Appends what is new to the database. Facts under new codes may be appended after it. */
  flush(engine: Engine): Promise<void>;
}

/** Dimensions over the series of a database and the repositories that are in it already. */
export function createDimensions(seriesIds: readonly string[], known: readonly string[]): Dimensions {
  const series = interner([...seriesIds]);
  const repositories = interner([...known]);
  const authors = interner();
  const languages = interner();
  const owners = interner();
  const teams = interner();
  const paths = pathDimension();
  const written = {repositories: known.length, authors: 0, languages: 0, owners: 0, teams: 0, paths: 0};
  return {
    sid: series.code,
    rid: repositories.code,
    aid: authors.code,
    lid: languages.code,
    oid: owners.code,
    tid: teams.code,
    repositories: repositories.words,
    authors: authors.words,
    paths,
    async flush(engine) {
      const rows: [string, Table][] = [
        ["store.repo", wordTable("rid", "repo_key", repositories.words, written.repositories)],
        ["store.author", wordTable("aid", "author", authors.words, written.authors)],
        ["store.language_name", languageTable(languages.words, written.languages)],
        ["store.owner", wordTable("oid", "owner", owners.words, written.owners)],
        ["store.team", wordTable("tid", "team", teams.words, written.teams)],
        ["store.path", tail(withLanguage(pathTable(paths), paths), written.paths)]
      ];
      written.repositories = repositories.words.length;
      written.authors = authors.words.length;
      written.languages = languages.words.length;
      written.owners = owners.words.length;
      written.teams = teams.words.length;
      written.paths = paths.paths.length;
      await Promise.all(rows.map(([table, more]) => (more.rows ? engine.append(table, more) : undefined)));
    }
  };
}

/** Rows (code, word) of the words from a place on. */
export function wordTable(code: string, name: string, words: readonly string[], from = 0): Table {
  const fresh = words.slice(from);
  return {
    rows: fresh.length,
    columns: [
      numberColumn(
        code,
        Float64Array.from(fresh, (_, i) => from + i)
      ),
      textColumn(name, fresh)
    ]
  };
}

/** Languages as they were counted, and by name where what was counted is the ending of files; null when none is known. */
function languageTable(words: readonly string[], from: number): Table {
  const table = wordTable("lid", "language", words, from);
  return {...table, columns: [...table.columns, textColumn("known", words.slice(from).map(languageName))]};
}

function withLanguage(table: Table, {paths}: PathDimension): Table {
  return {
    ...table,
    columns: [
      ...table.columns,
      textColumn(
        "language",
        paths.map((path) => languageOf(extensionOf(path), path))
      )
    ]
  };
}

function tail(table: Table, from: number): Table {
  return {
    rows: table.rows - from,
    columns: table.columns.map(
      (column): Column =>
        column.type === "text"
          ? {...column, codes: column.codes.slice(from)}
          : {...column, values: column.values.slice(from)}
    )
  };
}

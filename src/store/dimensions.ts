/** The words of an open database by small integer codes: what facts stand under. They grow as detail is loaded. */
import {languageOf} from "../snapshot/extension-language.ts";
import {extensionOf, type PathDimension, pathDimension, pathTable} from "../snapshot/file-changes.ts";
import {type Column, interner, numberColumn, type Table, textColumn} from "../table.ts";
import type {Engine} from "./engine.ts";

export interface Dimensions {
  sid(seriesId: string): number;
  /** Repositories that nobody knew when the database was opened get the next codes. */
  rid(repository: string): number;
  aid(author: string): number;
  lid(language: string): number;
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
  const paths = pathDimension();
  const written = {repositories: known.length, authors: 0, languages: 0, paths: 0};
  return {
    sid: series.code,
    rid: repositories.code,
    aid: authors.code,
    lid: languages.code,
    repositories: repositories.words,
    authors: authors.words,
    paths,
    async flush(engine) {
      const rows: [string, Table][] = [
        ["store.repo", wordTable("rid", "repo_key", repositories.words, written.repositories)],
        ["store.author", wordTable("aid", "author", authors.words, written.authors)],
        ["store.language_name", wordTable("lid", "language", languages.words, written.languages)],
        ["store.path", tail(withLanguage(pathTable(paths), paths), written.paths)]
      ];
      written.repositories = repositories.words.length;
      written.authors = authors.words.length;
      written.languages = languages.words.length;
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

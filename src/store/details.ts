/** What answers read of an open database: its series, by the words of a definition, and the tables that are filled when asked for. */
import {fileTables, isFileFilter, isOfLines} from "../insight/file-filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {compileRegex} from "../regex.ts";
import {resolveSeries} from "./answer.ts";
import type {Open} from "./database.ts";
import {fillTable} from "./fill-tables.ts";
import {lineSeries} from "./pattern.ts";
import type {LazyTable} from "./schema.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";
import type {TableSource} from "./table-source.ts";

/** Reads of one store's open databases. */
export interface Details {
  /** Fills a table unless it is there, and tells what it was made of. */
  fill(state: Open, table: LazyTable, options: StoreOptions): Promise<TableSource>;
  /** Fills several tables, one after another. */
  fillAll(state: Open, tables: readonly LazyTable[], options: StoreOptions): Promise<void>;
  /** The codes of an insight's series, and those its values stand under. */
  series(
    state: Open,
    definition: InsightDefinition,
    options: StoreOptions
  ): Promise<{series: number[]; values: number[]}>;
}

export function createDetails(segments: Segments): Details {
  const fill = (state: Open, table: LazyTable, options: StoreOptions): Promise<TableSource> => {
    const {details} = state;
    const loading =
      details.get(table) ??
      fillTable({...state, segments}, table, options.progress ? {progress: options.progress} : {});
    details.set(table, loading);
    loading.catch(() => details.delete(table));
    return loading;
  };

  const seriesOf = async (
    state: Open,
    definition: InsightDefinition,
    options: StoreOptions
  ): Promise<{series: number[]; values: number[]}> => {
    const series = resolveSeries(definition, state.filled);
    if (!isOfLines(definition)) return {series, values: series};
    if (definition.pattern) compileRegex(definition.pattern);
    const byFile = definition.filters.filter(isFileFilter);
    for (const table of ["match", "file_span", "match_span", "point", ...fileTables(definition)] as const)
      await fill(state, table, options);
    const key = JSON.stringify([series[0], definition.pattern, byFile]);
    const made = state.patterns.get(key) ?? lineSeries(state.engine, series[0]!, definition, state.patterns.size);
    state.patterns.set(key, made);
    made.catch(() => state.patterns.delete(key));
    return {series, values: [await made]};
  };

  return {
    fill,
    async fillAll(state, tables, options) {
      for (const table of tables) await fill(state, table, options);
    },
    series: seriesOf
  };
}

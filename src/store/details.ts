/** What answers read of an open database: its series, by the words of a definition, and the tables that are filled when asked for. */
import {TidemarkError} from "../error.ts";
import {fileTables, isFileFilter, isOfLines} from "../insight/file-filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {filtersValues} from "../insight/value-filter.ts";
import {compileRegex} from "../regex.ts";
import {resolveSeries} from "./answer.ts";
import type {Open} from "./database.ts";
import {fillTable} from "./fill-tables.ts";
import {lineSeries} from "./pattern.ts";
import type {LazyTable} from "./schema.ts";
import type {Segments} from "./segments.ts";
import type {StoreOptions} from "./store.ts";
import type {TableSource} from "./table-source.ts";
import {valuedSeries} from "./valued-series.ts";

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

  /** The codes of what filters on captured values keep; of a series without any its own. */
  const valued = async (
    state: Open,
    definition: InsightDefinition,
    series: readonly number[],
    options: StoreOptions
  ): Promise<number[]> => {
    const {engine, filled, patterns} = state;
    const codes: number[] = [];
    for (const sid of series) {
      if (!filled.captures[sid]) {
        codes.push(sid);
        continue;
      }
      for (const table of ["match", "file_span", "match_span", "point", "blame"] as const)
        await fill(state, table, options);
      const {groups, only, captures, display, filters} = definition;
      const values = filters.map((filter) => filter.captures);
      const key = JSON.stringify(["values", sid, groups, only, captures, display.cut, values]);
      const made = patterns.get(key) ?? valuedSeries(engine, filled.dimensions, sid, definition, patterns.size);
      patterns.set(key, made);
      made.catch(() => patterns.delete(key));
      codes.push(await made);
    }
    return codes;
  };

  const seriesOf = async (
    state: Open,
    definition: InsightDefinition,
    options: StoreOptions
  ): Promise<{series: number[]; values: number[]}> => {
    const series = resolveSeries(definition, state.filled);
    const other = series.find((sid) => !state.narrowing.holds(state.filled.series[sid]!.series_id));
    if (other !== undefined)
      throw new TidemarkError(
        "insight/not-named",
        `The notebook, which was not written here, does not name ${state.filled.series[other]!.key}. Take it as your own to let it read that.`
      );
    if (filtersValues(definition)) return {series, values: await valued(state, definition, series, options)};
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

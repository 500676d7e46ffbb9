import type {SeriesDefinition} from "../insight/insight.ts";
import {canonicalQuery, isSameQuery} from "../query/canonical.ts";
import type {SeriesRecord} from "../snapshot/snapshot.ts";

/** Whether a series' definition means this one: by its id or key, or by its query. */
export function isNamed({query, data}: SeriesDefinition, record: SeriesRecord): boolean {
  if (data !== undefined) return record.series_id === data || record.key === data;
  const held = record.source_query ?? record.pattern;
  return query !== undefined && held !== "" && isSameQuery(canonicalQuery(query), canonicalQuery(held));
}

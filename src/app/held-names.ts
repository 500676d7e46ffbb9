/** The names that imported data has, for forms and completion to offer. */
import type {InsightStore} from "../store/store.ts";
import {recordsOf} from "../table.ts";
import type {FormOffers} from "./views/insight-form.ts";

/** What can be named now: series, metrics with their units, tools that counted languages, and repositories. */
export async function heldNames(store: InsightStore): Promise<FormOffers> {
  const {series, repositories, tables} = await store.contents();
  const ask = async (table: string, statement: string): Promise<FormOffers["metric"]> => {
    if (!tables.includes(table)) return [];
    const rows = await store.sql({session: "offers", tables: [], strings: [statement], values: []});
    return recordsOf(rows).map(({key, title}) => ({key: String(key), title: String(title ?? "")}));
  };
  const [metric, tool] = await Promise.all([
    ask(
      "metric",
      `SELECT metric AS key, string_agg(DISTINCT unit, ', ' ORDER BY unit) AS title, count(*) AS n
       FROM metric GROUP BY metric ORDER BY n DESC, metric`
    ),
    ask(
      "language",
      "SELECT tool AS key, count(DISTINCT language) || ' languages' AS title FROM language GROUP BY tool ORDER BY tool"
    )
  ]);
  return {series: byKey(series), repositories, metric, tool};
}

/** Each key once, sorted: a key may name what was counted and what was captured, and which is meant says the kind. */
function byKey(series: FormOffers["series"]): FormOffers["series"] {
  const keys = new Map(series.map((one) => [one.key, one]));
  return [...keys.values()].sort((a, b) => a.key.localeCompare(b.key, "en"));
}

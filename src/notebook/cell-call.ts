/** What a cell is given when it is computed, and what is made of what it gives. */

import type {CellContext, CellResult} from "./cells/kind.ts";
import {cutIn} from "./cut-rows.ts";
import {type Overlay, overlaid} from "./overlay.ts";
import type {Asked, ResultPrints} from "./result-prints.ts";
import type {Entry} from "./run-entry.ts";
import type {RunPorts} from "./run-ports.ts";

/** The cells above one that runs, as they were when it was defined, each with its result. */
export interface Given {
  readonly upstream: readonly Entry[];
  readonly results: readonly CellResult[];
}

/** What a cell is given to run, of the results of what it refers to. */
export function contextOf(
  ports: RunPorts,
  asked: Asked,
  entry: Entry,
  {upstream, results}: Given,
  running: Pick<CellContext, "signal" | "progress">
): CellContext {
  const {cell, key} = entry.state;
  const scope = new Map(scopeOf(upstream, results));
  const realm = ports.realm?.() ?? null;
  return {
    cell,
    scope,
    store: ports.store,
    session: ports.session,
    ...running,
    chosen: cell.id ? asked.choices.get(cell.id) : undefined,
    filters: {
      cell: entry.filter,
      notebook: overlaid(asked.notebook.frontMatter.filter, asked.notebookFilter ?? {}) as Overlay,
      temporary: asked.notebookFilter
    },
    events: asked.notebook.frontMatter.events,
    ...(ports.others ? {others: ports.others} : {}),
    js: realm && {realm, key, from: declaredBy(upstream, results)}
  };
}

function* scopeOf(upstream: readonly Entry[], results: readonly CellResult[]) {
  for (const [i, {state}] of upstream.entries()) {
    const {value, values} = results[i]!;
    if (state.cell.id && value) yield [state.cell.id, value] as const;
    yield* values ?? [];
  }
}

/** The JavaScript cells that declare names: the realm of JavaScript knows the values of its own cells only. */
function declaredBy(upstream: readonly Entry[], results: readonly CellResult[]): ReadonlyMap<string, string> {
  return new Map(
    upstream.flatMap(({state}, i) =>
      state.cell.kind === "js" ? Array.from(results[i]!.values ?? [], ([name]) => [name, state.key] as const) : []
    )
  );
}

/** Marks what a cell gives, or each step of it, with what it is computed from and which rows of that are missing. */
export function markedBy(
  prints: ResultPrints,
  entry: Entry,
  {upstream, results}: Given
): (given: CellResult | AsyncGenerator<CellResult, void, void>) => typeof given {
  const above = results.map(prints.of);
  // what another notebook says is not in the cell's text
  const isElsewhere = entry.state.cell.attributes.has("from");
  const print = isElsewhere || above.includes(null) ? null : prints.with(entry, above as string[]);
  const cut = cutIn(upstream.map(({state}, i) => ({cell: state.cell, result: results[i]!})));
  const marked = (one: CellResult): CellResult =>
    prints.printed(cut.length ? {...one, cut} : one, one.file ? prints.with(entry, [one.file.sha256]) : print);
  return (given) => ("output" in given ? marked(given) : steps(given, marked));
}

async function* steps(
  given: AsyncGenerator<CellResult, void, void>,
  marked: (result: CellResult) => CellResult
): AsyncGenerator<CellResult, void, void> {
  for await (const result of given) yield marked(result);
}

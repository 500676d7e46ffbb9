import {cellKind} from "../../../src/notebook/cells/index.ts";
import type {CellResult} from "../../../src/notebook/cells/kind.ts";
import {parseNotebook} from "../../../src/notebook/notebook.ts";
import type {CellValue} from "../../../src/notebook/value.ts";
import type {InsightStore} from "../../../src/store/store.ts";

/** What reading the only cell of a text says, as `line level: text`. */
export function messagesOf(text: string, names: readonly string[] = []): string[] {
  return readingOf(text, names).messages.map(({level, text: said, place}) => `${place?.line} ${level}: ${said}`);
}

/** The reading of the first cell of a text. */
export function readingOf(text: string, names: readonly string[] = []) {
  const [cell] = parseNotebook(text).cells;
  return cellKind(cell!.kind)!.read(cell!, new Set(names));
}

/** What the first cell of a text gives, run by itself with a scope and a choice. No store: these cells ask none. */
export async function runCell(
  text: string,
  {
    scope = new Map<string, CellValue>(),
    chosen,
    store: given
  }: {scope?: ReadonlyMap<string, CellValue>; chosen?: unknown; store?: InsightStore} = {}
): Promise<CellResult> {
  const [cell] = parseNotebook(text).cells;
  const {run} = readingOf(text, [...scope.keys()]);
  if (!run) throw new Error(messagesOf(text).join("\n"));
  const store =
    given ??
    new Proxy({} as InsightStore, {
      get: () => {
        throw new Error("this cell asks the store");
      }
    });
  const result = await run({
    cell: cell!,
    scope,
    store,
    session: "test",
    signal: new AbortController().signal,
    progress: () => {},
    chosen,
    filters: {cell: null, notebook: {}},
    events: [],
    js: null
  });
  if (!("output" in result)) throw new Error("this cell gives one result after another");
  return result;
}

import type {Run} from "../../notebook/run.ts";
import type {WorkspaceTables} from "../table-files.ts";

/** How often the files are looked at while the page is seen, ms. */
const PAUSE = 1500;

/** Reads a table of an open notebook again when its file was written, came or went. Gives what ends that. */
export function watchTables(tables: WorkspaceTables, run: Run): () => void {
  const stop = new AbortController();
  const {signal} = stop;
  let looking = false;
  const look = async () => {
    if (looking || document.hidden || signal.aborted) return;
    looking = true;
    try {
      for (const {key, cell, status} of run.tables) {
        const before = tables.seen(cell.body);
        if (before === undefined || status === "running") continue;
        const now = await tables.stamp(cell.body).catch(() => before);
        if (now !== before && !signal.aborted) run.rerun([key]);
      }
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), PAUSE);
  document.addEventListener("visibilitychange", () => void look(), {signal});
  addEventListener("focus", () => void look(), {signal});
  signal.addEventListener("abort", () => clearInterval(timer));
  return () => stop.abort();
}

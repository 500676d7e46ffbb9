import {cellText, newNotebook, yamlText} from "../notebook/edit.ts";
import {freeId} from "../notebook/names.ts";
import type {SeriesRecord} from "../snapshot/snapshot.ts";

/** A new notebook with an insight cell for each series; `keys` counts how often a key is held in the whole workspace. */
export function notebookOfSeries(
  title: string,
  series: readonly SeriesRecord[],
  keys: ReadonlyMap<string, number>
): string {
  const taken = new Set<string>();
  const cells = series.map((record) => {
    const id = freeId(record.key, taken);
    taken.add(id);
    const captured = record.captures.length > 0;
    const name = (keys.get(record.key) ?? 0) > 1 ? record.series_id : record.key;
    const lines = [
      `kind: ${captured ? "capture-group" : "search"}`,
      `title: ${yamlText(record.title)}`,
      `data: ${yamlText(name)}`
    ];
    if (!captured) lines.push(`label: ${yamlText(record.key)}`);
    return cellText("insight", id, lines.join("\n"));
  });
  return newNotebook(title, cells);
}

/** A file name for a notebook of that title that is not taken yet. */
export function freeNotebookName(title: string, taken: ReadonlySet<string>): string {
  const base =
    title
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, 60) || "notebook";
  for (let n = 1; ; n++) {
    const name = n === 1 ? `${base}.md` : `${base}-${n}.md`;
    if (!taken.has(name)) return name;
  }
}

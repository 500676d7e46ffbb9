import type {CellValue} from "../value.ts";

/** The last time of any insight among some values: what "3 months ago" counts back from. */
export function newestOf(scope: ReadonlyMap<string, CellValue>): number | null {
  const times = [...scope.values()].flatMap((value) =>
    value.kind === "insight" ? [value.result.times.at(-1) ?? Number.NaN] : []
  );
  const known = times.filter((time) => !Number.isNaN(time));
  return known.length ? Math.max(...known) : null;
}

import {readableNumber} from "../number.ts";
import {type Column, cellOf} from "../table.ts";
import {isoDate, isoTime} from "../time.ts";

/** A cell of a table as readers see it; – for null. */
export function cellText(column: Column, row: number): string {
  const value = cellOf(column, row);
  if (value === null) return "–";
  if (column.type === "time") return Number(value) % 86_400_000 === 0 ? isoDate(Number(value)) : isoTime(Number(value));
  return typeof value === "number" ? readableNumber(value, 4) : String(value);
}

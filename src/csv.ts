import type {Cell} from "./table.ts";

/**
 * One RFC 4180 record with its line end. Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay
 * numbers; null is an empty field.
 */
export function csvRecord(fields: readonly Cell[]): string {
  return `${fields.map((value) => csvField(value, true)).join(",")}\n`;
}

/** One RFC 4180 record as csvRecord, but with text as it is: for programs, never for a spreadsheet. */
export function exactCsvRecord(fields: readonly Cell[]): string {
  return `${fields.map((value) => csvField(value, false)).join(",")}\n`;
}

function csvField(value: Cell, isForSpreadsheets: boolean): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = isForSpreadsheets && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

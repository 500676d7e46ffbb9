import type {Cell} from "./table.ts";

/**
 * One RFC 4180 record with its line end. Text that a spreadsheet would run as a formula gets an apostrophe; numbers stay
 * numbers; null is an empty field.
 */
export function csvRecord(fields: readonly Cell[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

function csvField(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

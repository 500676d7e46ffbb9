/** What is selected, and how to select, in words. */
import type {Plot} from "../../chart/plot.ts";
import type {ChartParam, Chosen, IntervalChannel} from "../../notebook/chart-params.ts";
import {readableNumber} from "../../number.ts";
import type {Table} from "../../table.ts";
import {readableTime} from "../../time.ts";

const DAY = 86_400_000;

/** What a facet is of, as its rows say it: `, series a`. */
export function facetWords({facet}: Plot): string {
  const said = Object.entries(facet ?? {}).flatMap(([name, value]) =>
    name === "count" || value === null ? [] : [`${name} ${value}`]
  );
  return said.length ? `, ${said.join(", ")}` : "";
}

/** How something is selected in a plot. */
export function helpText(interval: ChartParam | null, points: ChartParam | null): string {
  return [
    interval ? "Drag to select a range, or move its end with the arrows and all of it with Shift." : "",
    points ? "Click to select, or go through with the arrows and press Enter." : "",
    "Escape clears."
  ]
    .filter(Boolean)
    .join(" ");
}

/** True for what is chosen of an interval. */
export function isRange(value: unknown): value is Readonly<Record<string, readonly (number | string)[]>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is chosen, as one sentence. */
export function chosenWords(params: readonly ChartParam[], chosen: Chosen, data: Table | null): string {
  const said = params.flatMap((param) => {
    const choice = chosen[param.name] ?? null;
    if (choice === null || param.select === null) return [];
    if (param.select === "interval")
      return isRange(choice) ? param.channels.map((one) => rangeWords(one, choice[one.channel] ?? [], data)) : [];
    return Array.isArray(choice) ? choice.map((row) => rowWords(param.fields, row, data)) : [];
  });
  return said.length ? `Selected: ${said.join("; ")}` : "Nothing is selected: all of it counts.";
}

function rangeWords({field}: IntervalChannel, range: readonly (number | string)[], data: Table | null): string {
  if (range.every((value) => typeof value === "string")) return `${field} ${range.join(", ")}`;
  const [from, until] = [Number(range[0]), Number(range.at(-1))];
  // the hours of a range of many days are noise
  const whole = (value: number) =>
    until - from > 3 * DAY && isTime(field, data) ? Math.floor(value / DAY) * DAY : value;
  const ends = [from, until].map((value) => valueWords(field, whole(value), data));
  return `${field} ${ends.join(" – ")}`;
}

/** A row of what is selected by point. */
export function rowWords(
  fields: readonly string[],
  row: Readonly<Record<string, unknown>>,
  data: Table | null
): string {
  return fields.map((field) => `${field} ${valueWords(field, row[field], data)}`).join(", ");
}

function isTime(field: string, data: Table | null): boolean {
  return data?.columns.some(({name, type}) => name === field && type === "time") ?? false;
}

function valueWords(field: string, value: unknown, data: Table | null): string {
  if (typeof value === "number") return isTime(field, data) ? readableTime(value) : readableNumber(value, 2);
  return value === null || value === undefined ? "–" : String(value);
}

/** Filters that hold for now: what a reader set and no file says. Reports name them, and can be verified with them. */
import {isRecord} from "../fields.ts";
import type {Overlay} from "./overlay.ts";

/** What a reader set on one insight, and on the whole notebook; null for nothing. */
export interface Filtered {
  readonly cell: Overlay | null;
  readonly notebook: Overlay | null;
}

/** The filters of a result; undefined when nobody set any. */
export function filteredBy(cell: Overlay | null, notebook: Overlay | null | undefined): Filtered | undefined {
  return cell || notebook ? {cell, notebook: notebook ?? null} : undefined;
}

/** Filters in words, as an author would write them: `repositories ^github; owner @docs or @web; from 2026-01-01; limit 5`. */
export function filteredWords({cell, notebook}: Filtered): string {
  return [...new Set([notebook, cell].flatMap((overlay) => (overlay ? wordsOf(overlay, "") : [])))].join("; ");
}

/** Members that only hold others. */
const PLAIN: ReadonlySet<string> = new Set(["filters", "display"]);

function wordsOf(overlay: Readonly<Record<string, unknown>>, above: string): string[] {
  return Object.entries(overlay).flatMap(([name, value]) => {
    if (isRecord(value)) return wordsOf(value, PLAIN.has(name) ? "" : name);
    const named = name === "include" ? above : name === "exclude" ? `${above} not` : `${above} ${name}`.trim();
    if (value === null) return [`${named}: nothing`];
    return [`${named} ${Array.isArray(value) ? value.join(" or ") : String(value)}`];
  });
}

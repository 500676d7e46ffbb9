/**
 * The insights of a workspace's notebooks as they were when somebody last counted what changed in them:
 * `events/known-insights.json`. What Tidemark itself saves is noted in it, so that it is not taken for an edit of the file and
 * counted twice. Only hashes are kept.
 */
import {isRecord} from "../fields.ts";
import {sha256} from "../hash.ts";
import type {InsightOutline} from "../ping/changes.ts";
import {INSIGHT_TYPES, type InsightType} from "../ping/vocabulary.ts";
import {insightOutlines} from "./insight-outlines.ts";
import type {Notebook} from "./notebook.ts";

/** Beside the logs. */
export const KNOWN_INSIGHTS = "events/known-insights.json";

/** Outlines by the hash of the notebook's name and the insight's id; `source` is a hash. */
export type KnownInsights = ReadonlyMap<string, InsightOutline>;

export function hashedInsights(name: string, notebook: Notebook): KnownInsights {
  const short = (text: string) => sha256(text).slice(0, 24);
  return new Map(
    Array.from(insightOutlines(notebook), ([id, {insightType, source}]) => [
      short(`${name}#${id}`),
      {insightType, source: short(source)}
    ])
  );
}

/** What is known after a notebook was saved (null: it was not there, or is no more). Other changes stay to be found. */
export function withSaved(
  known: KnownInsights,
  name: string,
  before: Notebook | null,
  after: Notebook | null
): KnownInsights {
  const [old, fresh] = [before, after].map((notebook) => (notebook ? hashedInsights(name, notebook) : new Map()));
  const next = new Map(known);
  for (const [key, outline] of fresh!) if (old!.get(key)?.source !== outline.source) next.set(key, outline);
  for (const key of old!.keys()) if (!fresh!.has(key)) next.delete(key);
  return next;
}

/** Null when the text cannot be read. */
export function parseKnown(text: string): KnownInsights | null {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(kept)) return null;
  return new Map(
    Object.entries(kept).flatMap(([key, value]): [string, InsightOutline][] => {
      if (!Array.isArray(value) || !INSIGHT_TYPES.includes(value[0])) return [];
      return [[key, {insightType: value[0] as InsightType, source: String(value[1])}]];
    })
  );
}

export function knownText(known: KnownInsights): string {
  const entries = Array.from(known, ([key, {insightType, source}]) => [key, [insightType, source]] as const);
  return `${JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), null, 1)}\n`;
}

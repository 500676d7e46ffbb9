/**
 * Insights that were made, changed or deleted by editing files: what `tidemark pings` finds different from the last time.
 * What the app saves through the local server is noted, and is not found again. Only hashes are kept.
 */
import {randomUUID} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {isRecord} from "../fields.ts";
import {sha256} from "../hash.ts";
import {insightOutlines} from "../notebook/insight-outlines.ts";
import type {Notebook} from "../notebook/notebook.ts";
import type {NamedNotebook} from "../notebook/usage-outline.ts";
import {type InsightOutline, insightChanges} from "../ping/changes.ts";
import {type PingEvent, RECORDED_BY} from "../ping/event.ts";
import type {EventSource, InsightType} from "../ping/vocabulary.ts";
import {INSIGHT_TYPES} from "../ping/vocabulary.ts";
import {ownUser} from "./event-logs.ts";
import {writeWhole} from "./folder.ts";

/** Beside the logs: the insights of the last time, by hash. */
const KNOWN = "events/known-insights.json";

type Known = ReadonlyMap<string, InsightOutline>;

/**
 * The events of what changed since the last time, and the state to be kept once they are written. The first time there is
 * nothing to compare with: nobody knows who made what is there.
 */
export async function findFileChanges(
  cwd: string,
  notebooks: readonly NamedNotebook[],
  log: readonly PingEvent[],
  now: number,
  source: EventSource = "file"
): Promise<{events: readonly PingEvent[]; keep(): Promise<void>}> {
  const after: Known = new Map(notebooks.flatMap(({name, notebook}) => [...hashed(name, notebook)]));
  const before = await readKnown(cwd);
  const session = randomUUID();
  const events = before
    ? insightChanges(before, after).map(({name, insightType}) => ({
        ...{id: randomUUID(), name, at: now, user: ownUser(log), session, version: RECORDED_BY},
        argument: {insightType, source}
      }))
    : [];
  const isSame = before !== null && !events.length;
  return {events, keep: async () => (isSame ? undefined : writeKnown(cwd, after))};
}

/** Notes what the app did to a notebook, so that it is not taken for an edit of the file. Other changes stay to be found. */
export async function noteSaved(
  cwd: string,
  name: string,
  before: Notebook | null,
  after: Notebook | null
): Promise<void> {
  const known = await readKnown(cwd);
  if (!known) return;
  const [old, fresh] = [before, after].map((notebook) => (notebook ? hashed(name, notebook) : new Map()));
  const next = new Map(known);
  for (const [key, outline] of fresh!) if (old!.get(key)?.source !== outline.source) next.set(key, outline);
  for (const key of old!.keys()) if (!fresh!.has(key)) next.delete(key);
  await writeKnown(cwd, next);
}

function hashed(name: string, notebook: Notebook): Known {
  const short = (text: string) => sha256(text).slice(0, 24);
  return new Map(
    Array.from(insightOutlines(notebook), ([id, {insightType, source}]) => [
      short(`${name}#${id}`),
      {insightType, source: short(source)}
    ])
  );
}

/** Null when nothing was kept yet, or what was kept cannot be read. */
async function readKnown(cwd: string): Promise<Known | null> {
  try {
    const kept: unknown = JSON.parse(await readFile(join(cwd, KNOWN), "utf8"));
    if (!isRecord(kept)) return null;
    return new Map(
      Object.entries(kept).flatMap(([key, value]): [string, InsightOutline][] => {
        if (!Array.isArray(value) || !INSIGHT_TYPES.includes(value[0])) return [];
        return [[key, {insightType: value[0] as InsightType, source: String(value[1])}]];
      })
    );
  } catch {
    return null;
  }
}

async function writeKnown(cwd: string, known: Known): Promise<void> {
  const entries = Array.from(known, ([key, {insightType, source}]) => [key, [insightType, source]] as const);
  const text = JSON.stringify(Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1))), null, 1);
  await writeWhole(join(cwd, KNOWN), `${text}\n`);
}

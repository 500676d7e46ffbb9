/**
 * Insights that were made, changed or deleted by editing files: what `tidemark pings` finds different from the last time.
 * What the app saves through the local server is noted, and is not found again. Only hashes are kept.
 */
import {randomUUID} from "node:crypto";
import {readFile} from "node:fs/promises";
import {join} from "node:path";
import {
  hashedInsights,
  KNOWN_INSIGHTS,
  type KnownInsights,
  knownText,
  parseKnown,
  withSaved
} from "../notebook/known-insights.ts";
import type {Notebook} from "../notebook/notebook.ts";
import type {NamedNotebook} from "../notebook/usage-outline.ts";
import {insightChanges} from "../ping/changes.ts";
import {type PingEvent, RECORDED_BY} from "../ping/event.ts";
import type {EventSource} from "../ping/vocabulary.ts";
import {ownUser} from "./event-logs.ts";
import {writeWhole} from "./folder.ts";

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
  const after: KnownInsights = new Map(notebooks.flatMap(({name, notebook}) => [...hashedInsights(name, notebook)]));
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
  if (known) await writeKnown(cwd, withSaved(known, name, before, after));
}

/** Null when nothing was kept yet, or what was kept cannot be read. */
async function readKnown(cwd: string): Promise<KnownInsights | null> {
  const text = await readFile(join(cwd, KNOWN_INSIGHTS), "utf8").catch(() => null);
  return text === null ? null : parseKnown(text);
}

async function writeKnown(cwd: string, known: KnownInsights): Promise<void> {
  await writeWhole(join(cwd, KNOWN_INSIGHTS), knownText(known));
}

/** The event logs of a workspace folder: `events/*.ndjson`, one a person, and the command line's own. */
import {randomUUID} from "node:crypto";
import {mkdir, open, readFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {type Message, TidemarkError} from "../error.ts";
import {sha256} from "../hash.ts";
import type {NamedNotebook} from "../notebook/usage-outline.ts";
import {usageOutline} from "../notebook/usage-outline.ts";
import {captureEvents, isCaptured} from "../ping/capture.ts";
import {eventLines, mergeEvents, type PingEvent, parseEvents} from "../ping/event.ts";
import {usageTables} from "../ping/usage-tables.ts";
import {countUsage} from "../store/usage-totals.ts";
import {openNativeEngine} from "./duckdb.ts";
import {folderFiles} from "./folder.ts";
import {whyUnreadable} from "./read-text.ts";

/** The command line's own log: captures, and insights it made or found made. */
export const OWN_LOG = "events/tidemark.ndjson";

/** The paths of a workspace's logs, sorted. */
export async function eventLogPaths(cwd: string): Promise<readonly string[]> {
  return (await folderFiles(cwd).list("events")).filter((path) => path.endsWith(".ndjson"));
}

/** The events of some logs, merged; lines that are none with their places. @throws TidemarkError "pings/missing" */
export async function readEventLogs(
  cwd: string,
  paths: readonly string[]
): Promise<{events: readonly PingEvent[]; messages: readonly Message[]}> {
  const readings = await Promise.all(
    paths.map(async (path) => {
      try {
        return parseEvents(await readFile(resolve(cwd, path), "utf8"), path);
      } catch (error) {
        throw new TidemarkError("pings/missing", `${path} ${whyUnreadable(error)}.`, {}, error);
      }
    })
  );
  return {
    events: mergeEvents(readings.map(({value}) => value)),
    messages: readings.flatMap(({messages}) => messages)
  };
}

/** Appends to a log and forces it to the disk. A line that a killed program left half written stays alone. */
export async function appendEvents(cwd: string, path: string, events: readonly PingEvent[]): Promise<void> {
  if (!events.length) return;
  await mkdir(join(cwd, "events"), {recursive: true});
  const handle = await open(join(cwd, path), "a+");
  try {
    const {size} = await handle.stat();
    const last = Buffer.alloc(1);
    if (size) await handle.read(last, 0, 1, size - 1);
    await handle.appendFile((size && last.toString() !== "\n" ? "\n" : "") + eventLines(events));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Counts what the workspace holds; the events of the capture, none when today's log has the same counts already. */
export async function captureWorkspace(
  notebooks: readonly NamedNotebook[],
  log: readonly PingEvent[],
  now: number
): Promise<readonly PingEvent[]> {
  // an engine of its own: the snapshots have nothing to say here
  const engine = await openNativeEngine();
  const rows = await countUsage(engine, usageTables(usageOutline(notebooks), log)).finally(() => engine.close());
  if (isCaptured(log, rows, now)) return [];
  return captureEvents(rows, {log, now, session: randomUUID(), newId: randomUUID});
}

/** The person of the command line in a workspace: the one of its own log, else a new random one. */
export function ownUser(log: readonly PingEvent[]): string {
  return log.find(({user}) => user.startsWith("cli-"))?.user ?? `cli-${sha256(randomUUID()).slice(0, 32)}`;
}

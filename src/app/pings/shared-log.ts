/**
 * This person's event log in the workspace's folder, `events/<random id>.ndjson`, beside those of others: for teams that
 * count together. The browser's database stays the first place; the file follows it. It is written only where the workspace
 * has a folder `events/` with something in it, or the person asked for it, and not where the person does not want it; never a file of anybody else.
 */
import {sha256} from "../../hash.ts";
import {eventLines, mergeEvents, type PingEvent, parseEvents} from "../../ping/event.ts";
import type {Files} from "../../store/files.ts";
import type {EventLog} from "../event-log.ts";

/** The part of Files that a log needs; `list` names the files of `events/`. */
export type LogFiles = Pick<Files, "read" | "replace" | "remove" | "list">;

/** How long after an event the file is written at the latest, ms. */
const BATCH = 20_000;
/** How long after the start it is looked at first: what the user came for goes before. */
const LATER = 3000;
const ATTEMPTS = 5;

export interface SharedLog {
  /** The path of the file, which is there once something happened; null where none is to be. */
  path(): Promise<string | null>;
  /** Writes the file from here on, also where nobody has a log yet, or no more. @throws TidemarkError as Files do. */
  choose(isWanted: boolean): Promise<void>;
  /** Brings the file up to date. @throws TidemarkError as Files do. */
  write(): Promise<void>;
}

export function logPath(user: string): string {
  return `events/${user}.ndjson`;
}

/**
 * What a person's file should hold: what it holds, and what the browser has. Lines of the person that are older than the
 * last deletion are left out; those of others, who may have been merged into it by hand, stay.
 */
export function sharedEvents(
  held: readonly PingEvent[],
  own: readonly PingEvent[],
  user: string,
  clearedAt: number
): {readonly all: readonly PingEvent[]; readonly lost: readonly PingEvent[]} {
  const kept = held.filter((event) => event.user !== user || event.at > clearedAt);
  const known = new Set(own.map(({id}) => id));
  return {
    all: mergeEvents([kept, own]),
    lost: kept.filter((event) => event.user === user && !known.has(event.id))
  };
}

/** Keeps the file in step with the log. `place` tells workspaces apart, for a lock between tabs. */
export function createSharedLog(log: EventLog, files: LogFiles, place: string): SharedLog {
  const key = `tidemark-shared-log ${place}`;
  const chosen = (): boolean | null => {
    const said = localStorage.getItem(key);
    return said === null ? null : said === "on";
  };
  const isWanted = async () => log.recording && (chosen() ?? (await files.list("events")).length > 0);
  const one = async (user: string, own: readonly PingEvent[], clearedAt: number, wanted: boolean): Promise<void> => {
    const path = logPath(user);
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const bytes = await files.read(path);
      const held = bytes ? parseEvents(new TextDecoder().decode(bytes), path).value : [];
      const {all, lost} = wanted
        ? sharedEvents(held, own, user, clearedAt)
        : sharedEvents(held, [], user, Number.POSITIVE_INFINITY);
      if (lost.length) await log.regain(lost);
      if (!all.length) return bytes ? files.remove(path) : undefined;
      const next = new TextEncoder().encode(eventLines(all));
      const hash = bytes && sha256(bytes);
      if (hash === sha256(next) || (await files.replace(path, next, hash))) return;
    }
  };
  const write = () =>
    // of several tabs one after another
    navigator.locks.request(`tidemark-log ${place}`, async () => {
      const [own, clearedAt] = await Promise.all([log.own(), log.clearedAt()]);
      const wanted = await isWanted();
      for (const [user, events] of own) await one(user, events, clearedAt, wanted);
    });
  return {
    path: async () => ((await isWanted()) ? logPath(await log.user()) : null),
    choose(wanted) {
      localStorage.setItem(key, wanted ? "on" : "off");
      return write();
    },
    write
  };
}

/** Writes the file a while after the start, after events, and when the page is left. A folder that cannot be written waits. */
export function followLog(log: EventLog, shared: SharedLog): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const write = () => {
    if (timer) clearTimeout(timer);
    timer = null;
    shared.write().catch((error) => console.warn("The event log could not be written into the folder.", error));
  };
  const later = (wait: number) => {
    timer ??= setTimeout(write, wait);
  };
  later(LATER);
  log.follow(() => later(BATCH));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) write();
  });
}

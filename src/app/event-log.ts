/**
 * The event log of this browser: appended to, read whole, never sent anywhere. An event is handed to IndexedDB in the same
 * turn in which it is recorded, so that a tab that is killed loses at most what happened in its last moment.
 */
import {type DBSchema, type IDBPDatabase, openDB} from "idb";
import {eventLines, mergeEvents, type PingEvent, RECORDED_BY, sortEvents} from "../ping/event.ts";
import {demoEvent, type EventCall, type EventCode} from "../ping/event-types.ts";
import {startOfWeek} from "../time.ts";

/** An event, and the workspace it happened in (the app's own name for it; absent for those of other people and other logs). */
interface KeptEvent extends PingEvent {
  readonly place?: string;
}

interface Schema extends DBSchema {
  events: {key: string; value: KeptEvent};
  settings: {key: string; value: string};
}

/** How long a text field must be left alone before its change counts as one. Source: Sourcegraph, 1 s. */
const QUIET = 1000;

export interface EventLog {
  /** Records an event of the registry (src/ping/event-types.ts). It never fails; what it returns waits for the disk. */
  record<Code extends EventCode>(code: Code, ...argument: EventCall<Code>): Promise<void>;
  /** Records a change of a text field once it was left alone for a second; further calls with the code start anew. */
  recordQuiet<Code extends EventCode>(code: Code, ...argument: EventCall<Code>): void;
  /** A page was shown: `views` are its own events; one that counts as a page view is also a unique one, once a week. */
  viewed(views: readonly EventCode[]): Promise<void>;
  /** The clock of the log, and the id of this opening of the app. */
  now(): number;
  readonly session: string;
  /** False while recording is switched off. */
  readonly recording: boolean;
  setRecording(on: boolean): Promise<void>;
  /** The random id that stands for the person, and a new one in its place. */
  user(): Promise<string>;
  resetUser(): Promise<string>;
  all(): Promise<readonly PingEvent[]>;
  text(): Promise<string>;
  /** Adds the events of another log; says how many were new. */
  merge(events: readonly PingEvent[]): Promise<number>;
  /** Deletes the log; what comes back brings it back. */
  clear(): Promise<() => Promise<void>>;
  /** What this person, under each id they had, did in this workspace: for a log of the person that stands there. */
  own(): Promise<ReadonlyMap<string, readonly PingEvent[]>>;
  /** Takes in what this browser has lost of this person's log, as what happened in this workspace. */
  regain(events: readonly PingEvent[]): Promise<void>;
  /** Until when the person had the log deleted, epoch ms: what is older must not come back. */
  clearedAt(): Promise<number>;
  /** Calls back when there is something new, something was deleted, or recording was switched. */
  follow(changed: () => void): void;
}

/**
 * Opens the log. `now` is the clock; `place` is the app's own name of the workspace; `demo` is true where the app runs as a
 * public demo.
 */
export function openEventLog(now: () => number, place: string, demo = false): EventLog {
  const session = crypto.randomUUID();
  const waiting: PingEvent[] = [];
  const followers: (() => void)[] = [];
  const tell = () => {
    for (const changed of followers) changed();
  };
  const quiet = new Map<EventCode, {timer: ReturnType<typeof setTimeout>; run: () => void}>();
  let open: {db: IDBPDatabase<Schema>; user: string} | null = null;
  // localStorage answers at once: an event that comes before the database is open must not be kept against the user's will
  let recording = localStorage.getItem(OFF) === null;

  const add = async (db: IDBPDatabase<Schema>, event: PingEvent) => {
    try {
      await db.add("events", {...event, place});
      tell();
    } catch (error) {
      // a log that cannot be written must not stop the work it would count
      console.warn("The event log could not be written.", error);
    }
  };
  const opened = openDB<Schema>("tidemark-events", 1, {
    upgrade(db) {
      db.createObjectStore("events", {keyPath: "id"});
      db.createObjectStore("settings");
    }
  }).then(async (db) => {
    const user = (await db.get("settings", "user")) ?? (await newUser(db));
    open = {db, user};
    // what was recorded meanwhile, before anything else can be asked
    await Promise.all(waiting.splice(0).map((event) => add(db, {...event, user})));
    return db;
  });
  opened.catch((error) => console.warn("The event log could not be opened.", error));

  const record = async (code: EventCode, argument: Readonly<Record<string, string>> = {}): Promise<void> => {
    if (!recording) return;
    const event: PingEvent = {
      id: crypto.randomUUID(),
      ...(demo ? demoEvent(code, argument) : {name: code, argument}),
      at: now(),
      user: open?.user ?? "",
      session,
      version: RECORDED_BY
    };
    if (open) return add(open.db, event);
    waiting.push(event);
    await opened.catch(() => undefined);
  };
  const flush = () => {
    for (const {timer, run} of quiet.values()) {
      clearTimeout(timer);
      run();
    }
    quiet.clear();
  };
  window.addEventListener("pagehide", flush);
  window.addEventListener("storage", ({key}) => {
    // another tab switched it
    if (key !== OFF && key !== null) return;
    recording = localStorage.getItem(OFF) === null;
    tell();
  });
  const plain = ({place: _, ...event}: KeptEvent): PingEvent =>
    // 0.1.0 kept neither version nor session
    ({...event, session: event.session ?? "", version: event.version ?? "0.1.0"});
  const all = async () => sortEvents((await (await opened).getAll("events")).map(plain));
  /** The ids this person had before. */
  const former = async (db: IDBPDatabase<Schema>) =>
    ((await db.get("settings", "former")) ?? "").split(" ").filter(Boolean);
  const addNew = async (events: readonly KeptEvent[]): Promise<number> => {
    const transaction = (await opened).transaction("events", "readwrite", {durability: "strict"});
    const known = await transaction.store.getAll();
    const before = new Set(known.map(({id}) => id));
    const fresh = mergeEvents([known, events]).filter(({id}) => !before.has(id));
    await Promise.all(fresh.map((event) => transaction.store.add(event)));
    await transaction.done;
    return fresh.length;
  };

  return {
    record: (code, ...[argument]) => record(code, argument as Readonly<Record<string, string>>),
    recordQuiet(code, ...[argument]) {
      clearTimeout(quiet.get(code)?.timer);
      const run = () => {
        quiet.delete(code);
        void record(code, argument as Readonly<Record<string, string>>);
      };
      quiet.set(code, {timer: setTimeout(run, QUIET), run});
    },
    async viewed(views) {
      const written = views.map((code) => record(code));
      if (views.includes("InsightsPageView") && recording) {
        const week = String(startOfWeek(now()));
        const transaction = (await opened).transaction("settings", "readwrite");
        const first = (await transaction.store.get("viewed-week")) !== week;
        if (first) await transaction.store.put(week, "viewed-week");
        await transaction.done;
        if (first) written.push(record("InsightsUniquePageView"));
      }
      await Promise.all(written);
    },
    now,
    session,
    get recording() {
      return recording;
    },
    async setRecording(on) {
      recording = on;
      if (on) localStorage.removeItem(OFF);
      else {
        localStorage.setItem(OFF, "off");
        for (const {timer} of quiet.values()) clearTimeout(timer);
        quiet.clear();
      }
      tell();
    },
    user: async () => {
      await opened;
      return open!.user;
    },
    async resetUser() {
      const db = await opened;
      await db.put("settings", [...(await former(db)), open!.user].join(" "), "former");
      const user = await newUser(db);
      await db.delete("settings", "viewed-week");
      open = {db, user};
      tell();
      return user;
    },
    all,
    text: async () => eventLines(await all()),
    merge: addNew,
    async clear() {
      const db = await opened;
      const kept = await db.getAll("events");
      const before = await db.get("settings", "cleared");
      await db.put("settings", String(now()), "cleared");
      await db.clear("events");
      await db.delete("settings", "viewed-week");
      tell();
      return async () => {
        if (before === undefined) await db.delete("settings", "cleared");
        else await db.put("settings", before, "cleared");
        await addNew(kept);
        tell();
      };
    },
    async own() {
      const db = await opened;
      const events = (await db.getAll("events")).filter((event) => event.place === place);
      const users = [...(await former(db)), open!.user];
      return new Map(users.map((user) => [user, events.filter((event) => event.user === user).map(plain)]));
    },
    regain: async (events) => void (await addNew(events.map((event) => ({...event, place})))),
    clearedAt: async () => Number((await (await opened).get("settings", "cleared")) ?? Number.NEGATIVE_INFINITY),
    follow: (changed) => void followers.push(changed)
  };
}

/** The setting that stands while nothing is recorded. */
const OFF = "tidemark-pings-off";

async function newUser(db: IDBPDatabase<Schema>): Promise<string> {
  const user = `anon-${crypto.randomUUID()}`;
  await db.put("settings", user, "user");
  return user;
}

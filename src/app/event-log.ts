/** The event log of this browser: appended to, read whole, never sent anywhere. */
import {type DBSchema, openDB} from "idb";
import {eventLine, type PingEvent} from "../ping/event.ts";
import {startOfWeek} from "../time.ts";

interface Schema extends DBSchema {
  events: {key: string; value: PingEvent};
  settings: {key: string; value: string};
}

export interface EventLog {
  record(name: string, argument?: Readonly<Record<string, string>>): Promise<void>;
  /** A page was shown: one view, and a unique one when it is this person's first of the week. */
  viewed(): Promise<void>;
  all(): Promise<readonly PingEvent[]>;
  text(): Promise<string>;
  clear(): Promise<void>;
}

/** Opens the log. `now` is the clock; the user is a random id kept in this browser. */
export function openEventLog(now: () => number): EventLog {
  const database = openDB<Schema>("tidemark-events", 1, {
    upgrade(db) {
      db.createObjectStore("events", {keyPath: "id"});
      db.createObjectStore("settings");
    }
  });
  const user = database.then(async (db) => {
    const known = await db.get("settings", "user");
    if (known) return known;
    const fresh = `anon-${crypto.randomUUID()}`;
    await db.put("settings", fresh, "user");
    return fresh;
  });
  const all = async () => (await database).getAll("events");
  const record = async (name: string, argument: Readonly<Record<string, string>> = {}) => {
    try {
      const event: PingEvent = {
        id: crypto.randomUUID(),
        name,
        at: Math.floor(now() / 1000) * 1000,
        user: await user,
        argument
      };
      await (await database).put("events", event);
    } catch (error) {
      // a log that cannot be written must not stop the work it would count
      console.warn("The event log could not be written.", error);
    }
  };
  return {
    record,
    async viewed() {
      await record("InsightsPageView");
      const week = String(startOfWeek(now()));
      const db = await database;
      const transaction = db.transaction("settings", "readwrite");
      const first = (await transaction.store.get("viewed-week")) !== week;
      if (first) await transaction.store.put(week, "viewed-week");
      await transaction.done;
      if (first) await record("InsightsUniquePageView");
    },
    all,
    text: async () => {
      const events = [...(await all())].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      return events.map(eventLine).join("");
    },
    clear: async () => {
      const db = await database;
      await db.clear("events");
      await db.delete("settings", "viewed-week");
    }
  };
}

/** What was written and not saved yet: kept beside the file, so that a crash or a dead server loses nothing. */
import {type DBSchema, openDB} from "idb";

/** Unsaved text of a notebook: `base` is the file's text it was made from, `at` epoch ms. */
export interface Unsaved {
  readonly name: string;
  readonly base: string;
  readonly text: string;
  readonly at: number;
}

export interface UnsavedTexts {
  keep(name: string, base: string, text: string): Promise<void>;
  read(name: string): Promise<Unsaved | null>;
  drop(name: string): Promise<void>;
}

interface Schema extends DBSchema {
  drafts: {key: string; value: Unsaved};
}

/** The drafts of one workspace: `place` tells apart those of notebooks of one name. */
export function unsavedIn(place: string, all: UnsavedTexts): UnsavedTexts {
  const key = (name: string) => (place ? `${place}/${name}` : name);
  return {
    keep: (name, base, text) => all.keep(key(name), base, text),
    async read(name) {
      const draft = await all.read(key(name));
      return draft && {...draft, name};
    },
    drop: (name) => all.drop(key(name))
  };
}

/** Drafts in the browser's private storage. A browser that refuses it keeps none; nothing else depends on them. */
export function browserUnsaved(now: () => number): UnsavedTexts {
  const database = openDB<Schema>("tidemark-drafts", 1, {
    upgrade: (db) => void db.createObjectStore("drafts", {keyPath: "name"})
  });
  database.catch(() => undefined);
  return {
    keep: (name, base, text) =>
      database
        .then((db) => db.put("drafts", {name, base, text, at: now()}))
        .then(
          () => undefined,
          () => undefined
        ),
    read: (name) =>
      database
        .then((db) => db.get("drafts", name))
        .then(
          (draft) => draft ?? null,
          () => null
        ),
    drop: (name) => database.then((db) => db.delete("drafts", name)).catch(() => undefined)
  };
}

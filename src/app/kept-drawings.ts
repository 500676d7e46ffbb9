/**
 * Drawings of earlier visits in the browser's private storage, by notebook: what was drawn from the same spec by the same
 * code is the same drawing, and a figure that is opened again waits for no worker. A convenience, as kept results are.
 */
import {type DBSchema, openDB} from "idb";
import type {ChartDrawer} from "../../workers/connect.ts";
import type {Drawing} from "../chart/draw.ts";
import type {VegaLiteSpec} from "../chart/insight-spec.ts";
import {sha256Of} from "../hash.ts";

/** Drawings by what they were drawn from. The SVG in them is not safe yet: each figure cleans what it shows. */
export type DrawingsByPrint = ReadonlyMap<string, Drawing>;

export interface KeptDrawings {
  read(name: string): Promise<DrawingsByPrint>;
  /** Keeps the drawings of a notebook in place of those that were kept of it. */
  keep(name: string, drawings: DrawingsByPrint): Promise<void>;
  /** How many bytes are kept, about. */
  size(): Promise<number>;
  clear(): Promise<void>;
}

interface Schema extends DBSchema {
  drawings: {key: string; value: {readonly drawings: DrawingsByPrint; readonly bytes: number}};
}

/** Bytes of one notebook, and how many notebooks. */
const MOST_OF_ONE = 2_000_000;
const MOST_NOTEBOOKS = 12;
/** Writing out and hashing more rows than these takes longer than it saves. */
const MOST_ROWS = 2000;

const sizeOf = ({svg, hits}: Drawing) => 2 * svg.length + 40 * hits.length;

export function browserDrawings(place: string): KeptDrawings {
  const database = openDB<Schema>("tidemark-drawings", 1, {upgrade: (db) => void db.createObjectStore("drawings")});
  database.catch(() => undefined);
  const keyOf = (name: string) => `${place}/${name}`;
  const orElse = <T>(task: Promise<T>, otherwise: T): Promise<T> => task.catch(() => otherwise);
  return {
    read: (name) =>
      orElse(
        database.then(async (db) => (await db.get("drawings", keyOf(name)))?.drawings ?? new Map()),
        new Map()
      ),
    keep: (name, drawings) =>
      orElse(
        database.then(async (db) => {
          const kept = new Map<string, Drawing>();
          let bytes = 0;
          for (const [print, drawing] of drawings) {
            if (bytes + sizeOf(drawing) > MOST_OF_ONE) break;
            bytes += sizeOf(drawing);
            kept.set(print, drawing);
          }
          const transaction = db.transaction("drawings", "readwrite");
          const keys = (await transaction.store.getAllKeys()).filter((key) => key !== keyOf(name));
          for (const key of keys.slice(0, Math.max(0, keys.length - MOST_NOTEBOOKS + 1)))
            await transaction.store.delete(key);
          await transaction.store.put({drawings: kept, bytes}, keyOf(name));
          await transaction.done;
        }),
        undefined
      ),
    size: () =>
      orElse(
        database.then(async (db) => (await db.getAll("drawings")).reduce((sum, {bytes}) => sum + bytes, 0)),
        0
      ),
    clear: () =>
      orElse(
        database.then((db) => db.clear("drawings")),
        undefined
      )
  };
}

/** A drawer that gives back what it finds, and what it drew. */
export interface RememberingDrawer extends ChartDrawer {
  /** What it drew or found, newest first. */
  drawn(): Promise<DrawingsByPrint>;
}

/** The same drawer, but what is among `kept` is not drawn again. `make` tells the drawing code's state. */
export function rememberingDrawer(drawer: ChartDrawer, kept: DrawingsByPrint, make: string): RememberingDrawer {
  // by their specs as text: a chart that follows a filter is drawn at each letter, and asked for by its hash never
  const drawn = new Map<string, Drawing>();
  const remember = (text: string, drawing: Drawing) => {
    drawn.delete(text);
    drawn.set(text, drawing);
    if (drawn.size > MOST_DRAWN) drawn.delete(drawn.keys().next().value!);
    return drawing;
  };
  const printOf = (text: string) => sha256Of(new TextEncoder().encode(`${make}\n${text}`));
  return {
    async drawn() {
      const prints = await Promise.all(
        Array.from(drawn, async ([text, drawing]) => [await printOf(text), drawing] as const)
      );
      return new Map(prints.reverse());
    },
    async draw(spec, options) {
      if (rowsIn(spec) > MOST_ROWS) return drawer.draw(spec, options);
      const text = JSON.stringify(spec);
      const known = drawn.get(text) ?? (kept.size ? kept.get(await printOf(text)) : undefined);
      return remember(text, known ?? (await drawer.draw(spec, options)));
    }
  };
}

const MOST_DRAWN = 60;

/** The inline rows of a spec. */
function rowsIn(spec: VegaLiteSpec): number {
  const count = (value: unknown): number =>
    Array.isArray(value)
      ? value.length
      : typeof value === "object" && value
        ? Object.values(value).reduce((sum: number, one) => sum + (Array.isArray(one) ? one.length : 0), 0)
        : 0;
  const layers = Array.isArray(spec.layer) ? (spec.layer as readonly VegaLiteSpec[]) : [];
  return count(spec.data) + count(spec.datasets) + layers.reduce((sum, layer) => sum + rowsIn(layer), 0);
}

/** How many names stand side by side in the legends of a chart: Vega lays them out in one row, however long that is. */
import {findColumn, type Table} from "../table.ts";
import {cutText, textWidth} from "./text-width.ts";

/** What a name takes beside its letters: its symbol, and the room around both. Pixels. */
const BESIDE = 34;
/** The widest that Vega lets a name be before it is cut, and how wide one may be that reads like another then. Pixels. */
const CUT = 160;
const MOST = 320;
/** What the values of the axis take at the left, beside which legends begin. Pixels. */
const AXIS = 56;
/** Channels whose meaning a legend tells. */
const CHANNELS = ["color", "fill", "stroke", "shape", "opacity", "strokeDash", "size"];

/** What Vega is told of the legends of a chart and its layers, so that their names fit a width and can be told apart. */
export function legendRoom(
  layers: readonly unknown[],
  data: Table,
  width: number,
  fontSize: number
): {readonly columns?: number; readonly labelLimit?: number} {
  const legends = layers.flatMap((layer) => namesIn((layer as {encoding?: unknown} | null)?.encoding, data));
  const room = width - AXIS;
  const isSame = (names: readonly string[]) =>
    new Set(names.map((name) => cutText(name, CUT, fontSize))).size < names.length;
  const limit = legends.some(isSame) ? Math.max(CUT, Math.min(MOST, room - BESIDE)) : CUT;
  // in one row every name is as far from the next as the longest needs
  const widest = (names: readonly string[]) =>
    Math.max(0, ...names.map((name) => BESIDE + Math.min(limit, textWidth(name, fontSize))));
  const fits = legends.every((names) => names.length * widest(names) <= room);
  return {
    ...(limit > CUT ? {labelLimit: limit} : {}),
    ...(fits ? {} : {columns: Math.max(1, Math.floor(room / widest(legends.flat())))})
  };
}

/** The different values of every text that a channel shows. */
function namesIn(encoding: unknown, data: Table): readonly (readonly string[])[] {
  if (typeof encoding !== "object" || encoding === null) return [];
  return CHANNELS.flatMap((channel) => {
    const {field, legend} = ((encoding as Record<string, unknown>)[channel] ?? {}) as {
      field?: unknown;
      legend?: unknown;
    };
    const column = typeof field === "string" && legend !== null ? findColumn(data, field) : null;
    if (column?.type !== "text") return [];
    return [[...new Set(column.codes)].flatMap((code) => (code < 0 ? [] : [column.words[code]!]))];
  });
}

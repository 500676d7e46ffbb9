import type {ResultSeries} from "../insight/insight.ts";

/** How a series is drawn: a CSS colour (a variable of the theme), and a dash when its hue is taken. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash: readonly number[];
}

export const PALETTE_SIZE = 8;
const DASHES = [[], [5, 3], [1, 3], [8, 3, 2, 3]] as const;

/**
 * The style of each series. A label's hash is its first choice of hue, so it keeps its colour from chart to chart; a taken
 * hue moves on to the next free one, in label order; after eight, hues repeat with another dash. Pinned colours win (a
 * palette number, or a plain CSS colour); "Other" is always grey.
 */
export function seriesStyles(series: readonly Pick<ResultSeries, "label" | "color" | "holds">[]): SeriesStyle[] {
  const styles = new Array<SeriesStyle | undefined>(series.length);
  const taken = new Map<number, number>();
  const take = (hue: number) => taken.set(hue, (taken.get(hue) ?? 0) + 1);
  series.forEach(({color, holds}, i) => {
    if (holds > 0) styles[i] = {color: "var(--s-other)", dash: []};
    else if (color && /^[1-8]$/.test(color)) {
      styles[i] = {color: `var(--s${color})`, dash: []};
      take(Number(color));
    } else if (color && isPlainColor(color)) styles[i] = {color, dash: []};
  });
  const order = series.map((_, i) => i).sort((a, b) => (series[a]!.label < series[b]!.label ? -1 : 1));
  for (const i of order) {
    if (styles[i]) continue;
    const least = Math.min(...Array.from({length: PALETTE_SIZE}, (_, hue) => taken.get(hue + 1) ?? 0));
    let hue = (hash(series[i]!.label) % PALETTE_SIZE) + 1;
    while ((taken.get(hue) ?? 0) > least) hue = (hue % PALETTE_SIZE) + 1;
    styles[i] = {color: `var(--s${hue})`, dash: DASHES[least % DASHES.length]!};
    take(hue);
  }
  return styles as SeriesStyle[];
}

/** A colour that can do nothing but colour: a hex code or a name. */
export function isPlainColor(color: string): boolean {
  return /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(color) || /^[a-z]{3,24}$/i.test(color);
}

/** FNV-1a over UTF-16 units: the same everywhere. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/**
 * How notebooks looked when they were open last, as inert markup: painted before anything is loaded when one is opened
 * again. In localStorage, as that alone answers before the first frame. A convenience: what has no room is not kept.
 */

/** A page as it looked. */
export interface PaintedPage {
  /** When it looked so, epoch ms. */
  readonly at: number;
  /** True when the app, opened without an address, would show this notebook. */
  readonly home: boolean;
  /** Markup by paintedMarkup; whoever shows it cleans it first. */
  readonly html: string;
  /** The styles it needs, one line; "" where they were not kept. Whoever uses them looks at them first, too. */
  readonly styles: string;
}

/** Characters of one page, and of all. */
const MOST_OF_ONE = 400_000;
const MOST_OF_ALL = 1_600_000;

/** What the line of styles begins with. */
const STYLES = "/*styles*/";
const PREFIX = "tidemark-painted ";
const keyOf = (place: string, name: string) => `${PREFIX}${place}/${name}`;

/** The pages of a browser. `place` tells workspaces apart that are served from one address. */
export interface PaintedPages {
  read(name: string): PaintedPage | null;
  /** Keeps how a notebook looks now; those that were kept longest ago make room. */
  keep(name: string, page: PaintedPage): void;
  drop(name: string): void;
  /** Characters that are kept, of all workspaces. */
  size(): number;
  clear(): void;
}

export function paintedPages(place: string, storage: Storage): PaintedPages {
  const all = () =>
    Array.from({length: storage.length}, (_, i) => storage.key(i)!)
      .filter((key) => key.startsWith(PREFIX))
      .map((key) => ({key, text: storage.getItem(key) ?? ""}));
  return {
    read(name) {
      const [at = "", home = "", ...lines] = (storage.getItem(keyOf(place, name)) ?? "").split("\n");
      const styles = lines[0]?.startsWith(STYLES) ? lines.shift()!.slice(STYLES.length) : "";
      return lines.length && Number(at) > 0
        ? {at: Number(at), home: home === "home", html: lines.join("\n"), styles}
        : null;
    },
    keep(name, {at, home, html, styles}) {
      const own = keyOf(place, name);
      storage.removeItem(own);
      if (html.length + styles.length > MOST_OF_ONE) return;
      const others = all().sort((a, b) => Number.parseInt(b.text, 10) - Number.parseInt(a.text, 10));
      let used = html.length + styles.length;
      for (const {key, text} of others) {
        used += text.length;
        if (used > MOST_OF_ALL) storage.removeItem(key);
      }
      try {
        storage.setItem(own, `${at}\n${home ? "home" : ""}\n${styles ? `${STYLES}${styles}\n` : ""}${html}`);
      } catch {
        // no room, or storage is refused: it is not painted next time
      }
    },
    drop: (name) => storage.removeItem(keyOf(place, name)),
    size: () => all().reduce((sum, {text}) => sum + text.length, 0),
    clear() {
      for (const {key} of all()) storage.removeItem(key);
    }
  };
}

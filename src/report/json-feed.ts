/**
 * A folder of reports as a JSON feed: one item a report, newest data first, so that a reader learns when numbers moved.
 * Source: jsonfeed.org, version 1.1.
 */
import {sha256} from "../hash.ts";
import {isoTime} from "../time.ts";
import type {SitePage} from "./site-index.ts";

/** The feed's file, beside the index. */
export const FEED_FILE = "feed.json";

/** What the feed says of a report beside its card in the index. */
export interface FeedPage extends SitePage {
  /** The last time of its data, epoch ms; null without insights. */
  readonly at: number | null;
  /** What its summary says, one sentence a line. */
  readonly sentences: readonly string[];
}

/**
 * The feed as JSON text. `address` is where the folder will stand, with a slash at its end; null leaves out every address,
 * as a folder alone has none. An item's id changes when what the report says changes: readers then show it as new.
 */
export function jsonFeed(pages: readonly FeedPage[], address: string | null): string {
  const items = [...pages]
    .sort((a, b) => (b.at ?? 0) - (a.at ?? 0) || (a.file < b.file ? -1 : 1))
    .map(({file, title, at, sentences, rules, fires}) => {
      const content = [...(rules ? [`${rules}.`] : []), ...sentences].join("\n");
      return {
        id: `${file}#${sha256(`${title}\n${at}\n${content}`).slice(0, 16)}`,
        ...(address ? {url: `${address}${file.split("/").map(encodeURIComponent).join("/")}`} : {}),
        title,
        content_text: content || "A report without insights.",
        ...(at === null ? {} : {date_published: isoTime(at)}),
        ...(fires ? {tags: ["watch rule fires"]} : {})
      };
    });
  const feed = {
    version: "https://jsonfeed.org/version/1.1",
    title: "Reports",
    ...(address ? {home_page_url: address, feed_url: `${address}${FEED_FILE}`} : {}),
    items
  };
  return `${JSON.stringify(feed, null, 2)}\n`;
}

import {type Html, html} from "../html.ts";

/** A place in a report that the table of contents names. */
export interface Place {
  readonly anchor: string;
  readonly text: string;
  /** 1 to 6 for headings, 7 for figures. */
  readonly depth: number;
}

/** Fewer places than this need no table. */
const LEAST = 4;

/** The table of contents. */
export function contents(places: readonly Place[]): Html | null {
  if (places.length < LEAST) return null;
  return html`<nav class="toc" aria-label="Contents"><details open><summary>Contents</summary><ol>${places.map(
    ({anchor, text, depth}) => html`<li class="d${Math.min(depth, 4)}"><a href="#${anchor}">${text}</a></li>`
  )}</ol></details></nav>
`;
}

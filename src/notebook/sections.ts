/** The sections of a notebook: what stands under a heading, until one that is as high; and what is hidden when some are folded. */

/** A part of a cell, in the order of the page: a heading by its name, or anything else (null). */
export type Part = {readonly depth: number; readonly name: string} | null;

/** A heading as it stands in a text. */
interface Heading {
  readonly depth: number;
  readonly text: string;
  readonly anchor: string;
}

/**
 * The names of headings, by their anchors: depth and text, which outlive an edit of the text around them, and a number from
 * the second of the same name on.
 */
export function headingNames(headings: readonly Heading[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    headings.map(({depth, text, anchor}) => {
      const base = `${"#".repeat(depth)} ${text}`;
      const rank = (seen.get(base) ?? 0) + 1;
      seen.set(base, rank);
      return [anchor, rank === 1 ? base : `${base} (${rank})`];
    })
  );
}

/** What is hidden: per cell per part, and the folded headings (outermost first) under which each hidden cell stands. */
export interface Folds {
  readonly hidden: readonly (readonly boolean[])[];
  /** Per cell: the heading whose section it is in at its end, whether folded or not; null: none. */
  readonly section: readonly (string | null)[];
  /** Per cell: the folded heading that hides all of it; null: it is seen, at least in part. */
  readonly hiddenBy: readonly (string | null)[];
}

/** What is hidden when the sections of these headings are folded. A cell without parts (no output yet) is hidden as a whole. */
export function foldsOf(cells: readonly (readonly Part[])[], folded: ReadonlySet<string>): Folds {
  const hidden: boolean[][] = [];
  const section: (string | null)[] = [];
  const hiddenBy: (string | null)[] = [];
  // the headings that are open above the place where the walk is, from the highest down
  let open: {readonly depth: number; readonly name: string}[] = [];
  const folding = () => open.find(({name}) => folded.has(name)) ?? null;
  for (const parts of cells) {
    const before = folding();
    const own = parts.map((part) => {
      if (!part) return folding() !== null;
      open = open.filter(({depth}) => depth < part.depth);
      const isHidden = folding() !== null;
      open.push(part);
      return isHidden;
    });
    hidden.push(own);
    hiddenBy.push(before && own.every((one) => one) ? before.name : null);
    section.push(open.at(-1)?.name ?? null);
  }
  return {hidden, section, hiddenBy};
}

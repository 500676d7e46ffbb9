/**
 * The history of a repository as a snapshot sees it: the commits of its default branch, and which regular files differ
 * between them. An edge reads it from a clone; nothing here knows git.
 */

/** A commit on the line of first parents. Times are epoch ms. */
export interface HistoryCommit {
  readonly oid: string;
  readonly tree: string;
  /** The committer's date: the one that says which commit stood at a time. */
  readonly committedAt: number;
}

/** A path that holds another regular file than before; null: it holds none any more. */
export interface TreeChange {
  readonly path: string;
  readonly blob: string | null;
}

/** What an edge provides. */
export interface GitHistory {
  /** From the newest back, along first parents. */
  readonly commits: readonly HistoryCommit[];
  /** True when older commits are missing from the clone. */
  readonly isShallow: boolean;
  /** For each tree what changed since the one before it; the first one since nothing. */
  changes(trees: readonly string[]): AsyncIterable<readonly TreeChange[]>;
  /**
   * Gives the content of blobs, each once, in any order: one character a byte; null for one that the clone lacks or that is
   * too large to be read.
   */
  contents(blobs: readonly string[], take: (blob: string, bytes: string | null) => void): Promise<void>;
}

/**
 * The commit that stood at each time: the first one from the newest back that was committed by then, whatever the dates of
 * those behind it; null where there was none. Source: `git rev-list -1 --first-parent --before=T`.
 */
export function commitsAt(commits: readonly HistoryCommit[], times: ArrayLike<number>): (HistoryCommit | null)[] {
  // the earliest date so far, which never grows: the first place at which it is early enough is found by halves
  const earliest = new Float64Array(commits.length);
  for (let i = 0; i < commits.length; i++)
    earliest[i] = Math.min(commits[i]!.committedAt, i ? earliest[i - 1]! : Number.POSITIVE_INFINITY);
  return Array.from(times, (time) => {
    let [low, high] = [0, commits.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (earliest[middle]! <= time) high = middle;
      else low = middle + 1;
    }
    return commits[low] ?? null;
  });
}

/** Content with a NUL in its first 8,000 bytes is binary, as git has it. */
export function isBinary(bytes: string): boolean {
  const at = bytes.indexOf("\0");
  return at >= 0 && at < 8000;
}

import {startGit} from "./git.ts";
import {drained} from "./trees.ts";

/** A larger file is not searched: it counts among those that could not be. */
const LARGEST = 200_000_000;
const LF = 10;
/** Names of blobs that are given to git at once. */
const AT_ONCE = 2000;

/**
 * The contents of blobs, one character a byte: one git for all of them. Those a partial clone lacks are sorted out first,
 * for git ends at the first object it may not fetch.
 */
export async function readBlobs(
  folder: string,
  blobs: readonly string[],
  isPartial: boolean,
  take: (blob: string, bytes: string | null) => void,
  {signal, largest = LARGEST}: {readonly signal?: AbortSignal | undefined; readonly largest?: number} = {}
): Promise<void> {
  if (!blobs.length) return;
  const there = isPartial ? await thereOf(folder, new Set(blobs), signal) : null;
  const wanted = there ? blobs.filter((blob) => there.has(blob)) : blobs;
  if (there) for (const blob of blobs) if (!there.has(blob)) take(blob, null);
  if (!wanted.length) return;
  const {input, output, done} = startGit(folder, ["cat-file", "--batch", "--buffer"], signal);
  const write = async () => {
    for (let i = 0; i < wanted.length && !input.destroyed; i += AT_ONCE)
      if (!input.write(`${wanted.slice(i, i + AT_ONCE).join("\n")}\n`)) await drained(input);
    input.end();
  };
  const writing = write();
  let header = "";
  let blob = "";
  /** Bytes of the blob that are still to come, with the line end behind it; −1 while its header is read. */
  let left = -1;
  let size = 0;
  let pieces: Buffer[] = [];
  try {
    for await (const piece of output) {
      const bytes = piece as Buffer;
      let at = 0;
      while (at < bytes.length) {
        if (left < 0) {
          const end = bytes.indexOf(LF, at);
          header += bytes.toString("latin1", at, end < 0 ? bytes.length : end);
          if (end < 0) break;
          at = end + 1;
          const words = header.split(" ");
          header = "";
          blob = words[0]!;
          if (words[1] !== "blob") {
            take(blob, null);
            continue;
          }
          size = Number(words[2]);
          left = size + 1;
        }
        const end = Math.min(bytes.length, at + left);
        left -= end - at;
        const isWhole = left === 0;
        if (isWhole && !pieces.length) take(blob, size > largest ? null : bytes.toString("latin1", at, at + size));
        else {
          if (size <= largest) pieces.push(bytes.subarray(at, end));
          if (isWhole) take(blob, size > largest ? null : Buffer.concat(pieces).toString("latin1", 0, size));
        }
        if (isWhole) {
          left = -1;
          pieces = [];
        }
        at = end;
      }
    }
  } catch (error) {
    input.destroy();
    await done.catch(() => undefined);
    throw error;
  }
  await Promise.all([writing, done]);
}

/** Which of some blobs are in the clone. */
async function thereOf(folder: string, wanted: ReadonlySet<string>, signal?: AbortSignal): Promise<Set<string>> {
  const {input, output, done} = startGit(
    folder,
    ["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)"],
    signal
  );
  input.end();
  const there = new Set<string>();
  let rest = "";
  for await (const piece of output) {
    const lines = (rest + (piece as Buffer).toString("latin1")).split("\n");
    rest = lines.pop()!;
    for (const line of lines) if (wanted.has(line)) there.add(line);
  }
  await done;
  return there;
}

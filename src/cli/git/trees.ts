import {once} from "node:events";
import type {TreeChange} from "../../snapshot/git-history.ts";
import {startGit} from "./git.ts";

/** Regular files, executable or not: no links, no submodules. */
const REGULAR: ReadonlySet<string> = new Set(["100644", "100755"]);
/** The tree without files, which every git knows, by the hash that a repository uses. */
const EMPTY_TREE = {
  sha1: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
  sha256: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
};
const [COLON, LF] = [58, 10];

/** What changed from tree to tree, the first one from nothing: one git for all of them. */
export async function* readTrees(
  folder: string,
  trees: readonly string[],
  signal?: AbortSignal
): AsyncGenerator<readonly TreeChange[]> {
  if (!trees.length) return;
  const none = trees[0]!.length === 40 ? EMPTY_TREE.sha1 : EMPTY_TREE.sha256;
  const {input, output, done} = startGit(
    folder,
    ["diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-textconv"],
    signal
  );
  input.end(trees.map((tree, i) => `${i ? trees[i - 1] : none} ${tree}\n`).join(""));
  let changes: TreeChange[] | null = null;
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of output) {
      const bytes: Buffer = rest.length ? Buffer.concat([rest, chunk as Buffer]) : (chunk as Buffer);
      let at = 0;
      while (at < bytes.length) {
        if (bytes[at] !== COLON) {
          // the two trees that follow
          const end = bytes.indexOf(LF, at);
          if (end < 0) break;
          if (changes) yield changes;
          changes = [];
          at = end + 1;
          continue;
        }
        const middle = bytes.indexOf(0, at);
        const end = middle < 0 ? -1 : bytes.indexOf(0, middle + 1);
        if (end < 0) break;
        const [, mode, , blob] = bytes.toString("latin1", at, middle).split(" ");
        changes?.push({path: bytes.toString("utf8", middle + 1, end), blob: REGULAR.has(mode!) ? blob! : null});
        at = end + 1;
      }
      rest = bytes.subarray(at);
    }
  } catch (error) {
    await done.catch(() => undefined);
    throw error;
  }
  await done;
  if (changes) yield changes;
}

/** Waits until a stream takes more. */
export async function drained(stream: NodeJS.WritableStream): Promise<void> {
  await Promise.race([once(stream, "drain"), once(stream, "close")]);
}

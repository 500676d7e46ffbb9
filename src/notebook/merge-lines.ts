/** Merging lists of lines, or of anything that is text, when both sides changed them. */

/** A stretch of a merge: agreed lines, or what each side and the base have where they do not agree. */
export type Chunk =
  | {readonly agreed: readonly string[]}
  | {readonly ours: readonly string[]; readonly base: readonly string[]; readonly theirs: readonly string[]};

/** What the three make of a list: changes of one side are taken, equal changes once, others are chunks without agreement. */
export function mergeLists(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Chunk[] {
  const [left, right] = [matches(base, ours), matches(base, theirs)];
  const chunks: Chunk[] = [];
  let [b, o, t] = [0, 0, 0];
  while (b < base.length || o < ours.length || t < theirs.length) {
    // the next line of the base that both sides kept, from which on all three agree again
    let next = b;
    while (next < base.length && (left[next]! < 0 || right[next]! < 0)) next++;
    const [o2, t2] = next < base.length ? [left[next]!, right[next]!] : [ours.length, theirs.length];
    const [was, mine, other] = [base.slice(b, next), ours.slice(o, o2), theirs.slice(t, t2)];
    if (was.length || mine.length || other.length) chunks.push(chunkOf(was, mine, other));
    if (next < base.length) chunks.push({agreed: [base[next]!]});
    [b, o, t] = [next + 1, o2 + 1, t2 + 1];
    if (next >= base.length) break;
  }
  return chunks;
}

function chunkOf(base: readonly string[], ours: readonly string[], theirs: readonly string[]): Chunk {
  if (same(ours, theirs) || same(base, theirs)) return {agreed: ours};
  return same(base, ours) ? {agreed: theirs} : {ours, base, theirs};
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, i) => line === b[i]);
}

/** For each line of `a` its place in `b` along a longest common subsequence, −1 when it is not in it. */
function matches(a: readonly string[], b: readonly string[]): Int32Array {
  const found = new Int32Array(a.length).fill(-1);
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) found[start] = start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    found[a.length - 1 - end] = b.length - 1 - end;
    end++;
  }
  const [rows, columns] = [a.length - start - end, b.length - start - end];
  // too large to compare line by line: what stands between counts as changed
  if (rows * columns > 4_000_000) return found;
  const width = columns + 1;
  const length = new Uint32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--)
      length[i * width + j] =
        a[start + i] === b[start + j]
          ? length[(i + 1) * width + j + 1]! + 1
          : Math.max(length[(i + 1) * width + j]!, length[i * width + j + 1]!);
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (a[start + i] === b[start + j]) found[start + i++] = start + j++;
    else if (length[(i + 1) * width + j]! >= length[i * width + j + 1]!) i++;
    else j++;
  }
  return found;
}

/**
 * What the three make of named entries: edits of different entries never conflict, also where they stand side by side.
 * In our order; an entry that only the other side has comes behind the one it stands behind there.
 */
export function mergeNamed(
  base: ReadonlyMap<string, string>,
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>
): Chunk[] {
  const names = [...ours.keys()];
  let before = -1;
  for (const name of theirs.keys()) {
    const at = names.indexOf(name);
    if (at >= 0) before = at;
    else names.splice(++before, 0, name);
  }
  const list = (entries: ReadonlyMap<string, string>, name: string) => (entries.has(name) ? [entries.get(name)!] : []);
  return names.map((name) => chunkOf(list(base, name), list(ours, name), list(theirs, name)));
}

/** The top-level entries of YAML, `name: …` with the lines that belong to it; null when it is no plain list of them. */
export function yamlEntries(yaml: string): Map<string, string> | null {
  const entries = new Map<string, string>();
  let name = "";
  for (const line of yaml === "" ? [] : yaml.split("\n")) {
    const key = /^([A-Za-z_][\w-]*):(?:\s|$)/.exec(line)?.[1];
    if (key) {
      if (entries.has(key)) return null;
      name = key;
      entries.set(name, line);
    } else if (name === "" || /^[^\s#-]/.test(line)) return null;
    else entries.set(name, `${entries.get(name)}\n${line}`);
  }
  return entries;
}

/** The agreed lines; null when some are not. */
export function agreedLines(chunks: readonly Chunk[]): string[] | null {
  const lines: string[] = [];
  for (const chunk of chunks) {
    if (!("agreed" in chunk)) return null;
    lines.push(...chunk.agreed);
  }
  return lines;
}

/** All lines; those without agreement stand between git's markers. */
export function markedLines(
  chunks: readonly Chunk[],
  names: {readonly ours: string; readonly theirs: string}
): string[] {
  return chunks.flatMap((chunk) =>
    "agreed" in chunk
      ? chunk.agreed
      : [`<<<<<<< ${names.ours}`, ...chunk.ours, "=======", ...chunk.theirs, `>>>>>>> ${names.theirs}`]
  );
}

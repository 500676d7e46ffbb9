/** Conflict markers as git writes them, found by cell: what stands between them, and the text with a side chosen. */

/** A stretch of a file that holds whole cells and at least one conflict. Offsets in UTF-16 units; line from 1. */
export interface ConflictSpan {
  readonly from: number;
  readonly to: number;
  readonly line: number;
}

export type Side = "ours" | "theirs" | "both";

const OURS = /^<{7}(?: .*)?$/;
const BASE = /^\|{7}(?: .*)?$/;
const MIDDLE = /^={7}$/;
const THEIRS = /^>{7}(?: .*)?$/;

interface Line {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The lines of a text without their ends; `to` is behind the end. */
function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const pattern = /([^\r\n]*)(\r\n|\n|\r|$)/g;
  for (let match = pattern.exec(text); match?.[0]; match = pattern.exec(text))
    lines.push({text: match[1]!, from: match.index, to: pattern.lastIndex});
  return lines;
}

/** The fence that is open behind a line, "" for none. */
function fenceBehind(open: string, line: string): string {
  const fence = /^ {0,3}(`{3,}|~{3,})([^\r\n]*)$/.exec(line);
  if (!fence) return open;
  const [, marker, rest] = fence as unknown as [string, string, string];
  if (!open) return marker[0] === "`" && rest.includes("`") ? "" : marker;
  return marker.startsWith(open) && !rest.trim() ? "" : open;
}

/** Where a file's conflicts are, each widened to the fences it stands in. A marker without its others is no conflict. */
export function conflictSpans(text: string): readonly ConflictSpan[] {
  if (!text.includes("<<<<<<<")) return [];
  const lines = linesOf(text);
  const spans: ConflictSpan[] = [];
  let fence = "";
  let fenceStart = 0;
  for (let i = 0; i < lines.length; i++) {
    const end = OURS.test(lines[i]!.text) ? conflictEnd(lines, i) : -1;
    if (end < 0) {
      const next = fenceBehind(fence, lines[i]!.text);
      if (!fence && next) fenceStart = i;
      fence = next;
      continue;
    }
    const start = fence ? fenceStart : i;
    let open = sideFence(lines, i, end, fence);
    let last = end;
    // the fence that is open behind the conflict, and further conflicts in it, belong to the same cell
    while (open && last + 1 < lines.length) {
      const another = OURS.test(lines[last + 1]!.text) ? conflictEnd(lines, last + 1) : -1;
      if (another < 0) open = fenceBehind(open, lines[++last]!.text);
      else {
        open = sideFence(lines, last + 1, another, open);
        last = another;
      }
    }
    fence = "";
    const {from, to} = {from: lines[start]!.from, to: lines[last]!.to};
    spans.push({from, to: to - (/(?:\r\n|\n|\r)$/.exec(text.slice(from, to))?.[0].length ?? 0), line: start + 1});
    i = last;
  }
  return spans;
}

/** The line of the closing marker of the conflict that begins here; −1 when it is none. */
function conflictEnd(lines: readonly Line[], start: number): number {
  let middle = false;
  for (let i = start + 1; i < lines.length; i++) {
    const {text} = lines[i]!;
    if (OURS.test(text)) return -1;
    if (MIDDLE.test(text)) middle = true;
    if (THEIRS.test(text)) return middle ? i : -1;
  }
  return -1;
}

/** The fence that is open behind our side of a conflict. */
function sideFence(lines: readonly Line[], start: number, end: number, open: string): string {
  let fence = open;
  for (let i = start + 1; i < end; i++) {
    const {text} = lines[i]!;
    if (BASE.test(text) || MIDDLE.test(text)) return fence;
    fence = fenceBehind(fence, text);
  }
  return fence;
}

/** The text with a side chosen in each of its conflicts. */
export function chooseSide(text: string, side: Side): string {
  const lines = linesOf(text);
  let chosen = "";
  for (let i = 0; i < lines.length; i++) {
    const end = OURS.test(lines[i]!.text) ? conflictEnd(lines, i) : -1;
    if (end < 0) {
      chosen += text.slice(lines[i]!.from, lines[i]!.to);
      continue;
    }
    let part: "ours" | "base" | "theirs" = "ours";
    for (let k = i + 1; k < end; k++) {
      const line = lines[k]!;
      if (BASE.test(line.text)) part = "base";
      else if (MIDDLE.test(line.text) && part !== "theirs") part = "theirs";
      else if (part === side || (side === "both" && part !== "base")) chosen += text.slice(line.from, line.to);
    }
    i = end;
  }
  return chosen;
}

/** What the two sides are called behind their markers: a branch, a commit. */
export function sideNames(text: string): {readonly ours: string; readonly theirs: string} {
  return {
    ours: /^<{7} (.+)$/m.exec(text)?.[1]?.trim() ?? "ours",
    theirs: /^>{7} (.+)$/m.exec(text)?.[1]?.trim() ?? "theirs"
  };
}

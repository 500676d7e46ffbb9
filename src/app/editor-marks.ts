/** Messages of a cell as marks in its source. */

/** A message and where it is about, line and column of the source from 1; no column: the whole line. */
export interface Marked {
  readonly level: "error" | "warning" | "note";
  readonly text: string;
  readonly line: number;
  readonly column: number | null;
}

/** What is underlined: from a column the word that begins there, else the line without its indent. */
export function rangeOf(text: string, {line, column}: Pick<Marked, "line" | "column">): {from: number; to: number} {
  const lines = text.split("\n");
  const index = Math.max(0, Math.min(line - 1, lines.length - 1));
  const own = lines[index]!;
  const start = lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
  if (column === null || column > own.length) {
    // behind the end, as where something is missing: the last character of the line
    const from = column === null ? own.length - own.trimStart().length : Math.max(0, own.length - 1);
    return {from: start + from, to: start + own.length};
  }
  const [word = ""] = /^(?:[\w$]+|.)/.exec(own.slice(column - 1)) ?? [];
  return {from: start + column - 1, to: start + column - 1 + word.length};
}

/** The marks of a source, in its order. */
export function diagnosticsOf(text: string, marked: readonly Marked[]) {
  return marked
    .map((one) => ({
      ...rangeOf(text, one),
      severity: one.level === "note" ? ("info" as const) : one.level,
      message: one.text
    }))
    .sort((a, b) => a.from - b.from);
}

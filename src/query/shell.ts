/** The commands that make importable results for a query, ready to paste into a POSIX shell. */
export function searchCommands(query: string): readonly string[] {
  return [`src search -stream -json ${shellQuoted(`${query} count:all`)} > results.jsonl`];
}

/** A word as a POSIX shell reads it back. */
export function shellQuoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

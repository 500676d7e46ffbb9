/**
 * Where in a statement DuckDB's error is. Its words repeat the line, cut at both ends to what fits ("..."), and put a caret
 * under the place. Source: DuckDB's QueryErrorContext::Format.
 */

/** The offset in `text` that the caret points at, when `text` began on line `first` of what DuckDB read; null: no caret. */
export function caretOffset(message: string, text: string, first: number): number | null {
  const said = message.split("\n");
  const at = said.findIndex((line) => /^LINE \d+: /.test(line));
  const caret = at < 0 ? -1 : (said[at + 1]?.indexOf("^") ?? -1);
  if (caret < 0) return null;
  const [prefix = "", number = ""] = /^LINE (\d+): /.exec(said[at]!)!;
  const lines = text.split("\n");
  const index = Number(number) - first;
  const line = lines[index];
  if (line === undefined) return null;
  const shown = said[at]!.slice(prefix.length);
  const cut = shown.startsWith("...") && !line.startsWith(shown.slice(0, 6)) ? 3 : 0;
  const from = cut ? line.indexOf(shown.slice(cut).replace(/\.\.\.$/, "")) : 0;
  const column = from + caret - prefix.length - cut;
  if (from < 0 || column < 0 || column > line.length) return null;
  return lines.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0) + column;
}

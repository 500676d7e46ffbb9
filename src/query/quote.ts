/** Texts between quotes or slashes, where `\` keeps the next character from ending them. */

/** A text between delimiters and the place after it, or why it is none: the end of a sentence. */
export type Quoted = {readonly value: string; readonly to: number} | {readonly problem: string};

const ESCAPES: Readonly<Record<string, string>> = {n: "\n", r: "\r", t: "\t"};

/**
 * Reads the text between the delimiter at `from` and its next equal. `\n`, `\r`, `\t` and escaped delimiters and
 * backslashes are what they stand for; other escapes stay as written, but in the value of a filter only `\a \b \f \v` may.
 */
export function readQuoted(text: string, from: number, ofFilter: boolean): Quoted {
  const delimiter = text[from]!;
  const parts: string[] = [];
  let start = from + 1;
  for (let i = start; i < text.length; i++) {
    if (text[i] === delimiter) {
      parts.push(text.slice(start, i));
      return {value: parts.join(""), to: i + 1};
    }
    if (text[i] !== "\\") continue;
    const next = text[i + 1] ?? "";
    const stands = next === delimiter || next === "\\" ? next : ESCAPES[next];
    if (stands === undefined && ofFilter && !/^[abfv]$/.test(next))
      return {problem: `holds \\${next}, which means nothing between quotes; write \\\\ for a backslash`};
    if (stands !== undefined) {
      parts.push(text.slice(start, i), stands);
      start = i + 2;
    }
    i++;
  }
  return {problem: `has no closing ${delimiter}`};
}

/** A text between delimiters, as `readQuoted` reads it back. */
export function quoted(value: string, delimiter: '"' | "/"): string {
  const inner = value.replace(/[\\\n\r\t"/]/g, (char) => {
    if (char === '"' || char === "/") return char === delimiter ? `\\${char}` : char;
    return char === "\n" ? "\\n" : char === "\r" ? "\\r" : char === "\t" ? "\\t" : "\\\\";
  });
  return delimiter + inner + delimiter;
}

/** A text as a regular expression that finds just that text. */
export function quoteRegex(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/**
 * As much of SQL's lexis as an author's text needs. Source: DuckDB's scanner, which is PostgreSQL's: '…' with '' inside,
 * E'…' with backslashes, "…", $tag$…$tag$, -- to the end of the line, and block comments that nest.
 */

/** Where a parameter stands in a statement. */
export type SqlPlace = "code" | "quotes" | "comment";

/** A statement taken apart. */
export interface SqlText {
  /** The words that may name a table, in lower case, each once: not aliases after AS, not columns after a dot. */
  readonly words: readonly string[];
  /** For each parameter, where it stands: the first one between the first two texts. */
  readonly places: readonly SqlPlace[];
}

const TOKEN = /\s+|--|\/\*|\$(?:[A-Za-z_]\w*)?\$|[eE]'|['"]|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|[\s\S]/y;

/** What ends each thing that opens; a dollar quote ends with its own tag. */
const ENDS: Readonly<Record<string, RegExp>> = {
  "--": /\n/g,
  "/*": /\/\*|\*\//g,
  "'": /''|'/g,
  "e'": /\\[\s\S]|''|'/g,
  '"': /""|"/g
};

/** Reads the texts around a statement's parameters. */
export function readSql(texts: readonly string[]): SqlText {
  const words = new Set<string>();
  const places: SqlPlace[] = [];
  let open = "";
  let depth = 0;
  let quoted = "";
  let before = "";
  const addWord = (word: string) => {
    if (before !== "as" && before !== ".") words.add(word.toLowerCase());
    before = word.toLowerCase();
  };
  for (const text of texts) {
    let at = 0;
    while (at < text.length) {
      if (!open) {
        TOKEN.lastIndex = at;
        const [token] = TOKEN.exec(text)!;
        at += token.length;
        const known = Object.hasOwn(ENDS, token.toLowerCase());
        if (known || /^\$.*\$$/.test(token)) {
          open = known ? token.toLowerCase() : token;
          depth = 1;
          quoted = "";
        } else if (/^[A-Za-z_\u0080-\uffff]/.test(token)) addWord(token);
        else if (token.trim()) before = token;
        continue;
      }
      const end = ENDS[open];
      const found = end ? nextMatch(end, text, at) : nextText(open, text, at);
      quoted += text.slice(at, found?.from ?? text.length);
      at = found?.to ?? text.length;
      if (!found) continue;
      if (open === "/*") depth += found.token === "/*" ? 1 : -1;
      else if (found.token === '""') quoted += '"';
      else if (found.token === "''" || found.token.startsWith("\\")) continue;
      else depth = 0;
      if (depth > 0) continue;
      if (open === '"') addWord(quoted);
      else if (open.endsWith("'")) before = "'";
      open = "";
    }
    // SQL joins a text to the one before it, and reads the backslashes of both when that is an E'…'
    places.push(open === "--" || open === "/*" ? "comment" : open || before === "'" ? "quotes" : "code");
    if (!open) before = "";
  }
  return {words: [...words], places: places.slice(0, -1)};
}

interface Found {
  readonly token: string;
  readonly from: number;
  readonly to: number;
}

function nextMatch(pattern: RegExp, text: string, at: number): Found | null {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && {token: match[0], from: match.index, to: match.index + match[0].length};
}

function nextText(token: string, text: string, at: number): Found | null {
  const from = text.indexOf(token, at);
  return from < 0 ? null : {token, from, to: from + token.length};
}

import {nearest} from "../fields.ts";

const JAVASCRIPT =
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof undefined var void while with yield".split(
    " "
  );
const OBSERVABLE = "display view invalidation visibility now width dark globalThis window document".split(" ");
const SQL =
  "all analyse analyze and anti any array as asc asof asymmetric at authorization between binary both by case cast check collate collation column concurrently constraint create cross current_date current_time current_timestamp default deferrable desc describe distinct do else end except exists false fetch filter for foreign freeze from full glob group having ilike in initially inner intersect into is isnull join lambda lateral leading left like limit natural not notnull null offset on only or order outer over overlaps pivot pivot_longer pivot_wider placing positional primary qualify references returning right select semi set show similar some summarize symmetric table tablesample then to trailing true union unique unpack unpivot using values variadic verbose when where window with".split(
    " "
  );
/** The tables of imported data. */
export const STORE_TABLES: readonly string[] = [
  "series",
  "repo",
  "point",
  "capture",
  "file",
  "match",
  "file_span",
  "match_span",
  "language",
  "commit_week",
  "blame",
  "owner_file",
  "metric",
  "event",
  "store",
  "main",
  "author"
];

/** Why an id cannot be used, as a sentence; null when it can. One name serves JavaScript, SQL, Vega and the page. */
export function refusedId(id: string): string | null {
  if (!/^[a-z_][a-z0-9_]*$/.test(id)) {
    const better = id
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, "_")
      .replace(/^([0-9])/, "_$1");
    return `The id "${id}" should be lower-case letters, digits and _, starting with a letter${better && better !== id ? `: for example ${better}` : ""}.`;
  }
  if (JAVASCRIPT.includes(id)) return `The id "${id}" is a reserved word of JavaScript; choose another.`;
  if (OBSERVABLE.includes(id)) return `The id "${id}" is a name every notebook cell has already; choose another.`;
  if (SQL.includes(id)) return `The id "${id}" is a reserved word of SQL; choose another.`;
  if (STORE_TABLES.includes(id)) return `The id "${id}" is the name of a table of the store; choose another.`;
  return null;
}

/** A free id made from a title: `Go toolchain versions` → `go_toolchain_versions`. */
export function freeId(title: string, taken: ReadonlySet<string>): string {
  const plain = title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 40);
  const base = /^[a-z_]/.test(plain) ? plain : plain ? `s_${plain}` : "cell";
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}_${n}`;
    if (!taken.has(id) && refusedId(id) === null) return id;
  }
}

/** "Did you mean …?" for a name that is not there, or nothing. */
export function didYouMean(name: string, names: Iterable<string>): string {
  const near = nearest(name, [...names]);
  return near ? ` Did you mean ${near}?` : "";
}

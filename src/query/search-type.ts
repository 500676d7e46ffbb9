/** How the pattern of a query is read. `lucky` is an older name of standard. */
export type SearchType = "literal" | "regexp" | "standard" | "keyword" | "structural";

const WORDS: Readonly<Record<string, SearchType>> = {
  literal: "literal",
  regexp: "regexp",
  regex: "regexp",
  standard: "standard",
  lucky: "standard",
  keyword: "keyword",
  structural: "structural"
};

/** The search type a word names: `regexp` (or `regex`), `standard` (or `lucky`) …; null when it names none. */
export function searchType(word: string): SearchType | null {
  const name = word.toLowerCase();
  return Object.hasOwn(WORDS, name) ? WORDS[name]! : null;
}

/** True for a word that names a search type. */
export function isSearchType(word: string): boolean {
  return searchType(word) !== null;
}

/** The repositories of parts under one name each, whatever way their addresses were written and whatever they were called before. */
import {aliased, type RepositoryAliases} from "../snapshot/aliases.ts";
import {joinRepoKeys} from "../snapshot/repo-key.ts";
import type {Part} from "../snapshot/snapshot.ts";
import {type Column, findColumn, type TextColumn, takeRows} from "../table.ts";

/** What is known of names before parts are read. */
export interface Names {
  readonly aliases: RepositoryAliases;
  /** Spellings to keep, when there are several. */
  readonly known?: readonly string[];
}

/**
 * The same parts with one spelling of each repository, the same whatever the order of imports. Where a part has rows under
 * several names of one repository each name becomes a part of its own: what stands for a sample is then chosen, not added.
 */
export function joinedParts<P extends Part>(parts: readonly P[], {aliases, known = []}: Names): readonly P[] {
  const words = new Set(parts.flatMap(({rows}) => repositoriesOf(rows)?.words ?? []));
  const names = new Map([...words].map((word) => [word, aliased(aliases, word)]));
  const joined = joinRepoKeys([...new Set(names.values())].filter((word) => word.includes("/")).sort(), known);
  const spelling = (word: string) => joined.get(names.get(word)!) ?? names.get(word)!;
  if ([...words].every((word) => spelling(word) === word)) return parts;
  return parts.flatMap((part) => {
    const column = repositoriesOf(part.rows);
    if (!column) return [part];
    const respelled = respell(part, spelling);
    const ranks = ranksOf(column.words, (word) => names.get(word) !== word, spelling);
    return Array.from({length: ranks.reduce((most, rank) => Math.max(most, rank), 0) + 1}, (_, rank) => {
      const renamed = column.words.some((word, code) => ranks[code] === rank && names.get(word) !== word);
      const rows = ranks.every((one) => one === rank)
        ? respelled.rows
        : takeRows(
            respelled.rows,
            Uint32Array.from(column.codes.keys()).filter((row) => (ranks[column.codes[row]!] ?? 0) === rank)
          );
      return {...respelled, rows, ...(renamed ? {renamed} : {})};
    });
  });
}

/** Of words that are one repository now, 0 for its present name, then each old one by itself. */
function ranksOf(
  words: readonly string[],
  isOld: (word: string) => boolean,
  spelling: (word: string) => string
): readonly number[] {
  const taken = new Map<string, number>();
  for (const word of words) if (!isOld(word)) taken.set(spelling(word), 1);
  const ranks = new Map<string, number>();
  for (const word of [...words].sort()) {
    if (!isOld(word)) {
      ranks.set(word, 0);
      continue;
    }
    const rank = taken.get(spelling(word)) ?? 0;
    taken.set(spelling(word), rank + 1);
    ranks.set(word, rank);
  }
  return words.map((word) => ranks.get(word)!);
}

function repositoriesOf(rows: Part["rows"]): TextColumn | null {
  const column = findColumn(rows, "repo_key");
  return column?.type === "text" ? column : null;
}

function respell<P extends Part>(part: P, spelling: (word: string) => string): P {
  const columns = part.rows.columns.map(
    (column): Column =>
      column.name === "repo_key" && column.type === "text" ? {...column, words: column.words.map(spelling)} : column
  );
  return {...part, rows: {...part.rows, columns}};
}

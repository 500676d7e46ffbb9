/** The repositories of parts under one name each, whatever way their addresses were written and whatever they were called before. */
import {aliased, type RepositoryAliases} from "../snapshot/aliases.ts";
import {joinRepoKeys} from "../snapshot/repo-key.ts";
import type {Part} from "../snapshot/snapshot.ts";
import {gather} from "../snapshot/sort-rows.ts";
import {type Column, findColumn, type TextColumn} from "../table.ts";

/** What is known of names before parts are read. */
export interface Names {
  readonly aliases: RepositoryAliases;
  /** Spellings to keep, when there are several. */
  readonly known?: readonly string[];
}

/**
 * The same parts with one spelling of each repository, the same whatever the order of imports. Rows under an old name come
 * as a part of their own where the new name is in the same part too: what stands for one sample is then chosen, not added.
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
    const isOld = column.words.map((word) => names.get(word) !== word);
    const taken = new Set(column.words.filter((_, code) => !isOld[code]).map(spelling));
    const apart = column.words.map((word, code) => isOld[code]! && taken.has(spelling(word)));
    const respelled = respell(part, spelling);
    if (!apart.includes(true)) return [isOld.includes(true) ? {...respelled, renamed: true} : respelled];
    const rowsOf = (old: boolean) =>
      gather(
        respelled.rows,
        Uint32Array.from(column.codes.keys()).filter((row) => (apart[column.codes[row]!] ?? false) === old)
      );
    return [
      {...respelled, rows: rowsOf(false)},
      {...respelled, rows: rowsOf(true), renamed: true}
    ];
  });
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

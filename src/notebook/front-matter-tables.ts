import type {Message} from "../error.ts";
import {isRecord, kindOf} from "../fields.ts";
import {refusedTablePath} from "../table-path.ts";
import {yamlPlaces} from "../yaml.ts";
import {refusedId} from "./names.ts";

/** A file of the workspace that a notebook names as a table. */
export interface NamedTableFile {
  readonly name: string;
  /** Relative to the workspace, as written. */
  readonly path: string;
  /** The line of the notebook that names it. */
  readonly line: number;
}

/** More files than this are no notebook's. */
const MOST_TABLES = 50;

/** What `tables:` of a front matter says; those that cannot be used are told and left out. */
export function readTableNames(
  value: unknown,
  yaml: string
): {readonly tables: readonly NamedTableFile[]; readonly messages: readonly Message[]} {
  if (value === undefined || value === null) return {tables: [], messages: []};
  const places = yamlPlaces(yaml);
  // the line of the dashes is line 1
  const lineOf = (...path: string[]) => (places(["tables", ...path]).line ?? 1) + 1;
  const messages: Message[] = [];
  const error = (text: string, line: number) => void messages.push({level: "error", text, place: {line}});
  if (!isRecord(value)) {
    error(
      `"tables" should be names with a file each, such as {owners: data/owners.csv}; it is ${kindOf(value)}.`,
      lineOf()
    );
    return {tables: [], messages};
  }
  const tables: NamedTableFile[] = [];
  for (const [name, path] of Object.entries(value)) {
    const line = lineOf(name);
    const refused = refusedId(name);
    if (refused) error(`tables: ${refused.replace(/^The id/, "The name")}`, line);
    else if (typeof path !== "string")
      error(`tables: ${name} should be a file, such as data/${name}.csv; it is ${kindOf(path)}.`, line);
    else if (refusedTablePath(path) !== null)
      error(`tables: the file of ${name}, ${JSON.stringify(path)}, ${refusedTablePath(path)}.`, line);
    else if (tables.length === MOST_TABLES) error(`tables: a notebook may name ${MOST_TABLES} files.`, line);
    else tables.push({name, path, line});
  }
  return {tables, messages};
}

/**
 * Any file of rows as a table, under names that SQL, JavaScript and charts share: CSV with a header, JSON lines, a JSON
 * list, Parquet. For files that are data of a notebook's own and no search results: nothing is guessed of their meaning.
 */
import {TidemarkError} from "../error.ts";
import type {Column, Table} from "../table.ts";
import type {Clues} from "./clues.ts";
import {typedColumn} from "./column-types.ts";
import {readHead} from "./decode.ts";
import {foreignFormat} from "./foreign-formats.ts";
import type {Problem, ReadContext, Source} from "./importer.ts";
import {isObject} from "./json.ts";
import {plainParquet} from "./plain-parquet.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {sniffCsv} from "./sniff-csv.ts";
import {readTableFile, type TableShape, tableShape} from "./table-file.ts";

/** The largest file that is read as a table, in bytes, and what it may hold. */
export const MOST_BYTES = 256_000_000;
const MOST_ROWS = 5_000_000;
const MOST_COLUMNS = 1000;

/** A table, and what was not taken from its file as it stood. */
export interface PlainTable {
  readonly table: Table;
  readonly problems: readonly Problem[];
  /** Rows that were left out. */
  readonly skipped: number;
  /** SHA-256 of the file as it lies there. */
  readonly sha256: string;
}

/**
 * Reads a table. Rows that do not fit its header are left out and told.
 * @throws TidemarkError "table/header", "table/unreadable", "import/too-large", "import/unreadable", "call/aborted".
 */
export async function readPlainTable(source: Source, signal?: AbortSignal): Promise<PlainTable> {
  if (source.size > MOST_BYTES) throw tooLarge(source, `is ${Math.ceil(source.size / 1e6)} MB`);
  const problems = problemList();
  const context = {...NOBODY, ...(signal ? {signal} : {})};
  const head = await readHead(source);
  const {table, sha256, reasons} = String.fromCharCode(...head.magic).startsWith("PAR1")
    ? {...(await plainParquet(source, context)), reasons: []}
    : await readText(source, {context, text: head.text, problems, foreign: foreignOf(source, head)});
  if (table.rows > MOST_ROWS) throw tooLarge(source, `has ${table.rows} rows`);
  if (table.columns.length > MOST_COLUMNS) throw tooLarge(source, `has ${table.columns.length} columns`);
  for (const reason of reasons) problems.note("table/cut", reason);
  return {
    table: {...table, columns: named(table.columns, problems)},
    problems: problems.list(),
    skipped: problems.skipped,
    sha256
  };
}

const NOBODY: ReadContext = {answers: {}, beside: new Map(), known: {repositories: [], commitTime: () => null}};

function foreignOf(source: Source, head: Parameters<typeof foreignFormat>[0]): TidemarkError | null {
  if (head.text) return null;
  if (head.container === "zip") return unreadable(source, "it is a zip. Unpack it, or use gzip");
  const foreign = foreignFormat(head);
  if (!foreign && source.size === 0) return unreadable(source, "it is empty");
  return unreadable(
    source,
    foreign ? `it is ${foreign.name}. ${(foreign.instead ?? "Save it as CSV").replace(/\.$/, "")}` : "it is no text"
  );
}

async function readText(
  source: Source,
  {
    context,
    text,
    problems,
    foreign
  }: {context: ReadContext; text: string; problems: ProblemList; foreign: TidemarkError | null}
): Promise<{table: Table; sha256: string; reasons: readonly string[]}> {
  const shape = foreign ? null : shapeOf(source.name, text);
  if (!shape)
    throw (
      foreign ?? unreadable(source, "it is neither CSV nor JSON with an object a row. Save it as CSV with a header")
    );
  const delimiter = sniffCsv(text)?.delimiter ?? ",";
  // what stands in quotes in JSON is text, also where it looks like a number
  const quoted = new Set<string>();
  const seen = (value: unknown) => {
    if (isObject(value)) for (const name in value) if (typeof value[name] === "string") quoted.add(name);
  };
  const file = await readTableFile(source, shape, {context, clues: NO_CLUES, problems, delimiter, seen});
  const {cells, reasons, fileHash} = file;
  const start = file.names ? 0 : 1;
  const names = file.names ?? cells.columns.map(({codes, words}) => (cells.rows ? (words[codes[0]!] ?? "") : ""));
  if (!file.names) checkHeader(source, names, cells.rows);
  const columns = cells.columns.map((column, i) =>
    typedColumn(names[i]!, column, {start, isText: quoted.has(names[i]!)})
  );
  return {table: {rows: Math.max(0, cells.rows - start), columns}, sha256: fileHash, reasons};
}

/** A file that is called CSV is CSV, whatever it begins with. */
function shapeOf(name: string, text: string): TableShape | null {
  return /\.(?:csv|tsv)(?:\.gz)?$/i.test(name) ? "csv" : tableShape(text);
}

/** @throws TidemarkError "table/header" where the first line does not name the columns. */
function checkHeader({name}: Source, names: readonly string[], rows: number): void {
  const say = (what: string) =>
    new TidemarkError("table/header", `${name} should name its columns in the first line; ${what}.`);
  if (!rows) throw say("it is empty");
  const shown = names
    .map((one) => one.trim())
    .join(", ")
    .slice(0, 60);
  if (names.every((one) => !/\p{L}/u.test(one))) throw say(`that is ${JSON.stringify(shown)}`);
}

/** Columns under plain names, each once: what SQL, JavaScript and charts can all name. */
function named(columns: readonly Column[], problems: ProblemList): Column[] {
  const taken = new Set<string>();
  return columns.map((column, i) => {
    const given = column.name.trim();
    const plain = plainColumnName(given) || `column_${i + 1}`;
    let name = plain;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}_${n}`;
    taken.add(name.toLowerCase());
    if (name !== given)
      problems.note(
        `table/name-${i}`,
        given
          ? `The column ${JSON.stringify(given.slice(0, 60))} is called ${name} here.`
          : `Column ${i + 1} has no name; it is called ${name} here.`
      );
    return {...column, name};
  });
}

/** A name as SQL takes it without quotes: `Cost (EUR)` → `Cost_EUR`. */
function plainColumnName(given: string): string {
  const plain = given
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9_]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 60);
  if (/^[A-Za-z_]\w*$/.test(given) && given.length <= 60) return given;
  return /^\d/.test(plain) ? `_${plain}` : plain;
}

/** Nothing is known of such a file but what it holds. */
const NO_CLUES: Clues = {
  use: () => undefined,
  tell: () => undefined,
  own: () => undefined,
  facts: () => [],
  hasFrontMatter: false,
  text: ""
};

function unreadable({name}: Source, why: string): TidemarkError {
  return new TidemarkError("table/unreadable", `${name} cannot be read as a table: ${why}.`);
}

function tooLarge({name}: Source, what: string): TidemarkError {
  return new TidemarkError(
    "table/too-large",
    `${name} ${what}; a table of a notebook may have ${MOST_BYTES / 1e6} MB, ${MOST_ROWS} rows and ${MOST_COLUMNS} columns. Take out what is not needed, or import the file on the Data page.`
  );
}

/**
 * A part of a snapshot folder: the rows of one table in one file. NDJSON rows have the table's columns as members, times
 * in RFC 3339, nulls left out; captured values may also come as a list `captures`. Parquet columns have the same names.
 */
import {type Message, type Reading, TidemarkError} from "../error.ts";
import type {Table} from "../table.ts";
import {joined} from "./decode.ts";
import type {Problem, ReadContext, Source} from "./importer.ts";
import {eachJsonLine} from "./json-lines.ts";
import type {PartFormat} from "./manifest.ts";
import {readParquet} from "./parquet.ts";
import {partPieces} from "./part-writer.ts";
import {type ProblemList, problemList} from "./problems.ts";
import {type RowOptions, rowReader} from "./row-reader.ts";
import type {TableName} from "./snapshot.ts";

/** The rows of a part, in their order, with what is wrong with it; a row that cannot be read is left out. */
export interface PartReading extends Reading<Table> {
  readonly problems: readonly Problem[];
}

/**
 * Reads a part. All columns of the table are there; those that the part does not have are null.
 * @throws TidemarkError "import/damaged-part" when the bytes are not of that format, "import/too-large" beyond the limits.
 */
export async function readPart(bytes: Uint8Array, format: PartFormat, table: TableName): Promise<PartReading> {
  const problems = problemList();
  return partReading(await readRows(bytes, format, table, problems), problems);
}

/** Rows with what is wrong with them. */
export function partReading(value: Table, problems: ProblemList): PartReading {
  const list = problems.list();
  return {value, messages: list.map(toMessage), problems: list};
}

async function readRows(
  bytes: Uint8Array,
  format: PartFormat,
  table: TableName,
  problems: ProblemList
): Promise<Table> {
  switch (format) {
    case "ndjson":
    case "ndjson.gz":
      return readPartLines({name: "part", size: bytes.length, chunks: () => once(bytes)}, table, problems);
    case "parquet":
      return readParquet(bytes, table, problems);
    default:
      throw new TidemarkError("import/damaged-part", `Parts of the format ${format} are read by the workspace only.`);
  }
}

/** The rows as NDJSON: members in the order of the columns, equal tables give equal bytes. */
export function writePart(table: TableName, rows: Table): Uint8Array {
  return joined(...partPieces(table, rows));
}

const NOBODY: Pick<ReadContext, "answers" | "beside" | "known"> = {
  answers: {},
  beside: new Map(),
  known: {repositories: [], commitTime: () => null}
};

/** The rows of NDJSON, compressed or not; what cannot be read is left out and told. */
export async function readPartLines(
  source: Source,
  table: TableName,
  problems: ProblemList,
  options: RowOptions = {}
): Promise<Table> {
  const rows = rowReader(table, problems, options);
  const {cuts} = await eachJsonLine(source, NOBODY, problems, (value, {number}) => rows.add(value, number), {
    take: (bytes, from, end) => rows.take(bytes, from, end)
  });
  for (const cut of cuts) problems.skip("part/cut", cut);
  return rows.build();
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function toMessage({text, effect, count, places}: Problem): Message {
  return {
    level: effect === "skipped" ? "error" : "note",
    text: count > 1 ? `${text} (${count} times)` : text,
    ...(places[0] ? {place: places[0]} : {})
  };
}

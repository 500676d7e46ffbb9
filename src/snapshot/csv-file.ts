import type {Clues} from "./clues.ts";
import {type Cells, csvReader, type Delimiter} from "./csv-reader.ts";
import {eachChunk} from "./decode.ts";
import type {ReadContext, Source} from "./importer.ts";
import type {ProblemList} from "./problems.ts";

/** The cells of a CSV file, and why they are not all, as sentences. */
export interface CsvFile {
  readonly cells: Cells;
  readonly reasons: readonly string[];
  readonly fileHash: string;
}

/** Reads a CSV file, without the front matter in its first line. Errors are those of csvReader and eachChunk. */
export async function readCsv(
  source: Source,
  {
    context,
    clues,
    problems,
    delimiter
  }: {
    readonly context: ReadContext;
    readonly clues: Clues;
    readonly problems: ProblemList;
    readonly delimiter: Delimiter;
  }
): Promise<CsvFile> {
  let isSkipping = clues.hasFrontMatter;
  const reader = csvReader({delimiter, problems, firstLine: isSkipping ? 2 : 1, size: source.size});
  const {fileHash, cut} = await eachChunk(source, context, (bytes) => {
    const end = isSkipping ? bytes.indexOf(10) : -1;
    if (isSkipping && end < 0) return;
    isSkipping = false;
    reader.push(bytes.subarray(end + 1));
  });
  return {cells: reader.end(), reasons: cut ? [`Not all could be unpacked: ${cut}.`] : [], fileHash};
}

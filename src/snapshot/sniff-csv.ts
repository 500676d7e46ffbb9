import {type Cells, csvReader, DELIMITERS, type Delimiter} from "./csv-reader.ts";
import {problemList} from "./problems.ts";

const SAMPLE = 100;

/** The beginning of a CSV file under the delimiter that splits it best; null when it does not look like one. */
export function sniffCsv(
  text: string,
  given?: Delimiter
): {readonly delimiter: Delimiter; readonly rows: readonly (readonly string[])[]} | null {
  // a head may end inside a record
  const whole = text.length > 60_000 && text.includes("\n") ? text.slice(0, text.lastIndexOf("\n") + 1) : text;
  const bytes = new TextEncoder().encode(whole);
  const tries = (given ? [given] : DELIMITERS).flatMap((delimiter) => {
    const problems = problemList();
    const reader = csvReader({delimiter, problems});
    reader.push(bytes);
    const cells = reader.end();
    const width = cells.columns.length;
    const isTable = given ? width > 0 : width > 1 && cells.rows >= problems.skipped;
    return isTable ? [{delimiter, width, cells}] : [];
  });
  const best = tries.sort((a, b) => b.width - a.width)[0];
  return best ? {delimiter: best.delimiter, rows: rowsOf(best.cells, SAMPLE)} : null;
}

/** The first rows of a table's cells. */
export function rowsOf({rows, columns}: Cells, most: number): string[][] {
  return Array.from({length: Math.min(rows, most)}, (_, row) => columns.map(({codes, words}) => words[codes[row]!]!));
}

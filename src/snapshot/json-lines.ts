import {type DecodedLines, eachLine, type Line, type LineTaker} from "./decode.ts";
import type {ReadContext, Source} from "./importer.ts";
import {readJson} from "./json.ts";
import type {ProblemList} from "./problems.ts";

/** What is known of a file of JSON lines when it was read. */
export interface JsonLines extends DecodedLines {
  /** Why the file is not all of what was written, as sentences. */
  readonly cuts: readonly string[];
  /** True when some lines were no UTF-8. */
  readonly isMangled: boolean;
}

/**
 * How a reader of JSON lines takes them: `take` may read a line from its bytes, `skip` sees every other one and may pass
 * over it, `onGarbage` gets the lines that are no JSON.
 */
export interface JsonLineOptions {
  readonly take?: LineTaker;
  readonly skip?: (line: Line) => boolean;
  readonly onGarbage?: (line: Line) => void;
}

/** Passes on the value of every line that is not blank. Lines that cannot be read are left out and told. */
export async function eachJsonLine(
  source: Source,
  {signal, progress}: ReadContext,
  problems: ProblemList,
  onValue: (value: unknown, line: Line) => void,
  {take, skip, onGarbage}: JsonLineOptions = {}
): Promise<JsonLines> {
  const cuts: string[] = [];
  let isMangled = false;
  const onLine = (line: Line) => {
    if (skip?.(line) || line.text.trim() === "") return;
    if (!line.intact) {
      isMangled = true;
      problems.note("text/not-utf8", "A line holds bytes that are no UTF-8; they are shown as �.", line.number);
    }
    const reading = readJson(line.text);
    if ("value" in reading) return onValue(reading.value, line);
    if (reading.error === "too-deep")
      return problems.skip("json/too-deep", "A line is JSON nested deeper than 64 levels.", line.number);
    if (line.text.startsWith("{") && line.raw.at(-1) !== 10) {
      cuts.push("The last line is not whole: the file was cut while it was written.");
      return problems.skip("json/cut", "The last line is not whole.", line.number);
    }
    if (onGarbage) onGarbage(line);
    else problems.skip("json/not-json", "A line is no JSON.", line.number);
  };
  const decoded = await eachLine(source, {signal, progress}, onLine, take);
  for (const number of decoded.tooLong) problems.skip("text/too-long", "A line is longer than 128 MB.", number);
  if (decoded.cut) cuts.push(`Not all could be unpacked: ${decoded.cut}.`);
  return {...decoded, cuts, isMangled};
}

/** The sentence for a file in which some text is not as it was. */
export const MANGLED = "Some text holds bytes that are no UTF-8 and is not shown as it was.";

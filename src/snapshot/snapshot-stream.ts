import {sha256Stream} from "../hash.ts";
import {entryOf} from "./entry-of.ts";
import type {ReadContext, Source} from "./importer.ts";
import {isCount, isObject, type JsonObject} from "./json.ts";
import {eachJsonLine, MANGLED} from "./json-lines.ts";
import type {ProblemList} from "./problems.ts";
import {readTime} from "./read-time.ts";
import {type RowReader, rowReader} from "./row-reader.ts";
import {type Part, type RepoRecord, type SeriesRecord, TABLE_NAMES, type TableName} from "./snapshot.ts";
import {checkVersion, type Loaded} from "./snapshot-loading.ts";
import {readRepoRecord, readSeriesRecord} from "./snapshot-records.ts";

/** From a `snapshot` record to its `end`. A file may hold several, one appended after another. */
interface Section {
  readonly observedAt: number | null;
  readonly rows: Map<TableName, RowReader>;
  records: number;
  isEnded: boolean;
}

/**
 * Reads a snapshot that is one stream of records.
 * @throws TidemarkError "snapshot/manifest", "snapshot/newer".
 */
export async function loadStream(source: Source, context: ReadContext, problems: ProblemList): Promise<Loaded> {
  const series: SeriesRecord[] = [];
  const repos: RepoRecord[] = [];
  const sections: Section[] = [];
  const reasons: string[] = [];
  let hash = sha256Stream();
  let before: Uint8Array | null = null;
  let section: Section | undefined;
  /** Rows of one table stand together: the next one is likely to be of the same. */
  let reader: RowReader | undefined;
  const read = (record: JsonObject, number: number) => {
    if (record.t === "snapshot") {
      checkVersion(record, source.name);
      const observed = typeof record.observed_at === "string" ? readTime(record.observed_at) : null;
      section = {
        observedAt: observed && "time" in observed ? observed.time : null,
        rows: new Map(),
        records: 0,
        isEnded: false
      };
      sections.push(section);
      reader = undefined;
      return;
    }
    if (!section) return problems.skip("snapshot/no-header", "A record stands before the snapshot record.", number);
    if (record.t === "end") {
      section.isEnded = true;
      if (isCount(record.rows) && record.rows !== section.records)
        reasons.push(`The end of the file counts ${record.rows} records; ${section.records} are there.`);
      if (typeof record.sha256 === "string" && record.sha256.toLowerCase() !== hash.hex())
        reasons.push("The file is not as it was written: its SHA-256 is another one.");
      // what is appended after an end starts a count and a hash of its own
      hash = sha256Stream();
      before = null;
      return;
    }
    section.records++;
    const place = {line: number};
    if (record.t === "series") series.push(...[readSeriesRecord(record, place, problems) ?? []].flat());
    else if (record.t === "repo") repos.push(...[readRepoRecord(record, place, problems) ?? []].flat());
    else if ((TABLE_NAMES as readonly unknown[]).includes(record.t)) {
      const table = record.t as TableName;
      reader = entryOf(section.rows, table, () => rowReader(table, problems, {isTagged: true}));
      reader.add(record, number);
    } else
      problems.note(
        "snapshot/table",
        `Records of kind “${String(record.t).slice(0, 40)}” are not known here and were not read.`,
        number
      );
  };
  const lines = await eachJsonLine(
    source,
    context,
    problems,
    (value, {number}) =>
      isObject(value) ? read(value, number) : problems.skip("snapshot/no-record", "A line is no record.", number),
    {
      take(bytes, from, end, next) {
        // the hash covers what stands before the record `end`, so each line is added when the next one is there
        if (before) hash.update(before);
        before = bytes.subarray(from, next);
        if (!reader?.take(bytes, from, end)) return false;
        section!.records++;
        return true;
      }
    }
  );
  if (!section?.isEnded) reasons.push("The record at the end is missing: the import is incomplete.");
  const parts = sections.flatMap(({observedAt, rows}) =>
    [...rows].map(([table, reader]): Part => ({table, observedAt, rows: reader.build()}))
  );
  return {
    series,
    repos,
    parts,
    reasons: [...lines.cuts, ...reasons, ...(lines.isMangled ? [MANGLED] : [])],
    fileHash: lines.fileHash
  };
}

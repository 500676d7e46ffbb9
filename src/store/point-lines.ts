/** The matching lines of one repository behind a point: which came and which went since the point before. */

import type {DataFilter} from "../insight/filter.ts";
import {GROUP_SEPARATOR} from "../insight/kinds/capture-group.ts";
import {repositoryTest} from "../insight/scope.ts";
import {filtersValues} from "../insight/value-filter.ts";
import {compileRegex} from "../regex.ts";
import {languageOf} from "../snapshot/extension-language.ts";
import {extensionOf} from "../snapshot/file-changes.ts";
import {sql} from "../sql.ts";
import {numbersOf, recordsOf} from "../table.ts";
import type {CallOptions, Engine} from "./engine.ts";
import {lastingSpans, SPAN_MATCHED} from "./spans.ts";
import type {LinesRequest, MatchLine, PointLines} from "./store.ts";

/** More lines than this are not sent to a reader. */
const MOST_LINES = 300;

/** Whether a line counts: by its path, what it captured, and what matched. */
type LineTest = (path: string, captures: readonly (string | null)[], matched: string) => boolean;

/** Whether a path passes the filters by path and language. Lines are not known by owner or team. */
function pathTest(filters: readonly DataFilter[]): (path: string) => boolean {
  const passes = repositoryTest(filters.map(({paths}) => paths));
  const languages = filters.map((filter) => filter.languages).filter(({length}) => length > 0);
  return (path) => passes(path) && languages.every((any) => any.includes(languageOf(extensionOf(path), path) ?? ""));
}

/** What was matched at a time, and the sample that says so (null: no sample until then says where its matches are). */
interface Held {
  readonly sampleAt: number | null;
  readonly lines: readonly MatchLine[];
}

/**
 * The lines of a pair of series and repository. Lines are the same when path and text are, wherever in the file they stand.
 * The detail tables `point`, `match`, `file_span` and `match_span` must be filled; `isCaptured`: values of the series were counted.
 */
export async function pointLines(
  engine: Engine,
  {definition, label, shown, at, before}: LinesRequest,
  sid: number,
  rid: number,
  isCaptured: boolean,
  options: CallOptions
): Promise<PointLines> {
  const hasLabel =
    isCaptured && filtersValues(definition) ? valueTest(definition) : labelTest(definition, label, shown);
  const isKept = pathTest(definition.filters);
  const counts: LineTest = (path, captures, matched) => isKept(path) && hasLabel(captures, matched);
  const now = await heldAt(engine, sid, rid, at, counts, options);
  const then = before === null ? {sampleAt: null, lines: []} : await heldAt(engine, sid, rid, before, counts, options);
  const removed = difference(then.lines, now.lines);
  const isKnown = now.sampleAt !== null;
  // without the lines of the point before, nobody can say which of these are new
  const added = before !== null && then.sampleAt === null ? [] : difference(now.lines, then.lines);
  return {
    sampleAt: now.sampleAt,
    sampleBefore: then.sampleAt,
    held: isKnown ? now.lines.length : null,
    added: added.slice(0, MOST_LINES),
    removed: isKnown ? removed.slice(0, MOST_LINES) : [],
    more: Math.max(0, added.length - MOST_LINES) + (isKnown ? Math.max(0, removed.length - MOST_LINES) : 0)
  };
}

async function heldAt(
  engine: Engine,
  sid: number,
  rid: number,
  at: number,
  counts: LineTest,
  options: CallOptions
): Promise<Held> {
  const samples = await engine.query(
    sql`
      SELECT epoch_ms(max(t))::DOUBLE AS searched, epoch_ms(max(t) FILTER (matches = 0))::DOUBLE AS empty,
        epoch_ms((SELECT max(t) FROM store.match WHERE sid = ${{integer: sid}} AND rid = ${{integer: rid}} AND t <= ${{time: at}}))::DOUBLE AS told,
        (SELECT count(*) FROM store.file_span WHERE sid = ${{integer: sid}} AND rid = ${{integer: rid}} AND valid_from <= ${{time: at}})::DOUBLE AS spans
      FROM store.point WHERE sid = ${{integer: sid}} AND rid = ${{integer: rid}} AND t <= ${{time: at}}`,
    options
  );
  const one = (name: string) => numbersOf(samples, name)[0] ?? Number.NaN;
  const latest = Math.max(...["empty", "told"].map(one).filter((time) => !Number.isNaN(time)));
  const isSpanned = one("spans") > 0;
  if (!isSpanned && latest === Number.NEGATIVE_INFINITY) return {sampleAt: null, lines: []};
  const rows = await engine.query(
    isSpanned
      ? sql`
        SELECT path, line::DOUBLE AS line, text, ${SPAN_MATCHED} AS matched, c1, c2, c3
        FROM (${lastingSpans(sql`sid = ${{integer: sid}} AND rid = ${{integer: rid}}`)}) AS lasting
          JOIN store.match_span USING (sid, blob_oid)
        WHERE valid_from <= ${{time: at}} AND (ends IS NULL OR ends > ${{time: at}})
        ORDER BY path, line, col LIMIT 50000`
      : sql`
        SELECT path, line::DOUBLE AS line, text, matched, c1, c2, c3 FROM store.match
        WHERE sid = ${{integer: sid}} AND rid = ${{integer: rid}} AND t = ${{time: latest}}
        ORDER BY path, line, col LIMIT 50000`,
    options
  );
  const lines = recordsOf(rows)
    .filter(({path, c1, c2, c3, matched}) =>
      counts(String(path ?? ""), [c1, c2, c3] as (string | null)[], String(matched ?? ""))
    )
    .map(({path, line, text, matched}) => ({
      path: String(path ?? ""),
      line: typeof line === "number" ? line : null,
      text: String(text ?? matched ?? "").trim()
    }));
  return {sampleAt: isSpanned ? one("searched") : latest, lines};
}

/** Whether what a match captured passes the filters on values. */
function valueTest({filters}: LinesRequest["definition"]): (captures: readonly (string | null)[]) => boolean {
  const passes = repositoryTest(filters.map(({captures}) => captures));
  return (captures) => {
    const value = captures.filter((one) => one !== null && one !== "").join(GROUP_SEPARATOR);
    return value !== "" && passes(value);
  };
}

/** Whether a match counts for a series: all do, or those whose captured values make its label. */
function labelTest(
  {kind, groups, pattern}: LinesRequest["definition"],
  label: string,
  shown: readonly string[]
): (captures: readonly (string | null)[], matched: string) => boolean {
  if (kind !== "capture-group") return () => true;
  const regex = pattern ? compileRegex(pattern) : null;
  const chosen = groups.length ? groups : [1, 2, 3];
  return (captures, matched) => {
    const values = regex ? (regex.matchAll(matched)[0] ?? []) : captures;
    const own = chosen
      .map((group) => values[group - 1])
      .filter((value) => value !== null && value !== undefined && value !== "")
      .join(GROUP_SEPARATOR);
    return shown.includes(label) ? own === label : own !== "" && !shown.includes(own);
  };
}

/** The lines of a list that another does not have; each is set off against one of the other. */
function difference(lines: readonly MatchLine[], others: readonly MatchLine[]): MatchLine[] {
  const key = ({path, text}: MatchLine) => `${path}\0${text}`;
  const left = new Map<string, number>();
  for (const line of others) left.set(key(line), (left.get(key(line)) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(key(line)) ?? 0;
    if (count) left.set(key(line), count - 1);
    return count === 0;
  });
}

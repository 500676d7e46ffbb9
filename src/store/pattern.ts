/** Captured values counted from the imported lines of a series: by a pattern of its own, or under filters by file. */
import {TidemarkError} from "../error.ts";
import {UNTOLD_CODE} from "../insight/file-bounds.ts";
import {type FileSource, fileSource, maybeHeld} from "../insight/file-filter.ts";
import type {InsightDefinition} from "../insight/insight.ts";
import {COUNTED_CODE} from "../insight/value-filter.ts";
import {compileRegex, enginePattern} from "../regex.ts";
import {captureChanges} from "../snapshot/changes.ts";
import type {Merged} from "../snapshot/merge.ts";
import {type Sql, sql} from "../sql.ts";
import {type Column, numbersOf, type Table, textColumn} from "../table.ts";
import type {Engine} from "./engine.ts";
import {AFTER_SPANS, SPAN_MATCHED, sampledSpans} from "./spans.ts";

/** Codes of captured values from here on are of lines; those of two codes must not meet, nor go past an INTEGER. */
const FIRST_VALUE = 1_000_000_000;
const MOST_VALUES = 1_000_000;

/**
 * Counts what the lines of a series captured, by the definition's pattern (RE2, over the matched text) or as they were
 * imported, in the files that its filters keep. The changes are stored under a code of their own, which is returned; beside
 * them stands how much of what was counted lines account for. What the lines of one sample captured holds until those of
 * another are known, or nothing is found. `number` tells such codes of one database apart; the tables `match` and `point`
 * and those of the filters must be filled.
 * @throws TidemarkError "regex/invalid"; "insight/filter" where filters by file ask and no line was imported.
 */
export async function lineSeries(
  engine: Engine,
  sid: number,
  definition: InsightDefinition,
  number: number
): Promise<number> {
  const code = COUNTED_CODE + number;
  const mine = sql`sid = ${{integer: sid}}`;
  const lines = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, c1, sum(matches)::DOUBLE AS matches, count(*)::DOUBLE AS files
    FROM (${sampledLines(toldLines(definition), mine)}) AS told GROUP BY rid, t, c1 ORDER BY ALL`);
  const source = fileSource(definition);
  const isFiltered = source !== null;
  if (isFiltered && !lines.rows)
    throw new TidemarkError(
      "insight/filter",
      "Captured values are known by file only where their matching lines were imported, and no line of this search was.",
      {field: "filters"}
    );
  const found = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, c1, c2, c3,
      sum(matches)::DOUBLE AS matches, count(*)::DOUBLE AS files
    FROM (${sampledLines(capturingLines(definition), mine)}) AS captured
    WHERE ${source ? sql`(rid, path, t) IN (${keptFiles(definition, source, mine)})` : sql`TRUE`}
    GROUP BY rid, t, c1, c2, c3
    ORDER BY ALL`);
  // a sample that found something and has no lines changes nothing; one that found nothing is an empty set
  const searched = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, status FROM store.point AS sampled
    WHERE ${mine} AND (
      coalesce(matches, lines, files) = 0 OR ${AFTER_SPANS} OR (rid, t) IN (SELECT DISTINCT rid, t FROM store.match WHERE ${mine}))
    ORDER BY rid, t`);
  const changesOf = (rows: Table) => captureChanges(samples(searched), samples(rows), () => code, Number);
  const held = changesOf(lines).changes;
  const counted = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, d_matches, d_files FROM store.delta_repo WHERE ${mine} ORDER BY rid, t`);
  const maybe = source && maybeHeld(source);
  // lines of files whose owners nobody knows may be kept as well
  const unsure = maybe
    ? await engine.query(sql`
        SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, c1, sum(matches)::DOUBLE AS matches, count(*)::DOUBLE AS files
        FROM (${sampledLines(toldLines(definition), mine)}) AS told
        WHERE (rid, path, t) IN (${keptFiles(definition, maybe, mine)})
          AND (rid, path, t) NOT IN (${keptFiles(definition, source, mine)})
        GROUP BY rid, t, c1 ORDER BY ALL`)
    : null;
  const open = unsure?.rows ? changesOf(unsure).changes : null;
  for (const [rows, as, sign] of [
    ...(open ? [[open, code + 2 * UNTOLD_CODE, 1] as const] : []),
    [held, code, 1],
    [counted, code + UNTOLD_CODE, 1],
    [held, code + UNTOLD_CODE, -1]
  ] as const)
    if (rows.rows) await engine.append("store.delta_repo", totals(rows, as, sign));
  const {changes, captures} = changesOf(found);
  if (!captures.rows) return code;
  const offset = FIRST_VALUE + number * MOST_VALUES;
  await engine.append("store.capture_value", shifted(captures, offset));
  await engine.append("store.delta_capture", shifted(changes, offset));
  return code;
}

/** What is read of lines: three values of each that passes a condition. */
interface LineReading {
  readonly values: readonly [Sql, Sql, Sql];
  readonly condition: Sql;
}

const NULL = sql`NULL::VARCHAR`;

/** The lines that can be read: a pattern has to know what was matched. */
function toldLines({pattern}: InsightDefinition): LineReading {
  return {values: [sql`'line'`, NULL, NULL], condition: pattern ? sql`matched IS NOT NULL` : sql`TRUE`};
}

/** The lines that captured something, with what. */
function capturingLines({pattern}: InsightDefinition): LineReading {
  if (!pattern) return {values: [sql`c1`, sql`c2`, sql`c3`], condition: sql`coalesce(c1, c2, c3) IS NOT NULL`};
  const groups = Math.min(3, compileRegex(pattern).groups);
  const expression = enginePattern(pattern);
  const group = (index: number) =>
    index <= groups ? sql`nullif(regexp_extract(matched, ${expression}, ${index}::INTEGER), '')` : NULL;
  return {
    values: [group(groups ? 1 : 0), group(2), group(3)],
    condition: sql`regexp_matches(matched, ${expression})`
  };
}

/** Rows (rid, t, path, c1, c2, c3, matches) of the lines of a series, at each sample that has them: one for a file and values. */
function sampledLines({values: [first, second, third], condition}: LineReading, mine: Sql): Sql {
  const counted = (keys: Sql, rows: Sql) => sql`
    SELECT ${keys}, a AS c1, b AS c2, c AS c3, count(*) AS matches
    FROM (SELECT ${keys}, ${first} AS a, ${second} AS b, ${third} AS c FROM (${rows}) AS line WHERE ${condition}) AS reading
    GROUP BY ${keys}, a, b, c`;
  const spans = sql`SELECT sid, blob_oid, c1, c2, c3, ${SPAN_MATCHED} AS matched FROM store.match_span WHERE ${mine}`;
  return sql`
    ${counted(sql`rid, t, path`, sql`SELECT * FROM store.match AS sampled WHERE ${mine} AND NOT ${AFTER_SPANS}`)}
    UNION ALL
    SELECT rid, t, path, c1, c2, c3, told.matches
    FROM (${sampledSpans(mine)}) AS spanned JOIN (${counted(sql`sid, blob_oid`, spans)}) AS told USING (sid, blob_oid)`;
}

/** Rows (rid, path, t) of the files that pass the filters when their lines were found. */
function keptFiles(
  definition: InsightDefinition,
  {rows, condition}: Pick<FileSource, "rows" | "condition">,
  mine: Sql
): Sql {
  return sql`
    SELECT found.rid, found.path, found.t
    FROM (SELECT DISTINCT rid, path, t FROM (${sampledLines(toldLines(definition), mine)}) AS told) AS found
      JOIN store.path USING (rid, path)
      JOIN (SELECT pid AS held_pid, t AS since, d_files FROM ${rows} WHERE ${mine} AND ${condition}) AS held
        ON held_pid = pid AND since <= found.t
    GROUP BY found.rid, found.path, found.t
    HAVING sum(d_files) > 0`;
}

/** Rows (rid, t, d_matches, d_files) as changes of a repository's totals under a code. */
function totals(rows: Table, code: number, sign: 1 | -1): Table {
  const column = (name: string, from: Float64Array, times = 1): Column => ({
    name,
    type: name === "t" ? "time" : "number",
    values: from.map((value) => value * times)
  });
  const none = new Float64Array(rows.rows);
  return {
    rows: rows.rows,
    columns: [
      column(
        "sid",
        none.map(() => code)
      ),
      column("rid", numbersOf(rows, "rid")),
      column("t", numbersOf(rows, "t")),
      column("d_files", numbersOf(rows, "d_files"), sign),
      column("d_matches", numbersOf(rows, "d_matches"), sign),
      ...["d_lines", "d_any", "d_repos", "d_partial", "d_unknown"].map((name) => column(name, none))
    ]
  };
}

/** A query's rows (rid, t, …) as if they were merged parts of one series; repositories are their codes. */
export function samples(rows: Table): Merged {
  const time = numbersOf(rows, "t");
  const repo = textColumn("repo_key", Array.from(numbersOf(rows, "rid"), String));
  const series = textColumn("series_id", new Array<string>(rows.rows).fill(""));
  const rest = rows.columns.filter(({name: column}) => column !== "rid" && column !== "t");
  return {
    table: {rows: rows.rows, columns: [series, repo, {name: "sample_at", type: "time", values: time}, ...rest]},
    series,
    repo,
    time
  };
}

function shifted(table: Table, offset: number): Table {
  return {
    ...table,
    columns: table.columns.map(
      (column): Column =>
        column.name === "cid" && column.type !== "text"
          ? {...column, values: column.values.map((cid) => cid + offset)}
          : column
    )
  };
}

/** What filters on captured values keep of a series, for searches and groups by something else. */

import type {InsightDefinition} from "../insight/insight.ts";
import {chosenCaptures} from "../insight/kinds/capture-group.ts";
import {COUNTED_CODE} from "../insight/value-filter.ts";
import {blameChanges} from "../snapshot/blame-changes.ts";
import {growing} from "../snapshot/changes.ts";
import {fileChanges} from "../snapshot/file-changes.ts";
import {locatedChanges} from "../snapshot/located-changes.ts";
import {type Sql, sql} from "../sql.ts";
import {numberColumn, numbersOf, type Table, takeRows, textColumn} from "../table.ts";
import type {Dimensions} from "./dimensions.ts";
import type {Engine} from "./engine.ts";
import {samples} from "./pattern.ts";
import {AFTER_SPANS, sampledSpans} from "./spans.ts";

/**
 * Counts what the captured values that pass the filters have, and stores it under a code of its own, which is returned: its
 * matches by repository are those of the values, as they were counted; files, lines and authors are those of the imported
 * lines that captured them. Where lines account for less, lines and files by repository are more by as much as matches are.
 * `number` tells such codes of one database apart; the tables `match`, `file_span`, `match_span`, `point` and `blame` must be
 * filled. @throws TidemarkError "regex/invalid".
 */
export async function valuedSeries(
  engine: Engine,
  {paths, aid, flush}: Dimensions,
  sid: number,
  definition: InsightDefinition,
  number: number
): Promise<number> {
  const code = COUNTED_CODE + number;
  const mine = sql`sid = ${{integer: sid}}`;
  const chosen = sql`SELECT cid FROM (${chosenCaptures(definition)}) AS chosen`;
  const counted = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, sum(d_matches)::DOUBLE AS d_matches
    FROM store.delta_capture WHERE ${mine} AND cid IN (${chosen}) GROUP BY rid, t HAVING sum(d_matches) <> 0 ORDER BY rid, t`);
  const kept = keptLines(mine, chosen);
  const files = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, path, count(*)::DOUBLE AS lines, sum(n)::DOUBLE AS matches
    FROM (${kept}) AS kept GROUP BY rid, t, path ORDER BY rid, t, path`);
  const blamed = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, path, author, epoch_ms(authored_at)::DOUBLE AS authored_at
    FROM store.blame JOIN (SELECT rid, t, path, line FROM (${kept}) AS lines) AS kept USING (rid, t, path, line)
    WHERE ${mine} ORDER BY rid, t, path, line`);
  // a sample says where its values are when it has lines, or when it has no such value
  const told = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, has_lines, has_authors
    FROM (
      SELECT rid, t,
        coalesce(matches, lines, files) = 0 OR ${AFTER_SPANS} OR (rid, t) IN (SELECT DISTINCT rid, t FROM store.match WHERE ${mine})
          AS has_lines,
        coalesce(matches, lines, files) = 0 OR (rid, t) IN (SELECT DISTINCT rid, t FROM store.blame WHERE ${mine}) AS has_authors
      FROM store.point AS sampled WHERE ${mine} AND status IN ('ok', 'partial')) AS sample
    ORDER BY rid, t`);
  const none = emptyTimes(counted);
  const empty = (flag: string) => {
    const is = numbersOf(told, flag);
    const rows = Uint32Array.from(is.keys()).filter((row) => is[row] === 1);
    return samples(emptySamples(takeRows(told, rows), none));
  };
  const fileRows = fileChanges(empty("has_lines"), samples(files), {rows: 0, columns: []}, () => code, Number, paths);
  const ofAuthors = blameChanges(empty("has_authors"), authorRows(blamed), {
    ...{sid: () => code, rid: Number, aid, paths}
  });
  await flush(engine);
  for (const [table, rows] of [
    ["delta_repo", repositoryRows(code, counted, fileRows)],
    ["delta_path", fileRows],
    ["delta_author", ofAuthors],
    ["delta_located", locatedChanges(fileRows, ofAuthors)]
  ] as const)
    if (rows.rows) await engine.append(`store.${table}`, rows);
  return code;
}

/** Rows (rid, t, path, line, n) of the lines whose values are chosen, at each sample that has them; n matches are in a line. */
function keptLines(mine: Sql, chosen: Sql): Sql {
  const words = sql`coalesce(c1, ''), coalesce(c2, ''), coalesce(c3, '')`;
  return sql`
    SELECT rid, t, path, line, count(*) AS n
    FROM (
      SELECT rid, t, path, line, c1, c2, c3 FROM store.match AS sampled WHERE ${mine} AND NOT ${AFTER_SPANS}
      UNION ALL
      SELECT rid, t, path, line, c1, c2, c3
      FROM (${sampledSpans(mine)}) AS spanned JOIN store.match_span USING (sid, blob_oid)) AS captured
    WHERE (${words}) IN (SELECT (${words}) FROM store.capture_value WHERE cid IN (${chosen}))
    GROUP BY rid, t, path, line`;
}

/** Rows (rid, t) where a running sum comes to nothing. */
function emptyTimes(counted: Table): readonly (readonly [number, number])[] {
  const held = new Map<number, number>();
  const [rid, t, deltas] = ["rid", "t", "d_matches"].map((name) => numbersOf(counted, name));
  return Array.from(rid!, (one, row) => {
    held.set(one, (held.get(one) ?? 0) + deltas![row]!);
    return [one, t![row]!, held.get(one)!] as const;
  }).flatMap(([one, time, sum]) => (sum === 0 ? [[one, time] as const] : []));
}

/** Samples in which something was looked for and, unless rows of others tell of it, nothing found. */
function emptySamples(told: Table, none: readonly (readonly [number, number])[]): Table {
  const all = [
    ...Array.from(numbersOf(told, "rid"), (rid, row) => [rid, numbersOf(told, "t")[row]!] as const),
    ...none
  ].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return {
    rows: all.length,
    columns: [
      numberColumn(
        "rid",
        all.map(([rid]) => rid)
      ),
      numberColumn(
        "t",
        all.map(([, t]) => t),
        "time"
      ),
      numberColumn(
        "matches",
        all.map(() => 0)
      ),
      textColumn(
        "status",
        all.map(() => "ok")
      )
    ]
  };
}

function authorRows(blamed: Table): Table {
  const {table} = samples(blamed);
  return table;
}

/** Rows of delta_repo: matches as counted, lines and files of what lines tell and one more for each match beyond. */
function repositoryRows(code: number, counted: Table, files: Table): Table {
  const changes = new Map<
    string,
    {rid: number; t: number; all: number; matches: number; lines: number; files: number}
  >();
  const at = (rid: number, t: number) => {
    const key = `${rid} ${t}`;
    const known = changes.get(key) ?? {rid, t, all: 0, matches: 0, lines: 0, files: 0};
    changes.set(key, known);
    return known;
  };
  numbersOf(counted, "rid").forEach((rid, row) => {
    at(rid, numbersOf(counted, "t")[row]!).all += numbersOf(counted, "d_matches")[row]!;
  });
  numbersOf(files, "rid").forEach((rid, row) => {
    const change = at(rid, numbersOf(files, "t")[row]!);
    change.matches += numbersOf(files, "d_matches")[row]!;
    change.lines += numbersOf(files, "d_lines")[row]!;
    change.files += numbersOf(files, "d_files")[row]!;
  });
  const out = growing("sid rid t d_files d_lines d_matches d_any d_repos d_partial d_unknown".split(" "));
  const held = new Map<number, number>();
  for (const {rid, t, ...change} of [...changes.values()].sort((a, b) => a.rid - b.rid || a.t - b.t)) {
    const before = held.get(rid) ?? 0;
    const now = before + change.all;
    held.set(rid, now);
    const beyond = change.all - change.matches;
    const any = Number(now > 0) - Number(before > 0);
    out.push([code, rid, t, change.files + beyond, change.lines + beyond, change.all, any, 0, 0, 0]);
  }
  return out.build();
}

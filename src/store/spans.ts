/**
 * Spans of files and of matches as what samples of their series and repository have. Where a pair of series and repository
 * has spans, its sets count only before the first of them: the rule of file-changes.ts, in SQL.
 */
import {type Sql, sql} from "../sql.ts";

/** Rows (sid, rid, t, path, blob_oid, lines, matches) of the file spans that pass a condition, at each sample they last over. */
export function sampledSpans(condition: Sql): Sql {
  return sql`
          SELECT sid, rid, sampled.t, path, blob_oid, lasting.lines, lasting.matches
          FROM (${lastingSpans(condition)}) AS lasting
            JOIN (SELECT sid, rid, t FROM store.point WHERE ${condition}) AS sampled USING (sid, rid)
          WHERE valid_from <= sampled.t AND (ends IS NULL OR ends > sampled.t)`;
}

/** The file spans that pass a condition, with `ends`: one that is open, or too long, ends where the file's next one begins. */
export function lastingSpans(condition: Sql): Sql {
  return sql`
    SELECT sid, rid, path, blob_oid, valid_from, lines, matches,
      least(valid_to, lead(valid_from) OVER (PARTITION BY sid, rid, path ORDER BY valid_from)) AS ends
    FROM store.file_span WHERE ${condition}`;
}

/** True in SQL for rows (sid, rid, t) of a source called `sampled` from the first span of their pair on. */
export const AFTER_SPANS: Sql = sql`coalesce((
          SELECT min(valid_from) FROM store.file_span AS span
          WHERE span.sid = sampled.sid AND span.rid = sampled.rid) <= sampled.t, FALSE)`;

const BYTES = sql`encode(text)`;

/**
 * The matched text of a row of match_span: what stands between its columns, which count bytes of the line. Null where that
 * cannot be told: no columns, a line that was cut before the match or within it, or one that is not UTF-8. The CR of a line's
 * end is in no text; a match that reaches over it has it.
 */
export const SPAN_MATCHED: Sql = sql`CASE
    WHEN text IS NULL OR col IS NULL OR end_col IS NULL OR end_col <= col OR contains(text, '\ufffd') THEN NULL
    WHEN strlen(text) >= 398 AND starts_with(text, '…') AND col > 101 THEN NULL
    WHEN strlen(text) >= 398 AND suffix(text, '…') AND end_col > strlen(text) - 2 THEN NULL
    WHEN end_col = strlen(text) + 2 AND NOT ${isWithin(sql`col`)} THEN concat(decode(${BYTES}[col::INTEGER:]), chr(13))
    WHEN end_col > strlen(text) + 1 OR ${isWithin(sql`col`)} OR ${isWithin(sql`end_col`)} THEN NULL
    ELSE decode(${BYTES}[col::INTEGER:end_col::INTEGER - 1])
  END`;

/** True in SQL where a place, a byte from 1, stands within a character. */
function isWithin(place: Sql): Sql {
  return sql`(hex(${BYTES}[${place}::INTEGER:${place}::INTEGER]) BETWEEN '80' AND 'BF')`;
}

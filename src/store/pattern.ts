/** A pattern with groups, run over the imported matches of a series: captured values without a new import. */
import {compileRegex, enginePattern} from "../regex.ts";
import {captureChanges} from "../snapshot/changes.ts";
import type {Merged} from "../snapshot/merge.ts";
import {sql} from "../sql.ts";
import {type Column, numbersOf, type Table, textColumn} from "../table.ts";
import type {Engine} from "./engine.ts";

/** Codes from here on are no series but patterns run over one. */
const FIRST_CODE = 1_000_000;

/**
 * Runs the pattern (RE2) over the matched text of a series and stores the changes under a code of their own, which is
 * returned. `number` tells the patterns of one database apart. The detail table `match` must be filled.
 * @throws TidemarkError "regex/invalid".
 */
export async function patternSeries(engine: Engine, sid: number, pattern: string, number: number): Promise<number> {
  const code = FIRST_CODE + number;
  const groups = Math.min(3, compileRegex(pattern).groups);
  const expression = enginePattern(pattern);
  const group = (index: number) =>
    index <= groups ? sql`nullif(regexp_extract(matched, ${expression}, ${index}::INTEGER), '')` : sql`NULL::VARCHAR`;
  const found = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, ${group(groups ? 1 : 0)} AS c1, ${group(2)} AS c2, ${group(3)} AS c3,
      count(*)::DOUBLE AS matches, count(DISTINCT path)::DOUBLE AS files
    FROM store.match
    WHERE sid = ${{integer: sid}} AND regexp_matches(matched, ${expression})
    GROUP BY ALL
    ORDER BY ALL`);
  const searched = await engine.query(sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(t)::DOUBLE AS t, status FROM store.point WHERE sid = ${{integer: sid}} ORDER BY rid, t`);
  const {changes, captures} = captureChanges(samples(searched), samples(found), () => code, Number);
  if (!captures.rows) return code;
  const offset = code * 1000;
  await engine.append("store.capture_value", shifted(captures, offset));
  await engine.append("store.delta_capture", shifted(changes, offset));
  return code;
}

/** A query's rows (rid, t, …) as if they were merged parts of one series; repositories are their codes. */
function samples(rows: Table): Merged {
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

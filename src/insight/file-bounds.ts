/**
 * How far groups can be trusted under filters by file: what the search found and no file accounts for is in no group, so that
 * what is in one is a lower bound. Rows that say how much that is stand beside those of the groups, under labels of their own.
 */
import {name, type Sql, sql} from "../sql.ts";
import {statusByFile} from "./file-filter.ts";
import type {ValueStatus} from "./insight.ts";
import {type Asked, CHANGE_COLUMN} from "./kinds/kind.ts";

/** Begin the labels of what files account for and of what they do not; the name of a repository follows, or nothing. */
const TOLD = "\u0001";
const UNTOLD = "\u0002";

/** Rows (label, at_time, delta) of how much of what the search found files account for: of each repository, or of all. */
export function boundRows({series, unit, repositories}: Asked, byRepository: boolean): Sql {
  const column = name(CHANGE_COLUMN[unit]);
  const rows = (mark: string, table: string, sign: Sql) => sql`
    SELECT ${byRepository ? sql`concat(${mark}, repo_key)` : sql`${mark}`} AS label, t AS at_time, ${sign}${column} AS delta
    FROM store.${name(table)} JOIN store.repo USING (rid) WHERE sid IN ${series} AND ${repositories}`;
  return sql`
    ${rows(TOLD, "delta_path", sql``)}
    UNION ALL ${rows(UNTOLD, "delta_repo", sql``)}
    UNION ALL ${rows(UNTOLD, "delta_path", sql`-`)}`;
}

/** Where lines are counted, what a series of lines holds of the search stands under this much more than its code. */
export const UNTOLD_CODE = 500_000;

/** Rows as boundRows, of captured values that are counted from lines: what lines account for stands under the codes of series. */
export function lineBoundRows({series, unit, repositories}: Asked): Sql {
  const column = name(CHANGE_COLUMN[unit]);
  const rows = (mark: string, codes: readonly number[]) => sql`
    SELECT ${mark} AS label, t AS at_time, ${column} AS delta FROM store.delta_repo WHERE sid IN ${codes} AND ${repositories}`;
  return sql`
    ${rows(TOLD, series)} UNION ALL ${rows(
      UNTOLD,
      series.map((code) => code + UNTOLD_CODE)
    )}`;
}

interface LabelSums {
  readonly label: string;
  readonly values: Float64Array;
}

/**
 * The groups among sums by label, and what the status of a group is by what files account for (as it was where nobody asked).
 * A repository whose files are not told is there with 0.
 */
export function withBounds(
  all: readonly LabelSums[],
  byRepository: boolean
): {
  readonly sums: readonly LabelSums[];
  bound<S extends readonly ValueStatus[] | null>(status: S, label: string): S | ValueStatus[];
} {
  const bounds = new Map(all.filter(({label}) => isBound(label)).map(({label, values}) => [label, values]));
  const sums = all.filter(({label}) => !isBound(label));
  const known = new Set(sums.map(({label}) => label));
  const untold = [...bounds].flatMap(([label, values]) => {
    const own = label.slice(1);
    const isMissing = byRepository && label.startsWith(UNTOLD) && !known.has(own) && values.some((value) => value > 0);
    return isMissing ? [{label: own, values: new Float64Array(values.length)}] : [];
  });
  return {
    sums: [...sums, ...untold],
    bound(status, label) {
      const of = byRepository ? label : "";
      const missing = bounds.get(`${UNTOLD}${of}`);
      return status && missing ? statusByFile(status, bounds.get(`${TOLD}${of}`) ?? [], missing) : status;
    }
  };
}

function isBound(label: string): boolean {
  return label.startsWith(TOLD) || label.startsWith(UNTOLD);
}

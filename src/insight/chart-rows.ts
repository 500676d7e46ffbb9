/** A series of points with times of their own. */
export interface TimedSeries {
  readonly id: string;
  readonly points: readonly {readonly time: number; readonly value: number}[];
}

/** One time and the value of each series at it; null where a series has no point. */
export interface ChartRow {
  readonly time: number;
  readonly values: readonly (number | null)[];
}

/**
 * Series as rows, merged on exactly equal times (epoch ms), in the order in which times are first seen.
 * Source: Sourcegraph createLineChartContent.
 */
export function chartRows(series: readonly TimedSeries[]): ChartRow[] {
  const rows = new Map<number, (number | null)[]>();
  series.forEach(({points}, index) => {
    for (const {time, value} of points) {
      const row = rows.get(time) ?? series.map(() => null);
      row[index] = value;
      rows.set(time, row);
    }
  });
  return Array.from(rows, ([time, values]) => ({time, values}));
}

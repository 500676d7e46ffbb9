/** A pair of coordinates, and at least two lines from there. */
const LINES = /-?[\d.]+,-?[\d.]+(?:L-?[\d.]+,-?[\d.]+){2,}/g;

/**
 * A path without the points within its level runs: a value that stays draws one line, not one for each step. The line that
 * is drawn is the same; where it turns back on itself it is left alone.
 */
export function withoutLevelPoints(path: string): string {
  return path.replace(LINES, (run) => {
    const points = run.split("L");
    const places = points.map((point) => point.split(",").map(Number) as [number, number]);
    return points.filter((_, i) => !isWithin(places[i - 1], places[i]!, places[i + 1])).join("L");
  });
}

type Point = readonly [x: number, y: number];

function isWithin(before: Point | undefined, [x, y]: Point, after: Point | undefined): boolean {
  return !!before && !!after && before[1] === y && after[1] === y && (x - before[0]) * (after[0] - x) >= 0;
}

/** Ticks of a time axis that people read: years, quarters, months, weeks or days, whichever fits the width. UTC. */
export interface TimeAxis {
  readonly values: readonly number[];
  /** A Vega expression for the label of `datum.value`. */
  readonly labelExpr: string;
}

const DAY = 86_400_000;
const MONTH_STEPS = [1, 2, 3, 6] as const;
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100] as const;
const DAY_STEPS = [1, 2, 7, 14] as const;
const HOUR_STEPS = [1, 2, 3, 6, 12] as const;

/** Ticks for a span of time drawn `width` pixels wide. */
export function timeAxis(from: number, to: number, width: number): TimeAxis {
  const most = Math.max(2, Math.floor(width / 72));
  const days = (to - from) / DAY;
  if (days <= 2) {
    const step = HOUR_STEPS.find((hours) => (days * 24) / hours <= most) ?? 24;
    return {
      values: every(from, to, step * 3_600_000),
      labelExpr:
        "hours(datum.value) === 0 ? utcFormat(datum.value, '%-d %b') : utcFormat(datum.value, '%H:%M')".replace(
          "hours",
          "utchours"
        )
    };
  }
  if (days <= 92) {
    const step = DAY_STEPS.find((count) => days / count <= most);
    if (step)
      return {
        values: step % 7 ? every(from, to, step * DAY) : mondays(from, to, step),
        labelExpr: "utcFormat(datum.value, '%-d %b')"
      };
  }
  const months = days / 30.44;
  const monthStep = MONTH_STEPS.find((count) => months / count <= most);
  if (monthStep && months <= 40) {
    return {
      values: calendar(from, to, monthStep),
      labelExpr: "utcmonth(datum.value) === 0 ? utcFormat(datum.value, '%Y') : utcFormat(datum.value, '%b')"
    };
  }
  const years = days / 365.25;
  const yearStep = YEAR_STEPS.find((count) => years / count <= most) ?? 100;
  return {values: calendar(from, to, yearStep * 12), labelExpr: "utcFormat(datum.value, '%Y')"};
}

function every(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step) * step;
  return Array.from({length: Math.max(0, Math.floor((to - first) / step) + 1)}, (_, i) => first + i * step);
}

function mondays(from: number, to: number, days: number): number[] {
  // 5 January 1970 was a Monday
  const step = days * DAY;
  const first = Math.ceil((from - 4 * DAY) / step) * step + 4 * DAY;
  return Array.from({length: Math.max(0, Math.floor((to - first) / step) + 1)}, (_, i) => first + i * step);
}

/** First days of months, every `months` counted from January; years when it is a multiple of 12. */
function calendar(from: number, to: number, months: number): number[] {
  const values: number[] = [];
  const start = new Date(from);
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (; values.length < 1000; month += months) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > to) break;
    if (time >= from) values.push(time);
  }
  return values;
}

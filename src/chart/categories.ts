/** A result as groups with one value each, at its last time: what bars and pies show. */
import type {InsightResult, ValueStatus} from "../insight/insight.ts";
import {statedValue} from "../insight/stated-value.ts";
import {readableValue} from "../insight/unit.ts";
import {readableNumber} from "../number.ts";
import {seriesStyles} from "./colors.ts";

/** A group; `row` is that of its value among all of the result, −1 for what several groups were added up to. */
export interface Category {
  readonly label: string;
  readonly color: string;
  readonly value: number;
  readonly status: ValueStatus;
  readonly row: number;
}

export interface Categories {
  readonly shown: readonly Category[];
  /** What is not shown, as a sentence; "" when everything is. */
  readonly left: string;
}

/** The first `most` groups in display order, with the Other of the result behind them. */
export function categoriesOf(result: InsightResult, hidden: ReadonlySet<string>, most: number): Categories {
  const {times, series, unit} = result;
  const last = times.length - 1;
  const styles = seriesStyles(series);
  const all = series.flatMap(({label, values, status, holds}, index) =>
    hidden.has(label) || last < 0
      ? []
      : [
          {
            label,
            color: styles[index]!.color,
            value: values[last]!,
            status: status[last]!,
            row: index * times.length + last,
            holds
          }
        ]
  );
  const groups = all.filter(({holds}) => holds === 0);
  const other = all.filter(({holds}) => holds > 0);
  const rest = groups.slice(most);
  const known = rest.map(({value}) => value).filter((value) => !Number.isNaN(value));
  const sum = known.reduce((total, value) => total + value, 0);
  return {
    shown: [...groups.slice(0, most), ...other].map(({holds: _, ...category}) => category),
    left: rest.length
      ? `${readableNumber(rest.length)} more ${rest.length === 1 ? "group is" : "groups are"} not drawn: ${readableValue(sum, unit)} together. The table has all.`
      : ""
  };
}

/** A value of a group as it is written beside its bar. */
export function categoryText(
  {value, status}: Pick<Category, "value" | "status">,
  result: Pick<InsightResult, "unit" | "kind">
): string {
  const {text} = statedValue(value, status, result);
  return text === "" ? "no commit yet" : text === "–" ? "– unknown" : text;
}

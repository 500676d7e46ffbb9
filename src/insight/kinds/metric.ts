import {type Message, TidemarkError} from "../../error.ts";
import {choice, integer, nearest, text} from "../../fields.ts";
import {sql} from "../../sql.ts";
import {cellOf, numbersOf, recordsOf, type Table, textOf} from "../../table.ts";
import type {Aggregate, InsightDefinition, MetricChoice, ResultSeries, ValueStatus} from "../insight.ts";
import {metricParts} from "../metric-parts.ts";
import {type Measurement, metricValues} from "../metric-values.ts";
import {topSeries} from "../series.ts";
import {DEFAULT_DISPLAY} from "../sort.ts";
import {type Choice, COMMON_FIELDS, type OwnAnswered, type OwnKind} from "./kind.ts";

const AGGREGATES = ["sum", "mean", "median", "min", "max", "count"] as const satisfies readonly Aggregate[];

/** Units whose numbers say nothing when they are added up. */
const NOT_ADDED: ReadonlySet<string> = new Set([
  "%",
  "percent",
  "per cent",
  "share",
  "ratio",
  "ms",
  "s",
  "min",
  "h",
  "days"
]);

const {unit: _, ...FIELDS} = COMMON_FIELDS;

/** A number that another tool measured, over time: coverage, build times, open vulnerabilities. */
export const metric: OwnKind = {
  kind: "metric",
  title: "Third-party metric",
  help: "An imported number over time, in all or by repository, path, folder, name or label.",
  fields: {
    ...FIELDS,
    metric: text("the name of the imported metric", {
      required: true,
      expects: "the name of a metric",
      control: {is: "metric"}
    }),
    entity: choice("of what it was measured, when there are several", [
      "any",
      "global",
      "team",
      "repo",
      "path",
      "package",
      "test"
    ]),
    by: choice("what makes a line", ["total", "repository", "path", "directory", "name", "label"]),
    depth: integer("how many folders from the root make a line, when `by` is directory", {
      min: 1,
      max: 20,
      fallback: 1
    }),
    label: text("the label whose values make the lines, when `by` is label"),
    aggregate: choice(
      "how several measurements become one; by-unit: the mean of shares and durations, the sum of all else",
      ["by-unit", ...AGGREGATES]
    )
  },
  display: DEFAULT_DISPLAY,
  define(values) {
    const {metric: name, entity, ...rest} = values as unknown as Omit<MetricChoice, "name"> & {metric: string};
    const {by, depth, label, aggregate} = rest;
    return {
      series: [],
      groups: [],
      pattern: "",
      only: {},
      unit: null,
      metric: {name, entity: entity === "any" ? "" : entity, by, depth, label, aggregate}
    };
  },
  ownTables: () => ["metric"],
  offers: () => sql`
    SELECT metric, entity_kind, coalesce(unit, '') AS unit, count(*)::DOUBLE AS n
    FROM store.metric GROUP BY metric, entity_kind, coalesce(unit, '') ORDER BY ALL`,
  choose(offers, {metric: asked}) {
    const rows = recordsOf(offers) as {metric: string; entity_kind: string; unit: string}[];
    const {name, entity} = asked!;
    const mine = rows.filter((row) => row.metric === name);
    if (!mine.length) throw noMetric(name, [...new Set(rows.map((row) => row.metric))]);
    const fitting = mine.filter((row) => entity === "" || row.entity_kind === entity);
    const kinds = [...new Set(fitting.map((row) => row.entity_kind))];
    if (!kinds.length)
      throw new TidemarkError(
        "insight/no-data",
        `${name} was not measured of ${entity}, only of ${[...new Set(mine.map((row) => row.entity_kind))].join(", ")}.`,
        {asked: name, close: [name], commands: []}
      );
    if (kinds.length > 1)
      throw new TidemarkError(
        "insight/ambiguous",
        `${name} was measured of ${kinds.join(" and of ")}, which cannot be put together. Name one: entity: ${kinds[0]}.`,
        {field: "entity", close: kinds}
      );
    const units = [...new Set(fitting.map((row) => row.unit))];
    if (units.length > 1)
      throw new TidemarkError(
        "insight/unit",
        `${name} was measured in ${units.map((unit) => unit || "no unit").join(" and in ")}, which do not share a chart. Import it in one unit.`
      );
    const chosen = kinds[0]!;
    const unit = units[0]!;
    return {name, chosen, unit: asked!.aggregate === "count" ? (COUNTED[chosen] ?? "measurements") : unit};
  },
  form: ({presentation}) => (presentation === "bar" || presentation === "pie" ? "categorical" : "over-time"),
  ownTimes: ({definition, choice: {chosen}, repositories}) => sql`
    SELECT DISTINCT epoch_ms(metric.t)::DOUBLE AS t FROM store.metric
    WHERE metric = ${definition.metric!.name} AND entity_kind = ${chosen} AND ${repositories} ORDER BY t`,
  ownCoverage: ({definition, choice: {chosen}, repositories}) => sql`
    SELECT epoch_ms(first)::DOUBLE AS t, count(rid)::DOUBLE AS d_repos, count(*)::DOUBLE AS d_any
    FROM (
      SELECT rid, min(t) AS first FROM store.metric
      WHERE metric = ${definition.metric!.name} AND entity_kind = ${chosen} AND ${repositories} GROUP BY rid)
    GROUP BY first ORDER BY first`,
  ownRows: ({definition, choice: {chosen}, repositories}) => sql`
    SELECT repo_key, path, name, labels, epoch_ms(metric.t)::DOUBLE AS t, value
    FROM store.metric LEFT JOIN store.repo USING (rid)
    WHERE metric = ${definition.metric!.name} AND entity_kind = ${chosen} AND ${repositories}
    ORDER BY t, repo_key, path, name, labels, value`,
  ownShape({definition, choice: chosen, rows, times}) {
    const {by, label, depth, name} = definition.metric!;
    const aggregate = aggregateOf(definition, chosen);
    const values = metricValues(
      measurementsIn(rows),
      {by, label, depth},
      String(chosen.chosen),
      aggregate,
      times,
      definition.title || name
    );
    const lines = Array.from(values, ([line, numbers]): ResultSeries => {
      // a thing that is gone has no value again
      const status = Array.from(numbers, (number): ValueStatus => (Number.isNaN(number) ? "absent" : "ok"));
      return {label: line, holds: 0, values: numbers, status};
    });
    return topSeries(lines, {...definition.display, other: definition.display.other && isAdded(aggregate)});
  },
  ownParts({definition, choice: chosen, rows}, {label, shown}, at, before) {
    const {name} = definition.metric!;
    const title = definition.title || name;
    const aggregate = aggregateOf(definition, chosen);
    const of = {label, shown, title};
    return metricParts(measurementsIn(rows), definition.metric!, of, String(chosen.chosen), aggregate, at, before);
  },
  ownNotes(answered, shown): readonly Message[] {
    const aggregate = aggregateOf(answered.definition, answered.choice);
    const {chosen} = answered.choice;
    const things = COUNTED[String(chosen)] ?? String(chosen);
    const hidden = linesOf(answered) - shown.reduce((sum, {holds}) => sum + (holds || 1), 0);
    return [
      ...(hidden > 0
        ? [{level: "note" as const, text: `${hidden} more lines are not shown; a ${aggregate} of them all is no sum.`}]
        : []),
      ...(answered.rows.rows > answered.times.length && chosen !== "global"
        ? [{level: "note" as const, text: `Each value is the ${aggregate} over ${things}.`}]
        : [])
    ];
  }
};

const COUNTED: Readonly<Record<string, string>> = {
  team: "teams",
  repo: "repositories",
  path: "files",
  package: "packages",
  test: "tests"
};

function aggregateOf({metric: asked}: InsightDefinition, {unit}: Choice): Aggregate {
  if (asked!.aggregate !== "by-unit") return asked!.aggregate;
  return NOT_ADDED.has(unit.toLowerCase()) ? "mean" : "sum";
}

function isAdded(aggregate: Aggregate): boolean {
  return aggregate === "sum" || aggregate === "count";
}

function measurementsIn(rows: Table): Measurement[] {
  const [repo, path, name, labels] = ["repo_key", "path", "name", "labels"].map((column) => textOf(rows, column));
  const [at, value] = [numbersOf(rows, "t"), numbersOf(rows, "value")];
  return Array.from({length: rows.rows}, (_, row) => ({
    repository: cellOf(repo!, row) as string | null,
    path: cellOf(path!, row) as string | null,
    name: cellOf(name!, row) as string | null,
    labels: cellOf(labels!, row) as string | null,
    at: at[row]!,
    value: value[row]!
  }));
}

/** How many lines there are, shown or not. */
function linesOf({definition, choice: chosen, rows, times}: OwnAnswered): number {
  const {by, label, depth} = definition.metric!;
  return metricValues(measurementsIn(rows), {by, label, depth}, String(chosen.chosen), "count", times, "").size;
}

function noMetric(name: string, names: readonly string[]): TidemarkError {
  const near = nearest(name, names);
  return new TidemarkError(
    "insight/no-data",
    names.length
      ? `No metric called ${name} was imported. There are: ${names.slice(0, 12).join(", ")}${names.length > 12 ? " …" : ""}.${near ? ` Did you mean ${near}?` : ""}`
      : "No metric was imported. Import a table with the columns metric, value and at (CSV or JSON lines).",
    {asked: name, close: names.slice(0, 12), commands: []}
  );
}

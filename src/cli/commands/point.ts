import {TidemarkError} from "../../error.ts";
import {groupedPoint, POINT_GROUPINGS, type PointGrouping} from "../../insight/grouped-point.ts";
import {pointSearches} from "../../insight/point-search.ts";
import type {InsightStore, PointRequest} from "../../store/store.ts";
import {numberColumn, type Table, textColumn} from "../../table.ts";
import {isoTime} from "../../time.ts";
import {askedPoint, askInsight, INSIGHT_OPTIONS} from "../asked-insight.ts";
import {type Command, type OptionValues, usageError} from "../command.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";

const BY = ["repository", ...POINT_GROUPINGS] as const;

/** Writes what is behind a point of an insight: what it is made of, and what that was at the point before. */
export const point: Command = {
  name: "point",
  summary: "writes what is behind a point of an insight, and what changed since the point before",
  usage: "NOTEBOOK --insight ID [--series LABEL] [--at TIME] [--by WHAT | --lines REPOSITORY]",
  examples: [
    {
      command: "tidemark point notebooks/module-migration.md --insight modules --series 'require()'",
      does: "prints what each repository adds to the last point, and the searches for it"
    },
    {
      command: "tidemark point notebooks/weak-hashes.md --insight hashes --at 2026-03-01 --by team",
      does: "the same by team, for the last point at or before a time"
    }
  ],
  options: {
    ...INSIGHT_OPTIONS,
    series: {type: "string", value: "LABEL", help: "which series (default: the first)"},
    at: {type: "string", value: "TIME", help: "the last point at or before this time (default: the last one)"},
    by: {type: "string", value: "WHAT", help: `${BY.join(", ")} (default: repository)`},
    lines: {type: "string", value: "REPOSITORY", help: "the lines of a repository that came and went"},
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    const by = byOf(values);
    const plain = !values.json && values.format === undefined && values.output === undefined;
    const format = askedFormat(plain ? {...values, format: "table"} : values);
    await askInsight("point", values, words, context, async (asked) => {
      const {definition, result, store} = asked;
      const request = askedPoint(asked, values);
      const lines = values.lines as string | undefined;
      const table =
        lines !== undefined
          ? await linesTable(store, request, lines)
          : by === "repository"
            ? await repositoriesTable(store, request)
            : await groupsTable(store, request, by);
      await writeTable(table, format, values.output as string | undefined, context);
      const {label, at, before} = request;
      const since = before === null ? "" : `, changes since ${isoTime(before)}`;
      context.err(`${label} at ${isoTime(at)}${since}\n`);
      const searches = pointSearches(definition, result, label, at, before);
      if (searches.problem === null)
        context.err(
          `Search what changed: ${searches.diff}\nSearch what was there: ${searches.state}\n${searches.grouped ? `Search by group: ${searches.grouped}\n` : ""}`
        );
    });
    return 0;
  }
};

function byOf(values: OptionValues): "repository" | PointGrouping {
  const asked = (values.by as string | undefined) ?? "repository";
  const by = BY.find((one) => one === asked);
  if (by) return by;
  throw usageError(`A point is not broken down by ${JSON.stringify(asked)}, but by ${BY.join(", ")}.`);
}

async function repositoriesTable(store: InsightStore, request: PointRequest): Promise<Table> {
  const {repositories, parts} = await store.point(request);
  if (parts)
    return partsTable(parts.flatMap(({by, parts: rows}) => rows.map((row) => ({...row, name: `${by}: ${row.name}`}))));
  const column = (name: string, of: (one: (typeof repositories)[number]) => number | null, type?: "time") =>
    numberColumn(
      name,
      repositories.map((one) => of(one) ?? Number.NaN),
      type
    );
  return {
    rows: repositories.length,
    columns: [
      textColumn(
        "repository",
        repositories.map(({repository}) => repository)
      ),
      column("value", ({value}) => value),
      column("before", ({before}) => before),
      column("change", ({value, before}) => (value === null ? null : value - (before ?? 0))),
      textColumn(
        "status",
        repositories.map(({status}) => status)
      ),
      column("sample_at", ({sampleAt}) => sampleAt, "time"),
      textColumn(
        "commit",
        repositories.map(({commit}) => commit)
      )
    ]
  };
}

interface Row {
  readonly name: string;
  readonly value: number | null;
  readonly before: number | null;
}

async function groupsTable(store: InsightStore, request: PointRequest, by: PointGrouping): Promise<Table> {
  const {definition, label, before} = request;
  if (definition.kind !== "search")
    throw usageError(`Points of kind ${definition.kind} are broken down by repository alone. Make a group-by insight.`);
  const {series} = await store.insight(groupedPoint(definition, label, by, request), null);
  return partsTable(
    series
      .map(({label: name, values}) => ({name, value: values.at(-1)!, before: before === null ? null : values[0]!}))
      .filter(({value, before: earlier}) => value || earlier)
  );
}

function partsTable(rows: readonly Row[]): Table {
  const change = ({value, before}: Row) => (value ?? 0) - (before ?? 0);
  return {
    rows: rows.length,
    columns: [
      textColumn(
        "part",
        rows.map(({name}) => name)
      ),
      numberColumn(
        "value",
        rows.map(({value}) => value ?? Number.NaN)
      ),
      numberColumn(
        "before",
        rows.map(({before}) => before ?? Number.NaN)
      ),
      numberColumn("change", rows.map(change))
    ]
  };
}

async function linesTable(store: InsightStore, request: PointRequest, repository: string): Promise<Table> {
  const {added, removed, held} = await store.lines({...request, repository});
  const rows = [...added.map((line) => ({...line, sign: "+"})), ...removed.map((line) => ({...line, sign: "-"}))];
  if (!rows.length && held === null)
    throw new TidemarkError("point/no-lines", `No lines of ${repository} were imported for this search.`);
  return {
    rows: rows.length,
    columns: [
      textColumn(
        "change",
        rows.map(({sign}) => sign)
      ),
      textColumn(
        "path",
        rows.map(({path}) => path)
      ),
      numberColumn(
        "line",
        rows.map(({line}) => line ?? Number.NaN)
      ),
      textColumn(
        "text",
        rows.map(({text}) => text)
      )
    ]
  };
}

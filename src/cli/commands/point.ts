import {TidemarkError} from "../../error.ts";
import {groupedPoint, POINT_GROUPINGS, type PointGrouping} from "../../insight/grouped-point.ts";
import type {InsightDefinition, InsightResult} from "../../insight/insight.ts";
import {pointSearches} from "../../insight/point-search.ts";
import {filteredWords} from "../../notebook/filtered.ts";
import {isInsightCell} from "../../notebook/insight-yaml.ts";
import {createRun} from "../../notebook/run.ts";
import type {InsightStore, PointRequest} from "../../store/store.ts";
import {numberColumn, type Table, textColumn} from "../../table.ts";
import {isoTime, parseIso} from "../../time.ts";
import {type Command, type OptionValues, usageError} from "../command.ts";
import {askedFilters, FILTER_OPTIONS, setFilters} from "../filter-options.ts";
import {folderTables} from "../table-files.ts";
import {openStore, otherNotebooks, readNotebook} from "../workspace.ts";
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
    insight: {type: "string", value: "ID", help: "the id of the insight's cell"},
    series: {type: "string", value: "LABEL", help: "which series (default: the first)"},
    at: {type: "string", value: "TIME", help: "the last point at or before this time (default: the last one)"},
    by: {type: "string", value: "WHAT", help: `${BY.join(", ")} (default: repository)`},
    lines: {type: "string", value: "REPOSITORY", help: "the lines of a repository that came and went"},
    ...FILTER_OPTIONS,
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    const [path, ...more] = words;
    if (!path || more.length) throw usageError("Which notebook? tidemark point notebooks/name.md --insight ID");
    const by = byOf(values);
    const plain = !values.json && values.format === undefined && values.output === undefined;
    const format = askedFormat(plain ? {...values, format: "table"} : values);
    const filters = askedFilters(values);
    const {notebook} = await readNotebook(context.cwd, path);
    const ids = notebook.cells.flatMap((cell) => (isInsightCell(cell) && cell.id ? [cell.id] : []));
    const id = (values.insight as string | undefined) ?? (ids.length === 1 ? ids[0]! : "");
    if (!ids.includes(id))
      throw usageError(
        `${id ? `There is no insight ${id} in ${path}` : "Which insight? Give --insight ID"}. The insights are ${ids.join(", ") || "none"}.`
      );
    const store = openStore(context.cwd, notebook.frontMatter.snapshots, context.now);
    const run = createRun(
      {
        ...{store, session: "point", now: () => performance.now()},
        ...{others: otherNotebooks(context.cwd, path), tables: folderTables(context.cwd)}
      },
      notebook
    );
    try {
      setFilters(run, filters);
      const state = (await run.settled()).find(({cell}) => isInsightCell(cell) && cell.id === id)!;
      const {output} = state;
      if (output?.type !== "chart" || output.of !== "insight")
        throw new TidemarkError(
          "point/failed",
          `${path}: ${state.messages.find(({level}) => level === "error")?.text ?? `${id} has no result.`}`
        );
      const request = requestOf(output, values);
      const lines = values.lines as string | undefined;
      const table =
        lines !== undefined
          ? await linesTable(store, request, lines)
          : by === "repository"
            ? await repositoriesTable(store, request)
            : await groupsTable(store, request, by);
      await writeTable(table, format, values.output as string | undefined, context);
      const {at, before} = request;
      const since = before === null ? "" : `, changes since ${isoTime(before)}`;
      context.err(`${request.label} at ${isoTime(at)}${since}\n`);
      if (output.filtered) context.err(`Filtered: ${filteredWords(output.filtered)}\n`);
      const searches = pointSearches(output.definition, output.result, request.label, at, before);
      if (searches.problem === null)
        context.err(
          `Search what changed: ${searches.diff}\nSearch what was there: ${searches.state}\n${searches.grouped ? `Search by group: ${searches.grouped}\n` : ""}`
        );
      return 0;
    } finally {
      run.dispose();
      await store.close();
    }
  }
};

function byOf(values: OptionValues): "repository" | PointGrouping {
  const asked = (values.by as string | undefined) ?? "repository";
  const by = BY.find((one) => one === asked);
  if (by) return by;
  throw usageError(`A point is not broken down by ${JSON.stringify(asked)}, but by ${BY.join(", ")}.`);
}

/** The point that is asked for, and the one shown before it. */
function requestOf(
  {definition, result}: {readonly definition: InsightDefinition; readonly result: InsightResult},
  values: OptionValues
): PointRequest {
  const shown = result.series.map(({label}) => label);
  const label = (values.series as string | undefined) ?? shown[0];
  if (label === undefined || !shown.includes(label))
    throw usageError(
      shown.length
        ? `There is no series ${JSON.stringify(label)}. The series are ${shown.map((one) => JSON.stringify(one)).join(", ")}.`
        : "The insight shows no series."
    );
  const asked = values.at as string | undefined;
  const until = asked === undefined ? Number.POSITIVE_INFINITY : parseIso(asked);
  if (until === null)
    throw usageError(`--at is a date or time, such as 2026-03-01, and ${JSON.stringify(asked)} is none.`);
  const place = result.times.findLastIndex((time) => time <= until);
  if (place < 0) throw usageError(`The insight has no point at or before ${asked}.`);
  return {
    definition,
    label,
    shown: result.series.filter(({holds}) => holds === 0).map((one) => one.label),
    at: result.times[place]!,
    before: result.times[place - 1] ?? null
  };
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

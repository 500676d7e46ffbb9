import {TidemarkError} from "../../error.ts";
import {limitedGroups} from "../../insight/limited-groups.ts";
import {groupCounter} from "../../insight/search-aggregation.ts";
import {readableNumber} from "../../number.ts";
import {
  AGGREGATION_MODES,
  type AggregationMode,
  aggregationRefusal,
  defaultAggregationMode,
  drillDownQuery
} from "../../query/aggregation.ts";
import {isSearchType, type SearchType} from "../../query/search-type.ts";
import {eachResult} from "../../snapshot/search-results.ts";
import {numberColumn, type Table, textColumn} from "../../table.ts";
import {type Command, type OptionValues, usageError} from "../command.ts";
import {PLACE_FILTERS, resultFilter} from "../filter-options.ts";
import {askedFormat, TABLE_OPTIONS, writeTable} from "../write-table.ts";
import {sourcesOf} from "./import.ts";

/** How many groups are held while results are counted, and how many are shown. Source: Sourcegraph, whose numbers they are. */
const HELD_GROUPS = 500;
const SHOWN_GROUPS = 30;

/** Counts the results of one search by group, as Sourcegraph does beside its results. Keeps nothing. */
export const aggregate: Command = {
  name: "aggregate",
  summary: "counts the results of a search by repository, path, author, captured value or metadata",
  usage: "FILE… --query TEXT [--by MODE]",
  examples: [
    {
      command: "tidemark aggregate results.jsonl --query 'TODO' --by path",
      does: "counts what src search -stream -json found, the largest groups first, each with the search for it"
    },
    {
      command: "tidemark aggregate results.jsonl --query 'go (\\d\\.\\d+) patterntype:regexp'",
      does: "counts captured values, which is what this query can be counted by"
    },
    {
      command: "tidemark aggregate results.jsonl --query 'TODO' --by repo --filter-not-path '\\.test\\.'",
      does: "counts what stands in no test"
    }
  ],
  options: {
    query: {type: "string", value: "TEXT", help: "the query that found the results"},
    by: {type: "string", value: "MODE", help: `${AGGREGATION_MODES.join(", ")} (default: what tells most)`},
    "pattern-type": {
      type: "string",
      value: "TYPE",
      help: "how the query is read when it does not say (default: standard)"
    },
    top: {type: "string", value: "N", help: `how many groups are shown (default: ${SHOWN_GROUPS})`},
    groups: {type: "string", value: "N", help: `how many groups are held while counting (default: ${HELD_GROUPS})`},
    ...PLACE_FILTERS,
    ...TABLE_OPTIONS
  },
  async run(values, words, context) {
    if (!words.length) throw usageError("Which results? tidemark aggregate results.jsonl --query TEXT");
    const query = values.query as string | undefined;
    if (query === undefined) throw usageError("Which query found them? Give --query TEXT.");
    const type = typeOf(values);
    const mode = modeOf(values, query, type);
    const [top, size] = [countOf(values, "top", SHOWN_GROUPS), countOf(values, "groups", HELD_GROUPS)];
    const plain = !values.json && values.format === undefined && values.output === undefined;
    const format = askedFormat(plain ? {...values, format: "table"} : values);
    const refusal = aggregationRefusal(mode, query, type);
    if (refusal) throw new TidemarkError("aggregate/refused", refusal.text);
    const groupsOf = groupCounter(mode, query);
    const passes = resultFilter(values);
    const groups = limitedGroups(size);
    const limits: string[] = [];
    let skipped = 0;
    let results = 0;
    for (const source of (await Promise.all(words.map((word) => sourcesOf(context.cwd, word)))).flat()) {
      const read = await eachResult(source, {}, (result) => {
        results++;
        if (!passes.result(result)) return;
        for (const [group, count] of groupsOf(result))
          if (mode !== "capture-group" || passes.value(group)) groups.add(group, count);
      });
      limits.push(...read.limits.map((text) => `${source.name}: ${text}`));
      skipped += read.problems.skipped;
      for (const {text, count} of read.problems.list()) context.err(`${source.name}: ${text} (${count})\n`);
    }
    const held = groups.sorted();
    await writeTable(
      tableOf(held.slice(0, top), mode, query, type),
      format,
      values.output as string | undefined,
      context
    );
    const hidden = held.slice(top);
    const other = groups.other();
    const sum = hidden.reduce((all, {count}) => all + count, 0);
    const more = hidden.length + other.groups;
    if (more)
      context.err(
        `${readableNumber(sum + other.results)} more in ${readableNumber(more)} groups that are not shown.\n`
      );
    // upstream's groups beyond those held are counted each time one is put there
    if (other.groups) context.err("Not all groups were held: counts of small ones may be too low. Raise --groups.\n");
    for (const limit of limits) context.err(`Counts are lower bounds: ${limit}\n`);
    return skipped && !results ? 1 : 0;
  }
};

function typeOf(values: OptionValues): SearchType {
  const asked = (values["pattern-type"] as string | undefined) ?? "standard";
  if (isSearchType(asked)) return asked as SearchType;
  throw usageError(
    `There is no pattern type ${JSON.stringify(asked)}: literal, regexp, standard, keyword or structural.`
  );
}

function modeOf(values: OptionValues, query: string, type: SearchType): AggregationMode {
  const asked = values.by as string | undefined;
  if (asked === undefined) return defaultAggregationMode(query, type);
  const mode = AGGREGATION_MODES.find((one) => one === asked);
  if (mode) return mode;
  throw usageError(`Results are not counted by ${JSON.stringify(asked)}, but by ${AGGREGATION_MODES.join(", ")}.`);
}

function countOf(values: OptionValues, name: string, fallback: number): number {
  const asked = values[name] as string | undefined;
  if (asked === undefined) return fallback;
  if (/^[1-9]\d{0,6}$/.test(asked)) return Number(asked);
  throw usageError(`--${name} is a whole number from 1, and ${JSON.stringify(asked)} is none.`);
}

/** The groups with the searches for what they hold; "" where there can be none. */
function tableOf(
  groups: readonly {readonly label: string; readonly count: number}[],
  mode: AggregationMode,
  query: string,
  type: SearchType
): Table {
  const searchFor = (label: string) => {
    try {
      return drillDownQuery(mode, query, label, type);
    } catch {
      return "";
    }
  };
  return {
    rows: groups.length,
    columns: [
      textColumn(
        "group",
        groups.map(({label}) => label)
      ),
      numberColumn(
        "results",
        groups.map(({count}) => count)
      ),
      textColumn(
        "search",
        groups.map(({label}) => searchFor(label))
      )
    ]
  };
}

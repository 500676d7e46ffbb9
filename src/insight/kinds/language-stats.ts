import {type Message, TidemarkError} from "../../error.ts";
import {choice, decimal, nearest, text} from "../../fields.ts";
import {name, type Sql, sql} from "../../sql.ts";
import {recordsOf} from "../../table.ts";
import type {LanguageChoice, ResultSeries} from "../insight.ts";
import {changesByLabel, sharesOfLabel, sumsByLabel} from "../labelled-rows.ts";
import {LANGUAGE_THRESHOLD, languageShares, OTHER_LANGUAGES} from "../language-shares.ts";
import {resultSeries, sumOfSeries} from "../series.ts";
import {DEFAULT_DISPLAY, sortSeries} from "../sort.ts";
import {COMMON_FIELDS, type OwnAnswered, type OwnAsked, type OwnKind} from "./kind.ts";

const UNITS = ["lines", "bytes", "files"] as const;

/**
 * What code is written in: the share of each language now, or over time. Languages that never reach the threshold in the
 * time shown are added up. Source: Sourcegraph language statistics insight, which knows one repository and one time.
 */
export const languageStats: OwnKind = {
  kind: "language-stats",
  title: "Language usage",
  help: "How much of the code is in which language, now or over time, in one, some or all repositories.",
  fields: {
    ...COMMON_FIELDS,
    data: text("the tool whose counts are used (cloc, linguist, …), when there are several", {
      expects: "the name of a tool",
      control: {is: "tool"}
    }),
    unit: choice("what is counted; by default lines where the tool counts them, else bytes", ["as-counted", ...UNITS]),
    threshold: decimal("languages with a smaller share (per cent) are added up in Other", {
      min: 0,
      max: 100,
      fallback: LANGUAGE_THRESHOLD
    }),
    names: choice("“as-counted” leaves endings of files as they are and shows files of no known language", [
      "languages",
      "as-counted"
    ])
  },
  display: {...DEFAULT_DISPLAY, limit: 100},
  presentation: "pie",
  define(values) {
    const {data, unit, threshold, names} = values as {data: string} & Omit<LanguageChoice, "tool">;
    return {
      series: [],
      groups: [],
      pattern: "",
      only: {},
      unit: null,
      languages: {tool: data, unit, threshold, names}
    };
  },
  ownTables: () => ["delta_language"],
  offers: () => sql`
    SELECT tool_id::DOUBLE AS tool_id, tool, has_files, has_lines, has_bytes,
      tool_id IN (
        SELECT tool_id FROM store.delta_language JOIN store.language_name USING (lid) WHERE known IS NULL) AS has_unnamed
    FROM store.tool ORDER BY tool`,
  choose(offers, {languages}) {
    const tools = recordsOf(offers).map((row) => ({
      id: Number(row.tool_id),
      tool: String(row.tool),
      units: UNITS.filter((unit) => Boolean(row[`has_${unit}`])),
      unnamed: Boolean(row.has_unnamed)
    }));
    const {tool, unit} = languages!;
    const names = tools.map((one) => one.tool);
    if (!tools.length)
      throw new TidemarkError(
        "insight/no-data",
        "No language statistics were imported. Import the output of cloc --json, github-linguist --json, tokei -o json, scc --format json, or a table of bytes by extension.",
        {asked: tool, close: [], commands: ["cloc --json --quiet . > languages.cloc.json"]}
      );
    const fitting = tools.filter(
      (one) => (tool === "" || one.tool === tool) && (unit === "as-counted" || one.units.includes(unit))
    );
    const [found] = fitting;
    if (!found && tool !== "" && !names.includes(tool)) {
      const near = nearest(tool, names);
      throw new TidemarkError(
        "insight/no-data",
        `No language statistics of ${tool} were imported, only of ${names.join(", ")}.${near ? ` Did you mean ${near}?` : ""}`,
        {asked: tool, close: names, commands: []}
      );
    }
    if (!found)
      throw new TidemarkError(
        "insight/unit",
        `The language statistics do not count ${unit}. There are: ${tools.map((one) => `${one.tool} (${one.units.join(", ")})`).join("; ")}.`
      );
    if (fitting.length > 1)
      throw new TidemarkError(
        "insight/ambiguous",
        `Languages were counted by ${fitting.map((one) => one.tool).join(" and ")}, each in its own way. Name one: data: ${found.tool}.`,
        {field: "data", close: fitting.map((one) => one.tool)}
      );
    return {
      name: found.tool,
      chosen: found.id,
      unit: unit === "as-counted" ? found.units[0]! : unit,
      leavesOut: found.unnamed && languages!.names === "languages"
    };
  },
  form: ({presentation}) => (presentation === "bar" || presentation === "pie" ? "categorical" : "over-time"),
  ownTimes: ({choice: {chosen}, repositories}) => sql`
    SELECT DISTINCT epoch_ms(language_sample.t)::DOUBLE AS t FROM store.language_sample
    WHERE tool_id = ${chosen} AND ${repositories} ORDER BY t`,
  ownCoverage: ({choice: {chosen}, repositories}) => sql`
    SELECT epoch_ms(first)::DOUBLE AS t, count(*)::DOUBLE AS d_repos, count(*)::DOUBLE AS d_any
    FROM (SELECT min(t) AS first FROM store.language_sample WHERE tool_id = ${chosen} AND ${repositories} GROUP BY rid)
    GROUP BY first ORDER BY first`,
  ownRows: (asked) => changesByLabel(rowsOf(asked)),
  ownShape({definition, rows, times, status}) {
    const found = sumsByLabel(rows, times)
      .filter(({values}) => values.some((value) => value !== 0))
      .map(({label, values}) => resultSeries(label, values, status));
    const {threshold} = definition.languages!;
    const sharesAt = (i: number) =>
      languageShares(new Map(found.map(({label, values}) => [label, values[i]! || 0])), threshold);
    const named = new Set(Array.from(times, (_, i) => [...sharesAt(i).keys()]).flat());
    const isLarge = ({label}: ResultSeries) => label !== OTHER_LANGUAGES && named.has(label);
    const {limit, other, ...order} = definition.display;
    const large = sortSeries(found.filter(isLarge), order);
    const shown = large.slice(0, limit);
    const rest = [...large.slice(limit), ...found.filter((series) => !isLarge(series))];
    return rest.length && other ? [...shown, sumOfSeries(rest)] : shown;
  },
  ownNotes: (answered, shown): readonly Message[] => [
    ...hiddenLanguages(answered, shown),
    ...(answered.choice.leavesOut
      ? [
          {
            level: "note" as const,
            text: "Files whose ending names no language are left out; names: as-counted shows them."
          }
        ]
      : [])
  ],
  ownShares: (asked, series, at, before) => sharesOfLabel(rowsOf(asked), series, at, before),
  ownSamples: ({choice: {chosen}, repositories}, at) => sql`
    SELECT rid::DOUBLE AS rid, epoch_ms(max(t))::DOUBLE AS sample_at, epoch_ms(min(t))::DOUBLE AS first_at
    FROM store.language_sample WHERE tool_id = ${chosen} AND t <= ${{time: at}} AND ${repositories}
    GROUP BY rid ORDER BY rid`
};

/** Where no "Other" holds the small languages: how many are not shown, and how much of all they are at the end. */
function hiddenLanguages(answered: OwnAnswered, shown: readonly ResultSeries[]): Message[] {
  const {definition, choice} = answered;
  const {display, languages} = definition;
  if (display.other) return [];
  const whole = {...definition, display: {...display, limit: MANY}, languages: {...languages!, threshold: 0}};
  const all = languageStats.ownShape({...answered, definition: whole});
  const hidden = all.length - shown.length;
  if (hidden <= 0) return [];
  const last = (series: readonly ResultSeries[]) => series.reduce((sum, {values}) => sum + (values.at(-1)! || 0), 0);
  const [total, seen] = [last(all), last(shown)];
  const share = total > 0 ? ` (${percentOf(total - seen, total)} of all ${choice.unit} at the end)` : "";
  return [
    {
      level: "note",
      text: `${hidden} more ${hidden === 1 ? "language is" : "languages are"} not shown${share}: below the threshold of ${languages!.threshold} %, or beyond display.limit.`
    }
  ];
}

/** More languages than anybody writes. */
const MANY = 100_000;

function percentOf(part: number, whole: number): string {
  const percent = (part / whole) * 100;
  return percent > 0 && percent < 0.05 ? "less than 0.1 %" : `${percent.toFixed(1)} %`;
}

/** Rows (label, rid, at_time, delta). */
function rowsOf({definition, choice: {chosen, unit}, repositories}: OwnAsked): Sql {
  const label = definition.languages!.names === "languages" ? name("known") : name("language");
  return sql`
    SELECT ${label} AS label, rid, t AS at_time, ${name(`d_${unit}`)} AS delta
    FROM store.delta_language JOIN store.language_name USING (lid)
    WHERE tool_id = ${chosen} AND ${repositories} AND ${label} IS NOT NULL`;
}

import type {Message} from "../../error.ts";
import {
  choice,
  type Fields,
  field,
  flag,
  group,
  instant,
  instantOf,
  integer,
  isRecord,
  kindOf,
  list,
  Refusal,
  step,
  text,
  texts,
  type Values
} from "../../fields.ts";
import type {Sql} from "../../sql.ts";
import type {Table} from "../../table.ts";
import {annotationsField} from "../annotation.ts";
import {filtersField, repositoryPatterns} from "../filter.ts";
import {goalField} from "../goal.ts";
import {
  type DisplayOptions,
  INSIGHT_UNITS,
  type InsightDefinition,
  type InsightUnit,
  type PointParts,
  type ResultForm,
  type ResultSeries,
  type SeriesDefinition,
  type ValueStatus
} from "../insight.ts";
import {PRESENTATIONS, type Presentation} from "../presentation.ts";
import {MOST_SAMPLES} from "../retention.ts";
import type {Coverage} from "../series.ts";
import {watchField} from "../watch-rule.ts";

/** What a kind's SQL is given: the codes of its series, the unit, and the repositories as a condition on `rid`. */
export interface Asked {
  readonly definition: InsightDefinition;
  readonly series: readonly number[];
  readonly unit: InsightUnit;
  readonly repositories: Sql;
}

/** A series of a result by its label, and the labels that are shown one by one: "Other" is all but those. */
export interface ShownSeries {
  readonly label: string;
  readonly shown: readonly string[];
}

/** What a kind shapes its series from: the changes its SQL gave, the times, and the coverage by series code. */
export interface Answered {
  readonly definition: InsightDefinition;
  readonly series: readonly number[];
  readonly changes: Table;
  readonly times: Float64Array;
  /** Of all repositories, or of the one of that name. */
  coverage(series: number, repository?: string): Coverage;
}

/** What a kind says of itself; validation, docs and forms come from its fields. */
export interface KindDescription {
  readonly kind: string;
  readonly title: string;
  /** One sentence for the docs: what it answers. */
  readonly help: string;
  readonly fields: Fields;
  /** The display options when none are written. */
  readonly display: DisplayOptions;
  /** What its form refuses beside what the fields themselves say: messages by field. `value` is as its YAML is. */
  formProblems?(value: Readonly<Record<string, unknown>>): readonly Message[];
  /** How it is shown when nothing is written: a line chart unless it says otherwise. */
  readonly presentation?: Presentation;
  /** The definition's own members from the values of its fields. */
  define(
    values: Readonly<Record<string, unknown>>
  ): Pick<InsightDefinition, "series" | "groups" | "pattern" | "only" | "formulas" | "asShare"> & OwnMembers;
}

/** What only some kinds have, and a display that depends on their values. */
export type OwnMembers = Partial<Pick<InsightDefinition, "grouping" | "languages" | "metric" | "captures" | "unit">> & {
  readonly defaults?: DisplayOptions;
};

/** Tables of the store that are filled when a kind asks for them first. */
export type KindTable =
  | "delta_path"
  | "delta_author"
  | "delta_located"
  | "delta_owner"
  | "delta_team"
  | "owner_span"
  | "team_span"
  | "delta_language"
  | "commit_week"
  | "metric";

/**
 * Groups whose changes are sums over all repositories: the table of a group's own changes, the one of what any group has of
 * files, and the label of what the search counted beyond those.
 */
export interface TotalGroups {
  readonly groups: KindTable;
  readonly told: KindTable;
  readonly rest: string;
}

/** A kind of insight whose values the store counts. Other kinds are computed from those in the notebook. */
export interface InsightKind extends KindDescription {
  /** The tables its SQL reads beside those that are always there. */
  tables?(definition: InsightDefinition): readonly KindTable[];
  /** The units it can count in; of these the first is taken when nobody asks for one and the data's own is none of them. */
  units?(definition: InsightDefinition): readonly InsightUnit[];
  /** Whether it answers for one time only. */
  form?(definition: InsightDefinition): ResultForm;
  /** True where each search is a line of its own, the sum of its `byRepository`; else every line is made of all searches. */
  readonly lineForEachSearch?: boolean;
  /** Whether it can only be asked of series whose imports recorded captured values. */
  needsCaptures?(definition: InsightDefinition): boolean;
  /** What readers should know beside the numbers. */
  notes?(answered: Answered, shown: readonly ResultSeries[]): readonly Message[];
  /** Rows (key, t, delta) in time order, `key` being whatever tells this kind's series apart. */
  changes(asked: Asked): Sql;
  /** Whose sums over all repositories are its `changes`, where no filter leaves anything out; null: those of nobody. */
  totals?(definition: InsightDefinition): TotalGroups | null;
  /** Rows (rid, value, before): what each repository adds to one of this kind's series at a time and at one before it. */
  shares(asked: Asked, series: ShownSeries, at: number, before: number): Sql;
  /** Rows (key, rid, t, delta) by key, repository and time; `key` is text for captured values. Absent: an export has sums only. */
  byRepository?(asked: Asked): Sql;
  /** The series to show, in order. */
  shape(answered: Answered): readonly ResultSeries[];
}

/** What there is to choose from, as the engine gave it, and how readers name their choice. */
export interface Choice {
  /** What was chosen, as its rows name it: a metric, a tool. */
  readonly name: string;
  /** The unit of the values. */
  readonly unit: string;
  /** What the kind's SQL is given: names or numbers of what was chosen. */
  readonly chosen: string | number;
  /** Whether something of what was chosen is left out of the answer. */
  readonly leavesOut?: boolean;
}

/** What the SQL of a kind of its own data is given. */
export interface OwnAsked {
  readonly definition: InsightDefinition;
  readonly choice: Choice;
  readonly repositories: Sql;
}

/** What a kind of its own data shapes its series from. */
export interface OwnAnswered {
  readonly definition: InsightDefinition;
  readonly choice: Choice;
  readonly rows: Table;
  readonly times: Float64Array;
  readonly status: readonly ValueStatus[];
}

/** A kind of insight over data of its own, which no search found: languages, metrics, commits. */
export interface OwnKind extends KindDescription {
  /** The tables its SQL reads. */
  ownTables(definition: InsightDefinition): readonly KindTable[];
  /** Rows of what there is; `choose` makes the choice. @throws TidemarkError "insight/no-data", "insight/ambiguous". */
  offers(definition: InsightDefinition): Sql;
  choose(offers: Table, definition: InsightDefinition): Choice;
  /** Rows (t): the times that were measured. */
  ownTimes(asked: OwnAsked): Sql;
  /** Rows (t, d_repos, d_any): how many repositories, and how many things at all, were first measured then. */
  ownCoverage(asked: OwnAsked): Sql;
  /** Rows for `ownShape`, in time order. */
  ownRows(asked: OwnAsked): Sql;
  ownShape(answered: OwnAnswered): readonly ResultSeries[];
  form?(definition: InsightDefinition): ResultForm;
  ownNotes?(answered: OwnAnswered, shown: readonly ResultSeries[]): readonly Message[];
  /** Rows (rid, value, before), as `shares` of other kinds; absent where a point has no repositories behind it. */
  ownShares?(asked: OwnAsked, series: ShownSeries, at: number, before: number): Sql;
  /** What is behind a point where it is no sum over repositories, from the rows of `ownRows`; `before` null: the first point. */
  ownParts?(
    answered: Pick<OwnAnswered, "definition" | "choice" | "rows">,
    series: ShownSeries,
    at: number,
    before: number | null
  ): readonly PointParts[];
  /** Rows (rid, sample_at, first_at, commit_oid): the last sample of each repository at or before a time. */
  ownSamples?(asked: OwnAsked, at: number): Sql;
}

/** The fields every kind has. */
export const COMMON_FIELDS = {
  kind: text("which kind of insight this is"),
  title: text("the finding or the question, shown above the chart", {required: true}),
  description: text("a sentence below the title"),
  repositories: repositoryPatterns("which repositories count, as regular expressions on their names"),
  filters: filtersField("conditions on the data that a reader may change: repositories, contexts, captured values"),
  step: step("the distance between points; without it the points are the sample times of the data"),
  align: choice("`calendar` puts points at the start of weeks, months, quarters or years", ["none", "calendar"]),
  points: integer("how many points, ending at `until`, or beginning at `from` when there is no `until`", {
    min: 1,
    max: 10_000
  }),
  times: list("points in time of their own, in place of steps", "a list of dates or times", (item) => instantOf(item)),
  from: instant("the first time that is shown"),
  until: instant("the last time that is shown; by default the newest sample of the data"),
  unit: choice("what is counted; by default what the data counted", [...INSIGHT_UNITS, "as-counted"], {
    fallback: "as-counted"
  }),
  display: group("which series and points are shown, and in which order", "an object with limit, sort, direction, …", {
    limit: integer("how many series are shown", {min: 1, max: 1000}),
    sort: choice("by what series are sorted", [
      "default",
      "as-written",
      "result-count",
      "median",
      "date-added",
      "lexicographical"
    ]),
    direction: choice("the direction of the sort", ["default", "asc", "desc"]),
    other: flag("whether series beyond the limit are added up in one called Other", {fallback: true}),
    samples: integer("the newest so many points of each series", {min: 1, max: MOST_SAMPLES}),
    retention: integer("how many recording times are kept; 0 is 30, and never more than 90", {min: 0}),
    thin: step("leaves out points that come less than a fifth of this after the one before"),
    missing: choice("`zero` shows unknown values as 0, as Sourcegraph does", ["gap", "zero"]),
    cut: integer("cuts captured values to so many bytes and counts equal ones together; Sourcegraph's is 100", {
      min: 4,
      max: 10_000
    })
  }),
  grants: texts("who may see it: user:<name>, org:<name>, global"),
  presentation: choice("how it is shown", ["default", ...PRESENTATIONS]),
  zero: flag("whether the value axis begins at 0; false shows small changes of large values", {fallback: true}),
  goal: goalField,
  annotations: annotationsField,
  watch: watchField
} satisfies Fields;

/** The fields by which a series names its data. */
export const DATA_FIELDS = {
  query: text("the search query whose imported results this shows", {
    expects: "a search query",
    control: {is: "code"}
  }),
  data: text("the key or id of an imported series, whatever tool made it", {
    expects: "the key of an imported series",
    control: {is: "series"}
  })
} satisfies Fields;

/** A palette number from 1 to 8, or a CSS colour. */
export function color(help: string) {
  return text(help, {expects: "a palette number from 1 to 8, or a CSS colour", control: {is: "color"}});
}

/** The field of pinned colours by label. */
export const colorsField = field<Readonly<Record<string, string>>>(
  "pinned colours by label: {v18: 3, v20: teal}",
  "an object of labels and palette numbers from 1 to 8 or CSS colours",
  {},
  {},
  (value) => {
    if (!isRecord(value)) return new Refusal(`it is ${kindOf(value)}`);
    const wrong = Object.entries(value).find(
      ([, given]) => !/^(?:[1-8]|#[0-9a-f]{3,8}|[a-z]{3,24})$/i.test(String(given))
    );
    return wrong === undefined
      ? Object.fromEntries(Object.entries(value).map(([label, given]) => [label, String(given)]))
      : new Refusal(`the colour of ${wrong[0]} is ${kindOf(wrong[1])}`);
  }
);

/** The field of several series, each `{label, query | data, color}`. */
export const seriesField = list<SeriesDefinition>(
  "one line of the chart each",
  "a list of {label, query or data, color}",
  (item, index) => {
    if (!isRecord(item)) return new Refusal(`entry ${index + 1} is ${kindOf(item)}`);
    const unknown = Object.keys(item).find((name) => !["label", "name", "query", "data", "color"].includes(name));
    if (unknown) return new Refusal(`entry ${index + 1} has "${unknown}"`);
    const {label, name, query, data, color} = item;
    if (typeof query !== "string" && typeof data !== "string")
      return new Refusal(`entry ${index + 1} names no data: give it a query or data`);
    return {
      label: String(label ?? name ?? data ?? query),
      ...(typeof query === "string" ? {query} : {}),
      ...(typeof data === "string" ? {data} : {}),
      ...(color === undefined || color === null ? {} : {color: String(color)})
    };
  },
  {
    control: {
      is: "items",
      fields: {label: text("what the line is called", {required: true}), ...DATA_FIELDS, color: color("its colour")}
    }
  }
);

/** The column of delta_repo or delta_capture that holds a unit's changes. */
export const CHANGE_COLUMN: Readonly<Record<InsightUnit, string>> = {
  matches: "d_matches",
  lines: "d_lines",
  files: "d_files",
  repositories: "d_any"
};

export type CommonValues = Values<typeof COMMON_FIELDS>;

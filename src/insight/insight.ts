/**
 * An insight is a question about code, asked over time: which series, in which repositories, at which times. It is plain
 * data, made by its kind from the YAML of a cell; the store answers it with an InsightResult.
 */
import type {Message} from "../error.ts";
import type {Step} from "../time.ts";
import type {Mark} from "./annotation.ts";
import type {DataFilter} from "./filter.ts";
import type {FormulaSeries} from "./formula.ts";
import type {Goal} from "./goal.ts";
import type {Presentation} from "./presentation.ts";
import type {WatchRule} from "./watch-rule.ts";

export type InsightUnit = "matches" | "lines" | "files" | "repositories";
export const INSIGHT_UNITS = ["matches", "lines", "files", "repositories"] as const satisfies readonly InsightUnit[];

/** Names imported data by its query, or by the key or id of a series. */
export interface DataReference {
  readonly query?: string;
  readonly data?: string;
}

/** A series as an author writes it; `color` pins it: a palette number from 1 to 8, or a CSS colour. */
export interface SeriesDefinition extends DataReference {
  readonly label: string;
  readonly color?: string;
}

export type SortMode = "as-written" | "result-count" | "median" | "date-added" | "lexicographical";
export type SortDirection = "asc" | "desc";

/** Which series and points are shown, and in which order. */
export interface DisplayOptions {
  readonly limit: number;
  readonly sort: SortMode;
  readonly direction: SortDirection;
  /** Series beyond the limit are added up in one called "Other (n)". */
  readonly other: boolean;
  /** The newest so many points of each series, at most 90; null for all. Source: Sourcegraph seriesNumSamples. */
  readonly samples: number | null;
  /** How many recording times are kept, read as `insights.maximumSampleSize`: 0 is 30, more than 90 is 90. Null for all. */
  readonly retention: number | null;
  /** Leaves out times that come less than a fifth of this step after the one before. Null for none. */
  readonly thin: Step | null;
  /** Whether a value that is unknown or absent is a gap, or is shown as 0 as upstream does; its status says what it is. */
  readonly missing: "gap" | "zero";
  /** Captured values are cut to so many bytes of UTF-8 and counted together when they are equal then; null for never. */
  readonly cut: number | null;
}

/** What results can be grouped by. */
export const GROUPINGS = [
  "repository",
  "path",
  "directory",
  "language",
  "author",
  "date",
  "owner",
  "team",
  "capture"
] as const;

/** How results are grouped; `depth` counts folders from the root, `bucket` is the period of a date. */
export interface Grouping {
  readonly by: (typeof GROUPINGS)[number];
  readonly depth: number;
  readonly bucket: "day" | "week" | "month" | "quarter" | "year";
}

/** Which languages: as a tool counted them (empty: the only one there is), and the share below which they are added up. */
export interface LanguageChoice {
  readonly tool: string;
  /** `as-counted`: no unit is asked for. */
  readonly unit: "as-counted" | "lines" | "bytes" | "files";
  /** Per cent. */
  readonly threshold: number;
  /** Whether endings of files are read as languages. */
  readonly names: "languages" | "as-counted";
}

/** How several measurements become one number. */
export type Aggregate = "sum" | "mean" | "median" | "min" | "max" | "count";

/** Which metric of another tool, of what (empty: of whatever it was measured of), and how measurements become one line. */
export interface MetricChoice {
  readonly name: string;
  readonly entity: string;
  readonly by: "total" | "repository" | "path" | "directory" | "name" | "label";
  readonly depth: number;
  /** The label whose values make the lines, when `by` is label. */
  readonly label: string;
  /** `by-unit`: the sum of what counts, the mean of what is a share or a duration. */
  readonly aggregate: "by-unit" | Aggregate;
}

/** How captured values become lines. */
export interface LabelChoice {
  /** False: the values of each group are lines of their own, not combined. Source: Sourcegraph, which never combines. */
  readonly combine: boolean;
  /** Other names for labels, the first that fits; equal names are one line, and an empty one leaves the value out. */
  readonly labels: readonly LabelRule[];
  /** Pinned colours, by label. */
  readonly colors: Readonly<Record<string, string>>;
}

/** A name for a label that is `from`, or for all that a regular expression (RE2) matches as a whole; `$1` is its group. */
export interface LabelRule {
  readonly from: string;
  readonly isPattern: boolean;
  readonly to: string;
}

export interface InsightDefinition {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly series: readonly SeriesDefinition[];
  /** Regular expressions (RE2, case-sensitive, unanchored) on repository keys: any include, and no exclude. */
  readonly repositories: {readonly include: readonly string[]; readonly exclude: readonly string[]};
  /** Conditions on the data beside the scope, from several sources (the cell, the notebook, the panel): all must hold. */
  readonly filters: readonly DataFilter[];
  /** How includes of several sources are joined: all of them must be met, or as Sourcegraph's code does any. */
  readonly joining: "intersect" | "upstream";
  /** Null: the sample times of the data itself. */
  readonly step: Step | null;
  /** Whether steps go back from the last time, or are the starts of calendar periods (weeks, months, quarters, years). */
  readonly align: "none" | "calendar";
  /** Times of its own, in place of steps; empty for none. Epoch ms. */
  readonly times: readonly number[];
  readonly points: number | null;
  readonly from: number | null;
  readonly until: number | null;
  /** The first time that a reader looks at: earlier ones are left out, and no other is moved by it. Absent: all. */
  readonly since?: number;
  /** Null: the unit the data was counted in. */
  readonly unit: InsightUnit | null;
  readonly display: DisplayOptions;
  readonly goal: Goal | null;
  readonly watch: readonly WatchRule[];
  /** Of a capture group: which groups make the label (from 1), and a pattern to run over imported matches instead. */
  readonly groups: readonly number[];
  readonly pattern: string;
  /** Of a capture group: which values of other groups count, as regular expressions by group number. */
  readonly only: Readonly<Record<string, string>>;
  readonly presentation: Presentation;
  readonly annotations: readonly Mark[];
  /** The value axis begins at zero even where no value is near it. */
  readonly zero: boolean;
  /** Of grouped results: by what. */
  readonly grouping?: Grouping;
  /** Of language statistics. */
  readonly languages?: LanguageChoice;
  /** Of a metric. */
  readonly metric?: MetricChoice;
  /** Of captured values and of groups: other names for labels (equal ones are added up), and colours by label. */
  readonly captures?: LabelChoice;
  /** Of a formula: its series, computed from other insights of the notebook. */
  readonly formulas?: readonly FormulaSeries[];
  /** Of a formula: whether a number is shown as per cent; null: as its units say. */
  readonly asShare?: boolean | null;
}

/**
 * How far a value can be trusted. `partial`: a lower bound, or computed from one. `incomplete`: a part was searched without
 * an answer, and its last count stands in, so that the value may be more or less. `absent`: nothing was there to search yet;
 * `unknown`: searched, no answer.
 */
export type ValueStatus = "ok" | "partial" | "incomplete" | "unknown" | "absent";

/** One line of a chart: a value and a status for each time; the value of `unknown` and `absent` is NaN. */
export interface ResultSeries {
  readonly label: string;
  readonly color?: string;
  /** Held by the series called "Other": how many it adds up; 0 for every other. */
  readonly holds: number;
  readonly values: Float64Array;
  readonly status: readonly ValueStatus[];
}

/** The data behind a result: what makes it traceable. Times are epoch ms. */
export interface ResultSource {
  /** The series of the store that were read: id, key and query. */
  readonly series: readonly {
    readonly series_id: string;
    readonly key: string;
    readonly title: string;
    readonly query: string;
    /** The query is no query but the regular expression that was searched for. */
    readonly isPattern?: boolean;
    /** The engine that found it, where several tools answered the query. */
    readonly foundBy?: string;
  }[];
  readonly repositories: number;
  /** SHA-256 of what the segments hold in which the series stand, sorted. */
  readonly segments: readonly string[];
  /** When the newest of the searches ran; null when no import says. */
  readonly observedAt: number | null;
  readonly newestSample: number;
  readonly status: "complete" | "partial";
  readonly reasons: readonly string[];
  /** Those of the reasons that are about counts at the last point. */
  readonly atLast?: readonly string[];
  /** Which repositories were undercounted or gave no answer, and when; absent where nobody asked. */
  readonly incomplete?: readonly IncompleteSpan[];
}

/** A repository that was incomplete from a time on, until a later sample put it right (null: it is still). Epoch ms. */
export interface IncompleteSpan {
  /** The id of the series of the store that was searched. */
  readonly series_id: string;
  readonly repository: string;
  readonly status: "partial" | "unknown";
  readonly from: number;
  readonly until: number | null;
}

/**
 * What a result is made of. `over-time`: a line for each series. `categorical`: one time only, and each series is a group
 * with its one value there, in display order: bars, a pie, a table.
 */
export type ResultForm = "over-time" | "categorical";

/** The answer to an insight. `times` are epoch ms, ascending; every series has a value for each. */
export interface InsightResult {
  readonly kind: string;
  readonly title: string;
  readonly form: ResultForm;
  /**
   * An InsightUnit, `bytes`, `commits`, or whatever a metric was measured in (`%`, `s`; empty when nobody said). Of a
   * formula: `share` (a part of 1, shown as per cent), or words such as `lines per file`.
   */
  readonly unit: string;
  readonly times: Float64Array;
  readonly series: readonly ResultSeries[];
  readonly source: ResultSource;
  readonly notes: readonly Message[];
  /** How many series the limit leaves out that no series called Other holds; absent for none. */
  readonly hidden?: number;
  /** How it is shown; absent: as a line chart from zero, without goal and marks. */
  readonly presentation?: Presentation;
  readonly goal?: Goal | null;
  readonly marks?: readonly Mark[];
  readonly zero?: boolean;
}

/** A result that is shown as its definition says. */
export function presented<R extends InsightResult>(
  result: R,
  {presentation, goal, annotations, zero}: Pick<InsightDefinition, "presentation" | "goal" | "annotations" | "zero">
): R {
  return {...result, presentation, goal, marks: annotations, zero};
}

/** A point by one dimension: what each part has then and at the point before; null where nothing was measured. */
export interface PointParts {
  readonly by: "repository" | "directory" | "path" | "name";
  readonly parts: readonly {readonly name: string; readonly value: number | null; readonly before: number | null}[];
}

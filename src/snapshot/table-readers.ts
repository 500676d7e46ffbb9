/**
 * The parts of a table's rows, each read from its column, or from what is known beside the table. `isSound` says that no row
 * has to be asked for a problem: every word of the column has a meaning.
 */
import {interner} from "../table.ts";
import type {Clues} from "./clues.ts";
import type {CellColumn} from "./csv-reader.ts";
import type {ColumnRole, Known, Mapping, Need} from "./importer.ts";
import {codesFor, type KeptRows, numbersFor} from "./kept-rows.ts";
import {askedRepository, askedSeries, sampleTime, TIME_NEED} from "./one-search.ts";
import type {ProblemList} from "./problems.ts";
import type {Decimal} from "./read-number.ts";
import type {DateOrder} from "./read-time.ts";
import {type SeriesRecord, seriesRecord, type Unit} from "./snapshot.ts";
import {type CellProblem, readNumbers, readRepositories, readTimes, usedCodes} from "./table-columns.ts";

/** A table's columns by role, and what is known beside them. `needs` and `problems` are added to. */
export interface TableContext {
  column(role: ColumnRole): CellColumn | undefined;
  /** The header of a role's column. */
  nameOf(role: ColumnRole): string;
  /** The first row that is data. */
  readonly start: number;
  readonly mapping: Mapping;
  readonly clues: Clues;
  readonly known: Known;
  readonly problems: ProblemList;
  readonly needs: Need[];
  readonly fileName: string;
}

/** The repository of a row, by its code in `words`; −1 when nobody says it. */
export interface RepositoryReader {
  readonly words: readonly string[];
  readonly isSound: boolean;
  of(row: number): number;
  all(kept: KeptRows): Int32Array;
}

/** Repositories of the column; where it has none, the one that the file is about. */
export function repositoryReader({column, start, clues, known, problems, needs}: TableContext): RepositoryReader {
  const cells = column("repository");
  if (!cells) {
    const {repository, needs: open} = askedRepository(clues, known);
    needs.push(...open);
    return {words: [repository ?? ""], isSound: true, of: () => 0, all: ({count}) => new Int32Array(count)};
  }
  const used = usedCodes(cells, start);
  const keys = readRepositories(cells, used, known, problems);
  const isOpen = keys.some((key, code) => key === null && used[code]);
  const fallback = isOpen && clues.use("repository") !== undefined ? askedRepository(clues, known).repository : null;
  const words = interner();
  const codes = Int32Array.from(keys, (key) => ((key ?? fallback) === null ? -1 : words.code((key ?? fallback)!)));
  return {
    words: words.words,
    isSound: codes.every((code, word) => code >= 0 || !used[word]),
    of: (row) => codes[cells.codes[row]!]!,
    all: (kept) => codesFor(kept.codes(cells), codes)
  };
}

/** The sample times of rows (NaN while nobody says them), why one cannot be read, and when their commits were made. */
export interface TimeReader {
  readonly isSound: boolean;
  problem(row: number): CellProblem | undefined;
  all(kept: KeptRows): Float64Array;
  ofCommits(kept: KeptRows): Float64Array;
  readonly order: DateOrder | undefined;
}

/** Times of the column; where there is none, the time of the file, or of each row's commit. */
export function timeReader({column, start, mapping, clues, known, problems, needs}: TableContext): TimeReader {
  const cells = column("time");
  const commit = column("commit");
  const given = mapping.dateOrder === "ymd" ? undefined : mapping.dateOrder;
  const commitTimes = commit && timesOfCommits(commit, usedCodes(commit, start), known);
  const ofCommits = (kept: KeptRows) =>
    commit ? numbersFor(kept.codes(commit), commitTimes!) : new Float64Array(kept.count).fill(Number.NaN);
  if (cells) {
    const times = readTimes(cells, usedCodes(cells, start), given, problems);
    if (times.isUndecided)
      needs.push({
        field: "dateOrder",
        text: "Are these dates day/month/year or month/day/year? Nothing in the column shows it."
      });
    return {
      isSound: times.problems.size === 0,
      problem: (row) => times.problems.get(cells.codes[row]!),
      all: (kept) => numbersFor(kept.codes(cells), times.values),
      ofCommits,
      order: times.order
    };
  }
  const fixed = sampleTime(clues, clues.use("commit") ?? null, known);
  const always = (time: number): TimeReader => ({
    isSound: true,
    problem: () => undefined,
    all: ({count}) => new Float64Array(count).fill(time),
    ofCommits,
    order: undefined
  });
  if (fixed !== null) return always(fixed);
  if (commitTimes?.some((time) => !Number.isNaN(time))) {
    clues.tell({field: "time", value: "the times of the commits", from: "known commits"});
    const unknown = {code: "table/unknown-commit", text: "A row has no time, and its commit is not known here."};
    return {
      isSound: false,
      problem: (row) => (Number.isNaN(commitTimes[commit!.codes[row]!]!) ? unknown : undefined),
      all: ofCommits,
      ofCommits,
      order: undefined
    };
  }
  needs.push(TIME_NEED);
  return always(Number.NaN);
}

function timesOfCommits({words}: CellColumn, used: Uint8Array, known: Known): Float64Array {
  return Float64Array.from(words, (word, code) =>
    used[code] && word.trim() ? (known.commitTime(word.trim().toLowerCase()) ?? Number.NaN) : Number.NaN
  );
}

/** The counts of rows, by column of the snapshot. */
export type Counts = {readonly [unit in Unit]: Float64Array};

/** The counts of rows, NaN for those they do not give, and why one cannot be read. */
export interface CountReader {
  readonly isSound: boolean;
  problem(row: number): CellProblem | undefined;
  /** `units` are those of the kept rows' series, by code in `series`. */
  all(kept: KeptRows, series: Int32Array, units: readonly Unit[]): Counts;
  /** What `value` counts when neither a column nor a clue says it. */
  readonly unit: Unit;
  readonly decimal: Decimal | undefined;
}

const UNIT_ROLES = ["matches", "lines", "files"] as const;

/** Counts of the columns files, lines and matches; `value` is the one of the row's unit. */
export function countReader({column, start, mapping}: TableContext): CountReader {
  const fallback = mapping.delimiter === ";" ? "," : ".";
  const columns = (["value", ...UNIT_ROLES] as const).flatMap((role) => {
    const cells = column(role);
    return cells ? [{role, cells, ...readNumbers(cells, usedCodes(cells, start), mapping.decimal, fallback)}] : [];
  });
  const troubled = columns.filter(({problems}) => problems.size > 0);
  return {
    isSound: troubled.length === 0,
    all(kept, series, units) {
      const counts: {[unit in Unit]?: Float64Array} = {};
      const none = () => new Float64Array(kept.count).fill(Number.NaN);
      for (const {role, cells, values} of columns) {
        const codes = kept.codes(cells);
        if (role !== "value") counts[role] = numbersFor(codes, values);
        else if (units.every((unit) => unit === units[0])) counts[units[0] ?? "matches"] = numbersFor(codes, values);
        else for (const unit of UNIT_ROLES) counts[unit] = put(none(), codes, values, series, units, unit);
      }
      for (const unit of UNIT_ROLES) counts[unit] ??= none();
      return counts as Counts;
    },
    problem(row) {
      for (const {cells, problems} of troubled) {
        const problem = problems.get(cells.codes[row]!);
        if (problem) return problem;
      }
      return undefined;
    },
    unit: columns.some(({role}) => role === "value")
      ? "matches"
      : (UNIT_ROLES.find((unit) => column(unit)) ?? "matches"),
    decimal: columns[0]?.decimal
  };
}

/** Writes the values of rows whose series has a unit. */
function put(
  into: Float64Array,
  codes: Int32Array,
  values: Float64Array,
  series: Int32Array,
  units: readonly Unit[],
  unit: Unit
): Float64Array {
  const isMine = Uint8Array.from(units, (one) => (one === unit ? 1 : 0));
  for (let i = 0; i < into.length; i++) if (isMine[series[i]!]) into[i] = values[codes[i]!]!;
  return into;
}

const UNIT_WORDS: ReadonlyMap<string, Unit> = new Map([
  ["matches", "matches"],
  ["match", "matches"],
  ["treffer", "matches"],
  ["lines", "lines"],
  ["line", "lines"],
  ["zeilen", "lines"],
  ["files", "files"],
  ["file", "files"],
  ["dateien", "files"]
]);

/** The series of rows by number, −1 for none, and in the end the series' records. */
export interface SeriesReader {
  readonly isSound: boolean;
  /** Gives a series that was not seen before the next number. */
  of(row: number): number;
  all(kept: KeptRows): Int32Array;
  /** By number, so far. */
  units(): readonly Unit[];
  /** `groups[series]` is how many captured values its rows have. */
  records(groups: readonly number[]): readonly SeriesRecord[];
}

/** Series by name and unit; where no column names them, the one that the file is about. */
export function seriesReader(context: TableContext, defaultUnit: Unit): SeriesReader {
  const {column, nameOf, clues, problems, needs, fileName} = context;
  const cells = column("series");
  const units = column("unit");
  const given = clues.use("unit") ?? defaultUnit;
  const unitWords = units?.words.map((word) => UNIT_WORDS.get(word.trim().toLowerCase()) ?? given);
  const isOdd = units?.words.map((word) => word.trim() !== "" && !UNIT_WORDS.has(word.trim().toLowerCase()));
  const words = cells?.words.map((word) => word.trim());
  const found: {name: string | null; unit: Unit}[] = [];
  const numbers = new Map<string, number>();
  const used = cells && usedCodes(cells, context.start);
  const byCodes = new Map<number, number>();
  let [lastBoth, lastSeries] = [-1, -1];
  const of = (row: number): number => {
    const unitCode = units ? units.codes[row]! : 0;
    const code = cells ? cells.codes[row]! : 0;
    const both = code * (unitWords?.length ?? 1) + unitCode;
    if (both === lastBoth) return lastSeries;
    let series = byCodes.get(both);
    if (series === undefined) {
      const name = words ? words[code]! : null;
      const unit = unitWords ? unitWords[unitCode]! : given;
      if (isOdd?.[unitCode])
        problems.note("table/unit", `A unit is none of matches, lines and files; ${given} was taken.`);
      const key = JSON.stringify([name, unit]);
      series = name === "" ? -1 : (numbers.get(key) ?? found.push({name, unit}) - 1);
      if (series >= 0) numbers.set(key, series);
      byCodes.set(both, series);
    }
    [lastBoth, lastSeries] = [both, series];
    return series;
  };
  return {
    isSound: !words?.some((word, code) => word === "" && used![code]),
    of,
    all(kept) {
      const all = new Int32Array(kept.count);
      if (!cells) return kept.count && of(kept.rowOf(0)) >= 0 && !units ? all : fromRows(all, kept, of);
      if (units) return fromRows(all, kept, of);
      // a number for each word, given when its first row comes
      const codes = kept.codes(cells);
      const numbers = new Int32Array(cells.words.length).fill(-2);
      for (let i = 0; i < all.length; i++) {
        const code = codes[i]!;
        if (numbers[code] === -2) numbers[code] = of(kept.rowOf(i));
        all[i] = numbers[code]!;
      }
      return all;
    },
    units: () => found.map(({unit}) => unit),
    records(groups) {
      const isQuery = /^(?:query|search|abfrage|suche)$/i.test(nameOf("series").trim());
      if (!cells && !found.length) found.push({name: null, unit: given});
      return found.map(({name, unit}, series) => {
        const captures = Array.from({length: groups[series] ?? 0}, (_, i) => i + 1);
        if (name !== null)
          return seriesRecord({
            engine: "import",
            pattern: name,
            captures,
            unit,
            key: name,
            ...(isQuery ? {source_query: name} : {})
          });
        const asked = askedSeries(clues, {engine: "import", captures, fileName, unit});
        if (series === 0) needs.push(...asked.needs);
        return asked.series;
      });
    }
  };
}

function fromRows(into: Int32Array, kept: KeptRows, of: (row: number) => number): Int32Array {
  for (let i = 0; i < into.length; i++) into[i] = of(kept.rowOf(i));
  return into;
}

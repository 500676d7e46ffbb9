/** The parts of a table's row, each read from its column, or from what is known beside the table. */
import {interner} from "../table.ts";
import type {Clues} from "./clues.ts";
import type {CellColumn} from "./csv-reader.ts";
import type {ColumnRole, Known, Mapping, Need} from "./importer.ts";
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
  of(row: number): number;
}

/** Repositories of the column; where it has none, the one that the file is about. */
export function repositoryReader({column, start, clues, known, problems, needs}: TableContext): RepositoryReader {
  const cells = column("repository");
  if (!cells) {
    const {repository, needs: open} = askedRepository(clues, known);
    needs.push(...open);
    return {words: [repository ?? ""], of: () => 0};
  }
  const used = usedCodes(cells, start);
  const keys = readRepositories(cells, used, known, problems);
  const isOpen = keys.some((key, code) => key === null && used[code]);
  const fallback = isOpen && clues.use("repository") !== undefined ? askedRepository(clues, known).repository : null;
  const words = interner();
  const codes = Int32Array.from(keys, (key) => ((key ?? fallback) === null ? -1 : words.code((key ?? fallback)!)));
  return {words: words.words, of: (row) => codes[cells.codes[row]!]!};
}

/** The sample time of a row (NaN while nobody says it), why it cannot be read, and when its commit was made. */
export interface TimeReader {
  of(row: number): number;
  problem(row: number): CellProblem | undefined;
  ofCommit(row: number): number;
  readonly order: DateOrder | undefined;
}

/** Times of the column; where there is none, the time of the file, or of each row's commit. */
export function timeReader({column, start, mapping, clues, known, problems, needs}: TableContext): TimeReader {
  const cells = column("time");
  const commit = column("commit");
  const given = mapping.dateOrder === "ymd" ? undefined : mapping.dateOrder;
  const commitTimes = commit && timesOfCommits(commit, usedCodes(commit, start), known);
  const ofCommit = (row: number) => (commit ? commitTimes![commit.codes[row]!]! : Number.NaN);
  if (cells) {
    const times = readTimes(cells, usedCodes(cells, start), given, problems);
    if (times.isUndecided)
      needs.push({
        field: "dateOrder",
        text: "Are these dates day/month/year or month/day/year? Nothing in the column shows it."
      });
    return {
      of: (row) => times.values[cells.codes[row]!]!,
      problem: (row) => times.problems.get(cells.codes[row]!),
      ofCommit,
      order: times.order
    };
  }
  const fixed = sampleTime(clues, clues.use("commit") ?? null, known);
  if (fixed !== null) return {of: () => fixed, problem: () => undefined, ofCommit, order: undefined};
  if (commitTimes?.some((time) => !Number.isNaN(time))) {
    clues.tell({field: "time", value: "the times of the commits", from: "known commits"});
    const unknown = {code: "table/unknown-commit", text: "A row has no time, and its commit is not known here."};
    return {
      of: ofCommit,
      problem: (row) => (Number.isNaN(ofCommit(row)) ? unknown : undefined),
      ofCommit,
      order: undefined
    };
  }
  needs.push(TIME_NEED);
  return {of: () => Number.NaN, problem: () => undefined, ofCommit, order: undefined};
}

function timesOfCommits({words}: CellColumn, used: Uint8Array, known: Known): Float64Array {
  return Float64Array.from(words, (word, code) =>
    used[code] && word.trim() ? (known.commitTime(word.trim().toLowerCase()) ?? Number.NaN) : Number.NaN
  );
}

/** The counts of a row, by column of the snapshot. */
export type Counts = {readonly [unit in Unit]: Float64Array};

/** Writes the counts of a row, NaN for those it does not give, and tells why one cannot be read. */
export interface CountReader {
  put(row: number, unit: Unit, into: Counts, at: number): void;
  problem(row: number): CellProblem | undefined;
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
    put(row, unit, into, at) {
      for (const role of UNIT_ROLES) into[role][at] = Number.NaN;
      for (const {role, cells, values} of columns)
        into[role === "value" ? unit : role][at] = values[cells.codes[row]!]!;
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

/** The series of a row by a number, −1 for none, and in the end the series' records. */
export interface SeriesReader {
  of(row: number): number;
  unitOf(series: number): Unit;
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
  const byCodes = new Map<number, number>();
  return {
    of(row) {
      const unitCode = units ? units.codes[row]! : 0;
      const code = cells ? cells.codes[row]! : 0;
      const both = code * (unitWords?.length ?? 1) + unitCode;
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
      return series;
    },
    unitOf: (series) => found[series]!.unit,
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

/**
 * A made-up organisation and its search results: repositories of several teams, twenty searches, years of weekly samples.
 * Everything follows from the seed. A repository's history does not depend on how many others there are, so a smaller
 * organisation is the beginning of a larger one.
 *
 * As in imported results of real searches every repository has a row for every series and week since it began, and most
 * rows say what the row before said. How many do not is measured: 12 repositories, 18 searches, 60 months of real history
 * (../shared/data/counts, authors/commits-weekly.csv). In 54 of 100 weeks somebody worked on a repository, from 4 to 100
 * by repository; of samples with a new commit 17.3 of 100 counts differ from those before, and 34 of 100 sets of captured
 * values. Those are of months; weeks have fewer, so that this is rather too many.
 */
import {createHash} from "node:crypto";
import {closeSync, openSync, writeSync} from "node:fs";
import {join} from "node:path";
import {type SeriesRecord, seriesRecord} from "../../src/snapshot/snapshot.ts";
import {isoTime} from "../../src/time.ts";

/** A search: how many matches a repository has at first, and what becomes of a hundred of them in a year. */
interface Search {
  readonly key: string;
  readonly level: number;
  readonly afterYear: number;
  readonly captures?: boolean;
}

const SEARCHES: readonly Search[] = [
  {key: "todo", level: 60, afterYear: 112},
  {key: "fixme", level: 25, afterYear: 98},
  {key: "cjs-require", level: 140, afterYear: 62},
  {key: "esm-import", level: 80, afterYear: 150},
  {key: "ts-ignore", level: 12, afterYear: 118},
  {key: "eslint-disable", level: 18, afterYear: 109},
  {key: "any-cast", level: 35, afterYear: 88},
  {key: "console-log", level: 45, afterYear: 93},
  {key: "moment-import", level: 9, afterYear: 55},
  {key: "lodash-import", level: 30, afterYear: 74},
  {key: "class-component", level: 22, afterYear: 60},
  {key: "hook-use", level: 40, afterYear: 140},
  {key: "ioutil", level: 15, afterYear: 48},
  {key: "empty-interface", level: 50, afterYear: 66},
  {key: "legacy-typing", level: 28, afterYear: 58},
  {key: "feature-flag", level: 20, afterYear: 122},
  {key: "raw-sql", level: 16, afterYear: 90},
  {key: "deprecated-api", level: 33, afterYear: 71},
  {key: "node-version", level: 3, afterYear: 104, captures: true},
  {key: "base-image", level: 4, afterYear: 106, captures: true}
];

const TEAMS = ["payments", "search", "identity", "mobile", "platform", "data", "growth", "billing", "infra", "docs"];
const PARTS = ["api", "web", "worker", "client", "tools", "schema"];
/** Of the counts of a new commit, how many differ from those before. */
export const CHANGED = 0.173;
/** Of sets of captured values whose count is as before, how many differ all the same. */
const RENAMED = 0.2;
/** How many values a capture group takes on over the years. */
const VERSIONS = 60;
const WEEK = 7 * 86_400_000;
/** A Monday: the newest sample before a week is appended. */
const NEWEST = Date.UTC(2026, 10, 16);

/** What an organisation is made of. */
export interface Organisation {
  readonly repositories: readonly string[];
  readonly series: readonly SeriesRecord[];
  /** The keys of the series that record a captured value. */
  readonly captured: readonly string[];
  /** Mondays, epoch ms UTC; the last one is what is appended later. */
  readonly weeks: readonly number[];
  readonly seed: number;
  /** Of the counts of a new commit, how many differ from those before: 0 to 1. */
  readonly changed: number;
}

/** The counts of one series in one repository at one time; `captures` adds up to `matches`. */
export interface PointRow {
  readonly series: SeriesRecord;
  readonly repository: string;
  readonly week: number;
  readonly commit: string;
  readonly committedAt: number;
  readonly files: number;
  readonly lines: number;
  readonly matches: number;
  readonly status: "ok" | "partial";
  readonly captures: readonly {readonly value: string; readonly matches: number}[];
}

/** An organisation of so many repositories and so many weeks of history, and one week more. */
export function organisation(repositories: number, weeks: number, changed = CHANGED, seed = 20261120): Organisation {
  return {
    repositories: Array.from({length: repositories}, (_, i) => {
      const number = String(i).padStart(5, "0");
      return `github.com/meridian/${TEAMS[i % TEAMS.length]}-${PARTS[i % PARTS.length]}-${number}`;
    }),
    series: SEARCHES.map(({key, captures}) =>
      seriesRecord({key, engine: "bench", pattern: key, captures: captures ? [1] : []})
    ),
    captured: SEARCHES.filter(({captures}) => captures).map(({key}) => key),
    weeks: Array.from({length: weeks + 1}, (_, i) => NEWEST - (weeks - 1 - i) * WEEK),
    seed,
    changed
  };
}

/** The week in which a repository begins: one of five does within the history. */
function bornIn({weeks, seed}: Organisation, number: number): number {
  const random = randomNumbers(seed + number * 7919);
  return random() < 0.2 ? Math.floor(random() * weeks.length * 0.8) : 0;
}

/** All rows by repository, time and series. Each is valid until the next one is asked for. */
export function* rowsOf(made: Organisation): Generator<PointRow> {
  const {repositories, series, weeks, seed, changed} = made;
  for (const [number, repository] of repositories.entries()) {
    const born = bornIn(made, number);
    const random = randomNumbers(seed + number * 7919 + 1);
    const activity = 0.04 + 0.96 * random();
    const size = 0.2 + 3 * random() ** 4;
    const lag = Math.floor(random() * 26);
    const rows = series.map((record, i) => ({
      series: record,
      repository,
      week: born,
      commit: "",
      committedAt: 0,
      files: 0,
      lines: 0,
      matches: Math.floor(SEARCHES[i]!.level * size * (0.5 + random())),
      status: "ok" as PointRow["status"],
      captures: [] as PointRow["captures"]
    }));
    for (let week = born; week < weeks.length; week++) {
      const isFirst = week === born;
      const works = isFirst || random() < activity;
      const commit = works ? Array.from({length: 5}, () => hex8(random)).join("") : "";
      const committedAt = weeks[week]! - Math.floor(random() * 604_800) * 1000;
      for (const [i, row] of rows.entries()) {
        row.week = week;
        if (works) {
          row.commit = commit;
          row.committedAt = committedAt;
          const {afterYear, captures} = SEARCHES[i]!;
          const isChanged = random() < changed;
          if (isFirst || isChanged) {
            if (!isFirst) row.matches = changedCount(row.matches, afterYear, activity * changed, random);
            row.lines = row.matches - Math.floor(row.matches * 0.1 * random());
            row.files = Math.ceil(row.lines * (0.3 + 0.4 * random()));
          }
          row.status = random() < 0.004 ? "partial" : "ok";
          if (captures && (isFirst || isChanged || random() < RENAMED))
            row.captures = row.matches
              ? versions(row.series.key, row.matches, (week - lag) / weeks.length, random())
              : [];
        }
        yield row;
      }
    }
  }
}

/** Another count, so that `often` changes a week make of a hundred what `afterYear` says. */
function changedCount(before: number, afterYear: number, often: number, random: () => number): number {
  const drift = 1 + ((afterYear / 100 - 1) / 52 / often) * random();
  const after = Math.max(0, Math.round(before * drift + (random() - 0.5) * 3));
  return after !== before ? after : before + (before && random() < 0.5 ? -1 : 1);
}

/** Matches of a version and of the one before it; what is new moves on with the share of the time that has passed. */
function versions(key: string, matches: number, passed: number, share: number) {
  const newest = Math.max(1, Math.floor(passed * VERSIONS));
  const name = (version: number) =>
    `${key === "node-version" ? "" : "debian-"}${10 + Math.floor(version / 6)}.${version % 6}`;
  const older = Math.floor(matches * share * 0.6);
  return [
    {value: name(newest), matches: matches - older},
    {value: name(newest - 1), matches: older}
  ].filter((capture) => capture.matches > 0);
}

/** The files of an organisation, and how many rows they hold. Those of a format are written when one is asked for. */
export interface OrganisationFiles {
  /** Points as an NDJSON snapshot and as a CSV table. */
  readonly ndjson: string;
  readonly csv: string;
  /** Captured values, likewise. */
  readonly capturesNdjson: string;
  readonly capturesCsv: string;
  /** The points of the last week, likewise. */
  readonly weekNdjson: string;
  readonly weekCsv: string;
  readonly points: number;
  readonly captures: number;
  readonly weekPoints: number;
}

/**
 * Points of the first so many series as CSV, only those that differ from the ones before; gives their number. The week that
 * is appended later is left out.
 */
export function writeChanges(path: string, made: Organisation, series: number): number {
  const file = textFile(path, "series,repo,time,matches\n");
  const wanted = new Map(made.series.slice(0, series).map((record, i) => [record, i]));
  const times = made.weeks.map(isoTime);
  let [rows, repository] = [0, ""];
  const last: number[] = [];
  for (const row of rowsOf(made)) {
    const i = wanted.get(row.series);
    if (i === undefined || row.week === times.length - 1) continue;
    if (row.repository !== repository) last.length = 0;
    repository = row.repository;
    if (last[i] === row.matches) continue;
    last[i] = row.matches;
    rows++;
    file.add(`${row.series.key},${row.repository},${times[row.week]},${row.matches}\n`);
  }
  file.end();
  return rows;
}

interface Written {
  readonly points: string;
  readonly captures: string;
  readonly week: string;
  readonly captureRows: number;
}

/** An organisation's files in a folder; `said` is told now and then how many rows of how many are written. */
export function organisationFiles(
  folder: string,
  made: Organisation,
  said: (format: string, rows: number, of: number) => void = () => {}
): OrganisationFiles {
  const {repositories, series, weeks} = made;
  const weekPoints = repositories.length * series.length;
  const points = repositories.reduce((sum, _, i) => sum + (weeks.length - 1 - bornIn(made, i)) * series.length, 0);
  const written = new Map<"ndjson" | "csv", Written>();
  const of = (format: "ndjson" | "csv"): Written => {
    const known = written.get(format);
    if (known) return known;
    const total = points + weekPoints;
    const fresh = writeRows(folder, made, format, (rows) => said(format, rows, total));
    written.set(format, fresh);
    return fresh;
  };
  return {
    get ndjson() {
      return of("ndjson").points;
    },
    get csv() {
      return of("csv").points;
    },
    get capturesNdjson() {
      return of("ndjson").captures;
    },
    get capturesCsv() {
      return of("csv").captures;
    },
    get weekNdjson() {
      return of("ndjson").week;
    },
    get weekCsv() {
      return of("csv").week;
    },
    get captures() {
      return (written.get("ndjson") ?? of("csv")).captureRows;
    },
    points,
    weekPoints
  };
}

const POINT_HEAD = "series,repo,time,commit,committed_at,files,lines,matches,status\n";
const CAPTURE_HEAD = "series,repo,time,capture1,matches\n";

function writeRows(
  folder: string,
  made: Organisation,
  format: "ndjson" | "csv",
  said: (rows: number) => void
): Written {
  const {series, weeks, captured} = made;
  const isCsv = format === "csv";
  const path = (name: string) => join(folder, `${name}.${format}`);
  const held = series.filter(({key}) => captured.includes(key));
  const points = isCsv ? textFile(path("points"), POINT_HEAD) : snapshotFile(path("points"), series);
  const captures = isCsv ? textFile(path("captures"), CAPTURE_HEAD) : snapshotFile(path("captures"), held);
  const week = isCsv ? textFile(path("week"), POINT_HEAD) : snapshotFile(path("week"), series);
  const times = weeks.map(isoTime);
  let [rows, captureRows, committed, committedAt] = [0, 0, "", Number.NaN];
  for (const row of rowsOf(made)) {
    if (++rows % 100_000 === 0) said(rows);
    const time = times[row.week]!;
    if (row.committedAt !== committedAt) {
      committedAt = row.committedAt;
      committed = isoTime(committedAt);
    }
    const {key, series_id: id} = row.series;
    const isNewest = row.week === weeks.length - 1;
    (isNewest ? week : points).add(
      isCsv
        ? `${key},${row.repository},${time},${row.commit},${committed},${row.files},${row.lines},${row.matches},${row.status}\n`
        : `{"t":"point","series_id":"${id}","repo_key":"${row.repository}","sample_at":"${time}","commit_oid":"${row.commit}","committed_at":"${committed}","files":${row.files},"lines":${row.lines},"matches":${row.matches},"status":"${row.status}"}\n`
    );
    if (isNewest) continue;
    for (const {value, matches} of row.captures) {
      captureRows++;
      captures.add(
        isCsv
          ? `${key},${row.repository},${time},${value},${matches}\n`
          : `{"t":"capture","series_id":"${id}","repo_key":"${row.repository}","sample_at":"${time}","c1":"${value}","matches":${matches}}\n`
      );
    }
  }
  for (const file of [points, captures, week]) file.end();
  return {points: points.path, captures: captures.path, week: week.path, captureRows};
}

export interface Output {
  readonly path: string;
  add(line: string): void;
  end(): void;
}

/** A file that is written in blocks. */
export function textFile(path: string, head: string, seen: (text: string) => void = () => {}): Output {
  const file = openSync(path, "w");
  let block = "";
  const flush = () => {
    seen(block);
    writeSync(file, block);
    block = "";
  };
  block += head;
  return {
    path,
    add(line) {
      block += line;
      if (block.length > 1_000_000) flush();
    },
    end() {
      flush();
      closeSync(file);
    }
  };
}

/** One stream of records, as design/data.md has it: `snapshot`, series, rows, `end` with their number and hash. */
export function snapshotFile(path: string, series: readonly SeriesRecord[]): Output {
  const hash = createHash("sha256");
  const head = [
    {t: "snapshot", format: "insight-snapshot", version: 1, observed_at: isoTime(NEWEST + WEEK)},
    ...series.map((record) => ({t: "series", ...record}))
  ];
  const file = textFile(path, head.map((record) => `${JSON.stringify(record)}\n`).join(""), (text) => {
    hash.update(text);
  });
  let rows = series.length;
  let isEnding = false;
  return {
    path,
    add(line) {
      rows++;
      file.add(line);
    },
    end() {
      if (isEnding) return;
      isEnding = true;
      // the hash covers every byte before the end record, so what waits is written first
      file.end();
      const end = openSync(path, "a");
      writeSync(end, `${JSON.stringify({t: "end", rows, sha256: hash.digest("hex")})}\n`);
      closeSync(end);
    }
  };
}

function hex8(random: () => number): string {
  return Math.floor(random() * 2 ** 32)
    .toString(16)
    .padStart(8, "0");
}

/** Numbers from 0 to 1 that follow from a seed. Source: mulberry32 by Tommy Ettinger, public domain. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

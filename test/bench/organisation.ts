/**
 * A made-up organisation and its search results: repositories of several teams, twenty searches, years of weekly samples.
 * Everything follows from the seed. A repository's history does not depend on how many others there are, so a smaller
 * organisation is the beginning of a larger one.
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
export function organisation(repositories: number, weeks: number, seed = 20261120): Organisation {
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
    seed
  };
}

/** All rows by repository, time and series: a repository is sampled in the weeks in which somebody worked on it. */
export function* rowsOf({repositories, series, weeks, seed}: Organisation): Generator<PointRow> {
  for (const [number, repository] of repositories.entries()) {
    const random = randomNumbers(seed + number * 7919);
    const born = Math.floor(random() ** 3 * weeks.length * 0.8);
    const activity = 0.06 + 0.7 * random() ** 3;
    const size = 0.2 + 3 * random() ** 4;
    const lag = Math.floor(random() * 26);
    const values = SEARCHES.map(({level}) => Math.floor(level * size * (0.5 + random())));
    for (let week = born; week < weeks.length; week++) {
      if (week > born && random() >= activity) continue;
      const commit = Array.from({length: 5}, () => hex8(random)).join("");
      const committedAt = weeks[week]! - Math.floor(random() * 604_800) * 1000;
      for (const [i, record] of series.entries()) {
        const {afterYear, captures} = SEARCHES[i]!;
        if (random() < 0.4) {
          const drift = 1 + ((afterYear / 100 - 1) / 52) * (1 / activity) * 2.5 * random();
          values[i] = Math.max(0, Math.round(values[i]! * drift + (random() - 0.5) * 3));
        }
        const matches = values[i]!;
        const lines = matches - Math.floor(matches * 0.1 * random());
        yield {
          series: record,
          repository,
          week,
          commit,
          committedAt,
          files: Math.ceil(lines * (0.3 + 0.4 * random())),
          lines,
          matches,
          status: random() < 0.004 ? "partial" : "ok",
          captures: captures && matches ? versions(record.key, matches, (week - lag) / weeks.length, random()) : []
        };
      }
    }
  }
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

/** The files of an organisation, and how many rows they hold. */
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

/** Writes an organisation's files into a folder. */
export function writeOrganisation(folder: string, made: Organisation): OrganisationFiles {
  const {series, weeks, captured} = made;
  const point = "series,repo,time,commit,committed_at,files,lines,matches,status\n";
  const capture = "series,repo,time,capture1,matches\n";
  const files = {
    points: [snapshotFile(join(folder, "points.ndjson"), series), textFile(join(folder, "points.csv"), point)],
    captures: [
      snapshotFile(
        join(folder, "captures.ndjson"),
        series.filter(({key}) => captured.includes(key))
      ),
      textFile(join(folder, "captures.csv"), capture)
    ],
    week: [snapshotFile(join(folder, "week.ndjson"), series), textFile(join(folder, "week.csv"), point)]
  } as const;
  const times = weeks.map(isoTime);
  const counts = {points: 0, captures: 0, week: 0};
  for (const row of rowsOf(made)) {
    const {series: record, repository, week, commit, committedAt, files: fileCount, lines, matches, status} = row;
    const [time, key] = [times[week]!, record.key];
    const of = week === weeks.length - 1 ? "week" : "points";
    counts[of]++;
    const committed = isoTime(committedAt);
    files[of][0].add(
      `{"t":"point","series_id":"${record.series_id}","repo_key":"${repository}","sample_at":"${time}","commit_oid":"${commit}","committed_at":"${committed}","files":${fileCount},"lines":${lines},"matches":${matches},"status":"${status}"}\n`
    );
    files[of][1].add(
      `${key},${repository},${time},${commit},${committed},${fileCount},${lines},${matches},${status}\n`
    );
    if (of === "week") continue;
    for (const {value, matches: part} of row.captures) {
      counts.captures++;
      files.captures[0].add(
        `{"t":"capture","series_id":"${record.series_id}","repo_key":"${repository}","sample_at":"${time}","c1":"${value}","matches":${part}}\n`
      );
      files.captures[1].add(`${key},${repository},${time},${value},${part}\n`);
    }
  }
  for (const [snapshot, table] of Object.values(files)) {
    snapshot.end();
    table.end();
  }
  return {
    ndjson: files.points[0].path,
    csv: files.points[1].path,
    capturesNdjson: files.captures[0].path,
    capturesCsv: files.captures[1].path,
    weekNdjson: files.week[0].path,
    weekCsv: files.week[1].path,
    points: counts.points,
    captures: counts.captures,
    weekPoints: counts.week
  };
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

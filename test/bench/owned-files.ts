/**
 * Files with matches, and who owns them: beside the points of an organisation, for questions by owner, team and folder.
 * Every file keeps its count until its next change, so the snapshot holds spans and the table of raw rows one row a change.
 */
import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {isoTime} from "../../src/time.ts";
import {type Organisation, randomNumbers, snapshotFile, textFile} from "./organisation.ts";

/** The series whose matches are known by file. */
export const OWNED = seriesRecord({key: "owned-todo", engine: "bench", pattern: "owned-todo"});

const FOLDERS = ["src/api", "src/core", "src/ui", "test", "docs", "tools"];
const OWNERS = [
  "payments",
  "search",
  "identity",
  "mobile",
  "platform",
  "data",
  "growth",
  "billing",
  "infra",
  "docs"
].map((name) => `@meridian/${name}`);
const FILES_EACH = 8;

/** Files that were written, and how many raw rows they hold. */
export interface OwnedFiles {
  /** A snapshot: points, file spans and CODEOWNERS files. */
  readonly ndjson: string;
  /** One row for each change of a file: repo, path, owner, time, matches (0 where the file lost its last match). */
  readonly csv: string;
  readonly rows: number;
}

/** Writes them, and a `tidemark.yaml` with one team for two owners each. */
export function writeOwnedFiles(folder: string, {repositories, weeks, seed}: Organisation): OwnedFiles {
  const snapshot = snapshotFile(join(folder, "owned.ndjson"), [OWNED]);
  const table = textFile(join(folder, "owned.csv"), "repo,path,owner,time,matches\n");
  const history = weeks.slice(0, -1);
  let rows = 0;
  const record = (t: string, values: object) => snapshot.add(`${JSON.stringify({t, ...values})}\n`);
  repositories.forEach((repository, number) => {
    const random = randomNumbers(seed + number * 104_729);
    const owners = FOLDERS.map(() => OWNERS[Math.floor(random() * OWNERS.length)]!);
    record("owner_file", {
      repo_key: repository,
      path: ".github/CODEOWNERS",
      valid_from: isoTime(history[0]!),
      text: FOLDERS.map((name, i) => `/${name}/ ${owners[i]}\n`).join("")
    });
    const changes = new Map<number, number>();
    for (let file = 0; file < FILES_EACH; file++) {
      const place = Math.floor(random() * FOLDERS.length);
      const path = `${FOLDERS[place]}/file-${file}.ts`;
      let [since, held] = [-1, 0];
      for (let week = Math.floor(random() * 20); week < history.length; week++) {
        if (since >= 0 && random() > 0.12) continue;
        const matches = Math.floor(random() * 6);
        if (matches === held && since >= 0) continue;
        if (held > 0) span(repository, path, since, week, held);
        changes.set(week, (changes.get(week) ?? 0) + matches - held);
        [since, held] = [week, matches];
        rows++;
        table.add(`${repository},${path},${owners[place]},${isoTime(history[week]!)},${matches}\n`);
      }
      if (held > 0) span(repository, path, since, null, held);
    }
    let total = 0;
    history.forEach((at, week) => {
      total += changes.get(week) ?? 0;
      record("point", {
        series_id: OWNED.series_id,
        repo_key: repository,
        sample_at: isoTime(at),
        matches: total,
        status: "ok"
      });
    });
  });
  function span(repository: string, path: string, from: number, to: number | null, matches: number): void {
    record("file_span", {
      series_id: OWNED.series_id,
      repo_key: repository,
      path,
      valid_from: isoTime(history[from]!),
      ...(to === null ? {} : {valid_to: isoTime(history[to]!)}),
      matches
    });
  }
  snapshot.end();
  table.end();
  writeFileSync(join(folder, "tidemark.yaml"), teamsYaml());
  return {ndjson: snapshot.path, csv: table.path, rows};
}

/** The team of an owner: two owners each. */
export function teamOf(owner: string): string {
  return `team-${Math.floor(OWNERS.indexOf(owner) / 2)}`;
}

function teamsYaml(): string {
  const teams = [...new Set(OWNERS.map(teamOf))];
  return `teams:\n${teams
    .map(
      (team) =>
        `  ${team}:\n    owners: [${OWNERS.filter((one) => teamOf(one) === team)
          .map((one) => JSON.stringify(one))
          .join(", ")}]\n`
    )
    .join("")}`;
}

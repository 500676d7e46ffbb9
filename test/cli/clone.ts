/** Real git repositories for tests: made by git itself, with dates that are said. */
import {execFileSync} from "node:child_process";
import {mkdirSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {openClone} from "../../src/cli/git/clone.ts";
import {queryOf} from "../../src/cli/history/asked-query.ts";
import {historyRows} from "../../src/snapshot/history-rows.ts";
import {searchHistory} from "../../src/snapshot/search-history.ts";
import {type Cell, recordsOf} from "../../src/table.ts";

const NOBODY = {
  GIT_AUTHOR_NAME: "a",
  GIT_AUTHOR_EMAIL: "a@example.org",
  GIT_COMMITTER_NAME: "a",
  GIT_COMMITTER_EMAIL: "a@example.org",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1"
};

/** Runs git in a folder and gives what it prints; '' where it says no. */
export function git(folder: string, args: readonly string[], date?: string): string {
  try {
    return execFileSync("git", [...args], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LC_ALL: "C",
        ...NOBODY,
        ...(date ? {GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date} : {})
      },
      stdio: ["ignore", "pipe", "pipe"]
    }).toString("utf8");
  } catch (error) {
    // git grep ends with 1 where it finds nothing
    if ((error as {status?: number}).status === 1) return "";
    throw error;
  }
}

/** An empty repository. */
export function newRepository(folder: string): void {
  mkdirSync(folder, {recursive: true});
  git(folder, ["init", "-q", "-b", "main"]);
}

/** Writes files (null: deletes) and commits them at a time. */
export function commit(
  folder: string,
  date: string,
  files: Readonly<Record<string, string | Uint8Array | null>>
): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path);
    if (content === null) rmSync(full);
    else {
      mkdirSync(dirname(full), {recursive: true});
      writeFileSync(full, content);
    }
  }
  git(folder, ["add", "-A"]);
  git(folder, ["commit", "-q", "--allow-empty", "-m", date], date);
}

/** The points that a search of a clone's history gives for a query at some times, as rows of the table `point`. */
export async function pointsOf(
  clone: string,
  query: string,
  times: readonly string[]
): Promise<readonly Readonly<Record<string, Cell>>[]> {
  const {history} = await openClone({folder: clone, key: "k"});
  const asked = queryOf(query, {captured: false, key: "k", title: "t"});
  const series = [{...asked, times: Float64Array.from(times, (time) => Date.parse(time))}];
  const rows = historyRows();
  rows.add(await searchHistory("github.com/acme/api", history, series, new Map()), new Map());
  return recordsOf(rows.parts(0).find(({table}) => table === "point")!.rows);
}

/** Matches by owner and team over time: the file rows are read when they are asked for first. */
import {copyFileSync, mkdirSync, readFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {InsightStore} from "../../src/store/store.ts";
import {sampleTimes} from "../../src/time.ts";
import type {Tab} from "./chromium.ts";
import {type Answer, type Case, type Peer, repeated, type Sample} from "./measure.ts";
import {openNative} from "./native.ts";
import {OWNED, type OwnedFiles, teamOf, writeOwnedFiles} from "./owned-files.ts";
import {findingIn, openStoreIn} from "./product.ts";
import {answerOf, insight, newest} from "./questions.ts";
import type {Setting} from "./setting.ts";

const POINTS = 52;

/** The cases of both engines. */
export function drillCases(setting: Setting): Case[] {
  const files = lazily(() => {
    const folder = setting.fresh("owned");
    mkdirSync(folder);
    return writeOwnedFiles(folder, setting.made);
  });
  const store = lazily(async (): Promise<InsightStore> => {
    const {ndjson} = files();
    const folder = join(setting.fresh("owned-workspace"), "snapshots");
    mkdirSync(folder, {recursive: true});
    copyFileSync(join(dirname(ndjson), "tidemark.yaml"), join(folder, "..", "tidemark.yaml"));
    const opened = openStoreIn(folder, "arrow", {workspace: dirname(folder), room: 0});
    await opened.import(await findingIn(ndjson), [ndjson]);
    return opened;
  });
  const tab = lazily(async (): Promise<Tab> => {
    const {ndjson} = files();
    const opened = await (await setting.browser()).open("owned");
    await opened.call("wipe");
    await opened.call("settle", readFileSync(join(dirname(ndjson), "tidemark.yaml"), "utf8"));
    await opened.pick(ndjson);
    await opened.call("keep");
    return opened;
  });
  const duckdb = lazily(async () => {
    const native = await openNative();
    for (const statement of derive(files())) await native.run(statement);
    return native;
  });
  const definition = (by: "owner" | "team") =>
    insight({
      kind: "group-by",
      by,
      data: OWNED.key,
      presentation: "line",
      step: {weeks: 1},
      points: POINTS,
      display: {limit: 20}
    });
  const times = Array.from(sampleTimes(POINTS, {unit: "week", value: 1}, newest(setting.made)));
  const ask = async (sql: string, by: "owner" | "team"): Promise<Sample> => {
    const {run} = await duckdb();
    const {ms, value} = await repeated(async () => summed(await run(sql), times, by));
    return {ms, answer: value};
  };
  const changes = (by: "owner" | "team", name: string): Peer => ({
    name,
    target: 2,
    run: () =>
      ask(
        "SELECT owner, epoch_ms(t)::DOUBLE, sum(d)::DOUBLE FROM owned_change JOIN owned_path USING (pid) GROUP BY ALL ORDER BY 1, 2",
        by
      )
  });
  const dense = (by: "owner" | "team"): Peer => ({
    name: "DuckDB, raw rows",
    run: async () => {
      const {run} = await duckdb();
      const grid = times.map((time) => `epoch_ms(${time})`).join(", ");
      const {ms, value} = await repeated(async () =>
        denseAnswer(
          await run(`
            WITH file AS (SELECT DISTINCT repo, path, owner FROM owned),
            grid AS (SELECT repo, path, owner, step FROM file CROSS JOIN (SELECT unnest([${grid}]) AS step))
            SELECT grid.owner, epoch_ms(step)::DOUBLE, sum(matches)::DOUBLE
            FROM grid ASOF JOIN owned ON grid.repo = owned.repo AND grid.path = owned.path AND grid.step >= owned.t
            GROUP BY ALL ORDER BY ALL`),
          times,
          by
        )
      );
      return {ms, answer: value};
    }
  });
  const both = ["owner", "team"] as const;
  const about = (by: "owner" | "team") => ({
    about: `matches by ${by}, 52 weeks`,
    // the files are written when the case is run
    get rows() {
      return files().rows;
    },
    warm: true
  });
  const native = both.map(
    (by): Case =>
      Object.assign(about(by), {
        name: `native/by-${by}`,
        product: {
          name: "Tidemark",
          run: async () => {
            const opened = await store();
            const {ms, value} = await repeated(() => opened.insight(definition(by), null));
            return {ms, answer: answerOf(value)};
          }
        },
        peers: [changes(by, "DuckDB, same change points"), dense(by)]
      })
  );
  const chromium = both.map(
    (by): Case =>
      Object.assign(about(by), {
        name: `chromium/by-${by}`,
        product: {name: "Tidemark", run: async () => (await tab()).call("insight", definition(by))},
        peers: [changes(by, "native DuckDB, same change points")]
      })
  );
  return [...native, ...chromium];
}

function derive({csv}: OwnedFiles): string[] {
  return [
    `CREATE TABLE owned AS SELECT * RENAME (time AS t) FROM read_csv('${csv}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {
      'repo': 'VARCHAR', 'path': 'VARCHAR', 'owner': 'VARCHAR', 'time': 'TIMESTAMP', 'matches': 'DOUBLE'}, timestampformat = '%Y-%m-%dT%H:%M:%SZ')`,
    "CREATE TABLE owned_path AS SELECT (row_number() OVER (ORDER BY repo, path) - 1)::INTEGER AS pid, repo, path, owner FROM (SELECT DISTINCT repo, path, owner FROM owned)",
    `CREATE TABLE owned_change AS SELECT pid, t, matches - coalesce(lag(matches) OVER (PARTITION BY pid ORDER BY t), 0) AS d
      FROM owned JOIN owned_path USING (repo, path) ORDER BY t`
  ];
}

type Columns = readonly (readonly (number | string | null)[])[];

function summed([labels, at, deltas]: Columns, times: readonly number[], by: "owner" | "team"): Answer {
  const groups = new Map<string, number[]>();
  labels!.forEach((label, row) => {
    const name = by === "owner" ? (label as string) : teamOf(label as string);
    const values = groups.get(name) ?? new Array<number>(times.length).fill(0);
    groups.set(name, values);
    times.forEach((time, i) => {
      if ((at![row] as number) <= time) values[i]! += deltas![row] as number;
    });
  });
  return Object.fromEntries(groups);
}

function denseAnswer([labels, at, sums]: Columns, times: readonly number[], by: "owner" | "team"): Answer {
  const groups = new Map<string, number[]>();
  labels!.forEach((label, row) => {
    const name = by === "owner" ? (label as string) : teamOf(label as string);
    const values = groups.get(name) ?? new Array<number>(times.length).fill(0);
    groups.set(name, values);
    values[times.indexOf(at![row] as number)]! += sums![row] as number;
  });
  return Object.fromEntries(groups);
}

function lazily<T>(make: () => T): () => T {
  let made: {value: T} | null = null;
  return () => {
    made ??= {value: make()};
    return made.value;
  };
}

import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {seriesRecord} from "../../src/snapshot/snapshot.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";
import {dataSource, findingOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const csv = (name: string, text: string, answers = {}) => findingOf(sourceOf(name, text), answers);
const day = (text: string) => Date.parse(text);

describe("a table of metrics", () => {
  it("is of a path, a repository, a team or of everything, by the columns it has", async () => {
    const finding = await csv(
      "metrics.csv",
      "metric,at,repo,path,value,unit\ncoverage,2026-01-01,h.x/a,src/a.ts,73.5,%\nbuild,2026-01-02,h.x/a,,12,s\nmood,2026-01-03,,,-1,\n"
    );
    expect(finding.format).toBe("metrics");
    expect(rowsIn(finding, "metric")).toEqual([
      {metric: "build", entity_kind: "repo", repo_key: "h.x/a", at: day("2026-01-02"), value: 12, unit: "s"},
      {
        metric: "coverage",
        entity_kind: "path",
        repo_key: "h.x/a",
        path: "src/a.ts",
        at: day("2026-01-01"),
        value: 73.5,
        unit: "%"
      },
      {metric: "mood", entity_kind: "global", at: day("2026-01-03"), value: -1}
    ]);
    const teams = await csv("m.ndjson", '{"metric":"builds","time":"2026-01-01","team":"Apps","value":3}\n');
    expect(rowsIn(teams, "metric")).toEqual([
      {metric: "builds", entity_kind: "team", name: "Apps", at: day("2026-01-01"), value: 3}
    ]);
  });

  it("stays a table of counts when a column names queries", async () => {
    expect((await csv("a.csv", "repo,date,query,value\nh.x/a,2026-01-01,todo,3\n")).format).toBe("table");
  });
});

describe("a table of events", () => {
  it("takes what happened from its column or the file's name, and keeps other columns as labels", async () => {
    const finding = await csv(
      "dora-incidents.csv",
      "id,repo,opened_at,resolved_at,severity\ni1,h.x/a,2026-03-02T00:00:00Z,,SEV1\ni2,h.x/a,2026-03-11T00:00:00Z,2026-03-11T05:00:00Z,SEV2\n"
    );
    expect(finding.format).toBe("events");
    expect(rowsIn(finding, "event")).toEqual([
      {event_id: "i1", kind: "incident", repo_key: "h.x/a", at: day("2026-03-02"), labels: '{"severity":"SEV1"}'},
      {
        event_id: "i2",
        kind: "incident",
        repo_key: "h.x/a",
        at: day("2026-03-11"),
        end_at: Date.parse("2026-03-11T05:00:00Z"),
        labels: '{"severity":"SEV2"}'
      }
    ]);
  });
});

describe("a table of authors", () => {
  it("counts commits by week, and puts any day into its week", async () => {
    // Wednesday, 7 January 2026 is in the week of Monday the 5th
    const finding = await csv("c.csv", "repo,week,author,commits\nh.x/a,2026-01-07,ann,3\n");
    expect([finding.format, rowsIn(finding, "commit_week")]).toEqual([
      "commit-weeks",
      [{repo_key: "h.x/a", week: day("2026-01-05"), author: "ann", commits: 3}]
    ]);
  });

  it("of lines belongs to the series that a table of counts has by that name", async () => {
    const finding = await csv(
      "b.ndjson",
      '{"repo":"h.x/a","commit":"c1","path":"a.ts","line":3,"query":"todo","blame_commit":"b0","author":"ann","authored_at":"2025-02-01T00:00:00Z"}\n',
      {sampleAt: day("2026-01-01")}
    );
    expect(finding.format).toBe("blame");
    expect(rowsIn(finding, "blame")).toEqual([
      {
        series_id: seriesRecord({engine: "import", pattern: "todo", key: "todo"}).series_id,
        repo_key: "h.x/a",
        sample_at: day("2026-01-01"),
        path: "a.ts",
        line: 3,
        author: "ann",
        authored_at: day("2025-02-01"),
        commit_oid: "b0"
      }
    ]);
    const counts = await csv("t.csv", "repo,date,query,matches\nh.x/a,2026-01-01,todo,3\n");
    expect(counts.snapshot.series[0]!.series_id).toBe(finding.snapshot.series[0]!.series_id);
  });
});

describe("a CODEOWNERS file", () => {
  it("says where it lay by its name, and waits for the day it holds from", async () => {
    const waiting = await csv("a@0123456789..github_CODEOWNERS", "* @team\n");
    expect([waiting.format, waiting.needs.map(({field}) => field)]).toEqual(["codeowners", ["time"]]);
    const whole = await csv(".github/CODEOWNERS", "* @team\n", {repository: "h.x/a", sampleAt: day("2026-01-01")});
    expect(rowsIn(whole, "owner_file")).toEqual([
      {repo_key: "h.x/a", path: ".github/CODEOWNERS", valid_from: day("2026-01-01"), text: "* @team\n"}
    ]);
  });

  it("comes in many versions as JSON lines", async () => {
    const finding = await csv(
      "owners.ndjson",
      '{"repo":"h.x/a","path":"CODEOWNERS","committed_at":"2026-01-01T00:00:00Z","text":"* @a\\n"}\n{"repo":"h.x/a","path":"CODEOWNERS","committed_at":"2026-02-01T00:00:00Z","text":null}\n'
    );
    expect([finding.format, rowsIn(finding, "owner_file")]).toEqual([
      "owner-files",
      [
        {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: day("2026-01-01"), text: "* @a\n"},
        {repo_key: "h.x/a", path: "CODEOWNERS", valid_from: day("2026-02-01")}
      ]
    ]);
  });
});

describe.skipIf(!HAS_DATA)("the shared tables", () => {
  it("of authors are read whole", async () => {
    const text = readFileSync(`${DATA_DIR}/authors/commits-weekly.csv`, "utf8").trim().split(/\r?\n/).slice(1);
    const commits = await findingOf(dataSource("authors/commits-weekly.csv"));
    expect([commits.format, commits.skipped, problemsIn(commits)]).toEqual(["commit-weeks", 0, []]);
    expect(
      rowsIn(commits, "commit_week")
        .map((row) =>
          [row.repo_key, new Date(Number(row.week)).toISOString().slice(0, 10), row.author, row.commits].join(",")
        )
        .sort()
    ).toEqual(text.sort());
    const blame = await findingOf(dataSource("authors/blame-todo-marker.ndjson"), {sampleAt: day("2026-08-20")});
    expect([blame.format, blame.skipped, rowsIn(blame, "blame").length]).toEqual([
      "blame",
      0,
      readFileSync(`${DATA_DIR}/authors/blame-todo-marker.ndjson`, "utf8").trim().split("\n").length
    ]);
  });

  it("of deployments and incidents are events", async () => {
    for (const [name, kind, headers] of [
      ["dora-deployments.ndjson", "deploy", 0],
      ["dora-incidents.csv", "incident", 1]
    ] as const) {
      const written = readFileSync(`${DATA_DIR}/metrics/${name}`, "utf8").trimEnd().split("\n").length - headers;
      const finding = await findingOf(dataSource(`metrics/${name}`));
      const rows = rowsIn(finding, "event");
      expect([finding.format, finding.skipped, new Set(rows.map((row) => row.kind)), rows.length]).toEqual([
        "events",
        0,
        new Set([kind]),
        written
      ]);
    }
  });

  it("of owners lie where the repository had them", async () => {
    const index = JSON.parse(readFileSync(`${DATA_DIR}/codeowners/index.json`, "utf8")) as {
      repo: string;
      path: string;
      commit: string;
      committed_at: string;
      deleted: boolean;
      file: string;
    }[];
    for (const {repo, path, commit, committed_at, file} of index.filter(({deleted}) => !deleted)) {
      const finding = await findingOf(dataSource(`codeowners/${file}`), {
        repository: repo,
        sampleAt: Date.parse(committed_at)
      });
      const [row] = rowsIn(finding, "owner_file");
      expect([row!.path, row!.repo_key, String(row!.commit_oid)]).toEqual([path, repo, commit.slice(0, 10)]);
    }
  });
});

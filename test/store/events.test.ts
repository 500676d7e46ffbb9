import {afterAll, describe, expect, it} from "vitest";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testInsight, testSeries} from "./stores.ts";
import {tableFinding} from "./table-finding.ts";

const opened: InsightStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

const todo = testSeries("todo");
const point = (repo_key: string) => ({
  series_id: todo.series_id,
  repo_key,
  sample_at: "2026-01-01",
  matches: 1,
  status: "ok"
});
const event = (event_id: string, kind: string, repo_key: string | null, at: string, labels: string, ref = "") => ({
  event_id,
  kind,
  at,
  labels,
  ref,
  ...(repo_key ? {repo_key} : {})
});

async function store(): Promise<InsightStore> {
  const folder = memoryFiles();
  folder.content.set(
    "tidemark.yaml",
    new TextEncoder().encode(`events:
  - {at: 2026-02-01, text: Freeze, kind: releases}
  - {at: 2026-03-01, text: Only b, kind: Release, repositories: ["/b$"]}
  - {at: 2026-03-02, text: Party}
`)
  );
  const one = openTestStore(memoryFiles(), {folder});
  opened.push(one);
  await one.import(
    tableFinding(
      {
        point: [point("h.x/a"), point("h.x/b")],
        event: [
          event("1", "release", "h.x/a", "2026-01-05", '{"title":"a 1.0"}'),
          event("2", "release", "h.x/b", "2026-01-06", "no JSON", "v2"),
          event("3", "incident", null, "2026-01-07", "{}"),
          event("4", "release", null, "2026-02-01T10:00:00Z", '{"name":"Freeze"}')
        ]
      },
      [todo]
    ),
    ["test.json"]
  );
  return one;
}

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
const asked = async (kinds: string[], repositories?: string[]) =>
  (await (await store()).events(testInsight({data: "todo", ...(repositories ? {repositories} : {})}), kinds)).map(
    ({at, text}) => `${day(at)} ${text}`
  );

describe("events", () => {
  it("of a kind come from imports and from tidemark.yaml, oldest first, equal ones of a day once", async () => {
    expect(await asked(["releases"])).toEqual([
      "2026-01-05 a 1.0",
      "2026-01-06 b v2",
      "2026-02-01 Freeze",
      "2026-03-01 Only b"
    ]);
  });

  it("are those of the insight's repositories, and those that concern all", async () => {
    expect(await asked(["release"], ["/a$"])).toEqual(["2026-01-05 a 1.0", "2026-02-01 Freeze"]);
    expect(await asked(["incidents"], ["/a$"])).toEqual(["2026-01-07 incident"]);
  });

  it("may be of several kinds, or of none that is there", async () => {
    expect(await asked(["incident", "events"])).toEqual(["2026-01-07 incident", "2026-03-02 Party"]);
    expect(await asked(["deploys"])).toEqual([]);
  });
});

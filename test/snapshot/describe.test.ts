import {expect, describe as group, it} from "vitest";
import {describe} from "../../src/snapshot/describe.ts";
import {findingOf, sourceOf} from "./sources.ts";

group("describe", () => {
  it("counts rows, repositories, series and their times", async () => {
    const finding = await findingOf(
      sourceOf("a.csv", "repo,date,query,value\nr,2026-01-01,q,1\nr,2026-03-01,q,1\ns,2026-02-01,p,1\n")
    );
    const facts = describe(finding);
    expect([...facts.rows]).toEqual([["point", 3]]);
    expect(facts.repositories).toEqual(["r", "s"]);
    expect(facts.series.map(({key, unit, points, from, to}) => [key, unit, points, from, to])).toEqual([
      ["p", "matches", 1, Date.UTC(2026, 1, 1), Date.UTC(2026, 1, 1)],
      ["q", "matches", 2, Date.UTC(2026, 0, 1), Date.UTC(2026, 2, 1)]
    ]);
    expect([facts.from, facts.to]).toEqual([Date.UTC(2026, 0, 1), Date.UTC(2026, 2, 1)]);
  });

  it("has no times for nothing", async () => {
    expect(describe(await findingOf(sourceOf("a.json", "[]")))).toMatchObject({repositories: [], from: null, to: null});
  });
});

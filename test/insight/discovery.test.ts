import {describe, expect, it} from "vitest";
import {DISCOVERY_RULES} from "../../src/insight/discovery/index.ts";
import {leftovers, migrations, type SearchFound, versions} from "../../src/insight/discovery/rule.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";

/** Matches now in two files each, and a year before; none: no repository stood then. */
const found = (now: number, before?: number, values: readonly [string, number][] = []): SearchFound => ({
  unit: "matches",
  now: {matches: now, files: Math.min(2, now), repositories: Math.min(1, now), atLeast: false},
  before: before === undefined ? null : {matches: before, files: 1, repositories: Math.min(1, before), atLeast: false},
  values: values.map(([value, matches]) => ({value, matches}))
});
const text = {id: "a", title: "A", searches: [{label: "old", query: "x"}]};
const two = {...text, searches: [...text.searches, {label: "new", query: "y"}]};
const [leftover] = leftovers(1, [text]);
const [migration] = migrations([two]);
const [version] = versions([text]);

describe("a rule of discovery", () => {
  it("is an insight that can be read, under a free id", () => {
    const ids = DISCOVERY_RULES.map(({id}) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const {id, title, kind, searches} of DISCOVERY_RULES) {
      expect(id).toMatch(/^[a-z][a-z0-9_]*$/);
      const {value, messages} = readInsight(
        kind === "capture-group" ? {kind, title, query: searches[0]!.query} : {kind, title, series: searches}
      );
      expect(messages, id).toEqual([]);
      expect(value!.series).toHaveLength(searches.length);
    }
  });

  it("of leftovers wants one to be there, and says how many there were", () => {
    expect(leftover!.worth([found(0, 7)])).toBeNull();
    expect(leftover!.worth([found(12, 30)])!.why).toBe("12 matches in 2 files (30 a year before)");
    expect(leftover!.worth([found(1)])!.why).toBe("1 match in 1 file");
  });

  it("of migrations wants both ways to be known, and ranks those under way before those that begin", () => {
    expect(migration!.worth([found(9, 9), found(0, 0)])).toBeNull();
    expect(migration!.worth([found(0, 0), found(9, 9)])).toBeNull();
    const done = migration!.worth([found(0, 4), found(9, 5)])!;
    expect(done.why).toBe("old: none (4 a year before); new: 9 matches in 2 files (5 a year before)");
    const score = (...all: SearchFound[]) => migration!.worth(all)!.score;
    expect(score(found(50, 50), found(50, 50))).toBeGreaterThan(score(found(99, 99), found(1, 1)));
    expect(score(found(50, 90), found(50, 10))).toBeGreaterThan(score(found(50, 50), found(50, 50)));
  });

  it("of values wants several, and names the most frequent", () => {
    expect(version!.worth([found(8, 8, [["1.22", 8]])])).toBeNull();
    const values: [string, number][] = [...Array(6)].map((_, i) => [`1.${i}`, 6 - i]);
    expect(version!.worth([found(21, 8, values)])!.why).toBe(
      "6 values in 2 files: 1.0 (6), 1.1 (5), 1.2 (4), 1.3 (3), and 2 more"
    );
  });

  it("says where there may be more, and counts files that were found by name as files", () => {
    const partial = {...found(3, 2), now: {...found(3).now, atLeast: true}};
    expect(leftover!.worth([partial])!.why).toBe("at least 3 matches in 2 files (2 a year before)");
    const byName: SearchFound = {...found(4, 1), unit: "files", now: {...found(4).now, files: 4, repositories: 2}};
    expect(leftover!.worth([byName])!.why).toBe("4 files of 2 repositories (1 a year before)");
  });
});

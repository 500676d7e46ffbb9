/** What the third-party gallery promises: a file of each tool is imported, and each of its insights is drawn from it. */
import {afterAll, describe, expect, it} from "vitest";
import {GALLERY} from "../../src/insight/gallery.ts";
import {findingOf, sourceOf} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testInsight, valuesOf} from "./stores.ts";

const junit = (day: string, failed: boolean) =>
  `<testsuite timestamp="${day}T10:00:00"><testcase classname="A" name="a" time="1.5">${failed ? "<failure/>" : ""}</testcase><testcase classname="B" name="b" time="0.5"><skipped/></testcase></testsuite>`;
const audit = (severities: readonly string[]) =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(
      severities.map((severity, i) => [`p${i}`, {severity, isDirect: true, via: [{source: i, severity}]}])
    )
  });
const HEAD = "Issue key,Issue Type,Status,Priority,Resolution,Created,Resolved\n";

/** Two weeks of each tool, by the name the gallery's commands give a file. */
const FILES: readonly (readonly [name: string, text: string])[] = [
  ["api@c1c2b2653a.2026-08-01.lcov.info", "SF:src/app/a.ts\nDA:1,1\nDA:2,0\nend_of_record\n"],
  ["api@c1c2b2653b.2026-08-08.lcov.info", "SF:src/app/a.ts\nDA:1,1\nDA:2,4\nend_of_record\n"],
  ["api@c1c2b2653a.2026-08-01.junit.xml", junit("2026-08-01", true)],
  ["api@c1c2b2653b.2026-08-08.junit.xml", junit("2026-08-08", false)],
  ["api@c1c2b2653a.2026-08-01.npm-audit.json", audit(["high", "low"])],
  ["api@c1c2b2653b.2026-08-08.npm-audit.json", audit([])],
  ["jira.csv", `${HEAD}P-1,Bug,Open,High,,2026-08-01,\nP-2,Bug,Done,Low,Done,2026-08-01,2026-08-05\n`]
];
const store = openTestStore(memoryFiles());
afterAll(() => store.close());

describe("the gallery’s insights", () => {
  it("are drawn from files of their tools, with nothing asked", async () => {
    for (const [name, text] of FILES) {
      const finding = await findingOf(sourceOf(name, text));
      expect([name, finding.needs]).toEqual([name, []]);
      await store.import(finding, [name]);
    }
    const drawn: Record<string, unknown> = {};
    for (const {metrics, insights} of GALLERY)
      for (const {kind, values} of metrics.length ? insights : []) {
        const {step: _, points: __, ...plain} = values as Record<string, unknown>;
        drawn[values.title] = valuesOf(await store.insight(testInsight({kind, ...plain}), null));
      }
    expect(drawn).toEqual({
      // one of two lines ran, then both
      "Test coverage": {api: [50, 100]},
      "Covered lines by folder": {"src/app": [1, 2]},
      "Failing tests": {api: [1, 0]},
      "Skipped tests": {api: [1, 1]},
      "The slowest test classes": {A: [1.5, 1.5], B: [0.5, 0.5]},
      "Vulnerabilities by severity": {critical: [0, 0], high: [1, 0], info: [0, 0], low: [1, 0], moderate: [0, 0]},
      // an audit that finds nothing ends what was there
      "Packages with advisories": {p0: [1, null], p1: [1, null]},
      "Open issues": {"Open issues": [2, 1]},
      "Open issues by priority": {High: [1, 1], Low: [1, 0]}
    });
  });

  it("have a table with columns of any names, once it is said which is which", async () => {
    const text = "when;what;how many\n2026-08-01;builds;3\n2026-08-08;builds;5\n";
    const asked = await findingOf(sourceOf("sheet.csv", text), {repository: "api"});
    expect(asked.needs.map(({field}) => field)).toContain("mapping");
    const answers = {repository: "api", mapping: {...asked.columns!.mapping, columns: {time: 0, series: 1, value: 2}}};
    const finding = await findingOf(sourceOf("sheet.csv", text), answers);
    expect(finding.needs).toEqual([]);
    await store.import(finding, ["sheet.csv"]);
    const result = await store.insight(testInsight({title: "T", series: [{label: "Builds", data: "builds"}]}), null);
    expect(valuesOf(result)).toEqual({Builds: [3, 5]});
  });
});

import {describe, expect, it} from "vitest";
import type {InsightResult, ValueStatus} from "../../src/insight/insight.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {insight as insightCell} from "../../src/notebook/cells/insight.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import type {CellValue} from "../../src/notebook/value.ts";
import {watchOutcomes} from "../../src/notebook/watch.ts";
import {parseCondition} from "../../src/notebook/watch-condition.ts";

const MONTHS = Float64Array.from({length: 4}, (_, i) => Date.UTC(2026, i, 1));

/** Four months from January 2026; null is unknown, a text with ≥ is a lower bound. */
function result(series: Record<string, readonly (number | null | `≥${number}`)[]>): InsightResult {
  const number = (value: number | null | string) =>
    value === null ? Number.NaN : Number(String(value).replace("≥", ""));
  return {
    kind: "search",
    title: "Test",
    form: "over-time",
    unit: "matches",
    times: MONTHS,
    series: Object.entries(series).map(([label, values]) => ({
      label,
      holds: 0,
      values: Float64Array.from(values, number),
      status: values.map(
        (value): ValueStatus => (value === null ? "unknown" : typeof value === "string" ? "partial" : "ok")
      )
    })),
    source: {
      series: [],
      repositories: 1,
      segments: [],
      observedAt: null,
      newestSample: MONTHS.at(-1)!,
      status: "complete",
      reasons: []
    },
    notes: []
  };
}

function outcome(rule: unknown, one: InsightResult, now: number | null = null, scope = new Map<string, CellValue>()) {
  const {value} = readInsight({title: "Test", data: "x", watch: [rule]});
  const [found] = watchOutcomes(value!, one, {scope, now});
  return `${found!.state}: ${found!.text}`;
}

const state = (when: string, one: InsightResult) => outcome({when}, one).split(":")[0];

describe("a watch rule", () => {
  const one = result({calls: [10, 8, 8, 5]});

  it("fires when its condition holds, and says by which numbers", () => {
    expect(outcome({when: "latest() < 6"}, one)).toBe("fires: It holds: latest() is 5.");
    expect(outcome({when: "latest() = 0"}, one)).toBe("clear: It does not hold: latest() is 5.");
  });

  it.each([
    ["latest() = 5", "fires"],
    ["first() = 10", "fires"],
    ["change() = -5", "fires"],
    ['change("1 month") = -3', "fires"],
    ['ago("2 months") = 8', "fires"],
    ['latest() > ago("1 month")', "clear"],
    ["latest('calls') <= 5 and not first() < 10", "fires"],
    ["latest() = 0 or (first() - latest()) / first() >= 50%", "fires"],
    ["not(latest() = 0) and (latest() = 1 or latest() = 5)", "fires"],
    ["2 * 3 + 1 = 7 and 10 - 2 - 3 = 5 and -2 < 1", "fires"],
    ["sum() ≠ 5", "clear"]
  ])("reads %s", (when, expected) => expect(state(when, one)).toBe(expected));

  it("is unknown where what is known leaves it open, and decided where it does not", () => {
    const partial = result({calls: [10, 8, 8, "≥5"]});
    expect(state("latest() > 4", partial)).toBe("fires");
    expect(state("latest() > 5", partial)).toBe("unknown");
    expect(state("latest() < 5", partial)).toBe("clear");
    expect(state("latest() = 5", partial)).toBe("unknown");
    expect(state("latest() = 4", partial)).toBe("clear");
    expect(state("change() < 0", partial)).toBe("unknown");
    expect(outcome({when: "latest() > 5"}, partial)).toBe("unknown: It cannot be told: latest() is at least 5.");
    const missing = result({calls: [10, 8, 8, null], rest: [1, 1, 1, 1]});
    expect(outcome({when: "latest(calls) = 0"}, missing)).toMatch(/^unknown: No cell gives a value called calls/);
    expect(outcome({when: 'latest("calls") = 0'}, missing)).toBe(
      'unknown: It cannot be told: latest("calls") is unknown.'
    );
    expect(state('latest("calls") = 0 and latest("rest") = 2', missing)).toBe("clear");
    expect(state('latest("calls") = 0 or latest("rest") = 1', missing)).toBe("fires");
    expect(state("sum() >= 0", missing)).toBe("unknown");
    expect(state('ago("9 months") = 10', one)).toBe("unknown");
  });

  it("with a date is an expectation: it fires when it does not hold by then", () => {
    const rule = (by: string) => ({when: "latest() = 0", by, note: "gone"});
    expect(outcome(rule("2026-12-31"), one)).toBe("clear: It has until 31 Dec 2026: latest() is 5.");
    expect(outcome(rule("2026-04-01"), one)).toBe(
      "fires: It should hold since 1 Apr 2026 and does not: latest() is 5."
    );
    expect(outcome(rule("2026-12-31"), result({calls: [9, 9, 9, 0]}))).toMatch(/^clear: It holds, as it should by/);
    // the date has passed, but the data ends before it
    expect(outcome(rule("2026-12-31"), one, Date.UTC(2027, 0, 5))).toBe(
      "unknown: It should hold since 31 Dec 2026, but the data ends on 1 Apr 2026: latest() is 5."
    );
  });

  it("is unknown when its data is older than it should be, where there is a clock", () => {
    const rule = {when: "latest() = 5", fresh: "2 weeks"};
    expect(outcome(rule, one)).toMatch(/^fires/);
    expect(outcome(rule, one, Date.UTC(2026, 3, 15))).toMatch(/^fires/);
    expect(outcome(rule, one, Date.UTC(2026, 3, 16))).toBe(
      "unknown: The data is old: its newest sample is of 1 Apr 2026, and it should be no older than 2 weeks."
    );
  });

  it("may compare with another insight, and with a column of a table", () => {
    const scope = new Map<string, CellValue>([
      ["other", {kind: "insight", result: result({a: [1, 2, 3, 4]})}],
      [
        "limits",
        {kind: "table", table: {rows: 1, columns: [{name: "most", type: "number", values: Float64Array.of(6)}]}}
      ]
    ]);
    expect(outcome({when: "latest() > latest(other) and latest() < limits.most"}, one, null, scope)).toBe(
      "fires: It holds: latest() is 5, latest(other) is 4, limits.most is 6."
    );
  });
});

describe("a condition", () => {
  it.each([
    ["latest()", "a comparison"],
    ["latest() =", "a number or a call"],
    ["latest() = 0 but", "and, or, or the end"],
    ["(latest() = 0", "a closing bracket, but it ends"],
    ["'x' = 0", "a number or a call"],
    [`${"(".repeat(200)}1 = 1`, "a simpler condition"],
    [`1 = 1${" and 1 = 1".repeat(200)}`, "at most 1000 characters"]
  ])("says what it expected: $#", (text, expected) => expect(() => parseCondition(text)).toThrow(expected));

  it("that cannot be read keeps its insight from running, with the line of the rules", () => {
    const {cells} = parseNotebook("```yaml insight id=a\ntitle: A\ndata: x\nwatch:\n  - {when: latest() is 0}\n```\n");
    const {messages, run} = insightCell.read(cells[0]!, new Set());
    expect(run).toBeNull();
    expect(messages).toMatchObject([{level: "error", place: {line: 4}}]);
    expect(messages[0]!.text).toContain('go on with a comparison (=, !=, <, <=, >, >=), but there is "is 0"');
  });
});

/** Where errors of cells are said to be: line and column of the file, whatever stands before them. */
import {afterAll, describe, expect, it} from "vitest";
import {diagnosticsOf, rangeOf} from "../../src/app/editor-marks.ts";
import {caretOffset} from "../../src/engine/error-place.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {inserted, joined, originOf, traced, without} from "../../src/notebook/traced-text.ts";
import {memoryFiles, openTestStore} from "../store/stores.ts";

const store = openTestStore(memoryFiles());
afterAll(() => store.close());

let sessions = 0;
/** The place of the first error of the last cell, and the text that begins there in the file. */
async function placeOf(text: string): Promise<string> {
  const run = createRun({store, session: `places${++sessions}`, now: () => 0}, parseNotebook(text));
  const states = await run.settled();
  run.dispose();
  const place = states.at(-1)!.messages.find(({level}) => level === "error")?.place;
  const rest = text.split("\n")[(place?.line ?? 0) - 1]?.slice((place?.column ?? 0) - 1);
  return `${place?.line}:${place?.column} ${rest}`;
}

const INPUT = '```yaml input id=names\ntype: checkbox\noptions: [a, "it\'s"]\n```\n\n';
const fence = (kind: string, body: string) => `\`\`\`${kind}\n${body}\n\`\`\`\n`;

describe("an error", () => {
  it.each([
    ["a name", "SELECT 1 AS n,\n  nothing FROM (SELECT 1)", "8:3 nothing FROM (SELECT 1)"],
    ["what cannot be read", "SELECT 1 AS n\nFROM WHERE", "8:6 WHERE"],
    ["behind parameters of several values", "SELECT 1 WHERE 'x' IN (${names}) AND nothing", "7:38 nothing"],
    ["in a later line than a parameter", "SELECT ${names} AS a,\n ${names} AS b,\n nothing", "9:2 nothing"],
    [
      "behind a parameter in a comment and one that is none",
      "SELECT 1 /* ${names} */ + '\\${x}'::INTEGER + nothing",
      "7:46 nothing"
    ],
    ["in a line too long to be repeated", `SELECT ${"'long text', ".repeat(20)}nothing`, "7:268 nothing"]
  ])("of SQL is where it stands: %s", async (_, body, expected) => {
    expect(await placeOf(INPUT + fence("sql", body))).toBe(expected);
  });

  it("of YAML is at its field, or where the text cannot be read", async () => {
    expect(await placeOf(fence("yaml insight id=a", "title: A\ndata: x\nstep: {fortnights: 1}"))).toBe(
      "4:1 step: {fortnights: 1}"
    );
    expect(await placeOf(fence("yaml insight id=a", "title: A\ndata: [x"))).toMatch(/^[34]:\d/);
  });

  it("of a chart is at the column that its rows do not have", async () => {
    const rows = `${fence("sql id=rows", "SELECT 1 AS n, 2 AS value")}\n`;
    const spec = '{"mark": "bar",\n "encoding": {"x": {"field": "n"},\n  "y": {"field": "valu"}}}';
    expect(await placeOf(rows + fence("vega-lite data=rows", spec))).toBe('8:18 "valu"}}}');
    const yaml = "mark: bar\nencoding:\n  x: {field: m, type: nominal}";
    expect(await placeOf(rows + fence("yaml vega-lite data=rows", yaml))).toBe("8:14 m, type: nominal}");
  });

  it("of a chart is none where the spec makes columns of its own", async () => {
    const rows = `${fence("sql id=rows", "SELECT 1 AS n")}\n`;
    const spec = '{"mark": "bar", "transform": [{"calculate": "1", "as": "m"}], "encoding": {"x": {"field": "m"}}}';
    expect(await placeOf(rows + fence("vega-lite data=rows", spec))).toBe("undefined:undefined undefined");
  });
});

describe("a caret under a line", () => {
  it("is nowhere when there is none, or when the line is another", () => {
    expect(caretOffset("Parser Error: syntax error at end of input", "SELECT", 1)).toBe(null);
    expect(caretOffset("Error\n\nLINE 9: SELECT\n        ^", "SELECT", 1)).toBe(null);
    expect(caretOffset("Error\n\nLINE 1: SELECT a\n               ^", "SELECT a", 1)).toBe(7);
  });
});

describe("text that knows where it stood", () => {
  it("keeps its places when parts are put in and left out", () => {
    const whole = joined(traced("ab", 10), inserted("xyz", 12), without(traced("\\${c", 20), "\\", "${"));
    expect(whole.text).toBe("abxyz${c");
    expect([0, 1, 2, 4, 5, 7, 99].map((at) => originOf(whole, at))).toEqual([10, 11, 12, 12, 21, 23, 24]);
    expect(originOf(traced("", 0), 0)).toBe(null);
  });
});

describe("a mark in a source", () => {
  it("is under the word at its column, or under the line without its indent", () => {
    const text = "SELECT nothing\n  FROM x";
    const at = (line: number, column: number | null) => {
      const {from, to} = rangeOf(text, {line, column});
      return text.slice(from, to);
    };
    expect([at(1, 8), at(2, null), at(2, 3), at(1, 99), at(9, null), at(1, 7)]).toEqual([
      "nothing",
      "FROM x",
      "FROM",
      "g",
      "FROM x",
      " "
    ]);
    expect(diagnosticsOf("", [{level: "note", text: "empty", line: 1, column: 1}])).toEqual([
      expect.objectContaining({from: 0, to: 0, severity: "info"})
    ]);
  });
});

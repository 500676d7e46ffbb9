import {describe, expect, it} from "vitest";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {renameCell, setWords, wordsOf} from "../../src/notebook/rename-cell.ts";

const fence = (info: string, body: string) => `\`\`\`${info}\n${body}\n\`\`\``;

/** The other cell after `calls` was renamed to `left`, and what is told of it. */
function renamed(other: string, eol = "\n") {
  const own = fence("yaml insight id=calls", "title: calls");
  const text = `---\ntidemark: 1\n---\n\n${own}\n\n${other}\n`.replaceAll("\n", eol);
  const {text: next, changed, left} = renameCell(parseNotebook(text), 0, "left", parseNotebook);
  const head = `---\ntidemark: 1\n---\n\n${fence("yaml insight id=left", "title: calls")}\n\n`.replaceAll("\n", eol);
  expect(next.startsWith(head)).toBe(true);
  return {other: next.slice(head.length, -eol.length), changed, left};
}

describe("a cell that is renamed", () => {
  it.each([
    [
      "text",
      'Now ${latest(calls, "calls")} of calls, ${calls.value}, \\${calls}',
      'Now ${latest(left, "calls")} of calls, ${left.value}, \\${calls}'
    ],
    [
      "a chart",
      fence('vega-lite data=calls caption="calls"', '{"mark": "bar"}'),
      fence('vega-lite data=left caption="calls"', '{"mark": "bar"}')
    ],
    [
      "SQL",
      fence(
        "sql id=b",
        "-- calls\nSELECT calls.value AS calls, 'calls', t.calls\nFROM calls, \"calls\" AS t WHERE n > ${latest(calls)}"
      ),
      fence(
        "sql id=b",
        "-- calls\nSELECT left.value AS calls, 'calls', t.calls\nFROM left, \"left\" AS t WHERE n > ${latest(left)}"
      )
    ],
    [
      "JavaScript",
      fence(
        "js",
        "const a = calls.map((d) => d.calls);\nconst b = {calls, x: calls};\n{ const calls = 1; display(calls); }"
      ),
      fence(
        "js",
        "const a = left.map((d) => d.calls);\nconst b = {calls: left, x: left};\n{ const calls = 1; display(calls); }"
      )
    ],
    [
      "a formula and watch rules",
      fence(
        "yaml insight id=f",
        'kind: formula\ntitle: calls\nformula: calls / (calls["calls"] + 1)\nwatch:\n  - {when: latest(calls) > 1, note: calls}\n  - when: "latest(calls, \'calls\') = 0"'
      ),
      fence(
        "yaml insight id=f",
        'kind: formula\ntitle: calls\nformula: left / (left["calls"] + 1)\nwatch:\n  - {when: latest(left) > 1, note: calls}\n  - when: "latest(left, \'calls\') = 0"'
      )
    ],
    [
      "the table of an input",
      fence("yaml input id=i", "type: table\ndata: calls # rows"),
      fence("yaml input id=i", "type: table\ndata: left # rows")
    ],
    ["a listing, which names nothing", fence("python", "calls"), fence("python", "calls")]
  ])("is named anew in %s, and nothing else is", (_, before, after) => {
    for (const eol of ["\n", "\r\n"])
      expect(renamed(before, eol)).toEqual({
        other: after.replaceAll("\n", eol),
        changed: before === after ? 0 : 1,
        left: []
      });
  });

  it("tells where its old name is still used", () => {
    // a quoted text of PostgreSQL's kind, behind whose backslash the little reader is lost
    const {left} = renamed(fence("sql id=b", "SELECT E'\\'', 1 FROM calls WHERE t = 'x'"));
    expect(left).toEqual(["b"]);
  });

  it("keeps its other words, which can be changed as they are written", () => {
    const notebook = parseNotebook(fence('vega-lite id=a data=b caption="A &quot;b&quot;" height=200', "{}"));
    const [cell] = notebook.cells;
    expect(wordsOf(notebook, cell!)).toBe('data=b caption="A &quot;b&quot;" height=200');
    expect(setWords(notebook, cell!, "z", "fold data=c")).toBe(fence("vega-lite id=z fold data=c", "{}"));
    expect(setWords(notebook, cell!, null, "")).toBe(fence("vega-lite", "{}"));
    const yaml = parseNotebook(fence("yaml vega-lite fold", "mark: bar"));
    expect(setWords(yaml, yaml.cells[0]!, "a", wordsOf(yaml, yaml.cells[0]!))).toBe(
      fence("yaml vega-lite id=a fold", "mark: bar")
    );
  });
});

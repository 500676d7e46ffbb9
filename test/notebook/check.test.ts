import {describe, expect, it} from "vitest";
import {insight} from "../../src/notebook/cells/insight.ts";
import {metric} from "../../src/notebook/cells/metric.ts";
import {checkNotebook} from "../../src/notebook/check.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

/** The messages of a notebook's cells, as `line level: text`. */
function check(...parts: readonly string[]): string[] {
  return checkNotebook(parseNotebook(parts.join("\n\n"))).flatMap(({messages}) =>
    messages.map(({level, text, place}) => `${place?.line} ${level}: ${text}`)
  );
}

function fence(words: string, body = "SELECT 1"): string {
  return `\`\`\`${words}\n${body}\n\`\`\``;
}

describe("checkNotebook", () => {
  it("has nothing to say of a notebook that is fine", () => {
    const text = [
      "# ${percent(share(a, 'x'))}",
      fence("yaml insight id=a", "title: T\ndata: k"),
      fence("yaml input id=p", "type: text"),
      fence("sql id=b", "SELECT * FROM a WHERE recorded_at > ${since(p)}"),
      fence("vega-lite data=b", "{}")
    ];
    expect(check(...text)).toEqual([]);
    const checked = checkNotebook(parseNotebook(text.join("\n\n")));
    expect(checked.map(({upstream}) => upstream)).toEqual([[1], [], [], [1, 2], [3]]);
    expect(checked.every(({reading}) => reading?.run)).toBe(true);
  });

  it("says at each of several cells of one name where the others are, and at those that use it", () => {
    const sentence = "The name a stands 3 times: line 1, line 5, line 9. Each cell needs its own.";
    expect(
      check(
        fence("sql id=a"),
        fence("sql id=a", "SELECT 2"),
        fence("yaml input id=a", "type: text"),
        fence("vega-lite data=a", "{}"),
        "${a}"
      )
    ).toEqual([
      `1 error: ${sentence}`,
      `5 error: ${sentence}`,
      `9 error: ${sentence}`,
      "13 error: a stands for several cells (line 1, line 5, line 9), so it is not clear which is meant.",
      "17 error: a stands for several cells (line 1, line 5, line 9), so it is not clear which is meant."
    ]);
  });

  it("counts what a JavaScript cell declares among the names, once each", () => {
    const sentence = "error: The name total stands 2 times: line 1, line 5. Each cell needs its own.";
    expect(
      check(fence("sql id=total"), fence("js", "const total = 1;\nvar i; var i;")).filter((line) => /error/.test(line))
    ).toEqual([`1 ${sentence}`, `5 ${sentence}`]);
  });

  it("says at every cell of a circle what the circle is", () => {
    const circle = (from: string, ...ids: string[]) =>
      `error: These cells wait for each other, so none can run: ${[from, ...ids].join(" → ")}.`;
    expect(
      check(
        fence("sql id=a", "SELECT ${b}"),
        fence("sql id=b", "SELECT * FROM c"),
        fence("sql id=c", "FROM a"),
        fence("sql id=d", "FROM c")
      )
    ).toEqual([
      `1 ${circle("a", "b", "c", "a")}`,
      `5 ${circle("b", "c", "a", "b")}`,
      `9 ${circle("c", "a", "b", "c")}`
    ]);
    expect(check(fence("sql id=a", "SELECT ${a}"))).toEqual([`1 ${circle("a", "a")}`]);
    expect(check(fence("vega-lite id=c data=c", "{}"))).toEqual([`1 ${circle("c", "c")}`]);
  });

  it("finds every cell of circles that share cells", () => {
    // a → b → d → a and a → c → d → a
    const lines = check(
      fence("sql id=a", "FROM b, c"),
      fence("sql id=b", "FROM d"),
      fence("sql id=c", "FROM d"),
      fence("sql id=d", "FROM a")
    );
    expect(lines.map((line) => line.replace(/ error.*: /, ": "))).toEqual([
      "1: a → b → d → a.",
      "5: b → d → a → b.",
      "9: c → d → a → c.",
      "13: d → a → b → d."
    ]);
  });

  it("takes a long chain for no circle", () => {
    const chain = Array.from({length: 500}, (_, i) => fence(`sql id=a${i}`, i ? `FROM a${i - 1}` : "SELECT 1"));
    expect(check(...chain)).toEqual([]);
  });

  it("says that a name is no cell, as an error where the cell cannot do without it", () => {
    expect(
      check(
        fence("sql id=totals"),
        "${latest(totls.x)}",
        fence("sql", "SELECT ${perid}"),
        fence("vega-lite data=totls", "{}")
      )
    ).toEqual([
      "5 warning: There is no cell totls. Did you mean totals?",
      "8 error: There is no cell perid.",
      "11 error: There is no cell totls. Did you mean totals?"
    ]);
  });

  it("says why an id cannot be used", () => {
    expect(check(fence("sql id=select"), fence("sql id=A-b"), fence("js id=window", "1"))).toEqual([
      '1 error: The id "select" is a reserved word of SQL; choose another.',
      '5 error: The id "A-b" should be lower-case letters, digits and _, starting with a letter: for example a_b.',
      '9 error: The id "window" is a name every notebook cell has already; choose another.'
    ]);
  });

  it("asks for the id that an insight and an input need", () => {
    expect(check(fence("yaml insight", "title: T\ndata: k"), fence("yaml input", "type: text"))).toEqual([
      "1 error: An insight needs an id, by which other cells name it: yaml insight id=my_insight.",
      "6 error: An input needs an id, by which other cells name it: yaml input id=my_input."
    ]);
  });

  it("says all that is wrong at once, at the line where it stands", () => {
    expect(
      check(
        fence("yaml insight id=a", "titel: T\npoints: many\ndata: k"),
        fence("sql id=b", "SELECT 1\nWHERE ${1 + 1}\nAND '${p}'"),
        fence("vega-lite data=a", '{\n  "mark": "line"\n  "encoding": {}\n}'),
        "text\n\nand ${nope(a)}"
      )
    ).toEqual([
      '2 warning: "titel" is not a field of this insight and is ignored.',
      '2 error: "title" is missing: a text.',
      '3 error: "points" should be a whole number from 1 to 10000, but it is the text "many".',
      "9 error: ${1 + 1} should be a name, a column such as totals.value, or a call such as since(period). JavaScript does not run in SQL.",
      "10 error: ${p} stands inside quotes. Leave the quotes out: the value is bound, not pasted in.",
      "10 error: There is no cell p.",
      "16 error: The spec is neither JSON nor YAML: Missing , between flow map items.",
      "22 warning: There is no cell nope."
    ]);
  });

  it("takes what a new insight or metric lacks for not written yet, and refuses it all the same", () => {
    for (const kind of [insight, metric]) {
      const [cell] = checkNotebook(parseNotebook(fence(`${kind.fence} id=a`, kind.template)));
      expect(cell!.messages.map(({level, isBlank}) => [level, isBlank])).toEqual([["error", true]]);
      expect(cell!.reading?.run).toBeNull();
      const name = kind.template.split("\n").at(-1)!;
      const [written] = checkNotebook(parseNotebook(fence(`${kind.fence} id=a`, `${kind.template}todo`)));
      expect([name, written!.messages]).toEqual([kind === metric ? "metric: " : "data: ", []]);
    }
    const [wrong] = checkNotebook(parseNotebook(fence("yaml insight id=a", "data: k")));
    expect(wrong!.messages.map(({isBlank}) => isBlank)).toEqual([undefined]);
  });

  it("keeps a cell that is switched off, and reads nothing of it", () => {
    const [off, reader] = checkNotebook(
      parseNotebook(`${fence("sql id=a run=false", "nonsense ${1 +}")}\n\n${fence("sql id=b", "FROM a")}`)
    );
    expect([off!.messages, off!.reading]).toEqual([[], null]);
    expect(reader!.upstream).toEqual([0]);
  });

  it("finds what JavaScript declares and refers to, and where it is none", () => {
    expect(
      check(
        fence("js", "const share = 1;\nasync function f() {}\nclass A {}\nlet _b = 2"),
        fence("sql id=share", "SELECT 1"),
        fence("js", "_b + f() + missing"),
        fence("js", "const = 2")
      ).filter((line) => /error/.test(line))
    ).toEqual([
      "1 error: The name share stands 2 times: line 1, line 8. Each cell needs its own.",
      "8 error: The name share stands 2 times: line 1, line 8. Each cell needs its own.",
      "13 error: There is no cell missing.",
      "17 error: This is no JavaScript: Unexpected token."
    ]);
  });

  it("reads a metric as an insight of that kind, which need not be written", () => {
    expect(check(fence("yaml metric id=m", "title: Coverage\nmetric: coverage"))).toEqual([]);
    expect(check(fence("yaml metric id=m", "kind: metric\ntitle: Coverage\nmetric: coverage"))).toEqual([]);
    expect(check(fence("yaml metric", "title: Coverage\nmetric: coverage"))).toEqual([
      "1 error: A metric needs an id, by which other cells name it: yaml metric id=my_metric."
    ]);
    expect(check(fence("yaml metric id=m", "title: A\nkind: search"))).toEqual([
      '3 error: A "yaml metric" is of the kind metric, and this says "search". Take "kind" out, or write "yaml insight".'
    ]);
    expect(check(fence("yaml metric id=m from=other.md#b", ""))).toEqual([
      '1 error: A metric of another notebook is shown by "yaml insight id=m from=other.md#b".'
    ]);
  });

  it("says what from= should be, and that a kind is the other insight's", () => {
    expect(check(fence("yaml insight id=a from=other.md#b", ""))).toEqual([]);
    expect(check(fence("yaml insight id=a from=other", ""))).toEqual([
      "1 error: other is no name of a notebook, which ends in .md. An insight of another notebook is named by its file and id: from=other.md#insight_id."
    ]);
    expect(check(fence("yaml insight id=a from=other.md#b", "kind: search"))).toEqual([
      '2 error: The kind is that of other.md#b; take "kind" out.'
    ]);
  });
});

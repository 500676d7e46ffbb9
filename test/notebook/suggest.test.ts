import {describe, expect, it} from "vitest";
import {findInCells, replaceFound} from "../../src/notebook/find.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {nameAt, suggest} from "../../src/notebook/suggest.ts";

/** The labels suggested at the | of a body. */
function labels(kind: string, marked: string): readonly string[] | null {
  const caret = marked.indexOf("|");
  const found = suggest(kind, marked.replace("|", ""), caret, [
    {id: "totals", kind: "sql"},
    {id: "period", kind: "input"}
  ]);
  return found?.options.map(({label}) => label) ?? null;
}

describe("suggest", () => {
  it("gives an insight's fields, those of its kind, and those of the entry above", () => {
    expect(labels("insight", "ti|")).toEqual(expect.arrayContaining(["title", "query", "step", "points"]));
    expect(labels("insight", "kind: capture-group\nti|")).toContain("groups");
    expect(labels("insight", "ti|")).not.toContain("groups");
    expect(labels("metric", "ti|")).toEqual(expect.arrayContaining(["title", "metric", "aggregate"]));
    expect(labels("metric", "title: A\naggregate: m|")).toContain("median");
    expect(labels("insight", "title: A\ndisplay:\n  li|")).toEqual(expect.arrayContaining(["limit", "sort"]));
    expect(labels("insight", "title: A\ndisplay:\n  li|")).not.toContain("title");
  });

  it("gives the words that a field may have", () => {
    expect(labels("insight", "kind: |")).toContain("capture-group");
    expect(labels("input", "type: da|")).toContain("date-range");
    expect(labels("insight", "title: |")).toBeNull();
  });

  it("gives the series, metrics and tools that are held, where a field is the name of one", () => {
    const held = {
      series: [{key: "cjs-require", title: "require()"}],
      metric: [
        {key: "open issues", title: ""},
        {key: "coverage", title: "%"}
      ],
      tool: [{key: "cloc", title: "12 languages"}]
    };
    const options = (marked: string) =>
      suggest("insight", marked.replace("|", ""), marked.indexOf("|"), [], () => held)?.options ?? null;
    expect(options("data: c|")).toMatchObject([{label: "cjs-require", detail: "require()", insert: "cjs-require"}]);
    expect(options("series:\n  - data: |")).toMatchObject([{label: "cjs-require"}]);
    expect(options("kind: metric\nmetric: |")).toMatchObject([
      {label: "open issues", insert: '"open issues"'},
      {label: "coverage", detail: "%"}
    ]);
    expect(options("kind: language-stats\ndata: |")).toMatchObject([{label: "cloc"}]);
    expect(suggest("insight", "data: ", 6, [], () => null)).toBeNull();
  });

  it("gives cells and built-ins within a placeholder, and nothing outside", () => {
    expect(labels("sql", "SELECT 1 WHERE t > ${si|}")).toEqual(expect.arrayContaining(["totals", "period", "since"]));
    expect(labels("markdown", "It is ${latest(to|")).toContain("totals");
    expect(labels("markdown", "It is to|")).toBeNull();
  });
});

describe("suggest in JavaScript", () => {
  const offered = (marked: string) => {
    const caret = marked.indexOf("|");
    const found = suggest("js", marked.replace("|", ""), caret, [
      {id: "totals", kind: "sql"},
      {id: "", kind: "js", declares: ["grown", "share"]}
    ]);
    return found && {from: found.from, labels: found.options.map(({label}) => label)};
  };

  it("gives cells, what other cells declare, what every cell has and the libraries", () => {
    expect(offered("const a = to|")).toEqual({
      from: 10,
      labels: expect.arrayContaining(["totals", "grown", "share", "display", "view", "Inputs", "Plot", "d3", "aq"])
    });
    expect(offered("const a = 1;\ndisplay(|")!.labels).toContain("grown");
    expect(offered("`at ${gr|`")!.labels).toContain("grown");
  });

  it("gives the members of libraries, and none of anything else", () => {
    expect(offered("Plot.pl|")).toEqual({from: 5, labels: expect.arrayContaining(["plot", "lineY", "barX"])});
    expect(offered("view(Inputs.|")!.labels).toEqual([
      "checkbox",
      "radio",
      "range",
      "select",
      "table",
      "text",
      "toggle"
    ]);
    expect(offered("d3.group|")!.labels).toContain("rollup");
    expect(offered("totals.ma|")).toBeNull();
    expect(offered("a.Plot.|")).toBeNull();
  });

  it("keeps quiet in comments, texts and numbers", () => {
    for (const marked of ["// to|", "'to|", 'say("to|', "`to|", "12to|"]) expect(offered(marked), marked).toBeNull();
    expect(offered("'a' + to|")).not.toBeNull();
  });
});

describe("nameAt", () => {
  it("is the name around a place, or nothing", () => {
    expect([nameAt("FROM totals t", 7), nameAt("FROM totals t", 11), nameAt("a + 12", 5), nameAt("", 0)]).toEqual([
      "totals",
      "totals",
      "",
      ""
    ]);
  });
});

describe("findInCells", () => {
  const text = "# One\r\n\r\nOne one.\r\n\r\n```sql id=a\r\nSELECT one\r\nFROM b -- ONE\r\n```\r\n";
  const notebook = parseNotebook(text);

  it("finds in every source, with the line of the file", () => {
    expect(findInCells(notebook, "one", false).map(({cell, line}) => [cell, line])).toEqual([
      [0, 1],
      [0, 3],
      [0, 3],
      [1, 6],
      [1, 7]
    ]);
    expect(findInCells(notebook, "one", true)).toHaveLength(2);
    expect(findInCells(notebook, "", true)).toEqual([]);
  });

  it("replaces all places and nothing else, whatever the line ends", () => {
    expect(replaceFound(notebook, findInCells(notebook, "one", true), "three")).toBe(
      text.replace("One one.", "One three.").replace("SELECT one", "SELECT three")
    );
  });
});

import {describe, expect, it} from "vitest";
import {
  addInsight,
  cardSize,
  duplicateInsight,
  editInsight,
  insightCell,
  insightValues,
  insightWithOverlay,
  notebookWithInsight,
  withCardSize,
  withoutCardSizes
} from "../../src/notebook/insight-cells.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";

const TEXT =
  '---\r\ntidemark: 1\r\n---\r\n\r\n# A\r\n\r\n```yaml insight id=a caption="not card=1x200"\r\n# why\r\ntitle: Old # calls\r\ndata: todo\r\n```\r\n\r\nText.\r\n';
const notebook = parseNotebook(TEXT);
const a = insightCell(notebook, "a")!;

describe("insights of a notebook", () => {
  it("are changed in place, in the file's own line ends", () => {
    expect(insightValues(a)).toEqual({title: "Old", data: "todo"});
    expect(editInsight(notebook, a, {title: "New", data: "todo"})).toBe(TEXT.replace("Old", "New"));
    expect(editInsight(notebook, a, {title: "Old", data: "todo"})).toBe(TEXT);
  });

  it("are added at the end, with an id from their title that is free", () => {
    const {text, id} = addInsight(notebook, {kind: "search", title: "A", data: "x"});
    expect(id).toBe("a_2");
    expect(text).toBe(`${TEXT}\r\n\`\`\`yaml insight id=a_2\r\nkind: search\r\ntitle: A\r\ndata: x\r\n\`\`\`\r\n`);
  });

  it("are copied right behind themselves, with their comments", () => {
    const {text, id} = duplicateInsight(notebook, a);
    const copy = parseNotebook(text);
    expect(id).toBe("a_2");
    expect(copy.cells.map((cell) => cell.id)).toEqual([null, "a", "a_2", null]);
    expect(insightCell(copy, "a_2")!.body).toBe("# why\ntitle: Old (copy) # calls\ndata: todo");
  });

  it("are copied with other filters and another title; the first one stays as it is", () => {
    const {text, id} = insightWithOverlay(notebook, a, "Only vega", {filters: {repositories: {include: ["vega"]}}});
    const both = parseNotebook(text);
    expect([id, insightCell(both, "a")!.body]).toEqual(["only_vega", a.body]);
    expect(insightCell(both, "only_vega")!.body).toBe(
      "# why\ntitle: Only vega # calls\ndata: todo\nfilters: {repositories: {include: [vega]}}"
    );
  });

  it("keep their size on a dashboard in the words behind their fence", () => {
    expect(cardSize(a)).toEqual({columns: 1, height: 200});
    const text = withCardSize(notebook, a, {columns: 2, height: 260});
    expect(text).toBe(TEXT.replace('=1x200"', '=1x200" card=2x260'));
    const sized = parseNotebook(text);
    expect(cardSize(insightCell(sized, "a")!)).toEqual({columns: 2, height: 260});
    expect(withCardSize(sized, insightCell(sized, "a")!, {columns: 1, height: 200})).toBe(TEXT);
    expect(withoutCardSizes(sized, parseNotebook)).toBe(TEXT);
    expect(
      cardSize(insightCell(parseNotebook(withCardSize(notebook, a, {columns: 3, height: 9000})), "a")!).height
    ).toBe(640);
  });

  it("make a notebook of their own", () => {
    const {text, id} = notebookWithInsight("Clean-ups: 2026", {kind: "search", title: "To do", data: "todo"}, "sample");
    const made = parseNotebook(text);
    expect([id, made.frontMatter.title, made.frontMatter.snapshots]).toEqual(["to_do", "Clean-ups: 2026", "sample"]);
    expect(insightValues(insightCell(made, "to_do")!)).toEqual({kind: "search", title: "To do", data: "todo"});
    expect(made.messages).toEqual([]);
  });
});

import {readdirSync, readFileSync, statSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {describe, expect, it} from "vitest";
import {insertCell, moveCell, removeCell, replaceBody} from "../../src/notebook/edit.ts";
import {type CellSource, type Notebook, parseNotebook} from "../../src/notebook/notebook.ts";
import * as fc from "../property.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The cells' slices of the file. */
function slicesOf({text, cells}: Notebook): string[] {
  return cells.map(({from, to}) => text.slice(from, to));
}

/** What an editing keeps of a cell wherever it stands. */
function sameOf({kind, id, body, attributes}: CellSource): string {
  return JSON.stringify([kind, id, body, [...attributes]]);
}

function isOpen({kind, closeFrom, to}: CellSource): boolean {
  return kind !== "markdown" && closeFrom === to;
}

/** That slices stand in order without overlap, gaps between them hold nothing but blank and split lines, all joined is the file. */
function expectWhole(notebook: Notebook): void {
  const {text, cells} = notebook;
  let at = 0;
  let joined = "";
  cells.forEach((cell, i) => {
    const {from, bodyFrom, bodyTo, closeFrom, to} = cell;
    const offsets = [at, from, bodyFrom, bodyTo, closeFrom, to, text.length];
    expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
    const gap = text.slice(at, from);
    if (i > 0) expect(gap.replace(/^[ \t]*<!---->$/gm, "").trim()).toBe("");
    expect(text.slice(bodyFrom, bodyTo).replace(/\r\n?/g, "\n")).toBe(cell.body);
    joined += gap + text.slice(from, to);
    at = to;
  });
  expect(joined + text.slice(at) === text).toBe(true);
}

/** That every editing of a cell changes that cell's slice and nothing else. */
function expectEdits(notebook: Notebook, bodies: readonly string[]): void {
  const {text, cells} = notebook;
  const before = slicesOf(notebook);
  cells.forEach((cell, i) => {
    expect(replaceBody(notebook, cell, cell.body) === text).toBe(true);
    for (const body of bodies) {
      if (cell.kind === "markdown" || isOpen(cell)) continue;
      const edited = parseNotebook(replaceBody(notebook, cell, body));
      expect(edited.cells[i]!.body).toBe(body.replace(/\r\n?/g, "\n"));
      expect(slicesOf(edited).toSpliced(i, 1)).toEqual(before.toSpliced(i, 1));
      const [head, tail] = [text.slice(0, cell.from), text.slice(cell.to)];
      expect(edited.text.startsWith(head) && edited.text.endsWith(tail)).toBe(true);
      expect(sameOf({...edited.cells[i]!, body: ""})).toBe(sameOf({...cell, body: ""}));
    }
    if (cell.kind === "markdown") {
      const edited = parseNotebook(replaceBody(notebook, cell, "New *text*,\n\nof two paragraphs.\n\n\n"));
      expect(edited.cells.map(({kind}) => kind)).toEqual(cells.map(({kind}) => kind));
      expect(edited.cells[i]!.body).toBe("New *text*,\n\nof two paragraphs.");
      expect(slicesOf(edited).toSpliced(i, 1)).toEqual(before.toSpliced(i, 1));
    }
  });
}

/** That cells that come and go leave all others as they are, byte for byte and in order. */
function expectComingAndGoing(notebook: Notebook, places: readonly number[]): void {
  const {cells} = notebook;
  const before = slicesOf(notebook);
  const closed = notebook.openFence
    ? parseNotebook(insertCell(notebook, cells.length, "sql", null, "")).cells.slice(0, -1)
    : cells;
  for (const place of places) {
    for (const [kind, id, body] of [
      ["sql", "fresh", "SELECT 1\n```\nx"],
      ["markdown", null, "Some *new* text."],
      ["input", "choice", "type: text"]
    ] as const) {
      const inserted = parseNotebook(insertCell(notebook, place, kind, id, body));
      const own = inserted.cells[place]!;
      expect([own.kind, own.id, own.body]).toEqual([kind, id, body]);
      // a cell behind a fence that was never closed closes it
      const closes = place === cells.length && notebook.openFence !== "";
      expect(inserted.openFence).toBe(closes ? "" : notebook.openFence);
      const others = slicesOf(inserted).toSpliced(place, 1);
      expect(closes ? others.slice(0, -1) : others).toEqual(closes ? before.slice(0, -1) : before);
      const removed = parseNotebook(removeCell(inserted, own));
      expect(removed.cells.map(sameOf)).toEqual((place < cells.length ? cells : closed).map(sameOf));
    }
  }
  cells.forEach((cell, i) => {
    if (i % 7 !== 0) return;
    const removed = parseNotebook(removeCell(notebook, cell));
    expect(slicesOf(removed)).toEqual(before.toSpliced(i, 1));
    for (const place of places) {
      const moved = parseNotebook(moveCell(notebook, cell, place, parseNotebook));
      const target = place > i ? place - 1 : place;
      // a fence that was never closed is closed where it, or what is put behind it, goes
      if (notebook.openFence)
        expect(moved.cells.map(({kind}) => kind)).toEqual(movedTo(cells, i, target).map(({kind}) => kind));
      else expect(slicesOf(moved)).toEqual(movedTo(before, i, target));
    }
  });
}

function movedTo<T>(list: readonly T[], from: number, to: number): T[] {
  const rest = list.toSpliced(from, 1);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}

/** The forms a file may have: its line ends, a mark at its beginning, no line end at its end. */
function formsOf(text: string): string[] {
  const lf = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  return [lf, lf.replaceAll("\n", "\r\n"), `\ufeff${lf}`, lf.trimEnd(), lf.replace(/\n\n/g, "\r\n\n")];
}

/** Fragments of Markdown that are near to what makes cells. */
const FRAGMENTS = [
  "text",
  "# Heading",
  "- item\n  more",
  "- item\n\n  ```sql\n  x\n  ```",
  "> quote\n> ```sql\n> x\n> ```",
  "    indented code",
  "    ```sql",
  "<!---->",
  " <!---->",
  "<!-- comment -->",
  "<div>\n\n</div>",
  "```python\nprint()\n```",
  "```sql id=a\nSELECT ${x}\n```",
  "````sql\n```\nx\n```\n````",
  "~~~js\nconst a = 1;\n~~~",
  "  ```yaml insight id=b\n  title: x\n  ```  ",
  '```vega-lite data=a caption="ä &amp; ö"\n{}\n`````',
  "```sql\n```",
  "```sql\n\n\n```",
  "```sql a`b",
  "| a | b |\n|---|---|\n| 1 | 2 |",
  "[^n]: note\n\n    ```sql\n    x\n    ```",
  "<<<<<<< ours",
  "=======",
  ">>>>>>> theirs",
  "text\n\n---",
  "ünïcode 𝛑 \u2028 \u00a0",
  "a\u00a0",
  "\\`\\`\\`sql",
  "***",
  "*a*\n```sql id=tight\nSELECT 1\n```\nb"
] as const;

const markdown = fc
  .record({
    front: fc.constantFrom("", "---\ntidemark: 1\ntitle: T\n---\n", "---\ntidemark: 1\n---"),
    parts: fc.array(fc.tuple(fc.constantFrom(...FRAGMENTS), fc.constantFrom("\n", "\n\n", "\n\n\n", "\n \t\n", "")), {
      maxLength: 10
    }),
    bom: fc.boolean(),
    eol: fc.constantFrom("\n", "\r\n", "\r"),
    mixed: fc.boolean(),
    end: fc.constantFrom("", "\n", "\n\n  \n")
  })
  .map(({front, parts, bom, eol, mixed, end}) => {
    const text = `${front}${front && parts.length ? "\n" : ""}${parts.map(([part, gap]) => part + gap).join("")}${end}`;
    let n = 0;
    return (bom ? "\ufeff" : "") + text.replaceAll("\n", () => (mixed && n++ % 3 === 0 ? "\n" : eol));
  });

const line = fc.oneof(
  fc.string({maxLength: 20}).map((text) => text.replace(/[\r\n\u2028\u2029]/g, " ")),
  fc.constantFrom("", "```", "````", "  ~~~~", "``` x", "`````sql", "<!---->", "---", "\t```", "𝛑 ${x}", " ", "\ufeff")
);
const body = fc.array(line, {maxLength: 6}).map((lines) => lines.join("\n"));

describe("parseNotebook", () => {
  it("gives slices that join to the same bytes, of any Markdown", () => {
    fc.assert(
      fc.property(markdown, (text) => expectWhole(parseNotebook(text))),
      {numRuns: 400}
    );
  });

  it("gives slices that join to the same bytes, of any text", () => {
    fc.assert(
      fc.property(fc.string({unit: "binary", maxLength: 200}), (text) => expectWhole(parseNotebook(text))),
      {numRuns: 200}
    );
  });
});

describe("replaceBody", () => {
  it("changes one slice only, and reads back, whatever the file and the body", () => {
    fc.assert(
      fc.property(markdown, body, (text, next) => expectEdits(parseNotebook(text), [next, `${next}\n`])),
      {numRuns: 200}
    );
  });
});

describe("insertCell, removeCell, moveCell", () => {
  it("leave other cells as they are, whatever the file", () => {
    fc.assert(
      fc.property(markdown, fc.nat(12), (text, place) => {
        const notebook = parseNotebook(text);
        expectComingAndGoing(notebook, [place % (notebook.cells.length + 1)]);
      }),
      {numRuns: 200}
    );
  });
});

/** Markdown files of this repository, and a tenth of those of its packages. */
function realFiles(): string[] {
  const packages = readdirSync(`${ROOT}node_modules`, {recursive: true, encoding: "utf8"})
    .filter((path) => path.endsWith(".md"))
    .map((path) => `node_modules/${path}`);
  const own = ["notebooks", "src", "test"].flatMap((folder) =>
    readdirSync(`${ROOT}${folder}`, {recursive: true, encoding: "utf8"})
      .filter((path) => path.endsWith(".md"))
      .map((path) => `${folder}/${path}`)
  );
  const some = packages.sort().filter((_, i) => i % 10 === 0);
  return [...own, ...some].filter((path) => statSync(ROOT + path).size < 9000).sort();
}

/** Two of the forms, other ones for the next file. */
function twoOf(forms: readonly string[], i: number): string[] {
  return [forms[i % forms.length]!, forms[(i + 2) % forms.length]!];
}

describe("real Markdown files", () => {
  const files = realFiles();

  it("are there", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(files).toContain("notebooks/module-migration.md");
  });

  it("keep their bytes, our own in every form", () => {
    let cells = 0;
    files.forEach((path, i) => {
      const forms = formsOf(readFileSync(ROOT + path, "utf8"));
      for (const text of path.startsWith("node_modules/") ? twoOf(forms, i) : forms) {
        const notebook = parseNotebook(text);
        expectWhole(notebook);
        cells += notebook.cells.length;
      }
    });
    expect(cells).toBeGreaterThan(500);
  });

  it("keep what is not edited, in one form or another", () => {
    const small = files.filter((path) => statSync(ROOT + path).size < 4000).filter((_, i) => i % 6 === 0);
    const own = files.filter((path) => path.startsWith("notebooks/")).filter((_, i) => i % 3 === 0);
    [...small, ...own].forEach((path, i) => {
      for (const text of twoOf(formsOf(readFileSync(ROOT + path, "utf8")), i)) {
        const notebook = parseNotebook(text);
        expectEdits(notebook, ["SELECT 1\n\n```\n𝛑", ""]);
        expectComingAndGoing(notebook, [0, Math.floor(notebook.cells.length / 2), notebook.cells.length]);
      }
    });
  });
});

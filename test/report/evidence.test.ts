import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {draw} from "../../src/chart/draw.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {createRun} from "../../src/notebook/run.ts";
import {EVIDENCE_BUDGET, visible} from "../../src/report/evidence-html.ts";
import {reportHtml} from "../../src/report/report.ts";
import type {InsightStore} from "../../src/store/store.ts";
import {memoryFiles, openTestStore, testSeries} from "../store/stores.ts";
import {tableFinding} from "../store/table-finding.ts";

const TODO = testSeries("todo").series_id;
const MANY = testSeries("many").series_id;
const COUNTS = testSeries("counts").series_id;
const HOSTILE = `</code><script>alert(1)</script><img src=x onerror=alert(2)> \u202egnp.exe javascript:alert(3) =cmd|'x'`;

const point = (series_id: string, sample_at: string, matches: number) => ({
  ...{series_id, repo_key: "github.com/a/b", sample_at, matches, status: "ok", commit_oid: "abcdef0123456789"}
});
const match = (series_id: string, sample_at: string, path: string, line: number, text: string) => ({
  ...{series_id, repo_key: "github.com/a/b", sample_at, path, line, col: 1, end_col: 2, text, matched: text}
});

const store: InsightStore = openTestStore(memoryFiles());
beforeAll(async () => {
  const many = Array.from({length: 300}, (_, i) => i);
  const months = ["2026-01-01", "2026-02-01", "2026-03-01"];
  await store.import(
    tableFinding(
      {
        point: [
          point(TODO, "2026-01-01", 2),
          point(TODO, "2026-02-01", 2),
          point(TODO, "2026-03-01", 1),
          point(COUNTS, "2026-03-01", 9),
          ...Array.from({length: 40}, (_, month) =>
            point(MANY, `20${23 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`, 300 + month)
          )
        ],
        match: [
          match(TODO, "2026-01-01", "x.ts", 3, "// TODO one"),
          match(TODO, "2026-01-01", "x.ts", 9, "// TODO two"),
          match(TODO, "2026-02-01", "x.ts", 3, "// TODO one"),
          match(TODO, "2026-02-01", HOSTILE, 9, HOSTILE),
          match(TODO, "2026-03-01", HOSTILE, 7, HOSTILE),
          ...Array.from({length: 40}, (_, month) =>
            many.map((i) =>
              match(
                MANY,
                `20${23 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`,
                `src/${i}.ts`,
                i + 1,
                `call ${i} of ${month} ${"x".repeat(i % 7 ? 90 : 400)}`
              )
            )
          ).flat()
        ]
      },
      [testSeries("todo"), testSeries("many"), testSeries("counts")]
    ),
    [`evidence ${months.length}`]
  );
});
afterAll(() => store.close());

let runs = 0;
async function report(cells: string, evidence = true): Promise<string> {
  const notebook = parseNotebook(`---\ntidemark: 1\ntitle: Evidence\n---\n\n${cells}\n`);
  const run = createRun({store, session: `evidence${++runs}`, now: () => performance.now()}, notebook);
  const html = await reportHtml(
    {name: "e.md", notebook, states: await run.settled(), options: {withSource: false, beside: [], evidence}},
    {draw, movers: (request) => store.movers(request), parts: store, behind: store}
  );
  run.dispose();
  return html;
}
const cell = (id: string, data: string) => `\`\`\`yaml insight id=${id}\ntitle: ${id}\ndata: ${data}\n\`\`\``;
/** The evidence of a figure as text: tags gone, one line a list item or heading. */
const told = (html: string) =>
  /<details class="evidence">.*?(?=<p class="source"><span class="about">(?:Query|Queries): )/s
    .exec(html)![0]
    .replace(/<(?:li|summary|p)\b[^>]*>/g, "\n")
    .replace(/<[^>]*>/g, "")
    .split("\n")
    .filter(Boolean);

describe("the evidence of a report", () => {
  it("lists what is there at the last point, and what came and went at each change, newest first", async () => {
    const lines = told(await report(cell("todo", "todo")));
    expect(lines.slice(1, 3)).toEqual([
      "The matching lines behind the points, as they were imported.",
      "1 Mar 2026: 1 match, all that is there"
    ]);
    expect(lines[3]).toContain("github.com/a/b 1 · commit abcdef012345");
    expect(lines.slice(4).map((line) => line.replace(/&lt;.*/, "…"))).toEqual([
      "…",
      "1 Mar 2026: 1 match, what came and went since 1 Feb 2026",
      "github.com/a/b 1 (−1) · commit abcdef012345",
      "−x.ts:3 // TODO one"
      // the first point has none before it; that one line replaced another left the count, and is no change of it
    ]);
  });

  it("shows hostile paths and lines as text, with what turns its direction made visible", async () => {
    const html = await report(cell("todo", "todo"));
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).not.toContain("<script>alert");
    const evidence = told(html).join("\n");
    expect(evidence).toContain("⟨U+202E⟩gnp.exe");
    expect(evidence).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it("keeps to its budget, and says what it left out and cut", async () => {
    const html = await report([cell("many", "many"), cell("todo", "todo")].join("\n\n"));
    const plain = await report([cell("many", "many"), cell("todo", "todo")].join("\n\n"), false);
    expect(html.length - plain.length).toBeLessThan(EVIDENCE_BUDGET);
    expect(html.length - plain.length).toBeGreaterThan(EVIDENCE_BUDGET / 4);
    expect(told(html)[1]).toMatch(
      /^The matching lines behind the points, as they were imported\. Left out, as the evidence of a report takes at most 1 MB: \d+ earlier points and [\d,]+ lines\. [\d,]+ long lines are cut at 240 characters\.$/
    );
    // the small figure after the large one has its own
    expect(html).toContain("1 Mar 2026: 1 match, what came and went");
    expect(plain).not.toMatch(/evidence|TODO one/);
    expect(await report([cell("many", "many"), cell("todo", "todo")].join("\n\n"))).toBe(html);
  });

  it("says why there is none", async () => {
    const formula =
      "```yaml insight id=f\nkind: formula\ntitle: f\nseries:\n  - {label: twice, formula: counts * 2}\n```";
    const html = await report([cell("counts", "counts"), formula].join("\n\n"));
    expect(html).toContain("Evidence: The imports behind this insight hold counts and not the matching lines");
    expect(html).toContain("Evidence: This is computed from other insights; the evidence is theirs.");
  });
});

describe("text in evidence", () => {
  it.each([
    ["a\tb", "a\tb"],
    ["\u0000\u001b[31m", "⟨U+0000⟩⟨U+001B⟩[31m"],
    ["\u2066x\u2069\u200b\ufeff\u2028", "⟨U+2066⟩x⟨U+2069⟩⟨U+200B⟩⟨U+FEFF⟩⟨U+2028⟩"],
    ["héλ日🙂", "héλ日🙂"]
  ])("%j is shown as %j", (text, shown) => expect(visible(text)).toBe(shown));
});

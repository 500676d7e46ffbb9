/** Groups, languages and metrics in the page's own database give what the native one gives. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {openStore} from "../../src/cli/workspace.ts";
import {readInsight} from "../../src/insight/kinds/index.ts";
import {testSeries} from "../store/stores.ts";
import {type TestRow, tableFinding} from "../store/table-finding.ts";
import {drawn, type ServedApp, serveApp, sidewaysScroll} from "./harness.ts";

const series = testSeries("todo", [1, 2]);
const of = (repo: string, day: string, more: TestRow): TestRow => ({
  series_id: series.series_id,
  repo_key: `github.com/acme/${repo}`,
  sample_at: day,
  ...more
});
const DAYS = ["2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01"];

/** A series in two repositories over four months, with files, authors, owners, languages and coverage. */
const tables = {
  point: DAYS.flatMap((day, i) => [
    of("api", day, {matches: 12 - 2 * i, lines: 12 - 2 * i, files: 3, status: "ok"}),
    of("web", day, {matches: 5 + i, lines: 5 + i, files: 2, status: "ok"})
  ]),
  capture: DAYS.flatMap((day, i) => [
    of("api", day, {c1: "go", c2: "1.21", matches: 12 - 2 * i}),
    of("web", day, {c1: "node", c2: "18", matches: 3}),
    of("web", day, {c1: "node", c2: "20", matches: 2 + i})
  ]),
  file: DAYS.flatMap((day, i) => [
    of("api", day, {path: "cmd/main.go", matches: 6 - i, lines: 6 - i}),
    of("api", day, {path: "internal/store/read.go", matches: 5 - i, lines: 5 - i}),
    of("api", day, {path: "README.md", matches: 1, lines: 1}),
    of("web", day, {path: "src/app.ts", matches: 2 + i, lines: 2 + i}),
    of("web", day, {path: "src/views/list.tsx", matches: 3, lines: 3})
  ]),
  blame: ["ann", "bob", "ann", "cy"].map((author, i) =>
    of("web", "2026-08-01", {path: "src/app.ts", line: i + 1, author, authored_at: DAYS[i]!})
  ),
  owner_file: [
    {
      repo_key: "github.com/acme/api",
      path: "CODEOWNERS",
      valid_from: "2026-01-01",
      text: "* @acme/core\n/cmd/ @acme/cli\n"
    },
    {repo_key: "github.com/acme/api", path: "CODEOWNERS", valid_from: "2026-06-15", text: "* @acme/core\n"}
  ],
  language: DAYS.flatMap((day, i) =>
    [
      ["Go", 700 - 40 * i],
      ["TypeScript", 200 + 90 * i],
      ["Markdown", 20],
      ["Shell", 5]
    ].map(([language, lines]) => ({
      repo_key: "github.com/acme/api",
      sample_at: day,
      tool: "cloc",
      language: language!,
      lines: lines!
    }))
  ),
  metric: DAYS.flatMap((at, i) =>
    ["api", "web"].map((repo, j) => ({
      metric: "coverage",
      entity_kind: "repo",
      repo_key: `github.com/acme/${repo}`,
      at,
      value: 60 + 3 * i + 10 * j,
      unit: "%"
    }))
  )
};

const WRITTEN: Readonly<Record<string, Record<string, unknown>>> = {
  repositories: {kind: "group-by", data: "todo", by: "repository", title: "By repository"},
  folders: {kind: "group-by", data: "todo", by: "directory", depth: 2, title: "By folder"},
  over_time: {kind: "group-by", data: "todo", by: "directory", presentation: "stacked", title: "Folders over time"},
  languages_of_files: {kind: "group-by", data: "todo", by: "language", title: "By language"},
  owners: {kind: "group-by", data: "todo", by: "owner", presentation: "line", title: "By owner"},
  teams: {kind: "group-by", data: "todo", by: "team", title: "By team"},
  authors: {kind: "group-by", data: "todo", by: "author", title: "By author"},
  dates: {kind: "group-by", data: "todo", by: "date", bucket: "month", title: "By age"},
  captured: {kind: "group-by", data: "todo", by: "capture", groups: [1], title: "By captured value"},
  split: {kind: "capture-group", data: "todo", combine: false, labels: {"/2(.*)/": "twenty$1"}, title: "Each group"},
  repos_of_values: {kind: "capture-group", data: "todo", groups: [1], unit: "repositories", title: "Repositories"},
  pie: {kind: "language-stats", title: "Languages now"},
  languages: {kind: "language-stats", presentation: "percent-stacked", title: "Languages over time"},
  coverage: {kind: "metric", metric: "coverage", by: "repository", title: "Coverage"},
  coverage_mean: {kind: "metric", metric: "coverage", title: "Mean coverage"}
};

let app: ServedApp;
beforeAll(async () => {
  app = await serveApp("workspace");
  await writeFile(join(app.folder, "tidemark.yaml"), "teams:\n  Platform: {owners: ['@acme/core', '@acme/cli']}\n");
  const store = openStore(app.folder, "workspace", () => Date.UTC(2026, 7, 2));
  await store.import(tableFinding(tables, [series], "2026-08-02"), ["generated"]);
  await store.close();
  const cells = Object.entries(WRITTEN).map(([id, written]) => {
    // one of them in the fence that says its kind
    const {kind, ...rest} = written;
    const [fence, body] = id === "coverage_mean" ? [kind, rest] : ["insight", written];
    return `\`\`\`yaml ${fence} id=${id}\n${JSON.stringify(body)}\n\`\`\``;
  });
  await writeFile(
    join(app.folder, "notebooks", "kinds.md"),
    `---\ntidemark: 1\ntitle: Kinds\n---\n\n# Kinds\n\n${cells.join("\n\n")}\n`
  );
});
afterAll(() => app.close());

describe("the page's database", () => {
  it("answers every grouping, language and metric as the native one does", async () => {
    const store = openStore(app.folder, "workspace", () => 0);
    const {page, context, seen} = await app.open("#/notebooks/kinds.md");
    await drawn(page);
    for (const [id, written] of Object.entries(WRITTEN)) {
      const {value: definition, messages} = readInsight(written);
      expect(messages, id).toEqual([]);
      const {series: expected} = await store.insight(definition!, null);
      const cell = page.locator(`#cell-${id}`);
      expect(await cell.getAttribute("data-status"), `${id}: ${await cell.textContent()}`).toBe("done");
      const picture = cell.getByRole("button", {name: "Show as table"});
      if (await picture.count()) await picture.click();
      const text = await cell.locator("table").first().textContent();
      expect(expected.length, id).toBeGreaterThan(0);
      for (const {label} of expected) expect(text, id).toContain(label);
      const last = expected.map(({values}) => values.at(-1)!).filter((number) => !Number.isNaN(number));
      for (const number of last) expect(text, `${id}: ${number}`).toContain(number.toLocaleString("en"));
    }
    expect(seen).toEqual({foreign: [], errors: []});
    await context.close();
    await store.close();
  });

  it("draws them within the page, on a phone too", async () => {
    for (const width of [1440, 390]) {
      const {page, context} = await app.open("#/notebooks/kinds.md", {width});
      await drawn(page);
      expect(await sidewaysScroll(page), `${width} px`).toBeLessThanOrEqual(0);
      if (process.env.SHOTS) {
        await page.screenshot({path: `${process.env.SHOTS}/kinds-${width}.png`, fullPage: true});
        for (const id of Object.keys(WRITTEN))
          await page.locator(`#cell-${id}`).screenshot({path: `${process.env.SHOTS}/${id}-${width}.png`});
      }
      await context.close();
    }
  });
});

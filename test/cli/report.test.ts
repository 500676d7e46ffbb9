import {existsSync} from "node:fs";
import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, relative} from "node:path";
import {deserialize} from "@observablehq/notebook-kit";
import {parquetReadObjects} from "hyparquet";
import {compressors} from "hyparquet-compressors";
import {DOMParser} from "linkedom";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {serveLive} from "../../src/cli/live.ts";
import {sourcesOf, watchSources} from "../../src/cli/watch-sources.ts";
import {readJs} from "../../src/notebook/js/read-js.ts";
import {markdownText} from "../../src/report/markdown-text.ts";
import {cwd, enter, err, out, run} from "./terminal.ts";

const folders: string[] = [];
const text = (path: string) => readFile(join(cwd, path), "utf8");
const write = (name: string, cells: string) =>
  writeFile(
    join(cwd, "notebooks", name),
    `---\ntidemark: 1\ntitle: "About ${name}"\n---\n\n# About ${name}\n\n${cells}\n`
  );
const insight = (more = "") => `\`\`\`yaml insight id=flags\ntitle: Flags | left\ndata: flags\n${more}\`\`\``;

beforeEach(async () => {
  enter(await mkdtemp(join(tmpdir(), "tidemark-")));
  folders.push(cwd);
  await mkdir(join(cwd, "notebooks"));
  await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-02-01,flags,3\na/b,2026-03-01,flags,5\n");
  await run("import", "flags.csv");
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

describe("tidemark report --watch", () => {
  it("sees a change of the notebook, of those it shows, and of the data", async () => {
    await write("base.md", insight());
    await write("middle.md", "```yaml insight id=flags from=base.md#flags\n```");
    await write("top.md", "```yaml insight id=flags from=middle.md#flags\n```");
    await write("other.md", insight());
    const seen = await sourcesOf(cwd, ["notebooks/top.md"]);
    expect([...seen].map((path) => relative(cwd, path)).sort()).toEqual([
      "notebooks/base.md",
      "notebooks/middle.md",
      "notebooks/top.md",
      "snapshots/manifest.json",
      "tidemark.yaml"
    ]);
    let count = 0;
    const watching = await watchSources(cwd, ["notebooks/top.md"], () => count++);
    const sees = async (change: () => Promise<unknown>) => {
      const before = count;
      await change();
      // an editor's steps may count as two changes on a busy machine
      await expect.poll(() => count).toBeGreaterThan(before);
    };
    await sees(() => write("top.md", "```yaml insight id=flags from=middle.md#flags\ntitle: Top\n```"));
    await sees(() => write("middle.md", "```yaml insight id=flags from=base.md#flags\ntitle: Middle\n```"));
    await sees(() => write("base.md", insight("points: 2\n")));
    await sees(() =>
      writeFile(join(cwd, "more.csv"), "repo,date,series,value\na/b,2026-02-01,more,3\n").then(() =>
        run("import", "more.csv")
      )
    );
    await sees(() => writeFile(join(cwd, "tidemark.yaml"), "teams: {}\n"));
    // what it names from now on is watched, before it is there, too
    await sees(() => write("top.md", "```yaml insight id=flags from=later.md#flags\n```"));
    await sees(() => write("later.md", insight()));
    await sees(() => rm(join(cwd, "notebooks/later.md")));
    watching.close();
  });

  it("sees data where there was none", async () => {
    await rm(join(cwd, "snapshots"), {recursive: true});
    await write("top.md", insight());
    let count = 0;
    const watching = await watchSources(cwd, ["notebooks/top.md"], () => count++);
    await run("import", "flags.csv");
    await expect.poll(() => count).toBeGreaterThan(0);
    const before = count;
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\na/b,2026-02-01,more,3\n");
    await run("import", "more.csv");
    await expect.poll(() => count).toBeGreaterThan(before);
    watching.close();
  });
});

describe("tidemark report of several notebooks", () => {
  it("writes an index, those first whose rules fire, and leads from one report to another", async () => {
    await write("a.md", `See [the other](b.md#x) and [mine](mine.md).\n\n${insight()}`);
    await write("b.md", insight("watch: {when: latest() > 1}\n"));
    expect(await run("report", "notebooks/a.md", "notebooks/b.md", "-o", "site")).toBe(0);
    const index = await text("site/index.html");
    expect(index.indexOf("About b.md")).toBeLessThan(index.indexOf("About a.md"));
    expect(index).toContain('<span class="fires">1 watch rule fires</span>');
    expect(index).toContain('<a href="./a.html#fig-flags"><strong>5 matches</strong> Flags | left</a>');
    const report = await text("site/a.html");
    expect(report).toContain('<a href="./b.html#x">the other</a>');
    expect(report).toContain('href="mine.md"');
    expect(report).toContain('<a href="./index.html">All reports</a>');
    expect(await run("verify", "site/a.html", "site/b.html")).toBe(0);
    const feed = JSON.parse(await text("site/feed.json"));
    expect(feed).toMatchObject({version: "https://jsonfeed.org/version/1.1", title: "Reports"});
    expect(feed.items).toEqual([
      {
        id: expect.stringMatching(/^a\.html#[0-9a-f]{16}$/),
        title: "About a.md",
        content_text: "Flags | left: 5 matches on 1 Mar 2026, up 2 (+66.7 %) since 1 Feb 2026.",
        date_published: "2026-03-01T00:00:00Z"
      },
      expect.objectContaining({
        title: "About b.md",
        content_text: expect.stringMatching(/^1 watch rule fires\.\nFlags/),
        tags: ["watch rule fires"]
      })
    ]);
    // with an address, the same items lead somewhere
    expect(await run("report", "notebooks/a.md", "notebooks/b.md", "-o", "site", "--url", "https://x.example/r")).toBe(
      0
    );
    const placed = JSON.parse(await text("site/feed.json"));
    expect(placed.feed_url).toBe("https://x.example/r/feed.json");
    expect(placed.items[0]).toEqual({...feed.items[0], url: "https://x.example/r/a.html"});
    expect(await run("report", "notebooks/a.md", "notebooks/b.md", "-o", "site", "--url", "ftp://x")).toBe(2);
  });

  it("builds again only what changed: a notebook, the data, or a report that was touched", async () => {
    await write("a.md", insight());
    await write("b.md", insight());
    const build = async (...more: string[]) => {
      await run("report", "notebooks/a.md", "notebooks/b.md", "-o", "site", "--json", ...more);
      return JSON.parse(out).map(({unchanged}: {unchanged: boolean}) => unchanged);
    };
    expect(await build()).toEqual([false, false]);
    const before = await stat(join(cwd, "site/a.html"));
    expect(await build()).toEqual([true, true]);
    expect((await stat(join(cwd, "site/a.html"))).mtimeMs).toBe(before.mtimeMs);
    await write("b.md", `More.\n\n${insight()}`);
    expect(await build()).toEqual([true, false]);
    await writeFile(join(cwd, "site/a.html"), `${await text("site/a.html")} `);
    expect(await build()).toEqual([false, true]);
    await writeFile(join(cwd, "more.csv"), "repo,date,series,value\nc/d,2026-03-01,flags,1\n");
    await run("import", "more.csv");
    expect(await build()).toEqual([false, false]);
    expect(await text("site/index.html")).toContain("6 matches");
    expect(await build("--with-source")).toEqual([false, false]);
    expect(await build("--with-source", "--force")).toEqual([false, false]);
    // what failed is tried again
    await write("b.md", "```sql id=bad\nSELECT nowhere FROM point\n```");
    expect(await build("--with-source")).toEqual([true, false]);
    expect(await build("--with-source")).toEqual([true, false]);
  });

  it("does not mix up two of one name, nor replace an index that is not its own", async () => {
    await write("a.md", insight());
    await write("b.md", insight());
    await mkdir(join(cwd, "more"));
    await writeFile(join(cwd, "more/a.md"), "x");
    expect(await run("report", "notebooks/a.md", "more/a.md", "-o", "site")).toBe(2);
    await mkdir(join(cwd, "site"));
    await writeFile(join(cwd, "site/index.html"), "mine");
    expect(await run("report", "notebooks/a.md", "notebooks/b.md", "-o", "site")).toBe(1);
    expect(await text("site/index.html")).toBe("mine");
  });
});

describe("tidemark report --format", () => {
  it("writes Markdown with drawings: values in the prose, data as text", async () => {
    await write(
      "a.md",
      `Now **\${latest(flags)}** \${nothing}.\n\n${insight("watch: {when: latest() > 1, note: <b>too</b> many}\n")}\n\n\`\`\`sql id=rows caption="All *rows*"\nSELECT repo, '<i>a|b</i> @me https://x.y' AS note, matches FROM point ORDER BY ALL\n\`\`\``
    );
    expect(await run("report", "notebooks/a.md", "--format", "md", "-o", "out/")).toBe(0);
    expect(
      await text("out/a.md")
    ).toBe(`<!-- made by Tidemark ${/Tidemark (\S+)/.exec(await text("out/a.md"))![1]} from a.md -->

# About a.md

- **Flags \\| left**: 5 matches on 1 Mar 2026, up 2 (+66.7 %) since 1 Feb 2026. It rose in a/b (+2). Complete: 1 repository, when it was observed is not recorded.
  - 🔴 **Fires** “&lt;b&gt;too&lt;/b&gt; many”: It holds: latest() is 5.

Now **5** \${nothing} (No cell gives a value called nothing.).

![Flags \\| left](<a/flags.svg>)

**All \\*rows\\***

| repo | note | matches |
| --- | --- | ---: |
| a/b | &lt;i&gt;a\\|b&lt;/i&gt; &#64;me https&#58;//x.y | 3 |
| a/b | &lt;i&gt;a\\|b&lt;/i&gt; &#64;me https&#58;//x.y | 5 |
`);
    const svg = await text("out/a/flags.svg");
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
    expect(svg).not.toContain("var(");
    // what a page has around it is in it: title, unit and window, completeness, query
    expect(Array.from(svg.matchAll(/<text x="12"[^>]*>([^<]*)</g), ([, line]) => line)).toEqual([
      "Flags | left",
      "matches, 1 Feb 2026 to 1 Mar 2026",
      "Complete: 1 repository, when it was observed is not recorded.",
      "Query: flags"
    ]);
    // never over the notebook itself
    expect(await run("report", "notebooks/a.md", "--format", "md", "-o", "notebooks/")).toBe(1);
    expect(err).toContain("is no report of Tidemark");
  });

  it("writes answers, rows and drawings", async () => {
    await write("a.md", insight("goal: {value: 9, by: 2026-12-31}\n"));
    expect(await run("report", "notebooks/a.md", "--format", "json,csv,arrow,parquet,svg,embed", "-o", "out/")).toBe(0);
    expect((await readdir(join(cwd, "out"), {recursive: true})).sort()).toEqual([
      "a",
      "a.json",
      "a/flags.arrows",
      "a/flags.csv",
      "a/flags.embed.svg",
      "a/flags.parquet",
      "a/flags.svg",
      "a/tidemark-figure.js"
    ]);
    // read back by another reader: the same rows, text as text, instants as such
    const parquet = await readFile(join(cwd, "out/a/flags.parquet"));
    expect(await parquetReadObjects({file: Uint8Array.from(parquet).buffer, compressors})).toEqual([
      {recorded_at: new Date("2026-02-01"), series: "flags", value: 3, status: "ok"},
      {recorded_at: new Date("2026-03-01"), series: "flags", value: 5, status: "ok"}
    ]);
    const embed = await text("out/a/flags.embed.svg");
    expect(embed).toContain('fill="var(--ink-2,#566370)"');
    expect(embed).toContain('<g class="hover" fill="transparent"><path');
    expect(JSON.parse(await text("out/a.json"))).toMatchObject({
      format: "tidemark-answers",
      as_of: "2026-03-01T00:00:00Z",
      insights: [
        {
          id: "flags",
          series: [{last: 5, change: 2, status: "ok"}],
          goal: {value: 9, state: "unknown", to_go: 4, by: "2026-12-31T00:00:00Z"},
          drivers: {repositories: [{name: "a/b", change: 2, value: 5}]}
        }
      ]
    });
    expect(await text("out/a/flags.csv")).toBe(
      "recorded_at,series,value,status\n2026-02-01T00:00:00Z,flags,3,ok\n2026-03-01T00:00:00Z,flags,5,ok\n"
    );
    expect(await run("report", "notebooks/a.md", "--format", "docx")).toBe(2);
  });

  it("goes to Notebook Kit and Framework: cells as they are, insights with their rows, and says what does not run", async () => {
    const js = "```js\nflags.at(-1).value\n```";
    const cells = [
      "Now **${latest(flags)}**, ${1 + 1}, ${least}.",
      js,
      "```sql id=high\nSELECT * FROM flags WHERE value > ${least}\n```",
      '```sql id=raw caption="Raw"\nSELECT repo, sample_at, matches FROM point ORDER BY ALL\n```',
      "```yaml input id=least\ntype: range\nmax: 9\nvalue: 4\n```",
      '```vega-lite data=flags caption="Drawn"\n{"mark": "line"}\n```',
      "```yaml insight id=none\ntitle: None\ndata: nowhere\n```"
    ];
    await write("a.md", `${insight()}\n\n${cells.join("\n\n")}\n`);
    expect(await run("report", "notebooks/a.md", "--format", "notebook-kit,framework", "-o", "out/")).toBe(1);
    const said = "Written as it is now, and not computed there: 1 × insight, 1 × value in text, 1 × sql.";
    for (const format of ["notebook-kit", "framework"])
      expect(err).toContain(
        `notebooks/a.md: ${format}: ${said}\nnotebooks/a.md: ${format}: Kept as text that does not run there: 1 × insight.\n`
      );
    expect(JSON.parse(await text("out/a/flags.json"))).toEqual([
      {recorded_at: "2026-02-01T00:00:00Z", series: "flags", value: 3, status: "ok"},
      {recorded_at: "2026-03-01T00:00:00Z", series: "flags", value: 5, status: "ok"}
    ]);
    const page = await text("out/a.framework.md");
    expect(page).toMatch(
      /^---\n# made by Tidemark \S+ from a\.md\ntitle: .*\nsql: \{flags: \.\/a\/flags\.json\}\n---\n/
    );
    expect(page).toContain("Now **5<!-- latest(flags) -->**, ${1 + 1}, ${least}.");
    for (const kept of [js, cells[2], cells[6]]) expect(page).toContain(kept);
    const file = await text("out/a.notebook-kit.html");
    const kit = deserialize(file, {parser: new DOMParser() as never}).cells;
    expect(kit.map(({mode, hidden, output}) => [mode, hidden, output])).toEqual([
      ["js", true, undefined],
      ["md", false, undefined],
      ["js", false, undefined],
      ["md", false, undefined],
      ["js", false, undefined],
      ["sql", false, "high"],
      ["js", false, undefined],
      ["js", false, undefined],
      ["js", false, undefined],
      ["md", false, undefined]
    ]);
    expect(kit[0]!.value).toBe('const db = DuckDBClient.of({\n  flags: FileAttachment("a/flags.json")\n});');
    // all of its JavaScript is JavaScript, under the same names
    expect(
      kit
        .filter(({mode}) => mode === "js")
        .map(({value}) => readJs(value.replaceAll("FileAttachment", "f")).value!.outputs)
    ).toEqual([["db"], ["flags"], [], ["raw"], ["least"], []]);
    expect(kit[2]!.value).toContain("// data: flags");
    expect(kit[6]!.value).toContain('"sample_at": row["sample_at"] === null ? null : new Date(row["sample_at"])');
    expect(kit[7]!.value).toContain('view(Inputs.range([0, 9], {"label":"least","step":1,"value":4}))');
    // again, over its own files
    expect(await run("report", "notebooks/a.md", "--format", "notebook-kit,framework", "-o", "out/")).toBe(1);
    expect(err).not.toContain("is no report");
  });

  it("prints a PDF where there is a Chromium, and says what to do where there is none", async () => {
    await write("a.md", insight());
    const program = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = "";
    try {
      const code = await run("report", "notebooks/a.md", "-o", "a.pdf");
      if (code === 0) expect((await readFile(join(cwd, "a.pdf"))).subarray(0, 5).toString()).toBe("%PDF-");
      else {
        expect(err).toContain("CHROMIUM_PATH");
        expect(existsSync(join(cwd, "a.pdf"))).toBe(false);
      }
    } finally {
      if (program !== undefined) process.env.CHROMIUM_PATH = program;
    }
  });

  it("draws PNG by Chromium, which Markdown then shows, and says when that fails", async () => {
    await write("a.md", insight());
    expect(await run("report", "notebooks/a.md", "--format", "md,png", "-o", "pictures/"), err).toBe(0);
    expect(await text("pictures/a.md")).toContain("![Flags \\| left](<a/flags.png>)");
    expect(existsSync(join(cwd, "pictures/a/flags.svg"))).toBe(false);
    const png = await readFile(join(cwd, "pictures/a/flags.png"));
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    // twice the size of the drawing with what stands around it
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1392, 838]);
    const program = process.env.CHROMIUM_PATH;
    process.env.CHROMIUM_PATH = process.execPath;
    try {
      expect(await run("report", "notebooks/a.md", "--format", "png", "-o", "none/")).toBe(1);
      expect(err).toContain("Chromium could not draw: it ended before it had answered");
      expect(existsSync(join(cwd, "none"))).toBe(false);
    } finally {
      process.env.CHROMIUM_PATH = program;
    }
  });

  it("shows an insight of another notebook, and vouches for its text there", async () => {
    await write("b.md", insight());
    await write("a.md", "```yaml insight id=shown from=b.md#flags\n```");
    expect(await run("report", "notebooks/a.md", "-o", "a.html")).toBe(0);
    const report = await text("a.html");
    expect(report).toContain("Insight of <code>b.md#flags</code>");
    expect(report).toContain("<strong>Flags | left</strong>");
    expect(await run("verify", "a.html", "--workspace", ".")).toBe(0);
    await writeFile(
      join(cwd, "b.html"),
      report.replace('"reused":[{"notebook":"b.md"', '"reused":[{"notebook":"c.md"')
    );
    expect(await run("verify", "b.html")).toBe(1);
    expect(out).toContain("shown: Its hash is not that of its source");
    await write("c.md", "```yaml insight id=shown from=gone.md#flags\n```");
    expect(await run("report", "notebooks/c.md", "-o", "c.html")).toBe(1);
    expect(err).toMatch(/c\.md:8: There is no notebook gone\.md/);
    expect(await run("series", "notebooks/a.md", "--sums", "--format", "csv")).toBe(0);
    expect(out).toContain("flags");
  });

  it("shows the source of cells when asked", async () => {
    await write("a.md", `${insight()}\n\n\`\`\`sql id=s\nSELECT '</pre><script>' AS x FROM flags\n\`\`\``);
    expect(await run("report", "notebooks/a.md", "--with-source", "-o", "a.html")).toBe(0);
    expect(await text("a.html")).toContain(
      "<summary>Source of s</summary><pre><code>```sql id=s\nSELECT &#39;&lt;/pre&gt;&lt;script&gt;&#39; AS x FROM flags\n```</code></pre>"
    );
    expect(await run("verify", "a.html")).toBe(0);
  });
});

describe("a live folder", () => {
  it("serves its files to this machine with a script that reloads, and nothing outside or hidden", async () => {
    await write("a.md", insight());
    await run("report", "notebooks/a.md", "-o", "site/a.html");
    await writeFile(join(cwd, "site/.secret"), "x");
    const live = await serveLive(join(cwd, "site"));
    try {
      const page = await (await fetch(`${live.address}a.html`)).text();
      expect(page).toMatch(/script-src 'sha256-[^']+'; connect-src 'self'">/);
      expect(page).toContain("<script>new EventSource");
      expect(await text("site/a.html")).not.toContain("EventSource");
      for (const path of ["..%2fflags.csv", ".secret", "%2e%2e/flags.csv", "none.html", "%"])
        expect((await fetch(live.address + path)).status, path).toBeGreaterThanOrEqual(400);
      const changes = await fetch(`${live.address}.changes`);
      const reader = changes.body!.getReader();
      await reader.read();
      live.reload();
      expect(new TextDecoder().decode((await reader.read()).value)).toBe("data: built\n\n");
      await reader.cancel();
    } finally {
      await live.close();
    }
  });
});

describe("data in Markdown", () => {
  it.each([
    ["a  b\n# c", "a b # c"],
    ["# a", "\\# a"],
    ["1. a", "1\\. a"],
    ["1.21", "1.21"],
    ["- a", "\\- a"],
    ["[x](javascript:1) `c` <b>", "\\[x\\](javascript:1) \\`c\\` &lt;b&gt;"],
    ["www.a.b", "www&#46;a.b"]
  ])("%j is %j", (data, expected) => expect(markdownText(data)).toBe(expected));
});

import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {promisify} from "node:util";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {arrowToTable} from "../../src/arrow.ts";
import {draw} from "../../src/chart/draw.ts";
import type {CommandContext} from "../../src/cli/command.ts";
import {COMMANDS} from "../../src/cli/commands/index.ts";
import {noteSaved} from "../../src/cli/file-changes.ts";
import {progressLine} from "../../src/cli/progress.ts";
import {main} from "../../src/cli/tidemark.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {eventLine} from "../../src/ping/event.ts";
import {DATA_DIR, HAS_DATA} from "../data-dir.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folders: string[] = [];
let cwd = "";
let out = "";
let err = "";

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "tidemark-"));
  folders.push(cwd);
  await mkdir(join(cwd, "notebooks"));
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, {recursive: true, force: true}))));

/** Runs the command line in a temporary workspace; gives the exit code. */
async function run(...args: string[]): Promise<number> {
  out = err = "";
  const context: CommandContext = {
    cwd,
    now: () => Date.UTC(2026, 10, 20),
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    terminal: false,
    draw
  };
  return main(args, context);
}

const notebook = (cells: string, more = "") => `---\ntidemark: 1\ntitle: Test\n${more}---\n\n# Test\n\n${cells}\n`;
const insight = (data: string) => `\`\`\`yaml insight id=one\ntitle: One\ndata: ${data}\n\`\`\``;

describe("the progress line", () => {
  it("is drawn on a terminal, at most five times a second, and taken away; nothing goes into a pipe", async () => {
    const written = async (terminal: boolean) => {
      let text = "";
      const line = progressLine({
        cwd: "",
        now: Date.now,
        out: () => {},
        err: (part) => {
          text += part;
        },
        terminal,
        draw
      });
      line.show({share: 0, doing: "Reading"});
      await new Promise((done) => setTimeout(done, 250));
      line.show({share: 0.425, doing: "Reading"});
      line.show({share: 0.5, doing: "Reading"});
      line.clear();
      line.clear();
      return text;
    };
    expect(await written(true)).toBe("\r\u001b[KReading 42 %\r\u001b[K");
    expect(await written(false)).toBe("");
  });
});

describe("tidemark", () => {
  it("starts its help, and every command's, with examples", async () => {
    expect(await run("--help")).toBe(0);
    expect(out).toMatch(/^Examples\n/);
    for (const {name, examples} of COMMANDS) {
      expect(await run(name, "--help")).toBe(0);
      expect(out).toMatch(/^Examples\n/);
      expect(out).toContain(examples[0]!.command);
    }
  });

  it("ends with 2 on wrong usage and says what is right", async () => {
    expect(await run()).toBe(2);
    expect(await run("reprot")).toBe(2);
    expect(err).toBe(
      `tidemark: there is no command "reprot". The commands are ${COMMANDS.map(({name}) => name).join(", ")}; see tidemark --help.\n`
    );
    expect(await run("report", "--nope")).toBe(2);
    expect(err).toContain("Unknown option '--nope'");
    expect(await run("report")).toBe(2);
    expect(await run("report", "a.md", "b.md", "-o", "one.html")).toBe(2);
    expect(await run("import", "x", "--time", "yesterday")).toBe(2);
  });

  it("names insights in its examples that the sample notebooks have", async () => {
    const named = COMMANDS.flatMap(({examples}) =>
      examples.flatMap(({command}) => {
        const [, file, id] = /(notebooks\/\S+\.md).* --insight (\w+)/.exec(command) ?? [];
        return file && existsSync(join(ROOT, file)) ? [{file, id: id!}] : [];
      })
    );
    expect(named.length).toBeGreaterThan(3);
    for (const {file, id} of named)
      expect(parseNotebook(await readFile(join(ROOT, file), "utf8")).cells.map((cell) => cell.id)).toContain(id);
  });

  it("says what is wrong with a path in words of its own", async () => {
    await writeFile(join(cwd, "latin.md"), Buffer.from("# Caf\xe9\n", "latin1"));
    await mkdir(join(cwd, "empty"));
    const said = async (...args: string[]) => {
      expect(await run(...args)).toBe(1);
      return err.trim();
    };
    const advice = "Give the path of a notebook, such as notebooks/name.md.";
    expect(await said("report", "nope.md")).toBe(`tidemark: nope.md is not there. ${advice}`);
    expect(await said("report", "empty")).toBe(`tidemark: empty is a folder, not a file. ${advice}`);
    const notUtf8 = "tidemark: latin.md is not written in UTF-8. Save it as UTF-8 first.";
    expect(await said("report", "latin.md")).toBe(notUtf8);
    expect(await said("merge", "latin.md", "latin.md", "latin.md")).toBe(notUtf8);
    expect(await said("verify", "nope.html")).toBe("tidemark: nope.html is not there.");
    expect(await said("diff", "latin.md", "nope.md")).toMatch(
      /^tidemark: (latin.md is not written|nope.md is not there)/
    );
    expect(await said("import", "empty")).toBe("tidemark: empty is a folder without files.");
  });

  it("has nothing to say to a reader that left", async () => {
    const built = join(ROOT, "dist/cli/tidemark.js");
    expect(existsSync(built), "npm run build").toBe(true);
    // true has ended long before Node writes its first byte, as head has when it has seen enough
    const command = `set -o pipefail; "${process.execPath}" "${built}" pings --reference | true`;
    const {stderr} = await promisify(execFile)("bash", ["-c", command], {cwd});
    expect(stderr).toBe("");
  });

  it("prints its version", async () => {
    expect(await run("--version")).toBe(0);
    expect(out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("tidemark import", () => {
  it.skipIf(!HAS_DATA)("asks for what a file does not say, by the option that says it, and keeps nothing", async () => {
    const file = `${DATA_DIR}/formats/ripgrep/src-cli@e74c327812.go-ioutil.rg.jsonl`;
    expect(await run("import", file)).toBe(1);
    expect(err).toMatch(/Say it with --time TIME\./);
    await writeFile(join(cwd, "empty.csv"), "");
    expect(await run("import", "empty.csv")).toBe(1);
    expect(err).toMatch(/^empty\.csv is empty\./);
    expect(existsSync(join(cwd, "snapshots"))).toBe(false);
    expect(await run("import", file, "--time", "2021-09-01", "--repo", "github.com/sourcegraph/src-cli")).toBe(0);
    expect(out).toBe(
      "src-cli@e74c327812.go-ioutil.rg.jsonl: imported: 64 read, 0 left out; 1 repository, 1 series, 2021-09-01\n"
    );
    expect(await run("import", file, "--time", "2021-09-01", "--repo", "github.com/sourcegraph/src-cli")).toBe(0);
    expect(out).toContain("was imported before, nothing changed");
  });

  it.skipIf(!HAS_DATA)("takes the commit's time from what the workspace knows", async () => {
    expect(await run("import", `${DATA_DIR}/counts/counts-repo-monthly.csv`)).toBe(0);
    expect(await run("import", `${DATA_DIR}/formats/ripgrep/src-cli@e74c327812.go-ioutil.rg.jsonl`)).toBe(0);
    expect(out).toContain("2021-0");
  });

  it("brings the good rows in and names the bad ones with their lines", async () => {
    await writeFile(
      join(cwd, "flags.csv"),
      "repo,date,series,value\na/b,2026-01-01,flags,3\na/b,2026-02-01,flags,many\na/b,2026-03-01,flags,4\n"
    );
    expect(await run("import", "flags.csv")).toBe(0);
    expect(out).toContain("2 read, 1 left out");
    expect(err).toContain("(line 3)");
    expect(await run("import", "flags.csv", "--json")).toBe(0);
    expect(JSON.parse(out)).toMatchObject([{outcome: "unchanged", read: 2, skipped: 1, problems: [{lines: [3]}]}]);
  });

  it("keeps nothing on a dry run", async () => {
    await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-01-01,flags,3\n");
    expect(await run("import", "flags.csv", "--dry-run")).toBe(0);
    expect(out).toContain("would import");
    expect(existsSync(join(cwd, "snapshots"))).toBe(false);
  });

  it("leaves no temporary file and no lock behind", async () => {
    await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-01-01,flags,3\n");
    await run("import", "flags.csv");
    expect((await readdir(join(cwd, "snapshots"), {recursive: true})).sort()).toEqual([
      "manifest.json",
      "parts",
      expect.stringMatching(/^parts\/0001-point-[0-9a-f]{8}\.ndjson\.gz$/)
    ]);
  });
});

describe("tidemark report", () => {
  beforeEach(async () => {
    await writeFile(join(cwd, "flags.csv"), "repo,date,series,value\na/b,2026-01-01,flags,3\na/b,2026-02-01,flags,5\n");
    await run("import", "flags.csv");
  });

  it("writes one file for each notebook, and replaces only reports", async () => {
    await writeFile(join(cwd, "notebooks/one.md"), notebook(insight("flags")));
    await writeFile(join(cwd, "notebooks/two.md"), notebook(insight("flags")));
    expect(await run("report", "notebooks/one.md", "notebooks/two.md", "-o", "site")).toBe(0);
    expect((await readdir(join(cwd, "site"))).sort()).toEqual([
      ".tidemark-site.json",
      "feed.json",
      "index.html",
      "one.html",
      "two.html"
    ]);
    expect(await readFile(join(cwd, "site/one.html"), "utf8")).toContain(
      "5 matches on 1 Feb 2026, up 2 (+66.7 %) since 1 Jan 2026."
    );
    expect(await run("report", "notebooks/one.md", "-o", "site/one.html")).toBe(0);
    await writeFile(join(cwd, "mine.html"), "<p>mine</p>");
    expect(await run("report", "notebooks/one.md", "-o", "mine.html")).toBe(1);
    expect(err).toContain("mine.html exists and is no report of Tidemark");
    expect(await readFile(join(cwd, "mine.html"), "utf8")).toBe("<p>mine</p>");
    expect(await run("report", "notebooks/one.md", "-o", "mine.html", "--force")).toBe(0);
  });

  it("still writes the report when a cell fails, says where, and ends with 1", async () => {
    await writeFile(
      join(cwd, "notebooks/one.md"),
      notebook(`${insight("flags")}\n\n\`\`\`sql id=bad\nSELECT 1,\n  nowhere\nFROM one\n\`\`\``)
    );
    expect(await run("report", "notebooks/one.md", "-o", "one.html")).toBe(1);
    expect(err).toMatch(/^notebooks\/one\.md:15: The SQL failed: Referenced column "nowhere" not found/);
    expect(await readFile(join(cwd, "one.html"), "utf8")).toContain("Referenced column");
  });

  it("says what to do when the notebook or its data is not there", async () => {
    expect(await run("report", "notebooks/none.md")).toBe(1);
    expect(err).toContain("Give the path of a notebook");
    await writeFile(join(cwd, "notebooks/one.md"), notebook(insight("flgas")));
    expect(await run("report", "notebooks/one.md", "-o", "one.html")).toBe(1);
    expect(err).toContain("No imported series answers data: flgas.");
  });

  it("gives the same bytes in every zone and language", async () => {
    await cp(join(ROOT, "notebooks/module-migration.md"), join(cwd, "notebooks/module-migration.md"));
    const built = join(ROOT, "dist/cli/tidemark.js");
    expect(existsSync(built), "npm run build").toBe(true);
    const outputs = await Promise.all(
      [
        {TZ: "UTC", LANG: "C"},
        {TZ: "Asia/Tokyo", LANG: "de_DE.UTF-8"},
        {TZ: "America/New_York", LANG: "tr_TR.UTF-8"}
      ].map(async (env, i) => {
        await promisify(execFile)(
          process.execPath,
          [built, "report", "notebooks/module-migration.md", "-o", `${i}.html`],
          {cwd, env: {...process.env, ...env}}
        );
        return readFile(join(cwd, `${i}.html`), "utf8");
      })
    );
    expect(outputs[1]).toBe(outputs[0]);
    expect(outputs[2]).toBe(outputs[0]);
    expect(outputs[0]).toContain("80 matches on 1 Aug 2026, down 1,569 (−95.1 %) since 1 Sep 2021.");
  });

  it("takes the value of an input", async () => {
    const cells = `${insight("flags")}\n\n\`\`\`yaml input id=least\ntype: range\nmin: 0\nmax: 10\nvalue: 0\n\`\`\`\n\n\`\`\`sql id=big\nSELECT value FROM one WHERE value > \${least}\n\`\`\``;
    await writeFile(join(cwd, "notebooks/one.md"), notebook(cells));
    const rows = async (...args: string[]) => {
      expect(await run("report", "notebooks/one.md", "-o", "one.html", ...args)).toBe(0);
      return /<span>(\d rows?)<\/span>/.exec(await readFile(join(cwd, "one.html"), "utf8"))?.[1];
    };
    expect(await rows()).toBe("2 rows");
    expect(await rows("--input", "least=4")).toBe("1 row");
  });
});

describe("tidemark pings", () => {
  const event = (id: string, name: string, day: string, user = "anon-1", argument = {}) =>
    eventLine({
      ...{id, name, at: Date.parse(`${day}T12:00:00Z`), user, session: "s1", version: "0.2.0", argument}
    });

  it("counts the events of each week once, from several logs in any order", async () => {
    const first =
      event("1", "InsightAddition", "2026-11-02", "anon-1", {insightType: "SearchBased"}) +
      event("2", "InsightHover", "2026-11-10");
    const second =
      event("3", "InsightsUniquePageView", "2026-11-10", "anon-2") + event("2", "InsightHover", "2026-11-10");
    await writeFile(join(cwd, "a.ndjson"), first);
    await writeFile(join(cwd, "b.ndjson"), second);
    expect(await run("pings", "--events", "a.ndjson", "--events", "b.ndjson", "--format", "csv")).toBe(0);
    const rows = out.split("\n").filter((line) => /^2026.*,[1-9]\d*,\d*$/.test(line));
    expect(rows).toEqual([
      "2026-11-09,true,InsightHover,,1,1",
      "2026-11-09,true,InsightHover,unknown,1,",
      "2026-11-09,true,InsightsUniquePageView,,1,1",
      "2026-11-02,true,InsightAddition,,1,1",
      "2026-11-02,true,InsightAddition,SearchBased,1,",
      "2026-11-02,true,WeeklyFirstTimeInsightCreators,,1,",
      "2026-11-02,true,WeeklyFirstTimeInsightCreators,with files and command line,1,",
      "2026-11-02,true,WeeklyInsightCreators,,1,",
      "2026-11-02,true,WeeklyInsightCreators,with files and command line,1,"
    ]);
    const before = out;
    await run("pings", "--events", "b.ndjson", "--events", "a.ndjson", "--format", "csv");
    expect(out).toBe(before);
  });

  it("leaves bad lines out and names them", async () => {
    await writeFile(join(cwd, "a.ndjson"), `${event("1", "InsightEdit", "2026-11-02")}oops\n`);
    expect(await run("pings", "--events", "a.ndjson")).toBe(0);
    expect(err).toBe("a.ndjson:2: This line is no event (it is not JSON) and is left out.\n");
    expect(JSON.parse(out).weeks[0].metrics).toContainEqual(expect.objectContaining({code: "InsightEdit", count: 1}));
  });

  it("says where a log comes from when there is none", async () => {
    expect(await run("pings")).toBe(1);
    expect(err).toContain("There is nothing to count");
  });

  it("counts the workspace's notebooks, keeps the counts in its log, and the same counts once a day", async () => {
    await mkdir(join(cwd, "notebooks"), {recursive: true});
    const insight = "---\ntidemark: 1\ngrants: [org:web]\n---\n\n```yaml insight id=a\ntitle: A\nquery: TODO\n```\n";
    await writeFile(join(cwd, "notebooks/a.md"), insight);
    const metric = (code: string) => JSON.parse(out).weeks[0].metrics.find((one: {code: string}) => one.code === code);
    expect(await run("pings")).toBe(0);
    expect(metric("TotalDashboardCount")).toMatchObject({type: "BE capture", count: 1});
    expect(metric("InsightOrgVisible")).toMatchObject({count: 1, parts: {SearchBased: 1}});
    const log = () => readFile(join(cwd, "events/tidemark.ndjson"), "utf8");
    const first = await log();
    expect(
      first
        .trim()
        .split("\n")
        .every((line) => JSON.parse(line).user === "backend")
    ).toBe(true);
    expect(await run("pings")).toBe(0);
    expect(await log()).toBe(first);
    await writeFile(join(cwd, "notebooks/b.md"), "# Nothing\n");
    expect(await run("pings", "--no-capture")).toBe(0);
    expect(metric("TotalDashboardCount").count).toBe(1);
    expect(await run("pings")).toBe(0);
    expect(metric("TotalDashboardCount").count).toBe(2);
    // appended to, never rewritten
    expect((await log()).startsWith(first)).toBe(true);
    expect(await run("pings", "--format", "sourcegraph")).toBe(0);
    expect(JSON.parse(out).code_insights_usage).toMatchObject({
      TotalDashboardCount: 2,
      InsightOrgVisible: [{Type: "search", TotalCount: 1}],
      InsightsPerDashboard: {Avg: 1, Max: 1, Min: 1, StdDev: 0, Median: 1}
    });
  });

  it("records what was done to the notebooks' files since the last time, apart from what the app did", async () => {
    const insight = (id: string, title: string) =>
      `\`\`\`yaml insight id=${id}\ntitle: ${title}\nquery: TODO\n\`\`\`\n`;
    const path = join(cwd, "notebooks/a.md");
    const metric = (code: string) => JSON.parse(out).weeks[0].metrics.find((one: {code: string}) => one.code === code);
    await writeFile(path, insight("a", "A") + insight("b", "B"));
    expect(await run("pings")).toBe(0);
    // the first time there is nothing to compare with
    expect(metric("InsightAddition").count).toBe(0);
    const before = await readFile(path, "utf8");
    await writeFile(path, insight("a", "Other") + insight("c", "C"));
    expect(await run("pings")).toBe(0);
    for (const code of ["InsightAddition", "InsightEdit", "InsightRemoval"])
      expect(metric(code)).toMatchObject({count: 1, parts: {SearchBased: 1, "by file": 1}});
    // creators with and without files
    expect(metric("WeeklyInsightCreators")).toMatchObject({count: 0, parts: {"with files and command line": 1}});
    // what the app saves is noted by the server, and counted by the app alone
    const now = await readFile(path, "utf8");
    const saved = `${now}${insight("d", "D")}`;
    await writeFile(path, saved);
    await noteSaved(cwd, "a.md", parseNotebook(now), parseNotebook(saved));
    expect(await run("pings")).toBe(0);
    expect(metric("InsightAddition").count).toBe(1);
    expect(await readFile(join(cwd, "events/known-insights.json"), "utf8")).not.toMatch(/TODO|a\.md/);
    expect(before).not.toBe(now);
  });

  it("writes Markdown and HTML, and the reference", async () => {
    await writeFile(join(cwd, "a.ndjson"), event("1", "InsightEdit", "2026-11-02"));
    expect(await run("pings", "--events", "a.ndjson", "--format", "md")).toBe(0);
    expect(out).toContain("| `InsightEdit` | Edits | 1 |");
    expect(await run("pings", "--events", "a.ndjson", "--format", "html", "-o", "pings.html")).toBe(0);
    expect(await readFile(join(cwd, "pings.html"), "utf8")).toContain("<code>InsightEdit</code>");
    expect(await run("pings", "--reference")).toBe(0);
    expect(out).toMatch(/^# Pings: the reference/);
    expect(await run("pings", "--format", "xml")).toBe(2);
  });
});

describe("tidemark series and export", () => {
  const counts =
    "repo,sample_time,query,matches\ngithub.com/a/b,2026-01-01T00:00:00Z,todo,3\ngithub.com/a/c,2026-01-01T00:00:00Z,todo,4\n";
  const ready = async () => {
    await writeFile(join(cwd, "counts.csv"), counts);
    expect(await run("import", "counts.csv")).toBe(0);
    await writeFile(join(cwd, "notebooks/n.md"), notebook(insight("todo")));
  };

  it("print the data points of an insight, one a repository, or what its chart shows", async () => {
    await ready();
    expect(await run("series", "notebooks/n.md", "--insight", "one")).toBe(0);
    expect(out).toBe(
      "title,label,query,recording_time,repository,value,capture,status,commit\n" +
        "One,todo,todo,2026-01-01T00:00:00Z,github.com/a/b,3,,ok,\n" +
        "One,todo,todo,2026-01-01T00:00:00Z,github.com/a/c,4,,ok,\n"
    );
    expect(await run("series", "notebooks/n.md", "--sums", "--format", "table")).toBe(0);
    expect(out).toBe(
      "recorded_at           series  value  status\n--------------------  ------  -----  ------\n2026-01-01T00:00:00Z  todo        7  ok\n"
    );
    expect(await run("series", "notebooks/n.md", "--json")).toBe(0);
    expect(JSON.parse(out)).toHaveLength(2);
    expect(await run("series", "notebooks/n.md", "-o", "points.arrows")).toBe(0);
    expect(arrowToTable(await readFile(join(cwd, "points.arrows"))).rows).toBe(2);
  });

  it("print a table of the workspace, which imports as what it was", async () => {
    await ready();
    expect(await run("export", "points")).toBe(0);
    const points = out;
    expect(points.split("\n")[1]).toBe("github.com/a/b,2026-01-01T00:00:00Z,,,todo,,,3,ok");
    expect(await run("export", "points", "-o", "again.csv")).toBe(0);
    expect(out).toBe("");
    expect(err).toBe("again.csv: 2 rows\n");
    expect(await run("import", "again.csv")).toBe(0);
    expect(await run("export", "points", "--series", "todo")).toBe(0);
    expect(out).toBe(points);
    expect(await run("export", "samples", "--format", "ndjson")).toBe(0);
    expect(out.split("\n")).toHaveLength(3);
  });

  it("write all that is held as one zip, which another workspace imports", async () => {
    await ready();
    expect(await run("export", "snapshot", "-o", "data.zip")).toBe(0);
    expect(err).toBe("data.zip: 2 rows of 1 series in 2 repositories\n");
    const bytes = await readFile(join(cwd, "data.zip"));
    expect(await run("export", "snapshot", "-o", "again.zip", "--json")).toBe(0);
    expect(JSON.parse(out)).toEqual({output: "again.zip", rows: 2, series: 1, repositories: 2});
    expect(bytes.equals(await readFile(join(cwd, "again.zip")))).toBe(true);
    expect(await run("export", "points")).toBe(0);
    const points = out;
    const other = await mkdtemp(join(tmpdir(), "tidemark-"));
    folders.push(other);
    await writeFile(join(other, "data.zip"), bytes);
    cwd = other;
    expect(await run("import", "data.zip")).toBe(0);
    expect(await run("export", "points")).toBe(0);
    expect(out).toBe(points);
    expect(await run("export", "snapshot")).toBe(2);
    expect(await run("export", "snapshot", "-o", "x.zip", "--format", "csv")).toBe(2);
  });

  it("say what is wrong", async () => {
    await ready();
    expect(await run("series", "notebooks/n.md", "--insight", "two")).toBe(2);
    expect(err).toContain("The insights are one.");
    expect(await run("export", "nothing")).toBe(2);
    expect(err).toContain("One of points, captures, files, matches, samples, languages");
    expect(await run("export", "points", "--format", "arrow")).toBe(2);
    expect(await run("export", "points", "--format", "xlsx")).toBe(2);
    expect(await run("export", "points", "--series", "other")).toBe(1);
    expect(err).toContain("There is no series other. The series are todo.");
    await writeFile(join(cwd, "notebooks/n.md"), notebook(insight("nowhere")));
    expect(await run("series", "notebooks/n.md")).toBe(1);
    expect(err).toContain("notebooks/n.md:");
  });
});

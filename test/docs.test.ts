/** The manual says what is so: its examples run, its commands exist, its links lead somewhere, its lists are whole. */
import {spawnSync} from "node:child_process";
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {afterAll, describe, expect, it} from "vitest";
import {draw} from "../src/chart/draw.ts";
import {COMMANDS} from "../src/cli/commands/index.ts";
import {main} from "../src/cli/tidemark.ts";
import {openStore} from "../src/cli/workspace.ts";
import {INSIGHT_KINDS} from "../src/insight/kinds/index.ts";
import {BUILTINS} from "../src/notebook/builtins.ts";
import {CELL_KINDS} from "../src/notebook/cells/index.ts";
import {renderMarkdown} from "../src/notebook/cells/markdown.ts";
import {checkNotebook} from "../src/notebook/check.ts";
import {parseNotebook} from "../src/notebook/notebook.ts";
import {createRun} from "../src/notebook/run.ts";
import {PING_COUNTS} from "../src/ping/metrics/index.ts";
import {readFileName} from "../src/snapshot/file-name.ts";
import {guessFromNames} from "../src/snapshot/guess-mapping.ts";
import {COLUMN_ROLES} from "../src/snapshot/importer.ts";
import {problemList} from "../src/snapshot/problems.ts";
import {readSources} from "../src/snapshot/read-sources.ts";
import {readSidecar} from "../src/snapshot/sidecar.ts";
import {AUTHOR_TABLES} from "../src/store/schema.ts";
import {sourceOf} from "./snapshot/sources.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = join(ROOT, "src/app/docs");
const PAGES = new Map(
  readdirSync(FOLDER)
    .sort()
    .map((name) => [name, readFileSync(join(FOLDER, name), "utf8")])
);
const page = (name: string) => PAGES.get(name)!;
const folder = mkdtempSync(join(tmpdir(), "tidemark-"));
const store = openStore(ROOT, "sample", () => 0);
afterAll(async () => {
  await store.close();
  rmSync(folder, {recursive: true, force: true});
});

/** The bodies of a page's listings in a language. */
function listings(text: string, language: string): string[] {
  const found = text.matchAll(/^(`{3,})([^\n]*)\n([\s\S]*?)^\1$/gm);
  return Array.from(found).flatMap(([, , info, body]) => (info === language ? [body!] : []));
}

/** What a page shows of notebooks, as one notebook over the sample: its listings of Markdown, and its bare cells. */
function notebookOf(text: string): string {
  const {cells} = parseNotebook(text);
  const bare = cells.flatMap(({kind, from, to}) => (kind === "markdown" ? [] : [text.slice(from, to)]));
  const shown = listings(text, "markdown").map((body) => body.replace(/^---\n[\s\S]*?\n---\n/, ""));
  return ["---\ntidemark: 1\ntitle: Manual\nsnapshots: sample\n---", ...shown, ...bare].join("\n\n");
}

/** A page without its listings, and without the notebooks it shows. */
const outsideListings = (text: string) => text.replace(/^(`{3,})[\s\S]*?^\1$/gm, "");

/** Inline code and lines of shell listings: where commands stand. */
function commandLines(text: string): string[] {
  const inline = outsideListings(text).matchAll(/`([^`\n]+)`/g);
  return [...Array.from(inline, ([, code]) => code!), ...listings(text, "sh").join("").split("\n")]
    .map((line) => line.replace(/^npx /, ""))
    .filter((line) => line.startsWith("tidemark "));
}

/** The names in backticks in the rows of a table whose first cell is `first`. */
function rowOf(text: string, first: string): string[] {
  const row = text.split("\n").find((line) => line.startsWith(`| ${first} |`)) ?? "";
  return Array.from(row.slice(first.length + 4).matchAll(/`([^`]+)`/g), ([, name]) => name!);
}

describe.each([...PAGES])("the manual’s %s", (name, text) => {
  const notebook = parseNotebook(notebookOf(text));

  it("begins with its title", () => {
    expect(text).toMatch(/^# \S/);
    expect(outsideListings(text).match(/^# /gm)).toHaveLength(1);
  });

  it("shows cells that can be read", () => {
    expect(notebook.messages).toEqual([]);
    expect(checkNotebook(notebook).flatMap(({messages}) => messages)).toEqual([]);
  });

  it("shows cells that run on the sample", async () => {
    const run = createRun({store, session: `docs${++sessions}`, now: () => 0}, notebook);
    for (const {cell, status, messages, output} of await run.settled()) {
      expect(`${status} ${messages.map((message) => message.text)}`, cell.body).toBe("done ");
      if (output?.type === "markdown") expect(output.html).not.toMatch(/class="(?:failed|not-run)"/);
      if (output?.type === "table") expect(output.table.rows, cell.body).toBeGreaterThan(0);
    }
    run.dispose();
  });

  it("names commands and options that there are", () => {
    for (const line of commandLines(text)) {
      const [, word = "", ...rest] = line.split(" ");
      const command = COMMANDS.find((one) => one.name === word);
      expect(command !== undefined || /^(?:COMMAND|--version|--help)$/.test(word), line).toBe(true);
      const known = ["json", "help", ...Object.keys(command?.options ?? {})];
      const letters = [
        "h",
        ...Object.values(command?.options ?? {}).flatMap(({short}: {short?: string}) => short ?? [])
      ];
      for (const option of rest.filter((one) => one.startsWith("-")))
        expect(option.startsWith("--") ? known : letters, line).toContain(option.replace(/^-+/, ""));
    }
  });

  it("has links that lead to a page and a heading of the manual", () => {
    const html = renderMarkdown(text);
    expect(html).not.toMatch(/<img|href="(?:https?:|mailto:)/);
    for (const [, href = ""] of html.matchAll(/href="([^"]*)"/g)) {
      const [file = "", heading] = href.split("#");
      expect([...PAGES.keys()], `${name}: ${href}`).toContain(file);
      if (heading) expect(renderMarkdown(page(file)), `${name}: ${href}`).toContain(`id="nb-${heading}"`);
    }
  });
});

// the end of a session is not awaited: each run has its own
let sessions = 0;

describe("the manual’s lists", () => {
  it("have every kind of cell, key of an insight, and function", () => {
    const text = page("3-notebook.md");
    for (const {fence} of CELL_KINDS) if (fence) expect(text).toContain(`| \`${fence}\` |`);
    for (const {kind, fields} of INSIGHT_KINDS)
      for (const word of [kind, ...Object.keys(fields)]) expect(text).toContain(`\`${word}\``);
    for (const {name} of BUILTINS) expect(text).toContain(`\`${name}(`);
  });

  it("have every table of the store with its columns", () => {
    for (const [table, columns] of Object.entries(AUTHOR_TABLES))
      expect(rowOf(page("4-sql.md"), `\`${table}\``), table).toEqual(columns);
  });

  it("have every ping", () => {
    for (const {count} of PING_COUNTS) expect(page("6-pings.md")).toContain(`| \`${count.code}\` |`);
  });

  it("have every command with its options", () => {
    const sections = new Map(
      page("7-command-line.md")
        .split(/^## /m)
        .map((section) => [section.split("\n")[0]!, section])
    );
    for (const {name, options} of COMMANDS)
      for (const option of Object.keys(options)) expect(sections.get(name), name).toContain(`--${option}`);
    expect([...sections.keys()].slice(1)).toEqual(COMMANDS.map(({name}) => name));
  });

  it("name columns of a table as they are found", () => {
    const rows: Readonly<Record<string, readonly string[]>> = {
      repository: ["repository"],
      time: ["time"],
      series: ["series"],
      count: ["value", "matches", "lines", "files"],
      more: COLUMN_ROLES
    };
    for (const [row, roles] of Object.entries(rows))
      for (const column of rowOf(page("2-import.md"), row))
        expect(roles, column).toContain(Object.keys(guessFromNames([column]).columns)[0]);
  });
});

describe("the manual on importing", () => {
  const text = page("2-import.md");

  it("shows a snapshot that can be read whole", async () => {
    const [stream] = listings(text, "ndjson");
    const [reading] = await readSources([sourceOf("min.ndjson", stream!)]);
    expect(reading).toMatchObject({finding: {format: "snapshot", needs: [], read: 1, skipped: 0, status: "complete"}});
  });

  it("shows a sidecar of which all is used", () => {
    const problems = problemList();
    const answers = readSidecar(listings(text, "json")[0]!, {}, problems);
    expect(problems.list()).toEqual([]);
    expect(Object.keys(answers)).toHaveLength(9);
  });

  it("shows names of files that say what it says they do", () => {
    const said = rowsOf(text, "| name of a file |").map(([file]) => Object.keys(readFileName(file!)).sort());
    expect(said).toEqual([["commit", "key", "repository"], ["sampleAt"], ["observedAt", "sampleAt"]]);
    const oid = "c1c2b2653a0287cbb2fcb4938ee1f74436465bc1";
    expect(readFileName(`../api@${oid}.todo.2026-08-01.jsonl`)).toEqual({
      repository: "api",
      commit: oid,
      key: "todo",
      sampleAt: Date.UTC(2026, 7, 1)
    });
  });
});

/** The code in the first cell of each row of the table that begins with `head`. */
function rowsOf(text: string, head: string): string[][] {
  const lines = text.slice(text.indexOf(head)).split("\n");
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith("|"))
  );
  return rows.map((row) => Array.from(row.matchAll(/`([^`]+)`/g), ([, code]) => code!));
}

const hasPython = spawnSync("python3", ["--version"]).status === 0;

describe.skipIf(!hasPython)("the manual’s check of a report", () => {
  it("finds every hash right, and a changed notebook wrong", async () => {
    writeFileSync(join(folder, "check.py"), listings(page("5-report.md"), "python")[0]!);
    const report = join(folder, "out.html");
    const context = {cwd: ROOT, now: () => 0, out: () => {}, err: () => {}, terminal: false, draw};
    expect(await main(["report", "notebooks/module-migration.md", "-o", report], context)).toBe(0);
    const check = () => spawnSync("python3", ["check.py", report], {cwd: folder, encoding: "utf8"}).stdout;
    expect(check()).toBe("cjs True\nmodules True\nperiod True\nleft_to_do True\nleft_chart True\n");
    writeFileSync(report, readFileSync(report, "utf8").replace("points: 60", "points: 61"));
    expect(check()).toMatch(/^cjs False\nmodules True\n/);
  });
});

describe("the decisions", () => {
  it("have a number each, none left out, the newest first", () => {
    const text = readFileSync(join(ROOT, "DECISIONS.md"), "utf8");
    const numbers = Array.from(text.matchAll(/^## (\d+)\. .+ — \d{4}-\d\d-\d\d$/gm), ([, number]) => Number(number));
    expect(numbers.length).toBe(text.match(/^## /gm)!.length);
    expect(numbers).toEqual(numbers.map((_, i) => numbers.length - i));
  });
});

/** How a notebook runs: results of earlier visits, what is looked at first, and what is superseded. */
import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {isAbort, TidemarkError} from "../../src/error.ts";
import type {Output} from "../../src/notebook/cells/kind.ts";
import {parseNotebook} from "../../src/notebook/notebook.ts";
import {type Remembered, rememberable} from "../../src/notebook/result-memory.ts";
import {type CellState, createRun, type RunPorts} from "../../src/notebook/run.ts";
import type {TableFiles} from "../../src/notebook/table-cells.ts";
import {cellOf, numberColumn} from "../../src/table.ts";
import {memoryFiles, openTestStore} from "../store/stores.ts";

/** What became of each author's statement in the engine, in the order of their ends. */
const asked: {readonly text: string; readonly end: "answered" | "aborted" | "failed"}[] = [];

/** A real engine that tells what becomes of statements. */
async function watchedEngine() {
  const engine = await openNativeEngine();
  return {
    ...engine,
    queryAuthor: async (...args: Parameters<typeof engine.queryAuthor>) => {
      const text = args[0].strings.join("?").trim();
      try {
        const table = await engine.queryAuthor(...args);
        asked.push({text, end: "answered"});
        return table;
      } catch (error) {
        asked.push({text, end: isAbort(error) ? "aborted" : "failed"});
        throw error;
      }
    }
  };
}

const store = openTestStore(memoryFiles(), {openEngine: watchedEngine});
afterAll(() => store.close());

let sessions = 0;
function start(text: string, ports: Partial<RunPorts> = {}, onChange: (state: CellState | null) => void = () => {}) {
  asked.length = 0;
  const run = createRun({store, session: `run${++sessions}`, now: () => 0, ...ports}, parseNotebook(text), onChange);
  const state = (id: string) => run.states.find(({cell}) => cell.id === id)!;
  return {run, state};
}

function firstValue({output}: CellState) {
  return output?.type === "table" ? cellOf(output.table.columns[0]!, 0) : null;
}

const CHAIN = `\`\`\`yaml input id=least
type: range
max: 100
value: 5
\`\`\`

\`\`\`sql id=a
SELECT \${least} + 1 AS n
\`\`\`

\`\`\`sql id=b
SELECT n * 2 AS n FROM a
\`\`\`

It is \${b.n}.
`;

/** A memory as the page has it: what one visit kept, the next recalls. */
function memoryOf(kept = new Map<string, Remembered>()) {
  return {
    kept,
    recall: (print: string) => kept.get(print) ?? null,
    keep: (print: string, output: Output) => {
      kept.set(print, {at: 1000, data: "", output: rememberable(output)!.output});
    }
  };
}

describe("a notebook that was open before", () => {
  it("has its last results before anything ran, marked as such, and then its own", async () => {
    const memory = memoryOf();
    const first = start(CHAIN, {memory});
    await first.run.settled();
    first.run.dispose();
    const second = start(CHAIN, {memory});
    const early = second.run.states;
    expect(early.map(({status}) => status)).toEqual(["queued", "queued", "queued", "queued"]);
    expect(early.map(({remembered}) => remembered?.at)).toEqual([1000, 1000, 1000, 1000]);
    expect(firstValue(second.state("b"))).toBe(12);
    // what is remembered is shown; no other cell and no report computes with it
    expect(early.map(({value}) => value)).toEqual([null, null, null, null]);
    const late = await second.run.settled();
    expect(late.map(({status, remembered, stale}) => [status, remembered, stale])).toEqual(
      Array.from({length: 4}, () => ["done", null, false])
    );
    second.run.dispose();
  });

  it("shows no result of a cell that was changed since, nor of those that follow from it", async () => {
    const memory = memoryOf();
    const first = start(CHAIN, {memory});
    await first.run.settled();
    first.run.dispose();
    const second = start(CHAIN.replace("+ 1", "+ 2"), {memory});
    expect(second.run.states.map(({output}) => output !== null)).toEqual([true, false, false, false]);
    await second.run.settled();
    expect(firstValue(second.state("b"))).toBe(14);
    second.run.dispose();
  });

  it("takes them away when an input they follow from is changed before they were computed again", async () => {
    const memory = memoryOf();
    const first = start(CHAIN, {memory});
    await first.run.settled();
    first.run.dispose();
    const second = start(CHAIN, {memory});
    second.run.choose(second.state("least").key, 50);
    expect(firstValue(second.state("b"))).toBe(null);
    expect(second.state("b").remembered).toBe(null);
    await second.run.settled();
    expect(firstValue(second.state("b"))).toBe(102);
    second.run.dispose();
    // and both choices are remembered apart
    const third = start(CHAIN, {memory, choices: new Map([["least", 50]])});
    expect(firstValue(third.state("b"))).toBe(102);
    await third.run.settled();
    third.run.dispose();
  });

  it("keeps what was computed, under what it was computed from, when a choice comes in between", async () => {
    const memory = memoryOf();
    const {run, state} = start(CHAIN, {memory}, (changed) => {
      // just as the first result of b comes, before the runtime knows of the choice
      if (changed?.cell.id === "a" && changed.status === "done" && !chosen) {
        chosen = true;
        run.choose(state("least").key, 30);
      }
    });
    let chosen = false;
    await run.settled();
    run.dispose();
    for (const [choice, result] of [
      [5, 12],
      [30, 62]
    ] as const) {
      const next = start(CHAIN, {memory, choices: new Map([["least", choice]])});
      const shown = firstValue(next.state("b"));
      expect([result, null]).toContain(shown);
      await next.run.settled();
      next.run.dispose();
    }
  });

  it("keeps the first rows of a long table, and nothing that is too large", () => {
    const table = (rows: number) => ({rows, columns: [numberColumn("n", new Float64Array(rows))]});
    const kept = rememberable({type: "table", table: table(100_000), truncated: false, segments: []});
    expect(kept?.output).toMatchObject({type: "table", truncated: true, table: {rows: 500}});
    const chart = {type: "chart", of: "spec", spec: {}, caption: "", data: table(100_000)} as const;
    expect(rememberable(chart)).toBe(null);
  });
});

describe("what is looked at", () => {
  it("runs first, with what it needs, and then what is nearest", async () => {
    const text = Array.from({length: 8}, (_, i) => `\`\`\`sql id=q${i}\nSELECT ${i} AS n\n\`\`\``)
      .concat("```sql id=needs\nSELECT n FROM q1\n```")
      .join("\n\n");
    const seen = ["needs", "q6"];
    let state = (_: string): CellState => {
      throw new Error("too early");
    };
    const distance = (key: string) => {
      const ids = Array.from({length: 8}, (_, i) => `q${i}`);
      const id = [...ids, "needs"].find((one) => state(one).key === key)!;
      return seen.includes(id) ? 0 : 10 - ids.indexOf(id);
    };
    const started = start(text, {distance});
    state = started.state;
    await started.run.settled();
    const order = asked.map(({text: one}) => one);
    // two at a time: q1 is far away, but one that is seen waits for it
    expect(new Set(order.slice(0, 2))).toEqual(new Set(["SELECT 1 AS n", "SELECT 6 AS n"]));
    expect(order.slice(2, 4)).toContain("SELECT n FROM q1");
    const rest = order.filter((one) => /[023457]/.test(one));
    expect(rest).toEqual([7, 5, 4, 3, 2, 0].map((i) => `SELECT ${i} AS n`));
    started.run.dispose();
  });
});

// would run for hours: what comes after it is answered only if the engine stopped it
const ENDLESS =
  "SELECT sum(sqrt(a.range + b.range)) AS n FROM range(10000000) AS a, range(CAST(${size} AS BIGINT)) AS b";

async function running(state: () => CellState): Promise<void> {
  await expect.poll(() => state().status, {timeout: 20_000}).toBe("running");
  // in the engine, not on its way there
  await new Promise((resolve) => setTimeout(resolve, 300));
}

describe.each([
  ["at once", {}],
  ["in turns", {distance: () => 0}]
] as const)("what is superseded (%s)", (_, ports) => {
  it("is stopped in the engine when an input changes", async () => {
    const text = `\`\`\`yaml input id=size\ntype: range\nmax: 10000000\nvalue: 10000000\n\`\`\`\n\n\`\`\`sql id=heavy\n${ENDLESS}\n\`\`\``;
    const {run, state} = start(text, ports);
    await running(() => state("heavy"));
    run.choose(state("size").key, 0);
    await run.settled();
    expect(state("heavy").status).toBe("done");
    expect(asked.map(({end}) => end)).toEqual(["aborted", "answered"]);
    run.dispose();
  });

  it("is stopped in the engine when its cell is edited, deleted, or told to stop", async () => {
    const text = (body: string) => `\`\`\`sql id=heavy\n${body}\n\`\`\`\n\n\`\`\`sql id=other\nSELECT 1 AS n\n\`\`\``;
    const endless = ENDLESS.replace("${size}", "10000000");
    const {run, state} = start(text(endless), ports);
    await running(() => state("heavy"));
    run.update(parseNotebook(text("SELECT 2 AS n")));
    await run.settled();
    expect(firstValue(state("heavy"))).toBe(2);
    run.update(parseNotebook(text(endless)));
    await running(() => state("heavy"));
    run.cancel(state("heavy").key);
    await run.settled();
    expect(state("heavy").status).toBe("cancelled");
    run.rerun([state("heavy").key]);
    await running(() => state("heavy"));
    run.update(parseNotebook("```sql id=other\nSELECT 3 AS n\n```"));
    await expect.poll(() => firstValue(state("other")), {timeout: 20_000}).toBe(3);
    expect(asked.filter(({text: one}) => one.includes("sqrt")).map(({end}) => end)).toEqual([
      "aborted",
      "aborted",
      "aborted"
    ]);
    run.dispose();
  });
});

describe("a table of the front matter", () => {
  const FILE = `---
tidemark: 1
tables: {owners: owners.csv}
---

\`\`\`sql id=total
SELECT sum(n) AS n FROM owners
\`\`\`

\`\`\`sql id=free
SELECT 7 AS n
\`\`\`

It is \${total.n}.
`;
  /** A workspace with one file, whose number and hash can be changed. */
  function fileOf(n: number) {
    const file = {n, reads: 0, seen: null as string | null, broken: false};
    const tables: TableFiles = {
      async read() {
        file.reads++;
        if (file.broken) throw new TidemarkError("table/missing", "There is no file owners.csv.");
        file.seen = `hash${file.n}`;
        const table = {rows: 1, columns: [numberColumn("n", [file.n])]};
        return {table, sha256: file.seen, leftOut: 0, notes: []};
      },
      known: () => file.seen
    };
    return {file, tables};
  }

  it("runs again what names it, and nothing else, when it is read again", async () => {
    const {file, tables} = fileOf(1);
    const ends: string[] = [];
    const {run, state} = start(FILE, {tables}, (one) => one?.status === "running" && ends.push(one.cell.id ?? "text"));
    await run.settled();
    expect([firstValue(state("total")), run.states.length, run.tables.length]).toEqual([1, 3, 1]);
    ends.length = 0;
    file.n = 2;
    run.rerun([run.tables[0]!.key]);
    await run.settled();
    expect(firstValue(state("total"))).toBe(2);
    expect(ends).toEqual(["total", "text"]);
    file.broken = true;
    run.rerun([run.tables[0]!.key]);
    await run.settled();
    expect(run.tables[0]).toMatchObject({
      status: "error",
      messages: [{text: "There is no file owners.csv.", place: {line: 3}}]
    });
    expect(state("total")).toMatchObject({status: "waiting", waitingFor: "owners", output: null});
    expect(state("free").status).toBe("done");
    run.dispose();
  });

  it("remembers results by the file's hash: another file's are never shown as its own", async () => {
    const {file, tables} = fileOf(1);
    const memory = memoryOf();
    const visit = () => start(FILE, {tables, memory});
    const first = visit();
    await first.run.settled();
    first.run.dispose();
    // the same file: painted at once
    const second = visit();
    expect(firstValue(second.state("total"))).toBe(1);
    await second.run.settled();
    second.run.dispose();
    // nobody knows which file it is: nothing is painted that follows from it
    file.seen = null;
    const third = visit();
    expect([firstValue(third.state("total")), firstValue(third.state("free"))]).toEqual([null, 7]);
    await third.run.settled();
    third.run.dispose();
    // another one, which is known only once it is read: until then the old result stands, marked
    file.n = 2;
    const shown: unknown[] = [];
    // told while it is made, too
    let isMade = false;
    const fourth = start(FILE, {tables, memory}, () => isMade && shown.push(firstValue(fourth.state("total"))));
    isMade = true;
    expect(fourth.state("total").remembered?.at).toBe(1000);
    await fourth.run.settled();
    expect(firstValue(fourth.state("total"))).toBe(2);
    expect(shown).toContain(null);
    fourth.run.dispose();
  });

  it("goes with its line in the front matter, and comes with it", async () => {
    const {file, tables} = fileOf(3);
    const {run, state} = start(FILE.replace("tables: {owners: owners.csv}\n", ""), {tables});
    await run.settled();
    expect(state("total").messages[0]?.text).toContain("Table with name owners does not exist");
    run.update(parseNotebook(FILE));
    await run.settled();
    expect([firstValue(state("total")), file.reads]).toEqual([3, 1]);
    // a line more above it changes nothing
    run.update(parseNotebook(FILE.replace("tidemark: 1", "tidemark: 1\ntitle: T")));
    await run.settled();
    expect(file.reads).toBe(1);
    run.dispose();
  });
});

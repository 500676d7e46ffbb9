import {afterAll, describe, expect, it} from "vitest";
import {openNativeEngine} from "../../src/cli/duckdb.ts";
import {nativeGzip} from "../../src/cli/native.ts";
import {createStore} from "../../src/store/create-store.ts";
import type {Engine} from "../../src/store/engine.ts";
import type {InsightStore} from "../../src/store/store.ts";
import * as fc from "../property.ts";
import {memoryFiles, openTestStore, type TestPoint, testFinding, testInsight, valuesOf} from "./stores.ts";

const opened: InsightStore[] = [];
afterAll(() => Promise.all(opened.map((store) => store.close())));

function open(...args: Parameters<typeof openTestStore>): InsightStore {
  const store = openTestStore(...args);
  opened.push(store);
  return store;
}

const p = (repo: string, day: string, matches: number, more: Partial<TestPoint> = {}): TestPoint => ({
  series: "todo",
  repo,
  day,
  matches,
  ...more
});
const january = [p("a", "2026-01-01", 5), p("b", "2026-01-01", 2)];

describe("importing", () => {
  it("keeps what was imported for the next store over the same files", async () => {
    const files = memoryFiles();
    await open(files).import(testFinding(january), ["one.json"]);
    expect(valuesOf(await open(files).insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
  });

  it.each(["arrow", "ndjson.gz"] as const)(
    "answers from what it wrote as from what is read back: %s",
    async (format) => {
      const captures = [{series: "todo", repo: "a", day: "2026-01-01", values: ["x", "é"], matches: 2}];
      const points = [...january, p("a", "2026-02-01", 0, {status: "partial", files: 3, commit: "abc"})];
      const files = memoryFiles();
      const reads: string[] = [];
      const watched = {
        ...files,
        read: async (path: string) => {
          reads.push(path);
          return files.read(path);
        }
      };
      const store = open(watched, {format, gzip: nativeGzip});
      await store.import(testFinding(points, captures), ["one.json"]);
      const asked = async (one: InsightStore) => [
        await one.contents(),
        await one.exportTable("points", null),
        await one.exportTable("captures", null),
        await one.insight(testInsight({data: "todo"}), null)
      ];
      await store.contents();
      expect(reads.filter((path) => path.includes("parts/"))).toEqual([]);
      expect(await asked(store)).toEqual(await asked(open(files)));
      // the rows are let go of: the next opening reads its segments
      await store.close();
      await store.contents();
      expect(reads.filter((path) => path.includes("parts/"))).not.toEqual([]);
    }
  );

  it("changes nothing when the same content comes again", async () => {
    const files = memoryFiles();
    const store = open(files);
    const first = await store.import(testFinding(january), ["one.json"]);
    const bytes = new Map(files.content);
    expect(await store.import(testFinding(january), ["copy.json"])).toEqual({...first, outcome: "unchanged"});
    expect(files.content).toEqual(bytes);
  });

  it("refuses a finding that still needs an answer", async () => {
    const finding = {...testFinding(january), needs: [{field: "time", text: "When?"}] as const};
    await expect(open(memoryFiles()).import(finding, ["one.json"])).rejects.toMatchObject({
      code: "import/incomplete",
      message: "one.json cannot be kept yet: When?"
    });
  });

  it("lets the later observation win, then ok over partial, whatever the order of imports", async () => {
    const findings = [
      testFinding([p("a", "2026-01-01", 1), p("b", "2026-01-01", 1), p("c", "2026-01-01", 1)], [], {
        observedAt: "2026-02-01"
      }),
      testFinding([p("a", "2026-01-01", 10)], [], {observedAt: "2026-03-01"}),
      testFinding([p("b", "2026-01-01", 10)], [], {observedAt: "2026-01-15"}),
      testFinding([p("c", "2026-01-01", 10, {status: "partial"})], [], {observedAt: "2026-02-01"})
    ];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2, 3, 0, 2], {minLength: 6}), async (order) => {
        const store = openTestStore(memoryFiles());
        try {
          for (const i of order) await store.import(findings[i]!, [`${i}.json`]);
          const detail = await store.point({
            definition: testInsight({data: "todo"}),
            label: "todo",
            shown: [],
            at: Date.UTC(2026, 0, 1),
            before: null
          });
          // a: the later observation; b: the earlier one lost; c: ok beats partial
          expect(Object.fromEntries(detail.repositories.map(({repository, value}) => [repository, value]))).toEqual({
            a: 10,
            b: 1,
            c: 1
          });
        } finally {
          await store.close();
        }
      }),
      {numRuns: 6}
    );
  });

  it("replaces the whole set of captured values of a sample, so that vanished ones vanish", async () => {
    const store = open(memoryFiles());
    const point = {series: "go", repo: "a", day: "2026-01-01", matches: 2};
    const of = (value: string) => ({series: "go", repo: "a", day: "2026-01-01", values: [value], matches: 2});
    await store.import(testFinding([point], [of("1.21")], {observedAt: "2026-01-02"}), ["old.json"]);
    await store.import(testFinding([point], [of("1.22")], {observedAt: "2026-01-03"}), ["new.json"]);
    expect(valuesOf(await store.insight(testInsight({kind: "capture-group", data: "go"}), null))).toEqual({
      "1.22": [2]
    });
  });

  it("reads one repository under two spellings as one", async () => {
    const store = open(memoryFiles());
    await store.import(testFinding([p("github.com/Acme/App", "2026-01-01", 3)]), ["one.json"]);
    await store.import(testFinding([p("github.com/acme/app", "2026-02-01", 4)]), ["two.json"]);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [3, 4]});
  });

  it("can be taken out and given back", async () => {
    const store = open(memoryFiles());
    const {importId} = await store.import(testFinding(january), ["one.json"]);
    await store.import(testFinding([p("a", "2026-02-01", 9)]), ["two.json"]);
    await store.removeImport(importId);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [9]});
    await store.restoreImport(importId);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7, 11]});
  });

  it("frees the room of an import that stays out, but not of what another one holds too", async () => {
    const files = memoryFiles();
    const store = open(files);
    const {importId} = await store.import(testFinding(january), ["one.json"]);
    const before = new Map(files.content);
    const second = await store.import(testFinding([p("a", "2026-02-01", 9)]), ["two.json"]);
    await store.removeImport(second.importId);
    await store.purgeImport(second.importId);
    expect([...files.content.keys()]).toEqual([...before.keys()]);
    await expect(store.restoreImport(second.importId)).rejects.toMatchObject({code: "store/gone"});
    await store.purgeImport(importId);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
  });

  it("leaves nothing of an import that was cancelled while it was written", async () => {
    const files = memoryFiles();
    const abort = new AbortController();
    const importing = open(files).import(testFinding(january), ["one.json"], {
      signal: abort.signal,
      progress: () => abort.abort()
    });
    await expect(importing).rejects.toMatchObject({code: "call/aborted"});
    expect(files.content.size).toBe(0);
  });

  it("leaves everything as it was when the disk is full, at whatever write that happens", async () => {
    for (let failAt = 1; ; failAt++) {
      const files = memoryFiles();
      await openTestStore(files).import(testFinding(january), ["one.json"]);
      const store = open(files);
      files.writes = 0;
      files.failAt = failAt;
      const before = new Map(files.content);
      const more = testFinding([p("a", "2026-02-01", 9)]);
      const outcome = await store.import(more, ["two.json"]).catch((error) => error);
      files.failAt = -1;
      if (outcome.outcome === "imported") break;
      expect(outcome).toMatchObject({code: "files/quota"});
      expect(files.content).toEqual(before);
      expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
      // and it can be done again once there is room
      expect(await store.import(more, ["two.json"])).toMatchObject({outcome: "imported"});
      expect(failAt).toBeLessThan(10);
    }
  });

  it("does not lose the import of another writer that came between", async () => {
    const files = memoryFiles();
    const [mine, theirs] = [open(files), open(files)];
    const replace = files.replace;
    let raced = false;
    files.replace = async (path, bytes, expected) => {
      if (!raced) {
        raced = true;
        await theirs.import(testFinding([p("b", "2026-02-01", 1)]), ["theirs.json"]);
      }
      return replace(path, bytes, expected);
    };
    await mine.import(testFinding(january), ["mine.json"]);
    const {imports} = await open(files).contents();
    expect(imports.map(({source_name}) => source_name).sort()).toEqual(["mine.json", "theirs.json"]);
  });
});

describe("damage", () => {
  it.each(["flipped", "missing", "cut"])("of a segment (%s) is named, and the rest still answers", async (how) => {
    const files = memoryFiles();
    const writer = open(files);
    await writer.import(testFinding(january), ["one.json"]);
    await writer.import(testFinding([{series: "other", repo: "a", day: "2026-01-01", matches: 1}]), ["two.json"]);
    const path = [...files.content.keys()].find((name) => name.startsWith("parts/0001"))!;
    const bytes = files.content.get(path)!;
    if (how === "missing") files.content.delete(path);
    else
      files.content.set(
        path,
        how === "cut" ? bytes.slice(0, 100) : bytes.map((byte, i) => (i === 200 ? byte ^ 1 : byte))
      );
    const store = open(files);
    expect((await store.contents()).damage).toMatchObject([{path}]);
    expect(valuesOf(await store.insight(testInsight({data: "other"}), null))).toEqual({other: [1]});
    // the damaged one says that numbers are missing instead of showing less
    const {source} = await store.insight(testInsight({data: "todo"}), null);
    expect(source).toMatchObject({
      status: "partial",
      reasons: [`the file ${path} is damaged or missing, and what it held is not counted`]
    });
    expect((await store.insight(testInsight({data: "other"}), null)).source.status).toBe("complete");
  });

  it("of the manifest is an error that says what to do, and nothing is written over it", async () => {
    const files = memoryFiles(new Map([["manifest.json", new TextEncoder().encode('{"format": "insight-snap')]]));
    await expect(open(files).contents()).rejects.toMatchObject({code: "snapshot/manifest"});
    await expect(open(files).import(testFinding(january), ["one.json"])).rejects.toMatchObject({
      code: "snapshot/manifest"
    });
    expect(files.content.size).toBe(1);
  });

  it("a manifest of a newer version is refused by name", async () => {
    const files = memoryFiles(
      new Map([["manifest.json", new TextEncoder().encode('{"format": "insight-snapshot", "version": 2}')]])
    );
    await expect(open(files).contents()).rejects.toThrow(
      "written in version 2 of the format, which a newer Tidemark made"
    );
  });
});

describe("the database behind an import", () => {
  it("is started while the import is written, and left by none that fails", async () => {
    const engines = new Set<Engine>();
    let started = 0;
    const files = memoryFiles();
    const store = open(files, {
      openEngine: async () => {
        started++;
        const engine = await openNativeEngine();
        engines.add(engine);
        return {...engine, close: () => engine.close().then(() => void engines.delete(engine))};
      }
    });
    await store.sql({session: "s", tables: [], strings: ["SELECT 1 AS one"], values: []});
    const finding = testFinding(january);
    await store.import(finding, ["one.json"]);
    expect(started).toBe(2);
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
    await store.import(finding, ["one.json"]);
    files.failAt = files.writes + 1;
    const unknown = testFinding([{...p("c", "2026-01-01", 1), series: "fixme"}]);
    await expect(store.import(unknown, ["two.json"])).rejects.toMatchObject({
      code: "files/quota"
    });
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
    await store.sql({session: "s", tables: [], strings: ["SELECT 1 AS one"], values: []});
    // the database that was started for the import that failed is closed
    expect([started, engines.size]).toEqual([3, 1]);
    await store.close();
    expect(engines.size).toBe(0);
  });
});

describe("an engine that dies", () => {
  it("is replaced, and answers from the segments, with the notebook's own tables", async () => {
    const engines: Engine[] = [];
    const store = open(memoryFiles(), {
      openEngine: async () => {
        const engine = await openNativeEngine();
        engines.push(engine);
        return engine;
      }
    });
    await store.import(testFinding(january), ["one.json"]);
    await store.insight(testInsight({data: "todo"}), {session: "nb1", name: "todos"});
    const todos = {session: "nb1", tables: ["todos"], strings: ["SELECT * FROM todos"], values: []};
    expect((await store.sql(todos)).rows).toBe(1);
    await engines.at(-1)!.close();
    // sums over repositories are held; what groups them needs the engine
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
    const other = testInsight({kind: "group-by", by: "repository", data: "todo"});
    await expect(store.insight(other, null)).rejects.toMatchObject({code: "engine/dead"});
    expect(valuesOf(await store.insight(other, null))).toEqual({a: [5], b: [2]});
    expect(valuesOf(await store.insight(testInsight({data: "todo"}), null))).toEqual({todo: [7]});
    expect((await store.sql(todos)).rows).toBe(1);
  });
});

describe("an engine that is not there yet", () => {
  const files = memoryFiles();
  const todos = {session: "s", tables: ["todos"], strings: ["SELECT value FROM todos"], values: []};
  const ask = (store: InsightStore) => store.insight(testInsight({data: "todo"}), {session: "s", name: "todos"});

  it("is not waited for by sums over repositories, and is by who names their table", async () => {
    await open(files).import(testFinding([...january, p("b", "2026-02-01", 4)]), ["one.json"]);
    let start = () => {};
    const held = new Promise<void>((resolve) => {
      start = resolve;
    });
    const store = open(files, {openEngine: () => held.then(openNativeEngine)});
    const early = await ask(store);
    expect(valuesOf(early)).toEqual({todo: [7, 9]});
    const onlyB = testInsight({data: "todo", repositories: {include: ["^b$"]}});
    expect(valuesOf(await store.insight(onlyB, null))).toEqual({todo: [2, 4]});
    expect((await store.contents()).series.map(({key}) => key)).toEqual(["todo"]);
    // asked again before the first table is written: one of them is
    await ask(store);
    let isThere = false;
    const asked = store.sql(todos).finally(() => {
      isThere = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isThere).toBe(false);
    start();
    expect((await asked).columns.map((column) => column.type !== "text" && [...column.values])).toEqual([[7, 9]]);
    expect(await ask(store)).toEqual(early);
  });

  it("is never started where nobody needs one", async () => {
    let started = 0;
    const openEngine = () => {
      started++;
      return openNativeEngine();
    };
    const store = createStore({files, openEngine, now: () => 0, format: "arrow"});
    expect(valuesOf(await ask(store))).toEqual({todo: [7, 9]});
    await store.contents();
    await store.close();
    expect(started).toBe(0);
    expect((await store.sql(todos)).rows).toBe(2);
    expect(started).toBe(1);
    await store.close();
  });

  it("fails who asks it when it does not start, and is started again for the next", async () => {
    let tries = 0;
    let fail = () => {};
    const failing = new Promise<Engine>((_, reject) => {
      fail = () => reject(new Error("no room"));
    });
    const store = open(files, {openEngine: () => (tries++ ? openNativeEngine() : failing)});
    expect(valuesOf(await ask(store))).toEqual({todo: [7, 9]});
    const asked = store.sql(todos);
    asked.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 20));
    fail();
    await expect(asked).rejects.toThrow("no room");
    expect((await store.sql(todos)).rows).toBe(2);
    expect(tries).toBe(2);
  });
});

describe("sql", () => {
  const withData = async () => {
    const store = open(memoryFiles());
    await store.import(testFinding([p("a", "2026-01-01", 5), p("a", "2026-02-01", 6)]), ["one.json"]);
    return store;
  };

  it("gives rows whose columns have no plain names; other cells cannot name them", async () => {
    const store = await withData();
    const ask = (text: string) => store.sql({session: "s", tables: ["many"], strings: [text], values: [], as: "many"});
    expect((await ask("SELECT 1 AS plain")).columns.map(({name}) => name)).toEqual(["plain"]);
    const {columns, rows} = await ask("SELECT count(*) FROM point");
    expect([columns.map(({name}) => name), rows]).toEqual([["count_star()"], 1]);
    // what was kept before is gone
    await expect(ask("SELECT plain FROM many")).rejects.toThrow("many");
  });

  it("reads the store's tables, the session's insights and other cells' results", async () => {
    const store = await withData();
    await store.insight(testInsight({data: "todo"}), {session: "s", name: "todos"});
    await store.sql({
      session: "s",
      tables: ["todos"],
      strings: ["SELECT max(value) AS most FROM todos"],
      values: [],
      as: "top"
    });
    const result = await store.sql({
      session: "s",
      tables: ["top"],
      strings: ["SELECT most, (SELECT count(*) FROM point) AS points FROM top"],
      values: []
    });
    expect(result.columns.map((column) => [column.name, column.type === "text" ? [] : [...column.values]])).toEqual([
      ["most", [6]],
      ["points", [2]]
    ]);
  });

  it("brings a table into the engine when a statement names it, once", async () => {
    const appended: string[] = [];
    const store = open(memoryFiles(), {
      openEngine: async () => {
        const engine = await openNativeEngine();
        return {
          ...engine,
          append: (table, rows) => {
            if (table.startsWith("s__")) appended.push(table);
            return engine.append(table, rows);
          }
        };
      }
    });
    await store.import(testFinding(january), ["one.json"]);
    const ask = (include: string) =>
      store.insight(testInsight({data: "todo", repositories: {include: [include]}}), {session: "s", name: "todos"});
    const most = async (tables: string[], from: string) =>
      (await store.sql({session: "s", tables, strings: [`SELECT max(value) AS most FROM ${from}`], values: []}))
        .columns;
    await ask("a");
    await ask("b");
    expect(await most([], "(SELECT 1 AS value)")).toMatchObject([{values: Float64Array.of(1)}]);
    expect(appended).toEqual([]);
    expect(await most(["todos"], "todos")).toMatchObject([{values: Float64Array.of(2)}]);
    await most(["todos"], "todos");
    expect(appended).toEqual(["s__todos.todos"]);
    await ask("a");
    expect(await most(["todos"], "todos")).toMatchObject([{values: Float64Array.of(5)}]);
    expect(appended).toEqual(["s__todos.todos", "s__todos.todos"]);
    await store.closeSession("s");
    await expect(most(["todos"], "todos")).rejects.toThrow("todos");
  });

  it("does not see another session's tables", async () => {
    const store = await withData();
    await store.insight(testInsight({data: "todo"}), {session: "one", name: "todos"});
    await expect(
      store.sql({session: "two", tables: ["todos"], strings: ["SELECT * FROM todos"], values: []})
    ).rejects.toThrow(/todos does not exist/);
    await store.closeSession("one");
    await expect(
      store.sql({session: "one", tables: ["todos"], strings: ["SELECT * FROM todos"], values: []})
    ).rejects.toThrow(/todos does not exist/);
  });

  it("sees of its session only what it says it reads", async () => {
    const store = await withData();
    await store.insight(testInsight({data: "todo"}), {session: "s", name: "todos"});
    await expect(store.sql({session: "s", tables: [], strings: ["SELECT * FROM todos"], values: []})).rejects.toThrow(
      /todos does not exist/
    );
    await expect(
      store.sql({session: "s", tables: ["gone"], strings: ["SELECT * FROM gone"], values: []})
    ).rejects.toThrow(/gone does not exist/);
  });

  it.each([
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('*')",
    "COPY (SELECT 1) TO '/tmp/tidemark-test.csv'",
    "ATTACH '/tmp/tidemark-test.db'",
    "SET threads = 4",
    "LOAD json",
    "SELECT 1; DROP TABLE store.point",
    "SELECT 1) ; DROP TABLE store.point; SELECT * FROM (SELECT 1",
    "DROP TABLE store.point",
    "CREATE TABLE x AS SELECT 1",
    "PRAGMA database_list",
    "SELECT 1 -- the bracket is still closed\n; SELECT 2"
  ])("refuses %s", async (text) => {
    const store = await withData();
    await expect(store.sql({session: "s", tables: [], strings: [text], values: []})).rejects.toMatchObject({
      code: "engine/query"
    });
    expect((await store.sql({session: "s", tables: [], strings: ["SELECT * FROM point"], values: []})).rows).toBe(2);
  });

  it("keeps the type of numbers, instants, truth and text, and the order an author gives", async () => {
    const store = await withData();
    const {columns} = await store.sql({
      session: "s",
      tables: [],
      strings: [
        "SELECT * FROM (VALUES (2, TIMESTAMP '2026-01-01', true, 'b', [1]), (1, NULL, false, NULL, NULL)) AS t(n, t, yes, word, list) ORDER BY n DESC"
      ],
      values: []
    });
    expect(columns.map(({name, type}) => [name, type])).toEqual([
      ["n", "number"],
      ["t", "time"],
      ["yes", "boolean"],
      ["word", "text"],
      ["list", "text"]
    ]);
    expect(columns[0]).toMatchObject({values: new Float64Array([2, 1])});
    expect(columns[1]).toMatchObject({values: new Float64Array([Date.UTC(2026, 0, 1), Number.NaN])});
    expect(columns[2]).toMatchObject({values: new Float64Array([1, 0])});
    expect(columns[3]).toMatchObject({codes: new Int32Array([0, -1]), words: ["b"]});
  });

  it("names the author's line in an error, and stops what runs too long or gives too much", async () => {
    const store = await withData();
    await expect(
      store.sql({session: "s", tables: [], strings: ["SELECT 1,\n  nothing\nFROM point"], values: []})
    ).rejects.toMatchObject({details: {line: 2}});
    const many = await store.sql({
      session: "s",
      tables: [],
      strings: ["SELECT * FROM range(1000)"],
      values: [],
      limits: {rows: 10}
    });
    expect([many.rows, many.truncated]).toEqual([10, true]);
    await expect(
      store.sql({
        session: "s",
        tables: [],
        strings: ["SELECT count(*) FROM range(100000000000)"],
        values: [],
        limits: {milliseconds: 200}
      })
    ).rejects.toMatchObject({code: "engine/limit"});
  });

  it("is cancelled by its signal, and the engine answers at once afterwards", async () => {
    const store = await withData();
    const abort = new AbortController();
    const running = store.sql(
      {session: "s", tables: [], strings: ["SELECT count(*) FROM range(100000000000)"], values: []},
      {signal: abort.signal}
    );
    const next = store.sql({session: "s", tables: [], strings: ["SELECT 1 AS one"], values: []});
    setTimeout(() => abort.abort(), 100);
    await expect(running).rejects.toMatchObject({code: "call/aborted"});
    expect((await next).rows).toBe(1);
  });
});

/** The inside of the realm, outside of it: the semantics of cells need no browser. */
import {describe, expect, it} from "vitest";
import {createEvaluator} from "../../../src/notebook/js/evaluator.ts";
import {readJs} from "../../../src/notebook/js/read-js.ts";
import type {RealmInput, RealmStep} from "../../../src/notebook/js/realm.ts";
import {type FromRealm, readMessage, readStep} from "../../../src/notebook/js/wire.ts";
import {scalar} from "../../../src/notebook/value.ts";
import {numberColumn, textColumn} from "../../../src/table.ts";

/** A realm in which cells are evaluated by their text; each gives what came out of it, in order. */
function realm() {
  const heard: FromRealm[] = [];
  const waiting: (() => void)[] = [];
  const evaluator = createEvaluator((message) => {
    heard.push(readMessage(structuredClone(message))!);
    for (const wake of waiting.splice(0)) wake();
  });
  let count = 0;
  const until = async (found: () => boolean) => {
    while (!found()) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const stepsOf = (id: number) =>
    heard.flatMap((message): RealmStep[] =>
      message.t === "step" && message.id === id ? [readStep(message.json)!] : []
    );
  return {
    evaluator,
    stepsOf,
    start(key: string, text: string, inputs: readonly RealmInput[] = []): number {
      const {value, messages} = readJs(text);
      if (!value) throw new Error(messages[0]!.text);
      const id = ++count;
      evaluator.receive({t: "evaluate", id, evaluation: {...value, key, inputs}});
      return id;
    },
    async first(id: number): Promise<RealmStep> {
      await until(() => heard.some((message) => message.t !== "pong" && message.id === id && message.t !== "begin"));
      const error = heard.find((message) => message.t === "error" && message.id === id);
      if (error?.t === "error") throw new Error(`${error.line}:${error.column} ${error.message}`);
      return stepsOf(id)[0]!;
    },
    until
  };
}

describe("a JavaScript cell", () => {
  it("gives its declarations as data, and shows an expression", async () => {
    const {start, first} = realm();
    const {values, shown} = await first(
      start("a", "const n = 2, s = 'x', f = () => 1, when = new Date(0), rows = [{a: 1, b: null}, {a: 2, b: 'y'}];")
    );
    expect(shown).toEqual([]);
    expect(Object.fromEntries(values)).toEqual({
      n: scalar("number", 2),
      s: scalar("text", "x"),
      f: {kind: "opaque", text: "function f"},
      when: scalar("time", 0),
      rows: {kind: "table", table: {rows: 2, columns: [numberColumn("a", [1, 2]), textColumn("b", [null, "y"])]}}
    });
    expect((await first(start("b", "1 + 1"))).shown).toEqual([{type: "text", text: "2"}]);
  });

  it("sees values of other cells as they are, and data as rows with dates", async () => {
    const {start, first} = realm();
    await first(start("a", "const double = (x) => x * 2;"));
    const table = {rows: 1, columns: [numberColumn("t", [86_400_000], "time"), numberColumn("v", [4])]};
    const {shown} = await first(
      start("b", "double(rows[0].v) + rows[0].t.getUTCDate()", [
        {name: "double", from: "a"},
        {name: "rows", value: {kind: "table", table}}
      ])
    );
    expect(shown).toEqual([{type: "text", text: "10"}]);
  });

  it("waits for promises and goes through generators", async () => {
    const {start, first, stepsOf, until} = realm();
    const id = start(
      "a",
      "const later = Promise.resolve(5); const counted = (function* () { yield 1; yield 2; yield 3; })();"
    );
    expect((await first(id)).values.get("later")).toEqual(scalar("number", 5));
    await until(() => stepsOf(id).length >= 3);
    expect(stepsOf(id).map(({values}) => values.get("counted"))).toEqual([1, 2, 3].map((n) => scalar("number", n)));
  });

  it("gives what the reader chooses in its input, also when it is evaluated again", async () => {
    const {evaluator, start, first, stepsOf, until} = realm();
    const text = 'const x = view(Inputs.range([0, 10], {label: "X", step: 1, value: 3}));';
    const id = start("a", text);
    const {shown, values} = await first(id);
    expect(shown).toMatchObject([
      {type: "input", view: 0, definition: {type: "range", label: "X", min: 0, max: 10, value: 3}}
    ]);
    expect(values.get("x")).toEqual(scalar("number", 3));
    evaluator.receive({t: "choose", key: "a", view: 0, value: 7});
    await until(() => stepsOf(id).length > 1);
    expect(stepsOf(id)[1]!.values.get("x")).toEqual(scalar("number", 7));
    const {value} = readJs(text);
    evaluator.receive({
      t: "evaluate",
      id: 99,
      evaluation: {...value!, key: "a", inputs: [], chosen: new Map([[0, 8]])}
    });
    expect((await first(99)).values.get("x")).toEqual(scalar("number", 8));
  });

  it("keeps the values behind the words of a choice", async () => {
    const {evaluator, start, first, stepsOf, until} = realm();
    const id = start("a", "const one = view(Inputs.select(new Map([['few', 3], ['many', 300]])));");
    expect((await first(id)).values.get("one")).toEqual(scalar("number", 3));
    evaluator.receive({t: "choose", key: "a", view: 0, value: "many"});
    await until(() => stepsOf(id).length > 1);
    expect(stepsOf(id)[1]!.values.get("one")).toEqual(scalar("number", 300));
  });

  it("changes what it declared Mutable", async () => {
    const {start, stepsOf, until} = realm();
    const id = start("a", "const n = Mutable(1); setTimeout(() => n.value += 4, 60);");
    await until(() => stepsOf(id).length > 1);
    expect(stepsOf(id).map(({values}) => values.get("n"))).toEqual([scalar("number", 1), scalar("number", 5)]);
  });

  it("ends what it left running when it is evaluated again", async () => {
    const {start, first} = realm();
    await first(start("a", "globalThis.ended = 0; invalidation.then(() => globalThis.ended++);"));
    await first(start("a", "1"));
    expect((globalThis as {ended?: number}).ended).toBe(1);
  });

  it("says where it failed", async () => {
    const {start, first} = realm();
    await expect(first(start("a", "const a = 1;\nconst b = null.x;"))).rejects.toThrow(/^2:\d+ TypeError: /);
    await expect(first(start("b", "[1].map(() => {\n  throw new Error('mine');\n})"))).rejects.toThrow(
      /^2:\d+ Error: mine$/
    );
    await expect(first(start("c", "missing", [{name: "missing", from: "gone"}]))).rejects.toThrow("has to run again");
  });

  it("shows charts, tables, Markdown and drawings as data", async () => {
    const {start, first} = realm();
    const shown = async (text: string) => (await first(start(text, text))).shown;
    expect(await shown('({$schema: "https://vega.github.io/schema/vega-lite/v6.json", mark: "bar"})')).toMatchObject([
      {type: "spec", spec: {mark: "bar"}}
    ]);
    expect(await shown("[{a: 1}, {a: 2}]")).toMatchObject([{type: "table", table: {rows: 2}}]);
    expect(await shown("md`**${1 + 1}**`")).toEqual([{type: "markdown", text: "**2**"}]);
    expect(await shown('({outerHTML: "<svg/>", localName: "svg"})')).toEqual([
      {type: "markup", form: "svg", text: "<svg/>"}
    ]);
    expect(await shown("new Map([[1, {deep: [1, 2, {x: 1}]}]])")).toEqual([
      {type: "text", text: "Map {1 → {deep: [1, 2, {…}]}}"}
    ]);
  });
});

import {afterEach, describe, expect, it} from "vitest";
import {isTidemarkError, TidemarkError} from "../../src/error.ts";
import {connectApi, exposeApi} from "../../workers/wire.ts";

interface Options {
  readonly signal?: AbortSignal;
  readonly progress?: (share: number) => void;
}

interface Api {
  echo(value: unknown, options?: Options): Promise<unknown>;
  fail(code: string, details: Record<string, unknown>, options?: Options): Promise<never>;
  wait(options?: Options): Promise<string>;
  count(to: number, options?: Options): Promise<number>;
}

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

let freed = 0;

/** An API across a message channel, as across a worker's edge. */
function connected(): Api {
  const {port1, port2} = new MessageChannel();
  ports.push(port1, port2);
  exposeApi<Api>(
    {
      echo: async (value) => value,
      fail: async (code, details) => {
        if (code === "plain") throw new RangeError("a plain one");
        throw new TidemarkError(code, "It failed.", code === "a/function" ? {run: () => 1} : details);
      },
      wait: ({signal} = {}) =>
        new Promise((_, reject) =>
          signal!.addEventListener("abort", () => {
            freed++;
            reject(new TidemarkError("call/aborted", "This was cancelled."));
          })
        ),
      count: async (to, {progress} = {}) => {
        for (let i = 1; i <= to; i++) progress?.(i / to);
        return to;
      }
    },
    port2
  );
  return connectApi<Api>(port1, {echo: 1, fail: 2, wait: 0, count: 1});
}

describe("the wire", () => {
  it("carries what structured clone carries", async () => {
    const value = {map: new Map([["a", new Float64Array([1, Number.NaN])]]), set: new Set([1]), nothing: null};
    expect(await connected().echo(value)).toEqual(value);
  });

  it("keeps code, message and details of an error", async () => {
    const error = await connected()
      .fail("engine/query", {line: 3})
      .catch((caught: unknown) => caught);
    expect(isTidemarkError(error)).toBe(true);
    expect(error).toMatchObject({code: "engine/query", message: "It failed.", details: {line: 3}});
  });

  it("drops details that cannot be cloned, never the error", async () => {
    await expect(connected().fail("a/function", {})).rejects.toMatchObject({code: "a/function", details: {}});
    await expect(connected().fail("plain", {})).rejects.toMatchObject({
      code: "internal/failed",
      message: "a plain one"
    });
  });

  it("rejects an aborted call at once, and tells the other side to free what it holds", async () => {
    freed = 0;
    const abort = new AbortController();
    const waiting = connected().wait({signal: abort.signal});
    setTimeout(() => abort.abort(), 20);
    await expect(waiting).rejects.toMatchObject({code: "call/aborted"});
    await expect.poll(() => freed).toBe(1);
  });

  it("does not send a call that is aborted before it begins", async () => {
    await expect(connected().echo(1, {signal: AbortSignal.abort()})).rejects.toMatchObject({code: "call/aborted"});
  });

  it("reports progress in order, and answers many calls at once", async () => {
    const shares: number[] = [];
    const api = connected();
    const results = await Promise.all([
      api.count(4, {progress: (share) => shares.push(share)}),
      api.echo("x"),
      api.count(2)
    ]);
    expect(results).toEqual([4, "x", 2]);
    await expect.poll(() => shares).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("offers only the methods of the interface", async () => {
    const {port1, port2} = new MessageChannel();
    ports.push(port1, port2);
    exposeApi({only: async () => 1}, port2);
    const api = connectApi<Record<string, () => Promise<unknown>>>(port1, {constructor: 0, toString: 0, only: 0});
    expect(await api.only!()).toBe(1);
    await expect(api.constructor!()).rejects.toMatchObject({code: "wire/method"});
    await expect(api.toString!()).rejects.toMatchObject({code: "wire/method"});
  });

  it("hands over the memory of an answer that nobody needs here any more", async () => {
    const {port1, port2} = new MessageChannel();
    ports.push(port1, port2);
    const [handed, copied] = [Float64Array.of(1, 2), Float64Array.of(3)];
    exposeApi({rows: async () => handed, kept: async () => copied}, port1, (method, value) =>
      method === "rows" ? [(value as Float64Array).buffer as ArrayBuffer] : []
    );
    const api = connectApi<{rows(): Promise<Float64Array>; kept(): Promise<Float64Array>}>(port2, {rows: 0, kept: 0});
    expect([...(await api.rows()), ...(await api.kept())]).toEqual([1, 2, 3]);
    expect([handed.length, copied.length]).toEqual([0, 1]);
  });

  it("hands over the memory of arguments that the caller gives away, once", async () => {
    const {port1, port2} = new MessageChannel();
    ports.push(port1, port2);
    type Sums = {take(values: Float64Array): Promise<number>; look(values: Float64Array): Promise<number>};
    const sum = async (values: Float64Array) => values.reduce((all, value) => all + value, 0);
    exposeApi<Sums>({take: sum, look: sum}, port1);
    const api = connectApi<Sums>(port2, {take: 1, look: 1}, (method, [values]) =>
      method === "take" ? [(values as Float64Array).buffer as ArrayBuffer] : []
    );
    const [given, shown] = [Float64Array.of(1, 2), Float64Array.of(3)];
    expect([await api.take(given), await api.look(shown)]).toEqual([3, 3]);
    expect([given.length, shown.length]).toEqual([0, 1]);
  });
});

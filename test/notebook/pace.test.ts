import {Runtime} from "@observablehq/runtime";
import {describe, expect, it} from "vitest";
import {readyTogether, setPace} from "../../src/notebook/pace.ts";

/** Lets promises go on, but no frame and no timer. */
async function promisesOnly() {
  for (let turn = 0; turn < 50; turn++) await null;
}

function counted(isPrompt: () => boolean) {
  const runtime = new Runtime({});
  setPace(runtime, isPrompt);
  const variable = runtime.module().variable({});
  let runs = 0;
  const run = (value: number) =>
    variable.define("value", [], () => {
      runs++;
      return value;
    });
  return {run, runs: () => runs, runtime};
}

describe("the pace of a runtime", () => {
  it("is that of frames, until it is to be prompt: then no frame is waited for, and changes of one go are one", async () => {
    let isPrompt = false;
    const {run, runs, runtime} = counted(() => isPrompt);
    run(1);
    await promisesOnly();
    expect(runs()).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(runs()).toBe(1);
    isPrompt = true;
    run(2);
    run(3);
    await promisesOnly();
    expect(runs()).toBe(2);
    runtime.dispose();
  });

  it("lets all variables that are computed together begin before one is chosen", async () => {
    const runtime = new Runtime({});
    setPace(runtime, () => true);
    const begun: string[] = [];
    let first: Promise<readonly string[]> | null = null;
    for (const name of ["a", "b", "c"])
      runtime
        .module()
        .variable({})
        .define(name, ["invalidation"], () => {
          begun.push(name);
          first ??= readyTogether().then(() => [...begun].sort());
        });
    await promisesOnly();
    expect(await first).toEqual(["a", "b", "c"]);
    runtime.dispose();
  });
});

import {describe, expect, it} from "vitest";
import {INPUTS} from "../../../src/notebook/js/cell-builtins.ts";
import {MEMBERS} from "../../../src/notebook/js/member-names.ts";

describe("the names that JavaScript cells are offered", () => {
  it.each([
    ["d3", () => import("d3")],
    ["Plot", () => import("@observablehq/plot")],
    ["aq", () => import("arquero")],
    ["Inputs", async () => INPUTS]
  ])("are those that %s has", async (name, load) => {
    expect(MEMBERS[name]).toEqual(
      Object.keys((await load()) as object)
        .filter((one) => one !== "default")
        .sort()
    );
  });
});

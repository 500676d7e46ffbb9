import {describe, expect, it} from "vitest";
import {readFileName, stemOf} from "../../src/snapshot/file-name.ts";

describe("readFileName", () => {
  it("reads repository, commit and the query's name", () => {
    const expected = {repository: "framework", commit: "74db43ee36", key: "todo-marker"};
    expect(readFileName("framework@74db43ee36.todo-marker.rg.jsonl")).toEqual(expected);
    expect(readFileName("results/x/framework@74db43ee36.todo-marker.rg.jsonl.gz")).toEqual(expected);
    expect(readFileName("framework@74db43ee36.rg.jsonl")).toEqual({repository: "framework", commit: "74db43ee36"});
  });

  it("reads when a search ran, also with signs that Windows allows", () => {
    const time = Date.UTC(2026, 7, 15, 10, 15);
    for (const name of [
      "search-jobs_69_2026-08-15_101500.framework.jsonl",
      "TODO-FIXME-2026-08-15T10:15:00Z.csv",
      "TODO-FIXME-2026-08-15T10-15-00Z.csv",
      "x-2026-08-15T12_15_00+02_00.csv"
    ])
      expect(readFileName(name)).toEqual({observedAt: time, sampleAt: time});
  });

  it("reads a sample date", () => {
    expect(readFileName("todo-2026-08-01.rg.json")).toEqual({sampleAt: Date.UTC(2026, 7, 1)});
    expect(readFileName("todo-2026-02-30.rg.json")).toEqual({});
  });

  it("finds nothing in other names", () => {
    for (const name of ["data.csv", "me@example.com.csv", "2026.csv", "x@zzzzzzz.json", ""])
      expect(readFileName(name)).toEqual({});
  });
});

describe("stemOf", () => {
  it("is the name without folders and endings", () => {
    expect(["a/todo.rg.jsonl.gz", "counts.csv", "v1.2.csv", "x"].map(stemOf)).toEqual(["todo", "counts", "v1.2", "x"]);
  });
});

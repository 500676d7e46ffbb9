import {describe, expect, it} from "vitest";
import {problemList} from "../../src/snapshot/problems.ts";
import {readFrontMatter, readSidecar, withoutFrontMatter} from "../../src/snapshot/sidecar.ts";

const read = (value: unknown) => {
  const problems = problemList();
  const answers = readSidecar(
    typeof value === "string" ? value : JSON.stringify(value),
    {file: "x.meta.json"},
    problems
  );
  return {answers, codes: problems.list().map(({code}) => code)};
};

describe("readSidecar", () => {
  it("reads the documented members", () => {
    const given = {
      repository: "github.com/a/b",
      commit: "abc1234",
      sample_time: "2026-08-01",
      observed_at: "2026-08-02T03:04:05Z",
      query: "q",
      key: "k",
      title: "T",
      pattern: "(x)",
      unit: "lines"
    };
    expect(read(given)).toEqual({
      answers: {
        repository: "github.com/a/b",
        commit: "abc1234",
        sampleAt: Date.UTC(2026, 7, 1),
        observedAt: Date.UTC(2026, 7, 2, 3, 4, 5),
        query: "q",
        key: "k",
        title: "T",
        pattern: "(x)",
        unit: "lines"
      },
      codes: []
    });
  });

  it("notes members that are not known and values that cannot be used, and keeps the others", () => {
    const {answers, codes} = read({
      repository: "r",
      author: "me",
      query: 5,
      sample_time: "soon",
      unit: "bytes",
      key: null,
      mapping: {}
    });
    expect(answers).toEqual({repository: "r"});
    expect(codes).toEqual([
      "sidecar/unknown:author",
      "sidecar/wrong-type:query",
      "sidecar/time:sample_time",
      "sidecar/unit",
      "sidecar/unknown:mapping"
    ]);
  });

  it("notes a file that is no JSON object", () => {
    expect(read("[1]").codes).toEqual(["sidecar/not-json"]);
    expect(read("{").codes).toEqual(["sidecar/not-json"]);
  });
});

describe("readFrontMatter", () => {
  it("reads a comment with an object and an object under tidemark", () => {
    const answers = {repository: "r"};
    expect(readFrontMatter(`# {"repository": "r"}`, problemList())).toEqual(answers);
    expect(readFrontMatter(`{"tidemark": {"repository": "r"}}`, problemList())).toEqual(answers);
  });

  it("is Excel's line on the delimiter, which answers nothing", () => {
    for (const line of ["sep=;", "\uFEFFSEP=,\r", "sep=\t"]) expect(readFrontMatter(line, problemList())).toEqual({});
    for (const line of ["sep=;;", "sep=a", "sep;"]) expect(readFrontMatter(line, problemList())).toBeNull();
  });

  it("leaves data alone", () => {
    for (const line of ["repo,date", "# a comment", `{"repo": "r"}`, "# {x}", ""])
      expect(readFrontMatter(line, problemList())).toBeNull();
    expect(withoutFrontMatter(`# {"unit": "files"}\r\na,b\n`)).toBe("a,b\n");
    expect(withoutFrontMatter("a,b\n")).toBe("a,b\n");
  });
});

import {readdirSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {DATA_DIR, HAS_DATA, hasData} from "../data-dir.ts";
import {dataJson, dataSource, findingOf, problemsIn, rowsIn, sourceOf} from "./sources.ts";

const AT = {repository: "h.x/a", sampleAt: Date.parse("2026-08-01")};
const languagesOf = async (name: string, content: unknown) => {
  const finding = await findingOf(sourceOf(name, typeof content === "string" ? content : JSON.stringify(content)), AT);
  return {
    format: finding.format,
    rows: rowsIn(finding, "language").map(({tool, language, files, lines, bytes}) => [
      tool,
      language,
      files,
      lines,
      bytes
    ])
  };
};

describe("a count of languages", () => {
  it("of cloc gives lines of code and files, by language or file by file", async () => {
    const header = {cloc_url: "github.com/AlDanial/cloc", cloc_version: "1.96"};
    expect(
      await languagesOf("a.json", {
        header,
        Go: {nFiles: 2, blank: 9, comment: 8, code: 70},
        SUM: {blank: 9, comment: 8, code: 70, nFiles: 2}
      })
    ).toEqual({format: "cloc", rows: [["cloc", "Go", 2, 70, undefined]]});
    // two Go files of 30 and 40 lines; one of them is called SUM
    expect(
      await languagesOf("a.json", {
        header,
        "./a.go": {blank: 1, comment: 1, code: 30, language: "Go"},
        SUM: {blank: 1, comment: 1, code: 40, language: "Go"}
      })
    ).toEqual({format: "cloc", rows: [["cloc", "Go", 2, 70, undefined]]});
  });

  it("of linguist gives bytes, and files where they are listed", async () => {
    expect(await languagesOf("a.json", {Go: {size: 10, percentage: "100.00"}})).toEqual({
      format: "linguist",
      rows: [["linguist", "Go", undefined, undefined, 10]]
    });
    expect((await languagesOf("a.json", {Go: {size: 10, percentage: "100.00", files: ["a", "b"]}})).rows).toEqual([
      ["linguist", "Go", 2, undefined, 10]
    ]);
  });

  it("of tokei counts code inside other files for its own language", async () => {
    // 5 lines of HTML in one page, 3 lines of script in it, 7 lines in one script file
    const stats = {blanks: 0, code: 3, comments: 0, blobs: {}};
    expect(
      await languagesOf("a.json", {
        HTML: {
          blanks: 0,
          code: 5,
          comments: 0,
          children: {JavaScript: [{name: "a.html", stats}]},
          inaccurate: false,
          reports: [{name: "a.html", stats: {}}]
        },
        JavaScript: {blanks: 0, code: 7, comments: 0, children: {}, reports: [{name: "a.js", stats: {}}]},
        Total: {blanks: 0, code: 12, comments: 0, children: {}, reports: []}
      })
    ).toEqual({
      format: "tokei",
      rows: [
        ["tokei", "HTML", 1, 5, undefined],
        ["tokei", "JavaScript", 1, 10, undefined]
      ]
    });
  });

  it("of scc gives lines of code, bytes and files, in both of its layouts", async () => {
    const list = [{Name: "Go", Bytes: 100, CodeBytes: 0, Lines: 9, Code: 7, Count: 2}];
    const rows = [["scc", "Go", 2, 7, 100]];
    expect(await languagesOf("a.json", list)).toEqual({format: "scc", rows});
    expect(await languagesOf("a.json", {languageSummary: list})).toEqual({format: "scc", rows});
  });

  it("in a table has a column for each count, and is by ending where the column says so", async () => {
    const table = "repo,sample_time,ext,files,bytes\nh.x/a,2026-01-01,.ts,2,30\nh.x/a,2026-01-01,(none),1,4\n";
    expect(await languagesOf("a.csv", table)).toEqual({
      format: "language-table",
      rows: [
        ["extension", "(none)", 1, undefined, 4],
        ["extension", ".ts", 2, undefined, 30]
      ]
    });
    expect((await languagesOf("a.csv", "repo,date,language,lines\nh.x/a,2026-01-01,Go,7\n")).rows).toEqual([
      ["table", "Go", undefined, 7, undefined]
    ]);
  });

  it("waits for repository and time when nobody says them", async () => {
    const {needs} = await findingOf(sourceOf("a.json", '{"Go":{"size":10,"percentage":"100.00"}}'));
    expect(needs.map(({field}) => field)).toEqual(["repository", "time"]);
  });

  it("leaves out rows that cannot be read, with their lines", async () => {
    const text = "repo,sample_time,ext,bytes\nh.x/a,2026-01-01,.ts,many\nh.x/a,someday,.ts,3\nh.x/a,2026-01-01,.ts,3\n";
    const finding = await findingOf(sourceOf("a.csv", text));
    expect(problemsIn(finding)).toEqual(["table/no-number × 1", "table/no-time × 1"]);
    expect(finding.problems.flatMap(({places}) => places.map(({line}) => line))).toEqual([2, 3]);
    expect(finding.read).toBe(1);
  });
});

describe.skipIf(!HAS_DATA)("the shared language statistics", () => {
  const samples = HAS_DATA
    ? dataJson<
        {repo: string; commit: string; sample_date: string; prefix: string; cloc_code: number; cloc_files: number}[]
      >("languages/index.json")
    : [];
  const answers = ({repo, commit, sample_date}: (typeof samples)[number]) => ({
    repository: repo,
    commit,
    sampleAt: Date.parse(sample_date)
  });

  it("add up to what cloc says of each repository, in all formats that hold its numbers", async () => {
    for (const sample of samples)
      for (const format of ["cloc", "cloc-by-file", "tokei", "scc"]) {
        if (!hasData(`languages/${sample.prefix}.${format}.json`)) continue;
        const finding = await findingOf(dataSource(`languages/${sample.prefix}.${format}.json`), answers(sample));
        const rows = rowsIn(finding, "language");
        const sum = (name: string) => rows.reduce((total, row) => total + Number(row[name] ?? 0), 0);
        expect([sample.prefix, format, sum("lines"), sum("files")]).toEqual([
          sample.prefix,
          format,
          sample.cloc_code,
          sample.cloc_files
        ]);
      }
  });

  it("are read by content, whatever their names", async () => {
    for (const name of readdirSync(`${DATA_DIR}/languages`).filter((one) => one !== "index.json")) {
      const finding = await findingOf(dataSource(`languages/${name}`, "file"), AT);
      expect([name, rowsIn(finding, "language").length > 0, finding.skipped]).toEqual([name, true, 0]);
    }
  });
});

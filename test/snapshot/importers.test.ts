import {describe, expect, it} from "vitest";
import {isTidemarkError} from "../../src/error.ts";
import {readHead} from "../../src/snapshot/decode.ts";
import {detect, IMPORTERS} from "../../src/snapshot/importers.ts";
import {headOf, sourceOf} from "./sources.ts";

const refusal = (text: string, name = "f") => {
  try {
    return detect(headOf(text, name)).format;
  } catch (error) {
    return isTidemarkError(error) && error.code === "import/unknown-format" ? error.message : error;
  }
};

describe("IMPORTERS", () => {
  it("have formats of their own, and say what makes their files", () => {
    expect(new Set(IMPORTERS.map(({format}) => format)).size).toBe(IMPORTERS.length);
    for (const {title, madeBy} of IMPORTERS) expect([title, madeBy].every((text) => text.length > 3)).toBe(true);
  });
});

describe("detect", () => {
  it("looks at the content, not at the name", () => {
    expect(refusal('{"data":{"stats":{}},"type":"summary"}\n', "x.csv")).toBe("ripgrep");
    expect(refusal("repo,date,query,value\n", "x.rg.jsonl")).toBe("table");
    expect(refusal('# {"key":"k"}\ntitle,label,query,recording_time,repository,value,capture\n')).toBe(
      "sourcegraph-insights"
    );
    expect(refusal('{"tidemark":{}}\n{"type":"repo","repository":"r"}\n')).toBe("src-search");
    expect(refusal('{"t":"snapshot","format":"insight-snapshot","version":1}\n')).toBe("snapshot");
  });

  it.each([
    ["", "f is empty. Make it again."],
    ["\n \n", "f holds only blank lines. Make it again."],
    ["null", "f holds only null. Make it again."],
    [
      "<!doctype html><title>Sign in</title>",
      "f is a web page (“Sign in”): the server sent its page instead of the data. Sign in there"
    ],
    ['{"message":"API rate limit exceeded"}', "“API rate limit exceeded”. Ask the server again"],
    ['{"data":null,"errors":[{"message":"not authenticated"}]}', "“not authenticated”"],
    ['{"Error":"bad query"}', "“bad query”"],
    ['{"error":{"message":"no"}}', "“no”"]
  ])("says what went wrong in %j, and not what other files could be read", (text, said) => {
    expect(refusal(text)).toContain(said);
    expect(refusal(text)).not.toContain("What can be read");
  });

  it.each([
    ["[".repeat(100), "is JSON nested deeper than 64 levels."],
    ["Hello, this is text", "is text of a kind that is not known."],
    ['{"a":{"b":1}}', "is JSON of a kind that is not known."]
  ])("says what it saw in %j, and what can be read", (text, said) => {
    expect(refusal(text)).toContain(said);
    expect(refusal(text)).toContain("What can be read: Insight snapshot, ripgrep,");
  });

  it.each([
    ['<?xml version="1.0"?><feed/>', "XML"],
    ["event: matches\ndata: []\n\n", "the stream of Sourcegraph’s search API"],
    ['{"SourcegraphEndpoint":"x"}', "the output of `src search -json`"],
    ['{"Result":{"Files":null}}', "a zoekt search"],
    ['{"results":[{"check_id":"x"}]}', "the output of semgrep"],
    ["HEAD:src/a.ts:12:TODO, x, y\n", "the output of git grep"],
    ["HEAD\u001b[36m:\u001b[m\u001b[35msrc/a.ts\u001b[m\u001b[36m:\u001b[m12:TODO\n", "the output of git grep"],
    [
      "Match type,Repository,Repository external URL,File path\n",
      "search results exported from Sourcegraph’s web page"
    ],
    [
      "repo,sample_time,commit,committed_at,unscanned_files\na/b,2026-01-01T00:00:00Z,aaaaaaa,,0\n",
      "the table of searched commits that `tidemark export samples` writes"
    ],
    [
      '{"repo":"a/b","sample_time":"2026-01-01T00:00:00Z","commit":null,"committed_at":null,"unscanned_files":0}\n',
      "the table of searched commits that `tidemark export samples` writes"
    ],
    ["PAR1", "a Parquet file"]
  ])("calls %j by its name", (text, name) => expect(refusal(text)).toContain(`is ${name}, which is not read yet.`));

  it("asks every importer, also behind one that cannot look at the file", () => {
    // as CSV split at ; or , these would have more columns than a table may have
    const xml = `<?xml version="1.0"?><coverage line-rate="1"><packages>${"&amp;".repeat(12_000)}`;
    const json = `{"header":{"cloc_version":"1.96","n_files":1},"Go":{"nFiles":1,"blank":1,"comment":1,"code":1,"x":[${"1,".repeat(12_000)}1]}}`;
    expect([refusal(xml), refusal(json)]).toEqual(["cobertura", "cloc"]);
    expect(refusal(",".repeat(20_000))).toMatchObject({code: "import/too-large"});
  });

  it("knows binary files by their magic", async () => {
    const head = await readHead(sourceOf("x", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0, 0, 0, 0, 0)));
    expect(() => detect(head)).toThrow("x is a picture");
  });

  it("decides about long hostile texts", () => {
    for (const text of [
      " ".repeat(65_000),
      `{"text":${" ".repeat(65_000)}`,
      "event: ".repeat(9000),
      '{"resultCount":'.repeat(4000),
      ":\n".repeat(30_000),
      ",".repeat(65_000),
      '"'.repeat(65_000)
    ])
      expect(refusal(text)).not.toBe("");
  });
});

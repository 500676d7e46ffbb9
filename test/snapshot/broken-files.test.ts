/** Files that were right once: cut anywhere, with bytes changed, doubled, in another encoding, with values of other types. */
import {describe, expect, it} from "vitest";
import {isTidemarkError} from "../../src/error.ts";
import * as fc from "../property.ts";
import {readOne, sourceOf} from "./sources.ts";

const ANSWERS = {repository: "github.com/x/y", sampleAt: 0, key: "series"};
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** A small file of each format, by the name of its format. */
const FILES: Readonly<Record<string, string>> = {
  snapshot:
    '{"t":"snapshot","format":"insight-snapshot","version":1}\n{"t":"series","series_id":"s_1","key":"k","title":"t"}\n{"t":"point","series_id":"s_1","repo_key":"h.x/a","sample_at":"2026-01-01T00:00:00Z","matches":1,"files":1,"lines":1,"status":"ok"}\n{"t":"end","rows":2}\n',
  ripgrep:
    '{"type":"begin","data":{"path":{"text":"a.ts"}}}\n{"type":"match","data":{"path":{"text":"a.ts"},"lines":{"text":"TODO é\\n"},"line_number":3,"absolute_offset":9,"submatches":[{"match":{"text":"TODO"},"start":0,"end":4}]}}\n{"type":"end","data":{"path":{"text":"a.ts"},"binary_offset":null,"stats":{"matches":1}}}\n{"data":{"stats":{"matches":1}},"type":"summary"}\n',
  "src-search": `{"type":"content","path":"a.ts","repository":"github.com/a/b","commit":"${COMMIT}","chunkMatches":[{"content":"TODO","contentStart":{"offset":0,"line":0,"column":0},"ranges":[{"start":{"offset":0,"line":0,"column":0},"end":{"offset":4,"line":0,"column":4}}]}]}\n{"done":true,"matchCount":1,"durationMs":1,"skipped":[]}\n`,
  "sourcegraph-insights":
    'title,label,query,recording_time,repository,value,capture\nT,L,q,2026-01-01 00:00:00 +0000 UTC,github.com/a/b,3,\nT,"L, m",q,2026-02-01 00:00:00 +0000 UTC,github.com/a/b,4,\n',
  table: 'repo,date,query,value\na/b,2026-01-01,q,1\na/b,2026-02-01,"q ""x"", y",2\n',
  lcov: "TN:\nSF:src/a.ts\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n",
  codeowners: "# who\n* @all\n/docs/ @docs-team d@example.com\n",
  cloc: '{"header":{"cloc_version":"1.96","n_files":1},"Go":{"nFiles":1,"blank":1,"comment":1,"code":7},"SUM":{"nFiles":1,"blank":1,"comment":1,"code":7}}',
  linguist: '{"Go":{"size":98,"percentage":"98.00"},"Shell":{"size":2,"percentage":"2.00"}}'
};

const bytesOf = (text: string) => new TextEncoder().encode(text);
const replaced = (text: string, what: RegExp, by: string) => bytesOf(text.replace(what, by));

/** What may have happened to a file; the number says where. */
const BREAKS: Readonly<Record<string, (text: string, at: number) => Uint8Array>> = {
  cut: (text, at) => bytesOf(text).subarray(0, at % (text.length + 1)),
  "a byte changed": (text, at) => bytesOf(text).map((byte, i) => (i === at % text.length ? at % 256 : byte)),
  "NUL bytes": (text, at) => bytesOf(text).map((byte, i) => (i % 11 === at % 11 ? 0 : byte)),
  "no UTF-8": (text, at) => bytesOf(text).map((byte, i) => (i % 13 === at % 13 ? 0xff : byte)),
  doubled: (text, at) => bytesOf(text + text.slice(at % text.length)),
  "UTF-16": (text) => Buffer.from(`\uFEFF${text}`, "utf16le"),
  "other line ends": (text, at) => bytesOf(text.replaceAll("\n", at % 2 ? "\r\n" : "\r")),
  "texts for numbers": (text) => replaced(text, /:\s*\d+/g, ':"x"'),
  "objects for texts": (text) => replaced(text, /:\s*"[^"]*"/g, ":{}"),
  "null for all": (text) => replaced(text, /:\s*(?:"[^"]*"|\d+)/g, ":null"),
  "endless numbers": (text) => replaced(text, /\d+/g, "9".repeat(400)),
  "days that are none": (text) => replaced(text, /\d{4}-\d\d-\d\d/g, "2026-02-30"),
  "names of members of all objects": (text, at) => replaced(text, /"(\w+)":/g, at % 2 ? '"__proto__":' : '"toString":')
};

describe("a broken file", () => {
  it.each(Object.keys(FILES))("of %s is read as far as it goes, or refused in a sentence", async (format) => {
    const name = format === "codeowners" ? "CODEOWNERS" : "file";
    const text = FILES[format]!;
    const whole = await readOne(sourceOf(name, text), ANSWERS);
    expect("finding" in whole && whole.finding.format).toBe(format);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(BREAKS)), fc.nat(), async (broken, at) => {
        const reading = await readOne(sourceOf(name, broken(text, at)), ANSWERS);
        if ("finding" in reading) {
          expect(reading.finding.read).toBeGreaterThanOrEqual(0);
          expect(reading.finding.problems.every((problem) => problem.text.endsWith("."))).toBe(true);
        } else {
          expect(isTidemarkError(reading.error)).toBe(true);
          expect(reading.error.message).toMatch(/[.”]$/);
        }
        expect(({} as {polluted?: unknown}).polluted).toBeUndefined();
      }),
      {numRuns: 60}
    );
  });
});

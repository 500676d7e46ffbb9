import {describe, expect, it} from "vitest";
import {readJson} from "../../src/snapshot/json.ts";
import {problemList} from "../../src/snapshot/problems.ts";
import {rowReader} from "../../src/snapshot/row-reader.ts";
import {type Table, textOf} from "../../src/table.ts";
import * as fc from "../property.ts";

const encoder = new TextEncoder();
const POINT = {series_id: "s", repo_key: "r", sample_at: "2026-01-01T00:00:00Z", status: "ok"};

/** What a table says, word by word, whatever the type of its arrays. */
function said({rows, columns}: Table) {
  return {
    rows,
    columns: columns.map((column) => ({
      ...column,
      ...("codes" in column ? {codes: [...column.codes]} : {values: [...column.values]})
    }))
  };
}

/** Reads lines from their bytes where that goes; tells how many went. */
function readBoth(lines: readonly string[], isTagged = false) {
  const problems = problemList();
  const rows = rowReader("point", problems, {isTagged});
  let taken = 0;
  for (const [i, line] of lines.entries()) {
    // among other bytes, as in a file
    const bytes = encoder.encode(`x\n${line}\n{`);
    if (rows.take(bytes, 2, bytes.length - 2)) taken++;
    else {
      const reading = readJson(line);
      if ("value" in reading) rows.add(reading.value, i + 1);
    }
  }
  return {table: rows.build(), problems: problems.list(), taken};
}

/** Reads lines as parsed JSON only. */
function readParsed(lines: readonly string[]) {
  const problems = problemList();
  const rows = rowReader("point", problems);
  for (const [i, line] of lines.entries()) {
    const reading = readJson(line);
    if ("value" in reading) rows.add(reading.value, i + 1);
  }
  return {table: rows.build(), problems: problems.list()};
}

describe("rowReader", () => {
  it("takes plain lines from their bytes, with members left out, null or in an order that was seen", () => {
    const lines = [
      JSON.stringify(POINT),
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01T00:00:00Z","commit_oid":null,"status":"ok"}',
      '{"series_id": "s", "repo_key": "r2", "sample_at": "2026-01-01T00:00:00Z", "files": 0, "status": "partial"}',
      // another order: read as JSON once
      '{"status":"ok","matches":3,"repo_key":"r","series_id":"t","sample_at":"2026-01-02"}',
      '{"status":"ok","matches":12,"repo_key":"r","series_id":"t","sample_at":"2026-01-03"}'
    ];
    const {table, taken} = readBoth(lines);
    expect([table.rows, taken]).toEqual([5, 4]);
    expect(textOf(table, "repo_key").words).toEqual(["r", "r2"]);
    expect(said(table)).toEqual(said(readParsed(lines).table));
  });

  it("takes a record of a stream only when it says its table", () => {
    const {taken, table} = readBoth(
      [JSON.stringify(POINT), JSON.stringify({t: "capture", ...POINT}), JSON.stringify({t: "point", ...POINT})],
      true
    );
    expect([taken, table.rows]).toEqual([1, 3]);
  });

  it("leaves to the parser what is not plain", () => {
    const odd = [
      '{"series_id":"s\\n","repo_key":"r","sample_at":"2026-01-01","status":"ok"}',
      '{"series_id":"sé","repo_key":"r","sample_at":"2026-01-01","status":"ok"}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","matches":01}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","matches":1.5}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","matches":-1}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","matches":12345678901234567}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","matches":"1"}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","series_id":"t"}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok","extra":1}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"fine"}',
      '{"series_id":"s","repo_key":"r","sample_at":"soon","status":"ok"}',
      '{"series_id":"s","repo_key":"r","sample_at":null,"status":"ok"}',
      '{"series_id":"s","repo_key":"r","status":"ok"}',
      '{"series_id":7,"repo_key":"r","sample_at":"2026-01-01","status":"ok"}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok"',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok"}}',
      '{"series_id":"s","repo_key":"r","sample_at":"2026-01-01","status":"ok",}',
      "{}",
      "[]",
      ""
    ];
    for (const line of odd) expect([line, readBoth([line]).taken]).toEqual([line, 0]);
  });

  it("reads the same rows, words and problems both ways", () => {
    const cell = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        0,
        7,
        12345,
        1.5,
        -2,
        1e21,
        true,
        "",
        "a",
        "ab",
        "é",
        'q"',
        "\\",
        "ok",
        "partial",
        "odd",
        "2026-01-01",
        "2026-01-02T03:04:05Z",
        "\ud800",
        "�"
      )
    );
    const names = [
      "series_id",
      "repo_key",
      "sample_at",
      "commit_oid",
      "committed_at",
      "files",
      "matches",
      "status",
      "t",
      "more",
      "captures"
    ];
    const line = fc
      .tuple(fc.shuffledSubarray(names), fc.boolean(), fc.boolean(), fc.infiniteStream(cell), fc.boolean())
      .map(([given, isGood, isOrdered, cells, isSpaced]) => {
        const order = isOrdered ? names.filter((name) => given.includes(name)) : given;
        const random = Object.fromEntries(order.map((name) => [name, cells.next().value]));
        const value = isGood ? {...POINT, series_id: String(random.repo_key ?? "s"), matches: 4} : random;
        const text = JSON.stringify(value);
        return isSpaced ? text.replaceAll('":', '": ').replaceAll(',"', ', "') : text;
      });
    fc.assert(
      fc.property(fc.array(line, {maxLength: 12}), (lines) => {
        const [both, parsed] = [readBoth(lines), readParsed(lines)];
        expect(said(both.table)).toEqual(said(parsed.table));
        expect(both.problems).toEqual(parsed.problems);
      }),
      {numRuns: 200}
    );
  });
});

import {describe, expect, it} from "vitest";
import {isTablePath, refusedTablePath} from "../src/table-path.ts";

describe("path of a table's file", () => {
  it.each(["data/owners.csv", "owners.csv", "a/b c/d.ndjson.gz", "Größe.TSV", "x.parquet", "data/teams.json"])(
    "may be %j",
    (path) => expect(isTablePath(path)).toBe(true)
  );

  it.each([
    ["", "is empty"],
    ["/etc/passwd.csv", "is an absolute path"],
    ["\\share\\a.csv", "is an absolute path"],
    ["C:\\a.csv", "is an absolute path"],
    ["C:/a.csv", "is an absolute path"],
    ["https://example.com/a.csv", "is an address"],
    ["file:a.csv", "is an address"],
    ["data:text/csv,a", "is an address"],
    ["data\\a.csv", "has a backslash"],
    ["../a.csv", "leads out"],
    ["data/../../a.csv", "leads out"],
    ["data//a.csv", "a folder without a name"],
    ["./a.csv", "a folder without a name"],
    ["events/me.ndjson", "is in events/, which Tidemark keeps for itself"],
    ["Snapshots/parts/0001-point.ndjson.gz", "is in Snapshots/"],
    [".ssh/a.csv", "is hidden"],
    ["data/.secret.csv", "is hidden"],
    ["a\u0000.csv", "no name of a file"],
    ["con:a.csv", "is an address"],
    ["notes.txt", "does not end in .csv"],
    ["tidemark.yaml", "does not end in .csv"]
  ])("is not %j, which %s", (path, why) => expect(refusedTablePath(path)).toContain(why));
});

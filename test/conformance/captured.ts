/** Captured values counted as the product counts them: matches as importers find them, in a store, asked by an insight. */
import {conclude} from "../../src/snapshot/conclude.ts";
import {foundMatches} from "../../src/snapshot/found-matches.ts";
import {problemList} from "../../src/snapshot/problems.ts";
import {memoryFiles, openTestStore, testInsight, testSeries, valuesOf} from "../store/stores.ts";

/** A match: its text, or what was captured in it. */
export interface CapturedMatch {
  readonly matched?: string;
  readonly captures?: readonly string[];
}

/** How many matches an insight that counts as Sourcegraph does has for each value; its files hold these matches. */
export async function capturedCounts(
  files: readonly (readonly CapturedMatch[])[],
  pattern = ""
): Promise<Record<string, number | null | undefined>> {
  const series = testSeries("captured", pattern ? [] : [1, 2, 3]);
  const found = foundMatches();
  for (const [i, matches] of files.entries())
    for (const [j, {matched = null, captures = null}] of matches.entries())
      found.add({
        ...{
          sample: "now",
          path: `file ${i}`,
          place: j,
          firstLine: j,
          lineCount: 1,
          line: j + 1,
          col: null,
          endCol: null
        },
        ...{text: null, matched, captures}
      });
  const sample = {repository: "example.org/a", sampleAt: 0, commit: null, committedAt: null};
  const finding = await conclude({
    ...{importer: {format: "test", title: "Test"}, series: [series], needs: [], problems: problemList()},
    ...{parts: found.parts(series, new Map([["now", sample]]), "ok", null), read: 1, reasons: [], fileHash: "test"}
  });
  const store = openTestStore(memoryFiles());
  try {
    await store.import(finding, ["test"]);
    const asked = testInsight({
      ...{kind: "capture-group", data: series.key, combine: false, display: {cut: 100}},
      ...(pattern ? {pattern} : {})
    });
    const result = await store.insight({...asked, display: {...asked.display, limit: 1_000_000}}, null);
    return Object.fromEntries(Object.entries(valuesOf(result)).map(([label, values]) => [label, values.at(-1)]));
  } finally {
    await store.close();
  }
}

/** Points summed over repositories as the product sums them: an export of Sourcegraph, imported, asked by an insight. */
import type {SeriesRecord} from "../../src/snapshot/snapshot.ts";
import {findingOf, sourceOf} from "../snapshot/sources.ts";
import {memoryFiles, openTestStore, testInsight} from "../store/stores.ts";

/** A row of the export. */
export interface ExportedPoint {
  /** RFC 3339. */
  readonly time: string;
  readonly repo: string | number;
  readonly value: number;
}

/** What an insight shows at each time. */
export async function summedPoints(rows: readonly ExportedPoint[]): Promise<{time: number; value: number}[]> {
  const lines = rows.map(({time, repo, value}) => `Insight,Series,query,${time},example.org/${repo},${value},`);
  const text = ["title,label,query,recording_time,repository,value,capture", ...lines, ""].join("\n");
  const finding = await findingOf(sourceOf("export-2026-08-15T10:15:00Z.csv", text));
  const store = openTestStore(memoryFiles());
  try {
    await store.import(finding, ["test"]);
    const [{key}] = finding.snapshot.series as [SeriesRecord];
    const {times, series: shown} = await store.insight(testInsight({kind: "search", data: key}), null);
    return Array.from(times, (time, i) => ({time, value: shown[0]!.values[i]!}));
  } finally {
    await store.close();
  }
}

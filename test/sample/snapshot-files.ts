/** A snapshot as the files of a folder that the app and the command line read. */
import {sha256} from "../../src/hash.ts";
import {EMPTY_MANIFEST, importId, manifestText, withImport} from "../../src/snapshot/manifest.ts";
import {type Segment, toSegments} from "../../src/snapshot/segment.ts";
import type {Snapshot} from "../../src/snapshot/snapshot.ts";

/** The manifest and the parts, by path. `observed` is an RFC 3339 time; it stands for the import's too. */
export async function snapshotFiles(
  snapshot: Snapshot,
  name: string,
  observed: string
): Promise<Map<string, Uint8Array>> {
  const content = sha256(JSON.stringify(snapshot.series.map(({series_id}) => series_id)));
  const id = importId("sample", content);
  const segments: Segment[] = [];
  for await (const segment of toSegments(snapshot, "ndjson.gz", id, 1)) segments.push(segment);
  const rows = segments.reduce((sum, {record}) => sum + record.rows, 0);
  const manifest = withImport(
    EMPTY_MANIFEST,
    {
      import_id: id,
      source_kind: "sample",
      source_name: name,
      file_sha256: content,
      content_sha256: content,
      observed_at: observed,
      imported_at: observed,
      status: "complete",
      reasons: [],
      rows_read: rows,
      rows_rejected: 0,
      series: snapshot.series.map(({series_id}) => series_id)
    },
    segments.map(({record}) => record),
    snapshot.series,
    snapshot.repos
  );
  return new Map([
    ["manifest.json", new TextEncoder().encode(manifestText(manifest))],
    ...segments.map(({record, bytes}): [string, Uint8Array] => [record.path, bytes])
  ]);
}

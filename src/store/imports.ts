/** The imports of a store: they come in whole or not at all, and can be taken out and brought back. */
import {TidemarkError, throwIfAborted} from "../error.ts";
import {sha256Of} from "../hash.ts";
import type {Finding} from "../snapshot/importer.ts";
import {
  type ImportRecord,
  importId,
  type Manifest,
  nextPart,
  observedAt,
  observedMember,
  type PartRecord,
  unreadParts,
  withImport,
  withoutImport
} from "../snapshot/manifest.ts";
import {toSegments} from "../snapshot/segment.ts";
import type {Table} from "../table.ts";
import {isoTime} from "../time.ts";
import type {Database} from "./database.ts";
import {READ_AT_OPENING} from "./fill.ts";
import type {AddedPart} from "./grow.ts";
import type {StorePorts} from "./ports.ts";
import type {ImportOutcome, InsightStore} from "./store.ts";

/** What a store does with imports, as InsightStore says it. */
export type Imports = Pick<InsightStore, "import" | "removeImport" | "restoreImport" | "purgeImport">;

export function createImports(ports: StorePorts, database: Database): Imports {
  const {files} = ports;
  const {manifestFile} = database;
  const removed = new Map<string, {record: ImportRecord; manifest: Manifest}>();

  /** Removes files of parts, but none that the manifest names: the same rows may have come in by another way. */
  const removeParts = async (parts: readonly PartRecord[]): Promise<void> => {
    const named = new Set((await manifestFile.read()).parts.map(({path}) => path));
    for (const {path} of parts) if (!named.has(path)) await files.remove(path);
  };

  /** Whether all parts of an import, which has so many rows, are there as they were written. */
  const isWhole = async (manifest: Manifest, id: string, rows: number): Promise<boolean> => {
    const parts = manifest.parts.filter(({import_id}) => import_id === id);
    if (parts.reduce((sum, part) => sum + part.rows, 0) !== rows) return false;
    if (unreadParts(manifest).some(({importId}) => importId === id)) return false;
    for (const part of parts) {
      const bytes = await files.read(part.path).catch(() => null);
      const hash = bytes && (await sha256Of(bytes));
      if (hash === null || (hash !== part.sha256 && hash !== part.raw_sha256)) return false;
    }
    return true;
  };

  return {
    async import(finding, names, options = {}) {
      if (finding.needs.length)
        throw new TidemarkError(
          "import/incomplete",
          `${names[0]} cannot be kept yet: ${finding.needs.map(({text}) => text).join(" ")}`
        );
      const id = importId(finding.format, finding.contentHash);
      const rows = finding.snapshot.parts.reduce((sum, part) => sum + part.rows.rows, 0);
      const manifest = await manifestFile.read();
      const isHeld = ({imports}: Manifest) => imports.some(({import_id}) => import_id === id);
      // what was damaged since comes in again, in place of what is left of it
      const heals = isHeld(manifest) && !(await isWhole(manifest, id, rows));
      if (isHeld(manifest) && !heals) return {outcome: "unchanged", importId: id, rows};
      options.progress?.({share: null, doing: "Writing the snapshot"});
      const base = heals ? null : await database.growing(finding.snapshot.parts);
      if (!base) database.startSpare();
      const first = nextPart(manifest);
      const parts: PartRecord[] = [];
      const added: AddedPart[] = [];
      const written = new Map<string, Table>();
      let [before, after] = [manifest, manifest];
      let changed = false;
      try {
        let share = 0;
        for await (const {record, bytes, table} of toSegments(finding.snapshot, ports.format, id, first, ports.gzip)) {
          throwIfAborted(options.signal);
          options.progress?.({share: share / (rows || 1), doing: "Writing the snapshot"});
          parts.push(record);
          added.push({table: record.table, observedAt: observedAt(record), rows: table, record});
          await files.write(record.path, bytes);
          if (READ_AT_OPENING.includes(record.table)) written.set(record.sha256, table);
          share += record.rows;
        }
        throwIfAborted(options.signal);
        const record = importRecord(finding, names, id, ports.now());
        changed = await manifestFile.change((newest) => {
          if (isHeld(newest) && !heals) return null;
          before = newest;
          after = withImport(
            heals ? withoutImport(newest, id) : newest,
            record,
            parts,
            finding.snapshot.series,
            finding.snapshot.repos
          );
          return after;
        });
      } finally {
        if (!changed) {
          await removeParts(parts).catch(() => undefined);
          await database.closeSpare();
        }
      }
      if (heals) await removeParts(manifest.parts.filter((part) => part.import_id === id)).catch(() => undefined);
      if (changed && base) await database.grow(base, {before, after, added, written}, options);
      else await database.reopen(written);
      return {outcome: changed ? "imported" : "unchanged", importId: id, rows} satisfies ImportOutcome;
    },

    async removeImport(id) {
      await manifestFile.change((manifest) => {
        const record = manifest.imports.find(({import_id}) => import_id === id);
        if (!record) return null;
        removed.set(id, {record, manifest});
        return withoutImport(manifest, id);
      });
      await database.reopen();
    },

    async restoreImport(id) {
      const kept = removed.get(id);
      if (!kept)
        throw new TidemarkError("store/gone", "This import can no longer be brought back; import its file again.");
      const {record, manifest} = kept;
      const own = new Set(record.series);
      await manifestFile.change((newest) =>
        newest.imports.some(({import_id}) => import_id === id)
          ? null
          : withImport(
              newest,
              record,
              manifest.parts.filter((part) => part.import_id === id),
              manifest.series.filter(({series_id}) => own.has(series_id)),
              manifest.repos
            )
      );
      removed.delete(id);
      await database.reopen();
    },

    async purgeImport(id) {
      const kept = removed.get(id);
      removed.delete(id);
      if (kept) await removeParts(kept.manifest.parts.filter((part) => part.import_id === id));
    }
  };
}

function importRecord(finding: Finding, names: readonly string[], import_id: string, now: number): ImportRecord {
  const observed = finding.snapshot.parts.map(({observedAt}) => observedAt).filter((time) => time !== null);
  return {
    import_id,
    source_kind: finding.format,
    source_name: names[0] ?? "pasted text",
    file_sha256: finding.fileHash,
    content_sha256: finding.contentHash,
    ...observedMember(observed.length ? Math.max(...observed) : null),
    imported_at: isoTime(now),
    status: finding.status,
    reasons: finding.reasons,
    rows_read: finding.read,
    rows_rejected: finding.skipped,
    series: finding.snapshot.series.map(({series_id}) => series_id)
  };
}

/** Notes what the app saves in an opened folder, so that `tidemark pings` there does not count it as an edit of the file, too. */
import {sha256} from "../../hash.ts";
import {KNOWN_INSIGHTS, knownText, parseKnown, withSaved} from "../../notebook/known-insights.ts";
import {parseNotebook} from "../../notebook/notebook.ts";
import type {Files} from "../../store/files.ts";

/** More often than this nobody else writes it at the same time. */
const ATTEMPTS = 5;

/**
 * Begins a note before a notebook is saved; what comes back writes it once that is done (null: it was deleted). Where nobody
 * counts, and so nothing is known, nothing is read or written. It never fails: a note must not stop the work.
 */
export async function savedNote(
  files: Files,
  name: string,
  read: () => Promise<{readonly text: string} | null>
): Promise<(saved: string | null) => Promise<void>> {
  const kept = await files.read(KNOWN_INSIGHTS).catch(() => null);
  if (!kept) return async () => undefined;
  const before = await read().catch(() => null);
  return async (saved) => {
    try {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const bytes = attempt ? await files.read(KNOWN_INSIGHTS) : kept;
        const known = bytes && parseKnown(new TextDecoder().decode(bytes));
        if (!bytes || !known) return;
        const [old, fresh] = [before?.text ?? null, saved].map((text) => (text === null ? null : parseNotebook(text)));
        const next = new TextEncoder().encode(knownText(withSaved(known, name, old ?? null, fresh ?? null)));
        if (sha256(next) === sha256(bytes)) return;
        if (await files.replace(KNOWN_INSIGHTS, next, sha256(bytes))) return;
      }
    } catch (error) {
      console.warn("What was saved could not be noted beside the event logs.", error);
    }
  };
}

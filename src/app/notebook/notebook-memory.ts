/** The results of earlier visits to one notebook, and how those of this one are kept for the next. */
import type {Output} from "../../notebook/cells/kind.ts";
import {type Remembered, type ResultMemory, rememberable} from "../../notebook/result-memory.ts";
import type {KeptResult, KeptResults} from "../kept-results.ts";

export interface NotebookMemory extends ResultMemory {
  /** Whether a result is of the data that is there now; null while nobody knows. */
  isOfNow(remembered: Remembered): boolean | null;
  /** Keeps what was not written yet. */
  close(): void;
}

/** How long after a result it is written with those around it. */
const WRITE_DELAY = 1000;

/** `onData` is told when it is known which data is there now. */
export function openMemory(
  {results, clock}: {readonly results: KeptResults; readonly clock: () => number},
  name: string,
  kept: readonly KeptResult[],
  dataVersion: () => Promise<string>,
  onData: () => void
): NotebookMemory {
  const known = new Map<string, KeptResult>(kept.map((one) => [one.fingerprint, one]));
  let fresh: Omit<KeptResult, "data">[] = [];
  let data: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const asked = dataVersion().then(
    (version) => {
      data = version;
      onData();
    },
    () => undefined
  );
  const write = async () => {
    clearTimeout(timer);
    timer = undefined;
    const batch = fresh;
    fresh = [];
    await asked;
    const before = data;
    const now = await dataVersion().catch(() => null);
    // what was computed while the data changed is of data that nobody can name
    const version = now !== null && now === before ? now : "";
    data = now;
    const named = batch.map((one): KeptResult => ({...one, data: version}));
    for (const one of named) known.set(one.fingerprint, one);
    await results.add(name, named);
  };
  return {
    recall: (fingerprint) => known.get(fingerprint) ?? null,
    keep(fingerprint: string, output: Output) {
      const worth = rememberable(output);
      if (!worth) return;
      fresh.push({fingerprint, at: clock(), ...worth});
      timer ??= setTimeout(() => void write(), WRITE_DELAY);
    },
    isOfNow: (remembered) => (data === null || !remembered.data ? null : remembered.data === data),
    close() {
      if (timer !== undefined) void write();
    }
  };
}

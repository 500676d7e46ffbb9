/** The way of files into the workspace: read, understood, asked about, kept. Nothing is kept before the user says so. */
import {connectImport} from "../../workers/connect.ts";
import type {FileReading, GivenFile} from "../../workers/import-reader.ts";
import {isAbort, isTidemarkError, messageOf} from "../error.ts";
import {holdsNothing} from "../snapshot/describe.ts";
import {readFileName} from "../snapshot/file-name.ts";
import type {Answers} from "../snapshot/importer.ts";
import type {ImportOutcome, InsightStore} from "../store/store.ts";

/** What became of one finding that was to be kept. */
export interface KeptFile {
  readonly names: readonly string[];
  readonly reading: FileReading;
  readonly outcome: ImportOutcome | null;
  readonly error: string | null;
  /** True when there was no more room for it. */
  readonly full: boolean;
}

export type ImportState =
  | {readonly step: "idle"}
  /** `readings`: what was understood before the answer that is being taken in. */
  | {
      readonly step: "reading";
      readonly share: number;
      readonly files: number;
      readonly readings: readonly FileReading[];
    }
  | {readonly step: "preview"; readonly readings: readonly FileReading[]}
  | {readonly step: "keeping"; readonly doing: string; readonly share: number}
  /** `waiting`: the files that still need an answer; `goOn` asks for it. */
  | {readonly step: "done"; readonly kept: readonly KeptFile[]; readonly waiting: readonly string[]};

/** True when a file can be kept: it was read, holds something, and needs no answer. */
export const isReady = (reading: FileReading): boolean =>
  "finding" in reading && !reading.finding.needs.length && !holdsNothing(reading.finding);

export interface ImportFlow {
  readonly state: ImportState;
  /** What was answered so far, by file name. */
  readonly answers: ReadonlyMap<string, Answers>;
  /** The date a file carries on disk: a suggestion, never taken by itself. */
  lastModified(name: string): number | null;
  /** A file that was given, by its name. */
  file(name: string): GivenFile | null;
  add(files: readonly File[] | readonly GivenFile[]): void;
  /** Gives answers for files and reads again. */
  answer(names: readonly string[], answers: Answers): void;
  /** Leaves a file out. */
  drop(name: string): void;
  /** Keeps what is ready; what still needs an answer waits. */
  keep(): Promise<void>;
  /** Back to the files that wait for an answer. */
  goOn(): void;
  /** Stops reading or keeping; what is kept already stays. */
  cancel(): void;
}

/** A flow into a store; `onChange` is told of every new state. */
export function createImportFlow(store: () => InsightStore, onChange: () => void): ImportFlow {
  let files: GivenFile[] = [];
  const answers = new Map<string, Answers>();
  let state: ImportState = {step: "idle"};
  let work: {abort: AbortController; end(): void} | null = null;

  const set = (next: ImportState) => {
    state = next;
    onChange();
  };
  const stop = () => {
    work?.abort.abort();
    work?.end();
    work = null;
  };
  const read = async () => {
    stop();
    if (!files.length) return set({step: "idle"});
    const {reader, end} = connectImport();
    const mine = {abort: new AbortController(), end};
    work = mine;
    const before = state.step === "preview" || state.step === "reading" ? state.readings : [];
    set({step: "reading", share: 0, files: files.length, readings: before});
    try {
      const {signal} = mine.abort;
      const oids = [...new Set(files.flatMap(({name}) => readFileName(name).commit ?? []))];
      const {repositories} = await store().contents({signal});
      const commitTimes = oids.length ? await store().commitTimes(oids, {signal}) : new Map<string, number>();
      const progress = (share: number) =>
        work === mine && set({step: "reading", share, files: files.length, readings: before});
      const readings = await reader.read(files, answers, {repositories, commitTimes}, {signal, progress});
      if (work === mine) set({step: "preview", readings});
    } catch (error) {
      if (work === mine && !isAbort(error))
        set({
          step: "preview",
          readings: files.map(({name}) => ({names: [name], error: {code: "import/failed", message: messageOf(error)}}))
        });
    } finally {
      end();
      if (work === mine) work = null;
    }
  };
  return {
    get state() {
      return state;
    },
    answers,
    lastModified(name) {
      const content = files.find((file) => file.name === name)?.content;
      return content instanceof File ? content.lastModified : null;
    },
    file: (name) => files.find((file) => file.name === name) ?? null,
    add(given) {
      const fresh = given.map(
        (file): GivenFile => (file instanceof File ? {name: file.webkitRelativePath || file.name, content: file} : file)
      );
      const names = new Set(fresh.map(({name}) => name));
      files = [...files.filter(({name}) => !names.has(name)), ...fresh];
      void read();
    },
    answer(names, more) {
      for (const name of names) answers.set(name, {...answers.get(name), ...more});
      void read();
    },
    drop(name) {
      files = files.filter((file) => file.name !== name);
      answers.delete(name);
      void read();
    },
    async keep() {
      if (state.step !== "preview") return;
      const ready = state.readings.filter(isReady);
      const asking = state.readings.filter((reading) => "finding" in reading && reading.finding.needs.length);
      const kept: KeptFile[] = [];
      const abort = new AbortController();
      work = {abort, end: () => {}};
      const {signal} = abort;
      for (const [i, reading] of ready.entries()) {
        if (!("finding" in reading)) continue;
        const {names} = reading;
        const progress = (share: number | null) =>
          set({step: "keeping", doing: names[0]!, share: (i + (share ?? 0)) / ready.length});
        progress(0);
        try {
          signal.throwIfAborted();
          const outcome = await store().import(reading.finding, names, {
            signal,
            progress: ({share}) => state.step === "keeping" && progress(share)
          });
          kept.push({names, reading, outcome, error: null, full: false});
        } catch (error) {
          const text = isAbort(error) ? "Cancelled: nothing of it was kept." : messageOf(error);
          const full = isTidemarkError(error) && error.code === "files/quota";
          kept.push({names, reading, outcome: null, error: text, full});
        }
      }
      work = null;
      const waiting = new Set(asking.flatMap(({names}) => names));
      files = files.filter(({name}) => waiting.has(name));
      for (const name of [...answers.keys()]) if (!waiting.has(name)) answers.delete(name);
      set({step: "done", kept, waiting: asking.map(({names}) => names[0]!)});
    },
    goOn() {
      void read();
    },
    cancel() {
      stop();
      // keep() ends by itself and says what was kept
      if (state.step === "keeping") return;
      files = [];
      answers.clear();
      set({step: "idle"});
    }
  };
}

/** The files of a drop, folders walked through; names are paths below what was dropped. */
export async function droppedFiles(transfer: DataTransfer): Promise<GivenFile[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!entries.length) return Array.from(transfer.files, (file) => ({name: file.name, content: file}));
  return (await Promise.all(entries.map((entry) => filesIn(entry, "")))).flat();
}

async function filesIn(entry: FileSystemEntry, folder: string): Promise<GivenFile[]> {
  const name = `${folder}${entry.name}`;
  if (entry.isFile) {
    const content = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{name, content}];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: GivenFile[] = [];
  while (true) {
    // a reader gives at most a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const inner of some) found.push(...(await filesIn(inner, `${name}/`)));
  }
}
